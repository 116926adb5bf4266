"""Excel workbooks (.xlsx), in which a text is always a text and the same tables give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain, islice
from math import ceil, isfinite
from pathlib import Path

from coder.domain.errors import UsageError
from coder.domain.folding import visible
from coder.domain.formats import Carries
from coder.domain.survey import Cell
from coder.domain.texts import _
from coder.exporters import workbook_parts as parts
from coder.exporters.base import Sheet, atomic, cut, distinct, like_a_formula, plain
from coder.exporters.workbook_parts import DEEPEST, LOOK, MAIN, Package

NAME = "xlsx"
LABEL = "Excel (.xlsx)"
WORKBOOK = True
"""Whether `coder export` writes all it knows into one file, sheet by sheet, and not one table."""
CARRIES = frozenset(
    {
        Carries.ANSWERS,
        Carries.QUESTIONS,
        Carries.VARIABLES,
        Carries.LABELS,
        Carries.WEIGHTS,
        Carries.MISSING,
        Carries.DATES,
        Carries.CODES,
        Carries.CODEBOOK,
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
DAY_ZERO = date(1899, 12, 30)
DAY_SECONDS = 86_400

WIDEST = 60
WIDEST_HEADER = 30
NARROWEST = 8
FILTER = 4
"""Widths in characters: what is longer is wrapped; the button of the filter stands in the header."""
MOST_LINES = 6
LINE_POINTS = 15
"""Lines of a wrapped text that a row shows, and the height of one; the rest is in the cell."""
MEASURED_ROWS = 200
"""Rows that set the width of a column: enough to see what it holds."""
PRINTED_WIDTH = 220
"""Characters that still fit the width of one page and can be read."""
ROWS_AT_A_TIME = 500
LARGE_CELLS = 50_000_000
"""Cells above which a sheet may take more than 4 GB before it is compressed."""


def write(path: Path, sheets: Sequence[Sheet]) -> list[Path]:
    """Write every sheet to one workbook; return the file.

    Raises
    ------
    UsageError : a sheet is larger than Excel can hold, or the file cannot be written; then it is as it was.
    """
    for sheet in sheets:
        _check_size(path, sheet)
    names = sheet_names([sheet.name for sheet in sheets])
    texts = _Texts()
    with atomic(path) as handle, Package(handle) as package:
        for name, xml in parts.surroundings(len(sheets)):
            package.add(name, xml)
        package.add("xl/styles.xml", parts.styles())
        package.add("xl/workbook.xml", parts.workbook(names, [_area(sheet) for sheet in sheets]))
        for number, sheet in enumerate(sheets, 1):
            large = len(sheet.rows) * len(sheet.columns) > LARGE_CELLS
            with package.part(f"xl/worksheets/sheet{number}.xml", large=large) as part:
                for xml in _sheet(sheet, texts, first=number == 1):
                    part.write(xml.encode())
        with package.part("xl/sharedStrings.xml") as part:
            for piece in parts.strings(texts.written, texts.used):
                part.write(piece)
    return [path]


def sheet_names(names: Sequence[str]) -> list[str]:
    """Return names that Excel accepts: 31 characters, no brackets or slashes, no apostrophe at the ends, all unlike."""
    legal = (re.sub(r"[\[\]:*?/\\\n\t]", "-", plain(name)).strip("' ") for name in names)
    # Excel keeps the name History for itself.
    named = (f"{name}-" if name.casefold() == "history" else name or _("Sheet") for name in legal)
    return distinct((cut(name, LONGEST_NAME).rstrip("' ") for name in named), LONGEST_NAME)


def _check_size(path: Path, sheet: Sheet) -> None:
    if len(sheet.rows) >= MOST_ROWS or len(sheet.columns) > MOST_COLUMNS:
        message = _("{file}: {rows} rows and {columns} columns do not fit on one Excel sheet").format(
            file=visible(str(path)), rows=len(sheet.rows), columns=len(sheet.columns)
        )
        raise UsageError(message, _("Choose a file name that ends in .csv or .jsonl."))


def _area(sheet: Sheet) -> str:
    return f"A1:{_letters(len(sheet.columns) - 1)}{len(sheet.rows) + 1}" if sheet.columns else ""


def _letters(place: int) -> str:
    """Return the name of a column, counted from 0: 'A', 'Z', 'AA'."""
    found = ""
    while place >= 0:
        found, place = chr(ord("A") + place % 26) + found, place // 26 - 1
    return found


@dataclass(slots=True)
class _Text:
    """A text of the workbook: what stands in a cell that holds it."""

    end: str
    """What stands in the cell behind its look."""
    quoted: bool
    lines: int
    """Lines that it takes in the widest column."""


class _Texts:
    """The texts of a workbook, each once."""

    def __init__(self) -> None:
        self.written: dict[str, int] = {}
        self.known: dict[str, _Text] = {}
        self.used = 0

    def add(self, text: str) -> _Text:
        """Return a text that is not known yet."""
        shown = cut(plain(text), LONGEST_TEXT, _("… [cut]"))
        number = self.written.setdefault(shown, len(self.written))
        lines = sum(ceil(len(line) / WIDEST) or 1 for line in shown.split("\n"))
        found = _Text(f' t="s"><v>{number}</v></c>', like_a_formula(shown), lines)
        self.known[text] = found
        return found


@dataclass(frozen=True, slots=True)
class _Column:
    """How the cells of a column look."""

    letters: str
    width: int
    number: int
    """The look of numbers."""
    right: bool
    """Whether it holds numbers: then its heading stands at the right too."""


def _sheet(sheet: Sheet, texts: _Texts, *, first: bool) -> Iterator[str]:
    """Yield the part of a sheet."""
    rows = iter(sheet.rows)
    measured = list(islice(rows, MEASURED_ROWS))
    columns = [_column(sheet, place, measured) for place in range(len(sheet.columns))]
    area = _area(sheet)
    fits = sum(min(column.width, WIDEST) for column in columns) <= PRINTED_WIDTH
    yield f'{parts.HEAD}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="{int(fits)}"/></sheetPr>'
    yield f'<dimension ref="{area or "A1"}"/>{_view(sheet, first=first)}<sheetFormatPr defaultRowHeight="15"/>'
    if columns:
        widths = (
            f'<col min="{n}" max="{n}" width="{min(c.width, WIDEST)}" customWidth="1"/>'
            for n, c in enumerate(columns, 1)
        )
        yield f"<cols>{''.join(widths)}</cols>"
    yield "<sheetData>"
    yield _header(sheet, columns, texts)
    made = _rows(sheet, columns, chain(measured, rows), texts)
    while some := "".join(islice(made, ROWS_AT_A_TIME)):
        yield some
    yield "</sheetData>"
    yield f'<autoFilter ref="{area}"/>' if area else ""
    yield '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
    fit = ' fitToHeight="0"' if fits else ""
    yield f'<pageSetup paperSize="9"{fit} orientation="landscape"/>'
    yield "<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P/&amp;N</oddFooter></headerFooter></worksheet>"


def _view(sheet: Sheet, *, first: bool) -> str:
    corner = f"{_letters(sheet.heads)}2"
    beside = f' xSplit="{sheet.heads}"' if sheet.heads else ""
    pane = "bottomRight" if sheet.heads else "bottomLeft"
    selected = ' tabSelected="1"' if first else ""
    return (
        f'<sheetViews><sheetView{selected} workbookViewId="0">'
        f'<pane{beside} ySplit="1" topLeftCell="{corner}" activePane="{pane}" state="frozen"/>'
        f'<selection pane="{pane}" activeCell="{corner}" sqref="{corner}"/></sheetView></sheetViews>'
    )


def _column(sheet: Sheet, place: int, rows: Sequence[Sequence[Cell]]) -> _Column:
    name, cells = sheet.columns[place], [row[place] for row in rows if row[place] is not None]
    widest = max(min(len(name) + FILTER, WIDEST_HEADER), 2 + max(map(_width, cells), default=0), NARROWEST)
    numbers = bool(cells) and all(isinstance(cell, (int, float)) and not isinstance(cell, bool) for cell in cells)
    return _Column(_letters(place), widest, LOOK["0.0%" if name in sheet.percent_columns else "number"], numbers)


def _width(cell: Cell) -> int:
    if isinstance(cell, float):
        return len(f"{cell:.6g}")
    return max(len(line) for line in str(cell).split("\n"))


def _header(sheet: Sheet, columns: Sequence[_Column], texts: _Texts) -> str:
    cells, lines = [], 1
    for name, column in zip(sheet.columns, columns, strict=True):
        text = texts.known.get(name) or texts.add(name)
        texts.used += 1
        lines = max(lines, ceil((len(name) + FILTER) / min(column.width, WIDEST)))
        look = LOOK["header right" if column.right else "header"]
        cells.append(f'<c r="{column.letters}1" s="{look}"{text.end}')
    return f"{_row(1, lines)}{''.join(cells)}</row>"


def _row(number: int, lines: int) -> str:
    if lines < 2:  # the height is left to the program that shows it
        return f'<row r="{number}">'
    return f'<row r="{number}" ht="{LINE_POINTS * min(lines, MOST_LINES)}" customHeight="1">'


def _rows(sheet: Sheet, columns: Sequence[_Column], rows: Iterable[Sequence[Cell]], texts: _Texts) -> Iterator[str]:
    known, add = texts.known, texts.add
    places = [(column.letters, column.number, column.width > WIDEST) for column in columns]
    indented = columns[sheet.heads - 1].letters if sheet.heads else ""
    for number, row in enumerate(rows, 2):
        cells, lines = [], 1
        depth = min(sheet.indents[number - 2], DEEPEST) if sheet.indents else 0
        for (letters, number_look, long), cell in zip(places, row, strict=True):
            if cell is None:
                continue
            if type(cell) is int and -LARGEST_INTEGER <= cell <= LARGEST_INTEGER:
                cells.append(f'<c r="{letters}{number}" s="{number_look}"><v>{cell}</v></c>')
                continue
            shown = cell if isinstance(cell, str) else _shown(cell, number_look)
            if isinstance(shown, tuple):
                cells.append(f'<c r="{letters}{number}"{shown[0]}><v>{shown[1]}</v></c>')
            elif shown:
                text = known.get(shown) or add(shown)
                look = ("quoted long" if long else "quoted") if text.quoted else "long" if long else "text"
                if depth and letters == indented:
                    look = f"in {depth}"
                if long and text.lines > lines:
                    lines = text.lines
                texts.used += 1
                cells.append(f'<c r="{letters}{number}" s="{LOOK[look]}"{text.end}')
        yield f"{_row(number, lines)}{''.join(cells)}</row>"


def _shown(cell: Cell, number_look: int) -> str | tuple[str, str]:
    """Return what is written for a cell: a text where Excel cannot hold it otherwise, else attributes and value."""
    if isinstance(cell, bool):
        return f' s="{number_look}" t="b"', str(int(cell))
    if isinstance(cell, float):
        return (f' s="{number_look}"', repr(float(cell))) if isfinite(cell) else ""
    if isinstance(cell, datetime):
        if cell.tzinfo is not None or cell.date() < FIRST_DATE:
            return cell.isoformat(sep=" ")
        return _moment("yyyy-mm-dd hh:mm:ss", (cell.date() - DAY_ZERO).days, cell.time())
    if isinstance(cell, date):
        return _moment("yyyy-mm-dd", (cell - DAY_ZERO).days, time()) if cell >= FIRST_DATE else cell.isoformat()
    if isinstance(cell, time):
        return _moment("hh:mm:ss", 0, cell) if cell.tzinfo is None else cell.isoformat()
    return str(cell)


def _moment(form: str, days: int, clock: time) -> tuple[str, str]:
    seconds = clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6
    return f' s="{LOOK[form]}"', repr(days + seconds / DAY_SECONDS) if seconds else str(days)
