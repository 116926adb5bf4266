"""What the formats for reports share: how a cell reads, and which columns hold numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from math import isfinite

from coder.domain.formats import Carries
from coder.domain.survey import Cell
from coder.domain.texts import decimal, percent
from coder.exporters.base import Sheet, as_text, plain

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

DIGITS = 3
"""Digits after the decimal sign that a reader can use."""


def numeric(sheet: Sheet) -> list[bool]:
    """Return for each column whether it holds numbers only, which go to the right."""
    columns = list(zip(*sheet.rows, strict=True)) or [()] * len(sheet.columns)
    return [_numeric(column) for column in columns]


def _numeric(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if cell is not None]
    return bool(filled) and all(isinstance(cell, (int, float)) and not isinstance(cell, bool) for cell in filled)


def shown(sheet: Sheet, row: Sequence[Cell]) -> list[str]:
    """Return the cells of a row as a person reads them; numbers as the language in use writes them. Nothing escaped."""
    return [_shown(cell, name in sheet.percent_columns) for name, cell in zip(sheet.columns, row, strict=True)]


def _shown(cell: Cell, share: bool) -> str:
    if cell is None or (isinstance(cell, float) and not isfinite(cell)):
        return ""
    if isinstance(cell, (bool, date, time)):
        return as_text(cell)
    if isinstance(cell, str):
        return plain(cell).strip()
    if share:
        return percent(cell, 1)
    return str(cell) if isinstance(cell, int) else decimal(round(cell, DIGITS) + 0.0, DIGITS).rstrip("0").rstrip(".,")
