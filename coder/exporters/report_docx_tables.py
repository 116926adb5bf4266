"""Tables of Word documents: as wide as their words ask for, with lines between rows only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from coder.domain.house_style import HouseStyle
from coder.exporters.base import plain
from coder.exporters.report_tables import ReportTable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

HEAD_PT, CELL_PT = 8, 9
CHARACTER_CM = 0.19  # of a letter in a cell, in a wide font
HEAD_LINES = 3  # of the head of a column of numbers
TWENTIETHS = 20 * 72 / 2.54  # of a point in a cm
SIDE_CM = 0.12  # what a cell keeps free at each side
PADDING_CM = 2 * SIDE_CM + 0.1
MOST_OF_FIRST = 0.35  # of the width, for the names of rows when there is too little room for all words
SHORT = 12  # rows of a table that is not parted over pages
HELD = 3  # rows that stay together at the top and at the bottom of a longer one
LONGEST = 60  # characters beyond which a cell asks for lines and no width


def table(
    document: Document,
    shown: ReportTable,
    style: HouseStyle,
    width: float,
    mark: Callable[[Paragraph, str], None],
) -> None:
    """Add a table to a document.

    Parameters
    ----------
    width : of the text, in cm. mark : makes the paragraph of a row's name the target of links to its code.
    """
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt, RGBColor

    texts = [("\u2003" * 2 * depth + cells[0], *cells[1:]) for _code, depth, cells in shown.rows]
    wide = widths([shown.columns, *texts], width, numbers=shown.numbers)
    made = document.add_table(rows=1, cols=len(shown.columns))
    made.autofit = False
    _lines(made, style)
    for column, one in zip(made.columns, wide, strict=True):
        column.width = Cm(one)
    _mark_row(made.rows[0], "w:tblHeader")
    for cell, text in zip(made.rows[0].cells, shown.columns, strict=True):
        run = cell.paragraphs[0].add_run(plain(text))
        run.bold, run.font.color.rgb, run.font.size = True, RGBColor(255, 255, 255), Pt(HEAD_PT)
        _shade(cell, style.accent)
    for code_id, depth, cells in shown.rows:
        row = made.add_row()
        for cell, text in zip(row.cells, cells, strict=True):
            run = cell.paragraphs[0].add_run(plain(text))
            run.font.size, run.bold = Pt(CELL_PT), code_id in shown.bold
        row.cells[0].paragraphs[0].paragraph_format.left_indent = Cm(0.4 * depth)
        if code_id:
            mark(row.cells[0].paragraphs[0], code_id)
    for row in made.rows:
        _mark_row(row, "w:cantSplit")
        for place, (cell, one) in enumerate(zip(row.cells, wide, strict=True)):
            cell.width = Cm(one)
            lines = cell.paragraphs[0].paragraph_format
            lines.space_before = lines.space_after = Pt(2)
            if place and shown.numbers:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    # A short table stays on one page; of a long one, the head with a few rows, and the last rows with the notes.
    held = made.rows if len(shown.rows) <= SHORT else [*list(made.rows)[:HELD], *list(made.rows)[-HELD:]]
    for row in held if shown.notes else held[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def widths(rows: Sequence[Sequence[str]], room: float, *, numbers: bool = False) -> list[float]:
    """Return how wide columns are, together `room`: none narrower than its longest word while that can be.

    Parameters
    ----------
    rows : the texts of all rows, that of the heads first; a space that does not break is a part of a word.
    numbers : whether the columns after the first hold numbers, that need no more than their longest word: what is left
        over is for the names in the first. Else it goes to the columns with the longest texts.
    """
    columns = list(zip(*rows, strict=True))
    least = [max(len(word) for cell in column for word in cell.split(" ")) for column in columns]
    heads = [max(map(len, column[0].split(" "))) + 1 for column in columns]  # they are bold
    least = [max(both) for both in zip(least, heads, strict=True)]
    longest = [max(min(len(cell), LONGEST) for cell in column) for column in columns]
    wish = [max(few, many) for few, many in zip(least, longest, strict=True)]
    if numbers:
        wish[1:] = [max(few, len(column[0]) // HEAD_LINES + 2) for few, column in zip(least, columns, strict=True)][1:]
    narrow, wide = ([n * CHARACTER_CM + PADDING_CM for n in counts] for counts in (least, wish))
    if sum(narrow) > room:
        first = min(narrow[0], MOST_OF_FIRST * room)
        return [first, *[one * (room - first) / sum(narrow[1:]) for one in narrow[1:]]]
    if sum(wide) <= room:
        return [wide[0] + room - sum(wide), *wide[1:]]
    part = (room - sum(narrow)) / (sum(wide) - sum(narrow))
    return [few + part * (many - few) for few, many in zip(narrow, wide, strict=True)]


def _lines(made: Any, style: HouseStyle) -> None:  # noqa: ANN401 - a table of python-docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for side, size, colour in (("top", "8", style.accent), ("bottom", "8", style.accent), ("insideH", "4", style.soft)):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", colour[1:].upper())):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    sides = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        free = OxmlElement(f"w:{side}")
        free.set(qn("w:w"), str(round(SIDE_CM * TWENTIETHS)))
        free.set(qn("w:type"), "dxa")
        sides.append(free)
    about = made._tbl.tblPr  # in the order of the schema
    about.find(qn("w:tblW")).addnext(borders)
    about.find(qn("w:tblLayout")).addnext(sides)


def _mark_row(row: Any, mark: str) -> None:  # noqa: ANN401 - a row of python-docx
    """Say of a row that it is repeated on each page (w:tblHeader), or stays on one page (w:cantSplit)."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(mark)
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)


def _shade(cell: Any, colour: str) -> None:  # noqa: ANN401 - a cell of python-docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour[1:].upper())):
        shade.set(qn(key), value)
    cell._tc.get_or_add_tcPr().append(shade)
