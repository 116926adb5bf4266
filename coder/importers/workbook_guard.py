"""What is checked of a workbook before it is opened: small files can ask for more memory than there is.

A sheet is laid out in memory as a full rectangle up to its farthest cell, and room is made for as many shared strings
as their list announces. When that room is not there the whole program is ended; no exception can be caught. So the
zip directory, the cell references and that announcement are looked at first, in one pass without any XML parser.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate

from coder.domain.errors import InputError
from coder.domain.texts import _
from coder.importers.base import MAX_CELLS, too_large
from coder.importers.foreign import check_place, with_entities

MAX_UNPACKED_BYTES = 512 * 2**20
"""Of all parts together; a sheet of 100,000 rows x 20 columns is 100 MB."""

MAX_RATIO = 200
"""Unpacked to packed: 11 for closed questions, 30 for the same text in every cell, 1000 for a zip bomb."""

RATIO_FROM_BYTES = 16 * 2**20
"""Of all parts unpacked; below this size a high ratio does no harm."""

# A tag of a cell or row: its reference, and '/' for one without content (a cell with a lay-out alone). Only a tag that
# is whole has an `end`; the search stops at the first that is not, so the time is linear in the size of the sheet.
_TAG = re.compile(
    rb"""<(?:[\w.-]+:)?(?P<kind>c|row)(?=[\s/>])
    (?: (?: (?:[^<>"'/]|"[^"]*"|'[^']*')*? (?<=[\s"'])r\s*=\s*["'](?P<letters>[A-Za-z]*)(?P<digits>\d+)["'] )?
        (?: [^<>"'/] | "[^"]*" | '[^']*' )*
    (?P<end>/?)> )?""",
    re.VERBOSE,
)
_ANNOUNCED = re.compile(rb"""uniqueCount\s*=\s*["'](\d+)""")


def check_workbook(path: Path, data: bytes) -> None:
    """Refuse a workbook that is damaged, not Excel's, or unreasonably large.

    Raises
    ------
    InputError : with what is wrong.
    """
    with _opened(path, data) as archive:
        parts = _entries(path, archive, "Excel")
        _check_kind(path, {part.filename.lower() for part in parts})
        for part in parts:
            content = archive.read(part)
            _check_entities(path, part.filename, content)
            _check_part(path, content)


def check_open_document(path: Path, data: bytes) -> None:
    """Refuse an OpenDocument workbook that is damaged, its XML too, protected with a password, or unreasonably large.

    Raises
    ------
    InputError : with what is wrong.
    """
    with _opened(path, data) as archive:
        parts = _entries(path, archive, "LibreOffice")
        contents = {part.filename: archive.read(part) for part in parts}
        if b"encryption-data" in contents.get("META-INF/manifest.xml", b""):
            raise with_password(path, "LibreOffice")
        for name, content in contents.items():
            _check_entities(path, name, content)
        if "content.xml" not in contents:
            raise ValueError("there are no sheets in it")
        _check_xml(path, contents["content.xml"])


@contextmanager
def _opened(path: Path, data: bytes) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            yield archive
    except InputError:
        raise
    except Exception:  # zipfile raises a dozen kinds on damaged files
        raise InputError(
            _("{file} is damaged or incomplete: its zip container cannot be read").format(file=path),
            _("Open it in Excel or LibreOffice and save it again, or download it again."),
        ) from None


def with_password(path: Path, program: str) -> InputError:
    """Return the error for a workbook that only opens with a password."""
    return InputError(
        _("{file} is protected with a password").format(file=path),
        _("Open it in {program} and save a copy without a password.").format(program=program),
    )


def _entries(path: Path, archive: zipfile.ZipFile, program: str) -> list[zipfile.ZipInfo]:
    """Return what is in a workbook, when it may be unpacked."""
    entries = archive.infolist()
    for entry in entries:
        check_place(path, entry)
        if entry.flag_bits & 1:
            raise with_password(path, program)
    _check_size(path, entries)
    return entries


def _check_kind(path: Path, names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise InputError(
            _("{file} is a workbook, but not an .xlsx").format(file=path),
            _("Open it in Excel or LibreOffice and save it as .xlsx."),
        )
    raise InputError(
        _("{file} is a zip file without a workbook in it").format(file=path), _("Unpack it, and give the file in it.")
    )


def _check_size(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > RATIO_FROM_BYTES and unpacked > MAX_RATIO * packed):
        raise InputError(
            _("{file} unpacks to {size} MB, which is too much for a survey").format(file=path, size=unpacked // 2**20),
            _("Save the sheet with the answers alone, as .xlsx or CSV."),
        )


def _check_entities(path: Path, name: str, content: bytes) -> None:
    """Refuse entities; a document type without them stands in files of old programs, and is never followed."""
    if not name.lower().endswith((".xml", ".rels")):
        return
    if content[:8].count(0) >= 2:  # UTF-16 or UTF-32: every letter with NULs beside it
        content = content.replace(b"\0", b"")
    if b"<!ENTITY" in content:
        raise with_entities(path)


def _check_xml(path: Path, content: bytes) -> None:
    """Refuse XML that is damaged: calamine 0.9 may read on for ever. Its entities are looked at before."""
    try:
        ParserCreate().Parse(content, True)
    except ExpatError as error:
        raise InputError(
            _("{file}: the XML is damaged (line {line}, column {column})").format(
                file=path, line=error.lineno, column=error.offset
            ),
            _("Open it in LibreOffice and save it again, or save it as .xlsx."),
        ) from None


def _check_part(path: Path, content: bytes) -> None:
    if b"sheetData" in content:
        rows, columns = _extent(content)
        if rows * columns > MAX_CELLS:
            raise too_large(path)
    if any(len(count) > 9 or int(count) > len(content) for count in _ANNOUNCED.findall(content)):
        raise ValueError("announces more strings than it can hold")


def _extent(content: bytes) -> tuple[int, int]:
    """Return the number of rows and columns up to the farthest cell of a sheet that holds something."""
    rows = columns = row = column = 0
    known: dict[bytes, int] = {}
    for tag in _TAG.finditer(content):
        kind, letters, digits, end = tag.groups()
        if end is None:
            raise ValueError("a tag is not closed")
        number = int(digits[:20]) if digits else row
        if kind == b"row":
            row, column = (number if digits else row + 1), 0
            continue
        if digits:
            column = known.get(letters) or known.setdefault(letters, _column(letters))
        else:
            column += 1
        if not end:
            rows, columns = max(rows, number), max(columns, column)
    return rows, columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + letter - 64
    return number
