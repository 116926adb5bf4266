"""Closed variables as typed columns: labels become the values again that they stood for, also of missing values."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, TypeVar

from coder.domain.survey import Cell, Variable
from coder.domain.texts import _
from coder.exporters.missing_values import (
    LARGEST_EXACT,
    Range,
    as_number,
    free_numbers,
    in_numbers,
    ranges_of,
    whole,
    within,
)

ColumnKind = Literal["number", "truth", "text", "date", "moment", "time"]
Use = Literal["", "id", "weight", "answer", "code"]

MOST_DECIMALS = 6
"""Weights have four, scores two; what lies behind is rounding of the computer."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: numbers, 0 and 1 for no and yes, texts, dates, or seconds for a time; None is an empty cell."""

    name: str
    text: str
    kind: ColumnKind
    values: Sequence[Cell]
    labels: tuple[tuple[Cell, str], ...] = ()
    missing: tuple[Range, ...] = ()
    """Which values stand for no answer."""
    use: Use = ""


def decimals(values: Iterable[Cell]) -> int:
    """Return how many digits behind the point numbers have, `MOST_DECIMALS` at most."""
    parts = (value for value in values if isinstance(value, float) and not value.is_integer())
    return max((len(f"{part:.{MOST_DECIMALS}f}".rstrip("0").partition(".")[2]) for part in parts), default=0)


_CLOCK = re.compile(r"-?\d{1,6}:[0-5]\d:[0-5]\d")

T = TypeVar("T")


def each_once(cells: Sequence[Cell], make: Callable[[Cell], T], empty: T) -> list[T]:
    """Return what is made of each cell, `empty` for None; of cells that are the same once, which saves memory."""
    known: dict[Cell, T] = {None: empty}
    for cell in cells:
        if cell not in known:
            known[cell] = make(cell)
    return [known[cell] for cell in cells]


def closed_column(
    name: str, variable: Variable, values: Sequence[str | int | float | bool | None], missing: Sequence[str | None]
) -> Column:
    """Return a closed variable as a column.

    Parameters
    ----------
    values : what each respondent has, labels for values that have one; None for nothing.
    missing : the value that stands for no answer, of respondents who have one; None for others. It is in the column
        too, but for dates, which hold no other values than dates.
    """
    variable, missing = in_numbers(variable, values, missing)
    column = _closed(name, variable, values)
    given = {one for one in missing if one is not None}
    if column.kind in ("date", "moment", "time") or not (given or variable.declared):
        return column
    as_numbers = column.kind != "text"
    ranges = ranges_of(variable.declared, numbers=as_numbers)
    cell_of: dict[str, Cell] = {one: whole(as_number(one)) if as_numbers else one for one in given}
    # What was missing in another round only.
    ranges += tuple(
        (cell, cell) for _one, cell in sorted(cell_of.items()) if cell is not None and not within(cell, ranges)
    )
    cells = [
        cell_of[one] if cell is None and one is not None else cell
        for cell, one in zip(column.values, missing, strict=True)
    ]
    kind: ColumnKind = "number" if column.kind == "truth" else column.kind
    return replace(column, kind=kind, values=cells, missing=ranges)


def _closed(name: str, variable: Variable, values: Sequence[str | int | float | bool | None]) -> Column:
    text = variable.text or name
    if variable.labels:
        return _labelled(name, text, variable, values)
    given = [value for value in values if value is not None]
    if given and all(isinstance(value, bool) for value in given):
        labels: tuple[tuple[Cell, str], ...] = ((0, _("no")), (1, _("yes")))
        return Column(name, text, "truth", [None if value is None else int(value) for value in values], labels)
    numbers = all(isinstance(value, int | float) and abs(value) < LARGEST_EXACT for value in given)
    if numbers and (given or variable.kind == "number"):
        return Column(name, text, "number", values)
    texts = [None if value is None else _text(value) for value in values]
    if variable.kind == "date" and given and (read := _as_dates(texts)) is not None:
        moments = any(isinstance(value, datetime) for value in read)
        return Column(name, text, "moment" if moments else "date", read)
    if variable.kind == "date" and given and all(one is None or _CLOCK.fullmatch(one) for one in texts):
        return Column(name, text, "time", [None if one is None else _seconds(one) for one in texts])
    return Column(name, text, "text", texts)


def _labelled(name: str, text: str, variable: Variable, values: Sequence[str | int | float | bool | None]) -> Column:
    value_of = {label: value for value, label in reversed(variable.labels)}
    numbers = {label: as_number(value) for label, value in value_of.items()}
    texts = [None if value is None else _text(value) for value in values]
    if variable.kind == "text" or any(number is None for number in numbers.values()):
        given = [None if one is None else value_of.get(one, one) for one in texts]
        return Column(name, text, "text", given, tuple(variable.labels))
    known = {label: number for label, number in numbers.items() if number is not None}
    # What has no number, as in a round with other labels, gets the next that is free.
    new = sorted({one for one in texts if one is not None and one not in known and as_number(one) is None})
    ranges = ranges_of(variable.declared, numbers=True)
    highest = max((number for number in known.values() if not within(number, ranges)), default=0)
    free = free_numbers(math.floor(highest) + 1, (*ranges, *((number, number) for number in known.values())))
    known |= {label: float(number) for label, number in zip(new, free, strict=False)}
    labels: list[tuple[Cell, str]] = [(whole(float(value)), label) for value, label in variable.labels]
    labels += [(whole(known[label]), label) for label in new]
    cells = [None if one is None else whole(known[one] if one in known else float(one)) for one in texts]
    return Column(name, text, "number", cells, tuple(labels))


def _text(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return str(whole(value)) if isinstance(value, float) and math.isfinite(value) else str(value)


def _seconds(clock: str) -> int:
    """Return the seconds of a time or a duration: '25:10:00' is more than a day."""
    hours, minutes, seconds = (int(part) for part in clock.removeprefix("-").split(":"))
    whole = 3600 * hours + 60 * minutes + seconds
    return -whole if clock.startswith("-") else whole


def _as_dates(texts: Sequence[str | None]) -> list[Cell] | None:
    """Return texts as dates, or as dates with times where one has a time; None when one is something else."""
    days = all(text is None or len(text) == 10 for text in texts)
    try:
        if days:
            return [None if text is None else date.fromisoformat(text) for text in texts]
        return [None if text is None else datetime.fromisoformat(text).replace(tzinfo=None) for text in texts]
    except ValueError:
        return None
