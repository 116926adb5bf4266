"""Excel workbooks (.xlsx, .xlsm; Office Open XML, ISO/IEC 29500) through calamine."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from coder.domain.errors import InputError, UsageError
from coder.domain.formats import Carries
from coder.domain.survey import Cell, SurveyTable
from coder.domain.texts import _
from coder.importers import foreign
from coder.importers.base import ReadOptions, clean_text, empty_file, make_table, read_bytes, shown
from coder.importers.titles import below_titles, told, without_rows_below
from coder.importers.workbook_guard import check_workbook, with_password

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

NAME = "xlsx"
LABEL = "Excel (.xlsx, .xlsm)"
CARRIES = frozenset({Carries.ANSWERS, Carries.VARIABLES, Carries.WEIGHTS, Carries.DATES, Carries.CODES})

_SUFFIXES = {".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls"}
_PARTS = re.compile(rb"xl/(workbook|worksheets|_rels|styles|sharedStrings|theme)")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LARGEST_EXACT = 2**53


def recognises(head: bytes, path: Path) -> bool:
    """Tell whether the file is a workbook, or one that `read` can say of why it is not read."""
    if head.startswith(foreign.OLE2):
        return True
    return head.startswith(foreign.ZIP) and (path.suffix.lower() in _SUFFIXES or bool(_PARTS.search(head)))


def read(path: Path, options: ReadOptions) -> SurveyTable:
    """Read one sheet of a workbook; the header is its first row that is not empty, below lines such as a title.

    Without `options.sheet` (a name, or a number as '2' or '#2') it is the first sheet with data, a visible one if
    there is any. Whole numbers are int, dates date or datetime; cells with an error such as #N/A are None. Row numbers
    are those of the sheet. `details` tell the sheet, and in 'sheets' all names where there are more.

    Raises
    ------
    InputError : no workbook, damaged, with a password, or larger than the limits.
    UsageError : there is no such sheet.
    """
    data = read_bytes(path)
    if data.startswith(foreign.OLE2):
        raise _office_of_before_2007(path, data)
    check_workbook(path, data)
    try:
        return _read(path, data, options)
    except (InputError, UsageError):
        raise
    except BaseException as error:
        # calamine raises many kinds on damaged files, among them Rust's panics, which are not an Exception
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise damaged(path) from None
        raise


def damaged(path: Path) -> InputError:
    """Return the error for a workbook that cannot be taken apart."""
    return InputError(
        _("{file} is damaged or not a complete Excel workbook").format(file=path),
        _("Open it in Excel and save it again as .xlsx, or export it again."),
    )


def _office_of_before_2007(path: Path, data: bytes) -> InputError:
    if _ENCRYPTED in data:
        return with_password(path, "Excel")
    return InputError(
        _("{file} is in the format of Excel before 2007 (.xls), or not a workbook").format(file=path),
        _("Open it in Excel or LibreOffice and save it as .xlsx."),
    )


def _read(path: Path, data: bytes, options: ReadOptions) -> SurveyTable:
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
        sheet = workbook.get_sheet_by_name
        return read_sheet(path, NAME, sheet_names(workbook), lambda name: sheet_rows(sheet(name)), options)


def read_sheet(
    path: Path,
    format_name: str,
    names: list[str],
    rows_of: Callable[[str], Iterator[tuple[int, list[Cell]]]],
    options: ReadOptions,
) -> SurveyTable:
    """Return the sheet that is wanted, or the first with a header, as a table.

    Parameters
    ----------
    names : of all sheets with cells.
    rows_of : gives the numbered rows of a sheet.
    """
    sheets = [_stated_sheet(path, names, options.sheet)] if options.sheet else names
    for name in sheets:
        titles, header, rows = below_titles(rows_of(name))
        if header is not None:
            details = {"sheet": name} | ({"sheets": ", ".join(names)} if len(names) > 1 else {})
            table = make_table(path, format_name, header, rows, details, options.progress)
            table = replace(table, left_out=told(titles))
            return table if options.whole else without_rows_below(table)
    if options.sheet:
        raise InputError(
            _("{file}: the sheet {sheet} is empty").format(file=path, sheet=shown(sheets[0])),
            _("The sheets are: {sheets}.").format(sheets=", ".join(shown(name) for name in names)),
        )
    raise empty_file(path)


def names_in(path: Path) -> list[str]:
    """Return the names of the sheets of a workbook that was read before, visible ones first."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as workbook:
        return sheet_names(workbook)


def sheet_names(workbook: CalamineWorkbook) -> list[str]:
    """Return the names of the sheets with cells: visible ones first, for hidden ones hold lists and settings."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    return [sheet.name for sheet in sorted(sheets, key=lambda sheet: sheet.visible != SheetVisibleEnum.Visible)]


def _stated_sheet(path: Path, names: list[str], wanted: str) -> str:
    if wanted in names:
        return wanted
    alike = [name for name in names if name.strip().casefold() == wanted.strip().casefold()]
    if alike:
        return alike[0]
    number = wanted.strip().removeprefix("#")
    if number.isdecimal() and len(number) < 5 and 1 <= int(number) <= len(names):
        return names[int(number) - 1]
    raise UsageError(
        _("{file} has no sheet {sheet}").format(file=path, sheet=shown(wanted)),
        _("The sheets are: {sheets}.").format(sheets=", ".join(shown(name) for name in names)),
    )


def sheet_rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[Cell]]]:
    """Yield the rows with their numbers in the sheet; empty columns before the first cell are left out."""
    for number, cells in enumerate(sheet.iter_rows(), 1):
        yield number, [_cell(value) for value in cells]


def _cell(value: str | float | bool | date | datetime | time | timedelta) -> Cell:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) < _LARGEST_EXACT else value
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return value
