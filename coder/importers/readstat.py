"""Files of SPSS, Stata and SAS through ReadStat (the package pyreadstat, extra `spss`)."""

from __future__ import annotations

import json
import math
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from coder.domain.errors import InputError, MissingError
from coder.domain.survey import Cell, Kind, ResponseSet, SurveyTable, Variable
from coder.domain.texts import _
from coder.importers import base
from coder.importers.apart import ProcessEndedError, Send, apart
from coder.importers.base import ReadOptions, clean_text
from coder.importers.moments import Reading

Program = Literal["sav", "dta", "sas7bdat", "xport"]
"""What pyreadstat calls a format."""

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


def read_file(
    path: Path, program: Program, name: str, source: str, options: ReadOptions, reading: Callable[[str], Reading | None]
) -> SurveyTable:
    """Return a file as a table, with what it says of its columns.

    Parameters
    ----------
    name, source : what the format and the program are called.
    reading : gives, for the format of a column, how its numbers become dates or times; None for plain numbers.

    Raises
    ------
    MissingError : pyreadstat is not installed.
    InputError : the file is damaged, larger than the limits, or its texts are in another encoding.
    """
    if find_spec("pyreadstat") is None:
        raise MissingError(
            _("{file} is a {program} file, and the package that reads it is not installed").format(
                file=path, program=source
            ),
            _("Install it: pip install 'enquete-coder[spss]'; or export the answers as CSV or Excel."),
        )
    base.check_file_size(path)
    try:
        parts = apart(send, "pyreadstat", path, program, options.encoding)
        head = json.loads(next(parts, b"{}"))
        if "error" in head or "columns" not in head:
            raise _refused(path, source, str(head.get("error", "")), options)
        told = [_told(entry) for entry in head["columns"]]
        read = [_column(one, part, reading(one.format)) for one, part in zip(told, parts, strict=True)]
    except (ProcessEndedError, ValueError):
        raise damaged(path, source) from None
    if not read:
        raise base.empty_file(path)
    rows = enumerate(zip(*(cells for _variable, cells in read), strict=True), 1)
    details = {"encoding": head["encoding"]} if head["encoding"] else {}
    table = base.make_table(path, name, [one.name for one in told], rows, details)
    variables = dict(zip(table.columns, (variable for variable, _cells in read), strict=True))
    return replace(table, source=source, variables=variables, sets=_sets(head["sets"], table.columns))


def damaged(path: Path, source: str) -> InputError:
    """Return the error for a file that cannot be read."""
    return InputError(
        _("{file} is damaged or not a complete {program} file").format(file=path, program=source),
        _("Open it in {program} and save it again, or export the answers as CSV or Excel.").format(program=source),
    )


def _refused(path: Path, source: str, reason: str, options: ReadOptions) -> InputError:
    if "character set" in reason:
        return InputError(
            _("{file}: its texts are in an encoding that is not known here").format(file=path),
            _("Name it: --encoding windows-1252, for example."),
        )
    if "convert string" in reason or "codec can't decode" in reason:
        return InputError(
            _("{file}: its texts are in another encoding than it says").format(file=path),
            _("Leave --encoding out, or name another.") if options.encoding else _("Name it: --encoding windows-1252."),
        )
    return damaged(path, source)


def send(send: Send, path: Path, program: Program, encoding: str | None) -> None:
    """Read a file and send what it says of its columns, then column by column (in a process of its own).

    Numbers go as doubles, NaN for an empty cell, and texts as JSON.
    """
    import pyreadstat

    read = getattr(pyreadstat, f"read_{program}")
    given = {"encoding": encoding, "disable_datetime_conversion": True}
    given |= {"user_missing": True} if program == "sav" else {}
    try:
        _nothing, meta = read(str(path), metadataonly=True, output_format="dict", **given)
        most = min(base.MAX_ROWS, base.MAX_CELLS // max(len(meta.column_names), 1)) + 1
        data, meta = read(str(path), row_limit=most, output_format="dict", **given)
        send(_packed(_head(meta)))
    except Exception as error:  # it raises many kinds on damaged files
        send(_packed({"error": str(error)}))
        return
    for name in meta.column_names:
        values = data.pop(name)
        if any(isinstance(value, str) for value in values):
            send(b"t" + _packed([None if value is None else str(value) for value in values]))
        else:
            send(b"n" + array("d", [math.nan if value is None else value for value in values]).tobytes())


def _packed(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")


def _head(meta: Any) -> dict[str, Any]:  # noqa: ANN401 - a class of pyreadstat
    columns = [
        {
            "name": name,
            "text": meta.column_names_to_labels.get(name) or "",
            "format": meta.original_variable_types.get(name) or "",
            "labels": list(meta.variable_value_labels.get(name, {}).items()),
            "missing": [[one["lo"], one["hi"]] for one in meta.missing_ranges.get(name, ()) if isinstance(one, dict)],
        }
        for name in meta.column_names
    ]
    sets = [[name, one["label"], one["variable_list"]] for name, one in meta.mr_sets.items()]
    return {"columns": columns, "sets": sets, "encoding": meta.file_encoding}


def _told(entry: Mapping[str, Any]) -> Told:
    return Told(
        entry["name"],
        " ".join(entry["text"].split()),
        entry["format"],
        tuple((value, str(label)) for value, label in entry["labels"]),
        tuple((low, high) for low, high in entry["missing"]),
    )


def _column(told: Told, part: bytes, reading: Reading | None) -> tuple[Variable, list[Cell]]:
    if part.startswith(b"t"):
        kind: Kind = "text"
        values: Sequence[Any] = json.loads(part[1:])
        cells = list(_cells(values, lambda text: clean_text(text) if isinstance(text, str) else None))
    else:
        values = array("d", part[1:])
        kind = "date" if reading else "number"
        none = _within(values, told.missing) if reading else frozenset()
        read = reading or number
        cells = list(_cells(values, lambda value: None if value in none or not math.isfinite(value) else read(value)))
    if reading:
        return Variable(told.text, kind=kind), cells
    labels = tuple((_text(value), " ".join(label.split())) for value, label in told.labels)
    labels = tuple((value, label) for value, label in labels if value and label)
    missing = frozenset(map(_text, _within([*values, *(value for value, _label in told.labels)], told.missing)))
    return Variable(told.text, "closed" if labels else "", kind=kind, labels=labels, missing=missing), cells


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
