"""Tables that come over column by column from a process of its own, with what their file says of each column.

The other process sends a head in JSON: the columns (name, text, format, labels, missing, marks), the sets, the
encoding; or the error. Then every column: numbers as doubles, NaN for an empty cell, behind the letter n; texts as JSON
behind t.
"""

from __future__ import annotations

import json
import math
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from coder.domain.errors import InputError
from coder.domain.survey import Cell, Kind, ResponseSet, SurveyTable, Variable
from coder.domain.texts import _
from coder.importers import base
from coder.importers.apart import ProcessEndedError, ProcessLimitError, Send
from coder.importers.base import clean_text
from coder.importers.moments import Reading

LARGEST_EXACT = 2**53


@dataclass(frozen=True, slots=True)
class Told:
    """What a file says of a column."""

    name: str
    text: str
    format: str
    """As the program writes it: 'F8.2', 'EDATE10', '%td'."""
    labels: tuple[tuple[Any, str], ...]
    missing: tuple[tuple[Any, Any], ...]
    """Ranges of values that stand for no answer, both ends included."""
    marks: tuple[tuple[int, str], ...] = ()
    """Rows (from 0) with what stands for no answer there and is no number: '.a'. The cells themselves are empty."""


Readings = Callable[[str], tuple[Kind, Reading] | None]
"""Gives, for the format of a column, what its numbers are and how they become so; None for plain numbers."""


def table_of(
    path: Path,
    parts: Iterator[bytes],
    name: str,
    source: str,
    readings: Readings,
    refused: Callable[[str], InputError] | None = None,
) -> SurveyTable:
    """Return the table that comes over.

    Parameters
    ----------
    parts : what the other process sends.
    name, source : what the format and the program are called.
    refused : makes the error of the reason that the other process gives; without it the file is called damaged.

    Raises
    ------
    InputError : the file is damaged, or larger than the limits.
    """
    try:
        head = json.loads(next(parts, b"{}"))
        if "error" in head or "columns" not in head:
            raise refused(str(head.get("error", ""))) if refused else damaged(path, source)
        told = [_told(entry) for entry in head["columns"]]
        read = [_column(one, part, readings(one.format)) for one, part in zip(told, parts, strict=True)]
    except ProcessLimitError:
        raise past_limits(path, source) from None
    except (ProcessEndedError, ValueError):
        raise damaged(path, source) from None
    if not read:
        raise base.empty_file(path)
    rows = enumerate(zip(*(cells for _variable, cells in read), strict=True), 1)
    details = {"encoding": head["encoding"]} if head.get("encoding") else {}
    table = base.make_table(path, name, [clean_text(one.name) for one in told], rows, details)
    # The table is without columns at the end that have neither a name nor a cell.
    variables = dict(zip(table.columns, (variable for variable, _cells in read), strict=False))
    return replace(table, source=source, variables=variables, sets=_sets(head.get("sets", ()), table.columns))


def damaged(path: Path, source: str) -> InputError:
    """Return the error for a file that cannot be read."""
    return InputError(
        _("{file} is damaged or not a complete {program} file").format(file=path, program=source),
        _("Open it in {program} and save it again, or export the answers as CSV or Excel.").format(program=source),
    )


def past_limits(path: Path, program: str) -> InputError:
    """Return the error for a file that takes too long or too much memory to read."""
    return InputError(
        _("{file} asks for more time or memory than reading a survey takes").format(file=path),
        _(
            "It is damaged, or very large. Open it in {program} and save it again with the columns that are needed, or "
            "export the answers as CSV."
        ).format(program=program),
    )


def send_column(send: Send, values: Sequence[Any]) -> None:
    """Send a column: texts where one is a text, else numbers; None is an empty cell."""
    if any(isinstance(value, str) for value in values):
        send(b"t" + packed([None if value is None else str(value) for value in values]))
    else:
        send(b"n" + array("d", [math.nan if value is None else value for value in values]).tobytes())


def packed(content: object) -> bytes:
    """Return plain values as they are sent."""
    return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")


def _told(entry: Mapping[str, Any]) -> Told:
    return Told(
        entry["name"] or "",
        " ".join(entry["text"].split()),
        entry["format"],
        tuple((value, str(label)) for value, label in entry["labels"]),
        tuple((low, high) for low, high in entry["missing"]),
        tuple((row, mark) for row, mark in entry.get("marks", ())),
    )


def _column(told: Told, part: bytes, as_kind: tuple[Kind, Reading] | None) -> tuple[Variable, list[Cell]]:
    if part.startswith(b"t"):
        kind: Kind = "text"
        values: Sequence[Any] = json.loads(part[1:])
        cells = list(_cells(values, lambda text: clean_text(text) if isinstance(text, str) else None))
    else:
        values = array("d", part[1:])
        kind, read = as_kind or ("number", number)
        none = _within(values, told.missing) if as_kind else frozenset()
        cells = list(_cells(values, lambda value: None if value in none or not math.isfinite(value) else read(value)))
    if as_kind:
        return Variable(told.text, kind=kind), cells
    labels = tuple((_text(value), " ".join(label.split())) for value, label in told.labels)
    labels = tuple((value, label) for value, label in labels if value and label)
    for row, mark in told.marks:
        cells[row] = mark
    values = [*values, *(value for value, _label in told.labels), *(mark for _row, mark in told.marks)]
    missing = frozenset(filter(None, map(_text, _within(values, told.missing))))
    declared = tuple((_text(low), _text(high)) for low, high in told.missing if str(low).strip())
    return Variable(told.text, "closed" if labels else "", "", kind, labels, missing, declared), cells


def _cells(values: Sequence[Any], read: Callable[[Any], Cell]) -> Iterator[Cell]:
    known: dict[Any, Cell] = {}  # answers to closed questions: few values, each made once
    for value in values:
        if value not in known and value == value:
            known[value] = read(value)
        yield known.get(value)


def number(value: float) -> int | float:
    """Return a number as a person would write it: 3 and not 3.0."""
    return int(value) if value.is_integer() and abs(value) < LARGEST_EXACT else value


def _text(value: Any) -> str:  # noqa: ANN401 - a text or a number
    """Return a value the way a cell with it is compared: see `Variable.labels`."""
    if isinstance(value, str):
        return value.strip()
    return str(number(float(value))) if isinstance(value, int | float) and math.isfinite(value) else ""


def _within(values: Sequence[Any], ranges: Sequence[tuple[Any, Any]]) -> frozenset[Any]:
    """Return the values that lie in one of the ranges."""
    if not ranges:
        return frozenset()
    plain = [(low, high) for low, high in ranges if type(low) is type(high) or not isinstance(low, str)]
    return frozenset(
        value
        for value in set(values)
        for low, high in plain
        if value is not None and isinstance(value, str) == isinstance(low, str) and _between(low, value, high)
    )


def _between(low: Any, value: Any, high: Any) -> bool:  # noqa: ANN401 - texts or numbers
    if isinstance(value, str):
        return bool(low.strip() <= value.strip() <= high.strip())
    return bool(low <= value <= high)


def _sets(found: Sequence[tuple[str, str, Sequence[str]]], columns: Sequence[str]) -> tuple[ResponseSet, ...]:
    sets = (
        ResponseSet(name.removeprefix("$"), " ".join((text or "").split()), tuple(c for c in given if c in columns))
        for name, text, given in found
    )
    return tuple(one for one in sets if one.columns)
