"""Workbooks of LibreOffice and others (.ods; OpenDocument, ISO/IEC 26300) through calamine, in a process of its own.

A small file can say that a cell is repeated a thousand million times; calamine 0.9 then ends the program or never ends.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

from coder.domain.errors import InputError
from coder.domain.formats import Carries
from coder.domain.survey import Cell, SurveyTable
from coder.domain.texts import _
from coder.importers import foreign
from coder.importers.apart import ProcessEndedError, ProcessLimitError, Send, apart
from coder.importers.base import ReadOptions, read_bytes
from coder.importers.columns_apart import past_limits
from coder.importers.spreadsheet import read_sheet, sheet_names, sheet_rows
from coder.importers.workbook_guard import check_open_document

NAME = "ods"
LABEL = "LibreOffice (.ods)"
CARRIES = frozenset({Carries.ANSWERS, Carries.VARIABLES, Carries.WEIGHTS, Carries.DATES, Carries.CODES})

ROWS = 5_000
"""Rows that come over at a time."""

_KIND = b"opendocument.spreadsheet"
_LIBRARY = "python_calamine"


def recognises(head: bytes, path: Path) -> bool:
    """Tell whether it is a workbook in OpenDocument."""
    return head.startswith(foreign.ZIP) and (path.suffix.lower() == ".ods" or _KIND in head[:200])


def read(path: Path, options: ReadOptions) -> SurveyTable:
    """Read one sheet of a workbook, as `spreadsheet.read` does.

    Raises
    ------
    InputError : damaged, with a password, or larger than the limits.
    UsageError : there is no such sheet.
    """
    check_open_document(path, read_bytes(path))
    parts = apart(send_book, _LIBRARY, path)
    try:
        names = json.loads(next(parts, b"null"))
        if names is None:
            raise ProcessEndedError
        return read_sheet(path, NAME, names, lambda name: _rows(parts, name), options)
    except ProcessLimitError:
        raise past_limits(path, "LibreOffice") from None
    except (ProcessEndedError, ValueError):
        raise InputError(
            _("{file} is damaged or not a complete workbook").format(file=path),
            _("Open it in LibreOffice and save it again, or save it as .xlsx."),
        ) from None
    finally:
        parts.close()


def _rows(parts: Iterator[bytes], name: str) -> Iterator[tuple[int, list[Cell]]]:
    """Yield the rows of a sheet; sheets before it are passed over."""
    for part in parts:
        sheet, rows = json.loads(part)
        if sheet != name:
            continue
        if rows is None:
            return
        for number, cells in rows:
            yield number, [_unpacked(cell) for cell in cells]


def send_book(send: Send, path: Path) -> None:
    """Send the names of the sheets, then their rows, some at a time, and None at the end of each (in another process).

    The workbook is taken apart once: that takes the most time.
    """
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as workbook:
        names = sheet_names(workbook)
        send(json.dumps(names).encode())
        for name in names:
            rows = sheet_rows(workbook.get_sheet_by_name(name))
            while part := list(islice(rows, ROWS)):
                send(json.dumps([name, part], default=_packed).encode())
            send(json.dumps([name, None]).encode())


_MOMENTS: dict[str, Any] = {"datetime": datetime, "date": date, "time": time}


def _packed(moment: date | time) -> list[str]:
    return [type(moment).__name__, moment.isoformat()]


def _unpacked(cell: Any) -> Cell:  # noqa: ANN401 - of JSON
    found: Cell = _MOMENTS[cell[0]].fromisoformat(cell[1]) if isinstance(cell, list) else cell
    return found
