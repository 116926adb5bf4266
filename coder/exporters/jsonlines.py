"""JSON lines (.jsonl): one object a row, with the texts to the letter. For programs, not for eyes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date, time
from math import isfinite
from pathlib import Path

from coder.domain.formats import Carries
from coder.domain.survey import Cell
from coder.exporters.base import Sheet, atomic, different_columns, paths

NAME = "jsonl"
LABEL = "JSON Lines"
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
SUFFIXES: tuple[str, ...] = (".jsonl", ".ndjson")

# JSON allows these as they are, but they steer terminals, and many programs end a line at some of them.
_ESCAPED = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029)}


def write(path: Path, sheets: Sequence[Sheet]) -> list[Path]:
    """Write the first sheet to `path` and each other to 'name-sheetname.jsonl' beside it; return the files.

    Raises
    ------
    UsageError : a file cannot be written, or two columns have the same name; then all files are as they were.
    """
    targets = paths(path, sheets)
    with ExitStack() as files:
        for target, sheet in zip(targets, sheets, strict=True):
            different_columns(target, sheet)
            handle = files.enter_context(atomic(target))
            for row in sheet.rows:
                handle.write(_line(dict(zip(sheet.columns, map(_value, row), strict=True))))
    return targets


def _line(entry: dict[str, object]) -> bytes:
    text = json.dumps(entry, ensure_ascii=False, allow_nan=False).translate(_ESCAPED)
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError:  # half a surrogate pair, which broken exports hold
        return json.dumps(entry, ensure_ascii=True, allow_nan=False).encode() + b"\n"


def _value(cell: Cell) -> object:
    if isinstance(cell, float) and not isfinite(cell):
        return None
    return cell.isoformat() if isinstance(cell, (date, time)) else cell
