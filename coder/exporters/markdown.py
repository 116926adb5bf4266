"""Markdown (.md): pipe tables, for reports and for reading as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time
from math import isfinite
from pathlib import Path

from coder.domain.formats import Carries
from coder.domain.survey import Cell
from coder.domain.texts import decimal, percent
from coder.exporters.base import Sheet, as_text, atomic, plain

NAME = "markdown"
LABEL = "Markdown"
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
SUFFIXES: tuple[str, ...] = (".md", ".markdown")

DIGITS = 3
"""Digits after the decimal sign that a reader can use."""

_MARKUP = re.compile(r"([\\`*_\[\]<>|~&$])")


def write(path: Path, sheets: Sequence[Sheet]) -> list[Path]:
    """Write every sheet as a heading and a table; numbers and percentages as the language in use writes them.

    Raises
    ------
    UsageError : the file cannot be written; then it is as it was.
    """
    with atomic(path) as handle:
        handle.write("\n".join(_table(sheet) for sheet in sheets).encode())
    return [path]


def _table(sheet: Sheet) -> str:
    columns = list(zip(*sheet.rows, strict=True)) or [()] * len(sheet.columns)
    header = [_text(column) for column in sheet.columns]
    rule = ["---:" if _numeric(column) else "---" for column in columns]
    rows = [
        [_cell(cell, name in sheet.percent_columns) for name, cell in zip(sheet.columns, row, strict=True)]
        for row in sheet.rows
    ]
    lines = ["| " + " | ".join(cells) + " |" for cells in (header, rule, *rows)]
    return "\n".join([*([f"## {_text(sheet.name)}", ""] if sheet.name else []), *lines, ""])


def _numeric(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if cell is not None]
    return bool(filled) and all(isinstance(cell, (int, float)) and not isinstance(cell, bool) for cell in filled)


def _cell(cell: Cell, share: bool) -> str:
    if cell is None or (isinstance(cell, float) and not isfinite(cell)):
        return ""
    if isinstance(cell, (bool, date, time)):
        return as_text(cell)
    if isinstance(cell, str):
        return _text(cell)
    if share:
        return percent(cell, 1)
    return str(cell) if isinstance(cell, int) else decimal(round(cell, DIGITS) + 0.0, DIGITS).rstrip("0").rstrip(".,")


def _text(text: str) -> str:
    return _MARKUP.sub(r"\\\1", plain(text).strip()).replace("\t", " ").replace("\n", "<br>")
