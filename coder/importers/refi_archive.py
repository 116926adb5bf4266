"""The zip container and the XML of REFI-QDA files, which anybody may have made: looked through before it is read.

Nothing is ever unpacked to the disk, and nothing outside the file is read, whatever paths it names.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO
from xml.etree.ElementTree import Element, ParseError, iterparse  # behind what defusedxml lets through

from coder.domain.errors import InputError
from coder.domain.texts import _
from coder.importers.foreign import check_place, with_entities

MAX_UNPACKED_BYTES = 1024 * 2**20
"""Of the project itself, which is read piece by piece, and of all texts together."""

MAX_RATIO = 200
"""Unpacked to packed: 10 to 30 for projects and texts, 1000 for a zip bomb."""

RATIO_FROM_BYTES = 16 * 2**20
"""Below this size a high ratio does no harm."""

MAX_PIECE_BYTES = 64 * 2**20
"""Of one thing in a project, such as a text with its selections: a tree takes ten times its size in memory."""

MAX_PIECE_ELEMENTS = 500_000
"""Of one thing; a text with a hundred thousand selections has as many, and takes 100 MB in memory."""

MAX_DIRECTORY_BYTES = 128 * 2**20
"""Of the list of what is in the zip file; a million answers take half of it."""

SECTIONS = frozenset({"CodeBook", "Users", "Variables", "Cases", "Sources", "Notes", "Sets", "Links", "Graphs"})
"""What holds things that are read one by one; the codebook is read as a whole."""

THING_DEPTH = 3
"""How deep a thing stands: below its section, which stands below the project."""


class Archive:
    """A .qdpx file: its project, and the texts in it by their paths."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.path = path
        self._archive = archive
        entries = archive.infolist()
        for entry in entries:
            _check_entry(path, entry)
        self._names = {entry.filename.casefold(): entry for entry in entries}
        projects = [entry for entry in entries if entry.filename.casefold().endswith(".qde")]
        if not projects:
            raise InputError(
                _("{file} is a zip file without a project in it").format(file=path),
                _("Export the project again as REFI-QDA (.qdpx)."),
            )
        self._project = min(projects, key=lambda entry: (entry.filename.count("/"), entry.filename))
        _check_size(path, [self._project])
        _check_size(path, [entry for entry in entries if entry.filename.casefold().endswith(".txt")])

    def things(self) -> Iterator[tuple[str, Element]]:
        """Yield the things in the project by the section they are in; see `things_of`."""
        with self._archive.open(self._project) as file:
            yield from things_of(self.path, file)

    def text(self, where: str) -> bytes | None:
        """Return what a path of the project points to, or None where that is not in the file."""
        name = PurePosixPath(re.sub(r"^(internal|relative):/{2,3}", "", where.replace("\\", "/"), flags=re.IGNORECASE))
        for candidate in (f"sources/{name}", str(name), f"sources/{name.name}"):
            entry = self._names.get(candidate.casefold())
            if entry is not None and entry.file_size <= MAX_PIECE_BYTES:
                return self._archive.read(entry)
        return None


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open a .qdpx file.

    Raises
    ------
    InputError : it is damaged, has a password, is unreasonably large, or names files outside it.
    """
    try:
        with path.open("rb") as file:
            _check_directory(path, file)
            with zipfile.ZipFile(file) as archive:
                yield Archive(path, archive)
    except InputError:
        raise
    except Exception:  # zipfile raises a dozen kinds on damaged files
        raise InputError(
            _("{file} is damaged or incomplete: its zip container cannot be read").format(file=path),
            _("Export the project again as REFI-QDA (.qdpx)."),
        ) from None


def things_of(path: Path, file: IO[bytes]) -> Iterator[tuple[str, Element]]:
    """Yield the things in the XML of a project or codebook, each with the name of its section.

    A codebook comes as one thing, in the section 'CodeBook'. Namespaces are dropped: every version of the standard has
    its own.

    Raises
    ------
    InputError : no XML, or XML with a document type or entities, or too much in one piece.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse as to_the_root

    counted = _Counted(path, file)
    above: list[Element] = []  # the three outermost elements that are open
    depth = elements = 0
    try:
        # A document type stands before the root, or nowhere. What comes behind can be left to the faster parser.
        next(to_the_root(counted, events=("start",), forbid_dtd=True), None)
        file.seek(0)
        counted.begin_piece()
        # Millions of elements pass here: what is done for each is little, and done here.
        for event, element in iterparse(counted, events=("start", "end")):  # noqa: S314
            if event == "start":
                depth += 1
                elements += 1
                if elements > MAX_PIECE_ELEMENTS:
                    raise counted.too_much()
                if depth <= THING_DEPTH:
                    element.tag = _bare(element.tag)
                    above.append(element)
                    if depth == 1 and element.tag == "Project":
                        yield "Project", element  # its attributes; what it holds is still to come
                continue
            depth -= 1
            if depth >= THING_DEPTH:
                continue  # it stays until what holds it was read
            above.pop()
            if any(one.tag == "CodeBook" for one in above):
                continue
            section = "CodeBook" if element.tag == "CodeBook" else above[-1].tag if depth == THING_DEPTH - 1 else ""
            if section in SECTIONS:
                for one in element.iter():
                    one.tag = _bare(one.tag)
                yield section, element
            element.clear()
            counted.begin_piece()
            elements = 0
            if above:
                above[-1].remove(element)
    except DefusedXmlException:
        raise with_entities(path) from None
    except (ParseError, UnicodeError, LookupError, ValueError) as error:
        line, column = getattr(error, "position", (0, 0))
        raise InputError(
            _("{file}: the XML is damaged (line {line}, column {column})").format(file=path, line=line, column=column)
            if line
            else _("{file}: the XML is damaged").format(file=path),
            _("Export the project again as REFI-QDA (.qdpx)."),
        ) from None


@lru_cache(1024)
def _bare(tag: str) -> str:
    return tag.rpartition("}")[2]


class _Counted:
    """A file that notices when one piece of it takes too much."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self._path, self._file = path, file
        self._size = 0

    def begin_piece(self) -> None:
        self._size = 0

    def too_much(self) -> InputError:
        return _too_much(self._path, self._size)

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._size += len(data)
        if self._size > MAX_PIECE_BYTES:
            raise _too_much(self._path, self._size)
        return data


def _check_directory(path: Path, file: IO[bytes]) -> None:
    size = file.seek(0, 2)
    file.seek(max(size - 65_557, 0))  # the end record, and the longest comment behind it (APPNOTE.TXT 4.3.16)
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    listed = int.from_bytes(tail[place + 12 : place + 16], "little") if place >= 0 else 0
    file.seek(0)
    if MAX_DIRECTORY_BYTES < listed < 0xFFFFFFFF or (listed == 0xFFFFFFFF and size > MAX_DIRECTORY_BYTES):
        raise _too_much(path, listed)


def _check_entry(path: Path, entry: zipfile.ZipInfo) -> None:
    check_place(path, entry)
    if entry.flag_bits & 1:
        raise InputError(
            _("{file} is protected with a password").format(file=path), _("Export the project without a password.")
        )


def _check_size(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > RATIO_FROM_BYTES and unpacked > MAX_RATIO * packed):
        raise _too_much(path, unpacked)


def _too_much(path: Path, size: int) -> InputError:
    return InputError(
        _("{file} unpacks to {size} MB, which is too much for a survey").format(file=path, size=size // 2**20),
        _("Divide the project into smaller ones."),
    )
