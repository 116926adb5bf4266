"""What all formats share: the table that is handed over, and files that are written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from coder.domain.coded import CodedSurvey
from coder.domain.errors import CoderError, UsageError, reason_of
from coder.domain.folding import visible
from coder.domain.formats import Carries
from coder.domain.progress import Progress as Progress
from coder.domain.progress import watched
from coder.domain.survey import Cell
from coder.domain.texts import _

FILE_NAME_LIMIT = 80
"""Characters of a sheet's name that a file name takes over: file systems stop at 255 bytes."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One plain table: a name, a header and rows of the same length."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    percent_columns: frozenset[str] = frozenset()
    """Columns that hold shares (0 to 1), which formats for reading show as percentages."""
    heads: int = 0
    """How many columns at the left say what a row is about: row headings, which stay in view."""
    indents: Sequence[int] = ()
    """How far the last heading of each row is moved in: a part stands below what it is a part of. Empty for not."""
    caption: str = ""
    """A line about the table, which formats for reading put above it."""


class SurveyFormat(Protocol):
    """What the module of a format offers that carries a survey as a whole, and not just a table."""

    NAME: str
    LABEL: str
    CARRIES: frozenset[Carries]
    SUFFIXES: tuple[str, ...]

    def write_survey(self, path: Path, survey: CodedSurvey, progress: Progress) -> list[Path]:
        """Write the survey; return the files. Everything that stands in the way is a UsageError."""


class Stream(Sequence[tuple[Cell, ...]]):
    """Rows that are made while they are written, once: what is too large for memory can still be written."""

    def __init__(self, rows: Iterable[tuple[Cell, ...]], n: int) -> None:
        self._rows, self._n = rows, n

    def __len__(self) -> int:
        return self._n

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return iter(self._rows)

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401 - as Sequence has it
        raise TypeError("these rows are read from the first to the last")


class Made(Sequence[tuple[Cell, ...]]):
    """Rows that are made each time they are gone through: they never stand in memory together."""

    def __init__(self, make: Callable[[], Iterator[tuple[Cell, ...]]], n: int) -> None:
        self._make, self._n = make, n

    def __len__(self) -> int:
        return self._n

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return self._make()

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401 - as Sequence has it
        raise TypeError("these rows are read from the first to the last")


class Watched(Sequence[tuple[Cell, ...]]):
    """Rows that report how many of them were written."""

    def __init__(self, rows: Sequence[tuple[Cell, ...]], progress: Progress, what: str) -> None:
        self._rows, self._progress, self._what = rows, progress, what

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return watched(self._rows, self._progress, self._what, len(self._rows))

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401 - as Sequence has it
        return self._rows[place]


@contextmanager
def atomic(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing (bytes) that takes the place of `path` only when all went well.

    The bytes go to a new file in the same folder. After an error nothing of it is left, and an old file at `path` is
    as it was. A link is followed: what it points to is replaced.

    Raises
    ------
    UsageError : the file cannot be written there, or the disk is full.
    """
    temporary = None
    try:
        target = path.resolve()
        _check(path, target)
        temporary = target.with_name(f".coder-{secrets.token_hex(8)}.tmp")
        with temporary.open("xb") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except OSError as error:
        raise _in_plain_words(path, error) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def paths(path: Path, sheets: Sequence[Sheet]) -> list[Path]:
    """Return the files that a format with one table per file writes: `path`, then 'name-sheetname.csv' beside it."""
    names = (re.sub(r"\W+", "-", sheet.name.casefold()).strip("-_") or "2" for sheet in sheets[1:])
    beside = [path.with_name(f"{path.stem}-{name}{path.suffix}") for name in distinct(names, FILE_NAME_LIMIT)]
    return [path, *beside][: len(sheets)]


def different_columns(path: Path, sheet: Sheet) -> None:
    """Raise a UsageError when two columns of a sheet have the same name."""
    for place, column in enumerate(sheet.columns):
        if column in sheet.columns[:place]:
            message = _("{file}: two columns have the name {column}").format(
                file=visible(str(path)), column=visible(column)
            )
            raise UsageError(message, _("Rename one of them, or choose another format."))


def distinct(names: Iterable[str], limit: int, mark: str = "-") -> list[str]:
    """Return the names, cut to `limit` UTF-16 units and all different, case aside: 'Thema', 'thema-2'."""
    found: dict[str, str] = {}
    for name in names:
        candidate, number = cut(name, limit), 2
        while candidate.casefold() in found:
            tail = f"{mark}{number}"
            candidate, number = cut(name, limit - len(tail)) + tail, number + 1
        found[candidate.casefold()] = candidate
    return list(found.values())


def cut(text: str, limit: int, mark: str = "") -> str:
    """Return `text` cut to `limit` UTF-16 units, the unit in which Excel counts; a cut text ends in `mark`."""
    if 2 * len(text) <= limit or _units(text) <= limit:
        return text
    room = max(limit - _units(mark), 0)
    return text.encode("utf-16-le", "surrogatepass")[: 2 * room].decode("utf-16-le", "ignore") + mark


def plain(text: str) -> str:
    """Return `text` with one kind of line break and with control characters as visible marks."""
    if text.replace("\n", " ").isprintable():
        return text
    return _NOT_IN_XML.sub("\ufffd", visible(text.replace("\r\n", "\n").replace("\r", "\n")))


def as_text(value: bool | date | time) -> str:
    """Return a truth value as TRUE or FALSE, and a date or time as ISO 8601 with a space in the middle."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()


def like_a_formula(text: str) -> bool:
    """Return whether a spreadsheet program that guesses types might take `text` for a formula."""
    return _LIKE_A_FORMULA.match(text) is not None


def safe_text(value: str) -> str:
    """Return a text that a spreadsheet program takes for a text, also where it guesses types, as it does with CSV.

    A text that begins like a formula, or with a tab or line break, gets an apostrophe before it (CWE-1236). So does
    a formula after a semicolon or line break inside the text: Excel with Dutch settings divides a file at semicolons,
    and a quotation mark in the middle of what it takes for a cell then protects nothing. Other control characters
    become visible marks.
    """
    text = _HIDDEN_FORMULA.sub("'", plain(value))
    return "'" + text if like_a_formula(text) else text


_NOT_IN_XML = re.compile("[\ufffe\uffff]")
# Joiners and variation selectors have no width: what follows them seems to come first.
_LIKE_A_FORMULA = re.compile(r"[\s\u200d\ufe00-\ufe0f]*[\t\n=+\-@＝＋－＠]")
# After + and - only what calls or refers to something: '; -5' and ';-)' are ordinary Dutch.
_HIDDEN_FORMULA = re.compile(r"(?<=[;\n])(?=[^\S\n]*(?:[=@＝＠]|[+\-＋－][^;\n]*[(|!]))")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _check(path: Path, target: Path) -> None:
    name = visible(str(path))
    if target.is_dir():
        message = _("{file} is a folder, not a file").format(file=name)
        raise UsageError(message, _("Give the name of a file in that folder."))
    if target.exists() and not target.is_file():
        message = _("{file} is a device, not a file").format(file=name)
        raise UsageError(message, _("Choose another name."))
    # Replacing asks leave of the folder alone; somebody who protected the file itself meant it.
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _in_plain_words(path: Path, error: OSError) -> CoderError:
    name = visible(str(path))
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        message = _("{file}: the folder {folder} does not exist").format(file=name, folder=visible(str(path.parent)))
        return UsageError(message, _("Make the folder first, or choose another place."))
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        message = _("{file} may not be written").format(file=name)
        return UsageError(message, _("Close the file if another program has it open, or choose another place."))
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        message = _("{file} was not written: the disk {disk} is full").format(file=name, disk=_disk(path))
        return UsageError(message, _("Make room on it, or choose another disk."))
    message = _("{file} was not written: {reason}").format(file=name, reason=reason_of(error))
    return UsageError(message, _("Choose another name or another place."))


def _disk(path: Path) -> str:
    place = path.resolve().parent
    while not place.is_mount() and place != place.parent:
        place = place.parent
    return visible(str(place))
