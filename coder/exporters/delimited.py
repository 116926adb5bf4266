"""Delimited text: .csv with commas, .tsv with tabs (RFC 4180, UTF-8)."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Sequence
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
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    targets = paths(path, sheets)
    with ExitStack() as files:
        for target, sheet in zip(targets, sheets, strict=True):
            handle = files.enter_context(atomic(target))
            lines = csv.writer(codecs.getwriter("utf-8")(handle), delimiter=delimiter)
            lines.writerow([safe_text(column) for column in sheet.columns])
            lines.writerows([_field(cell) for cell in row] for row in sheet.rows)
    return targets


def _field(cell: Cell) -> str | int | float:
    if isinstance(cell, str):
        return safe_text(cell)
    if cell is None or (isinstance(cell, float) and not isfinite(cell)):
        return ""
    return as_text(cell) if isinstance(cell, (bool, date, time)) else cell
