"""Files of SPSS, Stata and SAS through ReadStat (the package pyreadstat, extra `spss`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from coder.domain.errors import InputError, MissingError
from coder.domain.survey import SurveyTable
from coder.domain.texts import _
from coder.importers import base
from coder.importers.apart import Send, apart
from coder.importers.base import ReadOptions
from coder.importers.columns_apart import Readings, damaged, packed, send_column, table_of

Program = Literal["sav", "dta", "sas7bdat", "xport"]
"""What pyreadstat calls a format."""


_LABELS = "labels: "
"""How the error begins of a file beside the data that holds their value labels."""


def read_file(
    path: Path,
    program: Program,
    name: str,
    source: str,
    options: ReadOptions,
    readings: Readings,
    labels: Path | None = None,
) -> SurveyTable:
    """Return a file as a table, with what it says of its columns.

    Parameters
    ----------
    name, source : what the format and the program are called.
    readings : gives, for the format of a column, how its numbers become dates or times.
    labels : a catalogue of SAS with value labels; `details` then tell its name as 'labels'.

    Raises
    ------
    MissingError : pyreadstat is not installed.
    InputError : a file is damaged, larger than the limits, or its texts are in another encoding.
    """
    if find_spec("pyreadstat") is None:
        raise MissingError(
            _("{file} is a {program} file, and the package that reads it is not installed").format(
                file=path, program=source
            ),
            _("Install it: pip install 'enquete-coder[spss]'; or export the answers as CSV or Excel."),
        )
    for file in (path, labels):
        if file:
            base.check_file_size(file)
    parts = apart(send, "pyreadstat", path, program, options.encoding, labels)

    def refused(reason: str) -> InputError:
        if labels and reason.startswith(_LABELS):
            return _refused(labels, source, reason, options)
        return _refused(path, source, reason, options)

    table = table_of(path, parts, name, source, readings, refused)
    return replace(table, details={**table.details, "labels": labels.name}) if labels else table


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


def send(send: Send, path: Path, program: Program, encoding: str | None, labels: Path | None) -> None:
    """Read a file and send it (in a process of its own): see `columns_apart`."""
    import pyreadstat

    read = getattr(pyreadstat, f"read_{program}")
    given = {"encoding": encoding, "disable_datetime_conversion": True}
    given |= {"user_missing": True} if program != "xport" else {}
    try:
        _nothing, meta = read(str(path), metadataonly=True, output_format="dict", **given)
        most = min(base.MAX_ROWS, base.MAX_CELLS // max(len(meta.column_names), 1)) + 1
        data, meta = read(str(path), row_limit=most, output_format="dict", **given)
        if labels:
            meta.variable_value_labels = _from_catalogue(labels, meta.original_variable_types, encoding)
        marks = {name: _marks(data, name) for name in meta.missing_user_values}
        send(packed(_head(meta, marks, program)))
    except MemoryError:
        raise
    except Exception as error:  # it raises many kinds on damaged files
        send(packed({"error": str(error)}))
        return
    for name in meta.column_names:
        send_column(send, data.pop(name))


def _from_catalogue(path: Path, formats: Mapping[str, str | None], encoding: str | None) -> dict[str, dict[Any, str]]:
    """Return the value labels of each column by its format: 'GESL8.' is what the catalogue calls GESL."""
    import pyreadstat

    try:
        _nothing, catalogue = pyreadstat.read_sas7bcat(str(path), output_format="dict", encoding=encoding)
    except Exception as error:
        raise ValueError(_LABELS + str(error)) from error
    known = {name.upper(): labels for name, labels in catalogue.value_labels.items()}
    of_column = {name: known.get((given or "").rstrip("0123456789.").upper()) for name, given in formats.items()}
    return {name: labels for name, labels in of_column.items() if labels}


def _marks(data: dict[str, list[Any]], name: str) -> list[tuple[int, str]]:
    """Take the letters of Stata and SAS for missing values out of a column of numbers; return their rows (from 0)."""
    column = data[name]
    found = [(row, _mark(value)) for row, value in enumerate(column) if isinstance(value, str)]
    data[name] = [None if isinstance(value, str) else value for value in column]
    return found


def _mark(value: Any) -> Any:  # noqa: ANN401 - a text or a number
    return f".{value}" if isinstance(value, str) else value


def _head(meta: Any, marks: dict[str, list[tuple[int, str]]], program: Program) -> dict[str, Any]:  # noqa: ANN401 - a class of pyreadstat
    """Return what a file says of its columns; `marks` are the rows with such letters."""
    columns = []
    for name in meta.column_names:
        labels = list(meta.variable_value_labels.get(name, {}).items())
        missing = [[one["lo"], one["hi"]] for one in meta.missing_ranges.get(name, ()) if isinstance(one, dict)]
        if program != "sav":
            known = {mark for _row, mark in marks.get(name, ())}
            if program == "dta":  # ReadStat tells no letters of a catalogue of SAS
                labels = [(_mark(value), label) for value, label in labels]
                known |= {value for value, _label in labels if isinstance(value, str)}
            missing = [[mark, mark] for mark in sorted(known)]
        columns.append(
            {
                "name": name,
                "text": meta.column_names_to_labels.get(name) or "",
                "format": meta.original_variable_types.get(name) or "",
                "labels": labels,
                "missing": missing,
                "marks": marks.get(name, ()),
            }
        )
    sets = [[name, one["label"], one["variable_list"]] for name, one in meta.mr_sets.items()]
    return {"columns": columns, "sets": sets, "encoding": meta.file_encoding}
