"""Excel workbooks (.xlsx), in which a text is always a text and the same tables give the same bytes."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime, time
from io import BytesIO
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.domain.errors import UsageError
from coder.domain.folding import visible
from coder.domain.formats import Carries
from coder.domain.survey import Cell
from coder.domain.texts import _
from coder.exporters.base import Sheet, atomic, cut, distinct, like_a_formula, plain

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

NAME = "xlsx"
LABEL = "Excel (.xlsx)"
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
SUFFIXES: tuple[str, ...] = (".xlsx",)

# What Excel can hold: Microsoft, 'Excel specifications and limits'.
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
LONGEST_TEXT = 32_767
LONGEST_NAME = 31
LARGEST_INTEGER = 10**15 - 1
"""Excel keeps 15 digits: longer numbers, such as respondents' ids, are written as texts."""
FIRST_DATE = date(1900, 3, 1)
"""Excel counts 29 February 1900, a day that never was: earlier dates are written as texts."""

WIDEST = 60
WIDEST_HEADER = 30
NARROWEST = 8
"""Widths in characters: what is longer is wrapped."""
MEASURED_ROWS = 200
"""Rows that set the width of a column: enough to see what it holds."""
CELLS_IN_MEMORY = 300_000
"""Larger workbooks go row by row through a temporary file; each cell in memory takes some 200 bytes."""
CREATED = datetime(1980, 1, 1)
"""The date inside every workbook: the earliest that a zip file can hold. A real one would change the bytes."""

Put = Callable[[int, int, Cell], None]


def write(path: Path, sheets: Sequence[Sheet]) -> list[Path]:
    """Write every sheet to one workbook; return the file.

    Raises
    ------
    UsageError : a sheet is larger than Excel can hold, or the file cannot be written; then it is as it was.
    """
    for sheet in sheets:
        _check_size(path, sheet)
    with atomic(path) as handle, _storage(path, sheets) as storage:
        handle.write(_package(sheets, storage).getbuffer())
    return [path]


def _package(sheets: Sequence[Sheet], storage: dict[str, Any]) -> BytesIO:
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    package = BytesIO()
    strings = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = Workbook(package, strings | storage)
    workbook.use_zip64()
    workbook.set_properties({"created": CREATED})
    formats = _formats(workbook)
    try:
        for name, sheet in zip(sheet_names([sheet.name for sheet in sheets]), sheets, strict=True):
            _fill(workbook.add_worksheet(name), sheet, formats)
        workbook.close()
    except FileCreateError as error:  # hides the error of the disk
        raise error.args[0] from None
    finally:
        # After a failure XlsxWriter leaves its temporary files open, and Windows does not delete an open file.
        for worksheet in workbook.worksheets():
            if worksheet.row_data_fh is not None:
                with suppress(OSError):
                    worksheet.row_data_fh.close()
    return package


def sheet_names(names: Sequence[str]) -> list[str]:
    """Return names that Excel accepts: 31 characters, no brackets or slashes, no apostrophe at the ends, all unlike."""
    legal = (re.sub(r"[\[\]:*?/\\\n\t]", "-", plain(name)).strip("' ") for name in names)
    # Excel keeps the name History for itself.
    named = (f"{name}-" if name.casefold() == "history" else name or _("Sheet") for name in legal)
    return distinct((cut(name, LONGEST_NAME).rstrip("' ") for name in named), LONGEST_NAME)


@contextmanager
def _storage(path: Path, sheets: Sequence[Sheet]) -> Iterator[dict[str, Any]]:
    if sum(len(sheet.rows) * len(sheet.columns) for sheet in sheets) <= CELLS_IN_MEMORY:
        yield {"in_memory": True}
        return
    # Beside the file itself: answers stay on the disk that was chosen for them.
    with tempfile.TemporaryDirectory(prefix=".coder-", dir=path.resolve().parent, ignore_cleanup_errors=True) as folder:
        yield {"constant_memory": True, "tmpdir": folder}


def _check_size(path: Path, sheet: Sheet) -> None:
    if len(sheet.rows) >= MOST_ROWS or len(sheet.columns) > MOST_COLUMNS:
        message = _("{file}: {rows} rows and {columns} columns do not fit on one Excel sheet").format(
            file=visible(str(path)), rows=len(sheet.rows), columns=len(sheet.columns)
        )
        raise UsageError(message, _("Choose a file name that ends in .csv or .jsonl."))


def _formats(workbook: Workbook) -> dict[str, Format]:
    top = {"valign": "top"}
    looks: dict[str, dict[str, object]] = {
        "header": {"bold": True, "bottom": 1, "text_wrap": True},
        "text": {},
        "long": {"text_wrap": True},
        # The mark that Excel itself sets with an apostrophe: still a text after somebody edits the cell.
        "quoted": {"quote_prefix": True},
        "quoted long": {"quote_prefix": True, "text_wrap": True},
        "number": {},
        "percent": {"num_format": "0.0%"},
        "date": {"num_format": "yyyy-mm-dd"},
        "datetime": {"num_format": "yyyy-mm-dd hh:mm:ss"},
        "time": {"num_format": "hh:mm:ss"},
    }
    return {name: workbook.add_format(top | look) for name, look in looks.items()}


def _fill(worksheet: Worksheet, sheet: Sheet, formats: dict[str, Format]) -> None:
    puts: list[Put] = []
    for place, column in enumerate(sheet.columns):
        widest = 2 + max(
            min(len(column), WIDEST_HEADER), *(_width(row[place]) for row in sheet.rows[:MEASURED_ROWS]), 0
        )
        worksheet.set_column(place, place, min(max(widest, NARROWEST), WIDEST))
        kinds = {
            "text": formats["long" if widest > WIDEST else "text"],
            "quoted": formats["quoted long" if widest > WIDEST else "quoted"],
            "number": formats["percent" if column in sheet.percent_columns else "number"],
        }
        puts.append(_writer(worksheet, formats | kinds))
        _put_text(worksheet, 0, place, column, formats["header"])
    for number, row in enumerate(sheet.rows, start=1):
        for place, (put, cell) in enumerate(zip(puts, row, strict=True)):
            put(number, place, cell)
    worksheet.freeze_panes(1, 0)
    if sheet.columns:
        worksheet.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


def _shown(cell: Cell) -> Cell:
    """Return what is written for a cell: texts for the values that Excel cannot hold, None for an empty cell."""
    if isinstance(cell, float):
        return cell if isfinite(cell) else None
    if isinstance(cell, int):
        return cell if abs(cell) <= LARGEST_INTEGER else str(cell)
    if isinstance(cell, datetime):
        return cell if cell.tzinfo is None and cell.date() >= FIRST_DATE else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell if cell >= FIRST_DATE else cell.isoformat()
    if isinstance(cell, time):
        return cell if cell.tzinfo is None else cell.isoformat()
    return cell or None


def _width(cell: Cell) -> int:
    shown = _shown(cell)
    if isinstance(shown, float):
        return len(f"{shown:.6g}")
    return 0 if shown is None else max(len(line) for line in str(shown).split("\n"))


def _writer(worksheet: Worksheet, formats: dict[str, Format]) -> Put:
    def put(row: int, place: int, cell: Cell) -> None:
        shown = _shown(cell)
        if isinstance(shown, str):
            _put_text(worksheet, row, place, shown, formats["quoted" if like_a_formula(shown) else "text"])
        elif isinstance(shown, bool):
            worksheet.write_boolean(row, place, shown, formats["number"])
        elif isinstance(shown, (int, float)):
            worksheet.write_number(row, place, shown, formats["number"])
        elif shown is not None:
            worksheet.write_datetime(row, place, shown, formats[type(shown).__name__])

    return put


def _put_text(worksheet: Worksheet, row: int, place: int, text: str, look: Format) -> None:
    written = cut(plain(text), LONGEST_TEXT, _("… [cut]"))
    if written.startswith("<r>") and written.endswith("</r>"):
        # XlsxWriter takes such a text for markup of its own and would write it as it is: say it in two runs.
        worksheet.write_rich_string(row, place, written[:1], look, written[1:], look)
    else:
        worksheet.write_string(row, place, written, look)
