"""Markdown (.md): pipe tables, for reports and for reading as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from coder.exporters import report
from coder.exporters.base import Sheet, atomic, plain

NAME = "markdown"
LABEL = "Markdown"
CARRIES = report.CARRIES
SUFFIXES: tuple[str, ...] = (".md", ".markdown")

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
    header = [_text(column) for column in sheet.columns]
    rule = ["---:" if number else "---" for number in report.numeric(sheet)]
    rows = [[_text(cell) for cell in report.shown(sheet, row)] for row in sheet.rows]
    lines = ["| " + " | ".join(cells) + " |" for cells in (header, rule, *rows)]
    above = [f"## {_text(sheet.name)}", ""] if sheet.name else []
    return "\n".join([*above, *([_text(sheet.caption), ""] if sheet.caption else []), *lines, ""])


def _text(text: str) -> str:
    return _MARKUP.sub(r"\\\1", plain(text).strip()).replace("\t", " ").replace("\n", "<br>")
