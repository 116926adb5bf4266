"""Delimited text: .csv with commas, .tsv with tabs (RFC 4180, UTF-8)."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date, time
from math import isfinite
from pathlib import Path

from coder.domain.formats import Carries
from coder.domain.survey import Cell
from coder.exporters.base import Sheet, as_text, atomic, paths, safe_text

NAME = "csv"
LABEL = "CSV, TSV"
CARRIES = frozenset(
    {
        Carries.ANSWERS,
        Carries.VARIABLES,
        Carries.WEIGHTS,
        Carries.MISSING,
        Carries.CODES,
        Carries.CODERS,
        Carries.QUOTES,
        Carries.MEMOS,
    }
)
SUFFIXES: tuple[str, ...] = (".csv", ".tsv")


def write(path: Path, sheets: Sequence[Sheet]) -> list[Path]:
    """Write the first sheet to `path` and each other to 'name-sheetname.csv' beside it; return the files.

    Texts that a spreadsheet program would run as a formula get an apostrophe before them; numbers stay numbers.

    Raises
    ------
    UsageError : a file cannot be written; then all files are as they were.
    """
    return _write(path, sheets, "\t" if path.suffix.lower() == ".tsv" else ",", _field)


def write_excel_nl(path: Path, sheets: Sequence[Sheet]) -> list[Path]:
    """Write as `write` does, in the way that Excel with Dutch settings opens with a double click.

    UTF-8 with a byte order mark, semicolons between the cells, and decimal commas.

    Raises
    ------
    UsageError : a file cannot be written; then all files are as they were.
    """
    return _write(path, sheets, ";", _dutch, codecs.BOM_UTF8)


def _write(
    path: Path, sheets: Sequence[Sheet], delimiter: str, field: Callable[[Cell], str | int | float], mark: bytes = b""
) -> list[Path]:
    targets = paths(path, sheets)
    with ExitStack() as files:
        for target, sheet in zip(targets, sheets, strict=True):
            handle = files.enter_context(atomic(target))
            handle.write(mark)
            lines = csv.writer(codecs.getwriter("utf-8")(handle), delimiter=delimiter)
            lines.writerow([safe_text(column) for column in sheet.columns])
            lines.writerows([field(cell) for cell in row] for row in sheet.rows)
    return targets


def _field(cell: Cell) -> str | int | float:
    if isinstance(cell, str):
        return safe_text(cell)
    if cell is None or (isinstance(cell, float) and not isfinite(cell)):
        return ""
    return as_text(cell) if isinstance(cell, (bool, date, time)) else cell


def _dutch(cell: Cell) -> str | int | float:
    if isinstance(cell, float) and isfinite(cell):
        return repr(cell).replace(".", ",")
    if isinstance(cell, bool):
        return "WAAR" if cell else "ONWAAR"  # what it reads as truth values
    return _field(cell)
