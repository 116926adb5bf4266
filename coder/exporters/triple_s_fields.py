"""The columns of a survey as variables of Triple-S: their type, and their values as they stand in the data file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from coder.domain.survey import Cell
from coder.domain.texts import _
from coder.exporters.base import plain, safe_text
from coder.exporters.closed_columns import Column, decimals, each_once
from coder.exporters.missing_values import within
from coder.exporters.survey_columns import ChoiceSet, SurveyColumns, plain_names

FieldKind = Literal["single", "multiple", "quantity", "character", "logical", "date", "time"]

LONGEST_NAME = 64
LONGEST_TEXT = 32_767
"""Of a text in lines of fixed width, where every record takes the width of the longest."""

DAY_SECONDS = 86_400

_USES = {"id": "serial", "weight": "weight"}


@dataclass(frozen=True, slots=True)
class Field:
    """A variable of Triple-S."""

    name: str
    text: str
    kind: FieldKind
    values: Sequence[str]
    """As they stand in the file, not yet filled up; '' is missing."""
    labels: tuple[tuple[str, str], ...] = ()
    span: tuple[str, str] | None = None
    """The smallest and the largest number."""
    use: str = ""
    literal: bool = False
    """Whether the values of a 'single' are texts."""

    @property
    def width(self) -> int:
        """Characters that its longest value takes."""
        shown = (*(code for code, _label in self.labels), *(self.span or ())) if self.kind != "multiple" else ()
        return max(max(map(len, self.values), default=0), *map(len, shown), 1)


def fields(found: SurveyColumns, *, fixed: bool) -> list[Field]:
    """Return the variables: columns one by one, and the codes of a question as one.

    Parameters
    ----------
    fixed : whether the data are lines of fixed width, in which texts longer than `LONGEST_TEXT` are cut. Else they
        are a CSV file, in which what looks like a formula gets an apostrophe before it.
    """
    members = {place: one for one in found.sets for place, _label in one.columns}
    made, done = list[Field](), set[str]()
    for place, column in enumerate(found.columns):
        together = members.get(place)
        if together is None:
            made += _single(column, fixed)
        elif together.name not in done:
            done.add(together.name)
            made.append(_multiple(together, found.columns))
    names = plain_names((one.name for one in made), LONGEST_NAME)
    return [
        Field(name, one.text, one.kind, one.values, one.labels, one.span, one.use, one.literal)
        for name, one in zip(names, made, strict=True)
    ]


def one_line(text: str) -> str:
    """Return a text on one line, without what XML cannot hold."""
    return " ".join(plain(text).split())


def _multiple(together: ChoiceSet, columns: Sequence[Column]) -> Field:
    """Return a variable whose values are strings of 0 and 1; '' where nobody answered, or coded the answer yet."""
    rows = zip(*(columns[place].values for place, _label in together.columns), strict=True)
    values = ["".join(map(str, row)) if all(one in (0, 1) for one in row) else "" for row in rows]
    labels = tuple((str(number), one_line(label)) for number, (_place, label) in enumerate(together.columns, 1))
    return Field(together.name, one_line(together.text), "multiple", values, labels)


def _single(column: Column, fixed: bool) -> Iterator[Field]:
    text, use = one_line(column.text), _USES.get(column.use, "")
    if column.kind == "truth":
        yield Field(column.name, text, "logical", each_once(column.values, str, ""))
    elif column.kind in ("date", "moment"):
        yield Field(column.name, text, "date", each_once(column.values, _day, ""))
        if column.kind == "moment":
            yield Field(f"{column.name}_time", text, "time", each_once(column.values, _clock, ""))
    elif column.kind == "time":
        of_day = all(0 <= one < DAY_SECONDS for one in column.values if isinstance(one, int))
        yield Field(column.name, text, "time" if of_day else "character", _times(column.values, "" if of_day else ":"))
    elif column.kind == "text":
        values = each_once(column.values, lambda one: one_line(str(one)), "")
        labels = tuple((str(value), one_line(label)) for value, label in column.labels)
        if labels and {*values} <= {"", *(value for value, _label in labels if value == safe_text(value))}:
            yield Field(column.name, text, "single", values, labels, literal=True)
        else:
            values = each_once(values, lambda one: str(one)[:LONGEST_TEXT] if fixed else safe_text(str(one)), "")
            yield Field(column.name, text, "character", values, use=use)
    else:
        yield _numbers(column, text, use)


def _day(value: Cell) -> str:
    return f"{value:%Y%m%d}".rjust(8, "0") if isinstance(value, date) else ""


def _clock(value: Cell) -> str:
    return f"{value:%H%M%S}" if isinstance(value, datetime) else ""


def _times(values: Sequence[Cell], between: str) -> list[str]:
    """Return seconds as hours, minutes and seconds: as the standard has a time of the day, or as people read one."""

    def shown(value: Cell) -> str:
        seconds = int(value) if isinstance(value, int) else 0
        minutes, rest = divmod(abs(seconds), 60)
        sign = "-" if seconds < 0 else ""
        return f"{sign}{minutes // 60:02}{between}{minutes % 60:02}{between}{rest:02}"

    return each_once(values, shown, "")


def _numbers(column: Column, text: str, use: str) -> Field:
    given = {one for one in column.values if isinstance(one, int | float)}
    labelled = {value for value, _label in column.labels}
    # The standard knows no missing values: they are values with a label, beyond the range of the others.
    unnamed = [(value, _("missing value")) for value in sorted(given - labelled) if within(value, column.missing)]
    known = (*column.labels, *unnamed)
    labelled.update(value for value, _label in unnamed)
    labels = tuple((_shown(value, 0), one_line(label)) for value, label in known)
    whole = all(isinstance(value, int) and value >= 0 for value in labelled)
    if labels and whole and labelled.issuperset(given):
        values = each_once(column.values, str, "")
        return Field(column.name, text, "single", values, labels)
    behind = decimals([*given, *labelled])
    labels = tuple(
        (_shown(value, behind), label) for (value, _label), (_code, label) in zip(known, labels, strict=True)
    )
    values = each_once(column.values, lambda one: _shown(one, behind), "")
    answers = [value for value in given if not within(value, column.missing)]
    span = (_shown(min(answers, default=0), behind), _shown(max(answers, default=0), behind))
    return Field(column.name, text, "quantity", values, labels, span, use)


def _shown(value: Cell, behind: int) -> str:
    return f"{value:.{behind}f}" if isinstance(value, int | float) else ""
