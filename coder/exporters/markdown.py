"""Markdown (.md): pipe tables, for reports and for reading as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
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
        for number, sheet in enumerate(sheets):
            handle.writelines(f"{line}\n".encode() for line in _table(sheet, apart=number > 0))
    return [path]


def _table(sheet: Sheet, *, apart: bool) -> Iterator[str]:
    if apart:
        yield ""
    if sheet.name:
        yield from (f"## {_text(sheet.name)}", "")
    if sheet.caption:
        yield from (_text(sheet.caption), "")
    rule = ["---:" if number else "---" for number in report.numeric(sheet)]
    for cells in (map(_text, sheet.columns), rule):
        yield _line(cells)
    for row in sheet.rows:
        yield _line(map(_text, report.shown(sheet, row)))


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _text(text: str) -> str:
    return _MARKUP.sub(r"\\\1", plain(text).strip()).replace("\t", " ").replace("\n", "<br>")
