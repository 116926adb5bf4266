"""The parts of an Excel workbook around its cells (Office Open XML, ECMA-376 part 1): styles, sheets, strings, names.

Written by ourselves and not by a library, so that rows stream to the disk, equal texts are kept once, and the same
tables give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, BinaryIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"

CREATED = "1980-01-01T00:00:00Z"
"""The date inside every workbook: the earliest that a zip file can hold. A real one would change the bytes."""

NUMBER_FORMATS = ("0.0%", "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm:ss")
DEEPEST = 5
"""Steps that a text is moved in: more nets below one another are rare."""

# The looks of cells, in the order of their numbers; 0 is that of a cell nobody wrote.
_WRAP, _QUOTE = ' wrapText="1"', ' quotePrefix="1"'
_LEFT, _RIGHT = ' horizontal="left"', ' horizontal="right" indent="1"'
LOOKS: dict[str, tuple[str, str]] = {
    "none": ("", ""),
    "header": (' fontId="1" borderId="1" applyFont="1" applyBorder="1"', _WRAP),
    "header right": (' fontId="1" borderId="1" applyFont="1" applyBorder="1"', _RIGHT + _WRAP),
    "text": ("", ""),
    "long": ("", _WRAP),
    # The mark that Excel itself sets with an apostrophe: still a text after somebody edits the cell.
    "quoted": (_QUOTE, ""),
    "quoted long": (_QUOTE, _WRAP),
    # With room to the text in the next column; dates stand at the left, as their headings do.
    "number": ("", _RIGHT),
    **{
        form: (f' numFmtId="{164 + n}" applyNumberFormat="1"', _LEFT if n else _RIGHT)
        for n, form in enumerate(NUMBER_FORMATS)
    },
    **{f"in {n}": ("", f' horizontal="left" indent="{n}"') for n in range(1, DEEPEST + 1)},
}
LOOK = {name: number for number, name in enumerate(LOOKS)}

_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9a-fA-F]{4}_)")


class Package:
    """A workbook that is being written into a file, part by part."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = ZipFile(file, "w", ZIP_DEFLATED)

    @contextmanager
    def part(self, name: str, *, large: bool = False) -> Iterator[IO[bytes]]:
        """Yield a part to write into; one after the other."""
        info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, 3, 0o600 << 16
        with self._zip.open(info, "w", force_zip64=large) as part:
            yield part

    def add(self, name: str, xml: str) -> None:
        """Write a whole part."""
        with self.part(name) as part:
            part.write((HEAD + xml).encode())

    def __enter__(self) -> Package:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        """Write what stands at the end of the file; after an error leave it as it is."""
        if kind is None:
            self._zip.close()
        else:
            self._zip.fp = None  # else it would try to finish the file when it is thrown away


def text_of(text: str) -> str:
    """Return a text as the content of an element; what looks like an escape of Excel stays as it is."""
    return escape(_LIKE_AN_ESCAPE.sub("_x005F_", text))


def strings(texts: Iterable[str], count: int) -> Iterator[bytes]:
    """Yield the part that holds all texts of the workbook, each once; `count` is how many cells hold one."""
    items = [f'<si><t xml:space="preserve">{text_of(t)}</t></si>' for t in texts]
    yield f'{HEAD}<sst xmlns="{MAIN}" count="{count}" uniqueCount="{len(items)}">'.encode()
    for place in range(0, len(items), 1000):
        yield "".join(items[place : place + 1000]).encode()
    yield b"</sst>"


def styles() -> str:
    """Return the part with the looks of cells."""
    font = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
    formats = "".join(f'<numFmt numFmtId="{164 + n}" formatCode="{f}"/>' for n, f in enumerate(NUMBER_FORMATS))
    sides = "<left/><right/><top/>{}<diagonal/>"
    rule = '<bottom style="thin"><color auto="1"/></bottom>'
    found = []
    for name, (own, alignment) in LOOKS.items():
        base = "".join(
            f' {part}="0"' for part in ("numFmtId", "fontId", "fillId", "borderId") if f" {part}=" not in own
        )
        inside = f'<alignment vertical="top"{alignment}/>' if name != "none" else ""
        found.append(f'<xf{base}{own} xfId="0" applyAlignment="1">{inside}</xf>')
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts count="{len(NUMBER_FORMATS)}">{formats}</numFmts>'
        f'<fonts count="2"><font>{font}</font><font><b/>{font}</font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        f'<borders count="2"><border>{sides.format("<bottom/>")}</border>'
        f"<border>{sides.format(rule)}</border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(found)}">{"".join(found)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles><dxfs count="0"/>'
        '<tableStyles count="0" defaultTableStyle="TableStyleMedium9" defaultPivotStyle="PivotStyleLight16"/>'
        "</styleSheet>"
    )


def workbook(names: Sequence[str], filters: Sequence[str]) -> str:
    """Return the part that lists the sheets; `filters` are the ranges with a filter, '' for none."""
    sheets = "".join(
        f'<sheet name="{_attribute(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1)
    )
    defined = []
    for place, (name, area) in enumerate(zip(names, filters, strict=True)):
        quoted = "'" + escape(name.replace("'", "''")) + "'"
        if area:
            fixed = ":".join(re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", corner) for corner in area.split(":"))
            defined.append(f'<definedName name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">')
            defined[-1] += f"{quoted}!{fixed}</definedName>"
        defined.append(f'<definedName name="_xlnm.Print_Titles" localSheetId="{place}">{quoted}!$1:$1</definedName>')
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}/relationships"><workbookPr/>'
        '<bookViews><workbookView xWindow="240" yWindow="15" windowWidth="16095" windowHeight="9660"/></bookViews>'
        f"<sheets>{sheets}</sheets><definedNames>{''.join(defined)}</definedNames></workbook>"
    )


def surroundings(count: int) -> Iterator[tuple[str, str]]:
    """Yield the names and contents of the parts that tie a workbook of `count` sheets together."""
    sheets = range(1, count + 1)
    types = [
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("/xl/workbook.xml", f"{_SHEETML}.sheet.main+xml"),
        ("/xl/styles.xml", f"{_SHEETML}.styles+xml"),
        ("/xl/sharedStrings.xml", f"{_SHEETML}.sharedStrings+xml"),
        *((f"/xl/worksheets/sheet{n}.xml", f"{_SHEETML}.worksheet+xml") for n in sheets),
    ]
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types)
        + "</Types>",
    )
    whole = [
        (f"{_OFFICE}/relationships/officeDocument", "xl/workbook.xml"),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    ]
    yield "_rels/.rels", _relations(whole)
    inside = [(f"{_OFFICE}/relationships/worksheet", f"worksheets/sheet{n}.xml") for n in sheets]
    inside += [(f"{_OFFICE}/relationships/{part}", f"{part}.xml") for part in ("styles", "sharedStrings")]
    yield "xl/_rels/workbook.xml.rels", _relations(inside)
    yield (
        "docProps/core.xml",
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{CREATED}</dcterms:created></cp:coreProperties>',
    )


def _relations(of: Sequence[tuple[str, str]]) -> str:
    found = "".join(f'<Relationship Id="rId{n}" Type="{kind}" Target="{t}"/>' for n, (kind, t) in enumerate(of, 1))
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'


def _attribute(text: str) -> str:
    return escape(text, {'"': "&quot;"})
