"""What the formats share: options, limits, opening a file, and making a table of what was read.

A new format is one new module in this folder that follows `protocols.Format`; nothing here has to change for it.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from coder.domain.errors import InputError
from coder.domain.folding import visible
from coder.domain.pool import Pool
from coder.domain.progress import Progress, no_progress, watched
from coder.domain.survey import Cell, SurveyTable
from coder.domain.texts import _, ngettext

HEAD_BYTES = 65_536
"""How much of a file `recognises` gets to see: enough for the first entries of a zip file and a long header."""

MAX_FILE_BYTES = 128 * 2**20
"""A file is read as a whole and takes up to ten times its size; an export of 100,000 people is 10 to 50 MB."""

MAX_COLUMNS = 16_384
"""What one sheet of Excel can hold; more than that is not a survey but a file that was read wrongly."""

MAX_ROWS = 1_048_576
"""What one sheet of Excel can hold; a larger file of short rows would take minutes."""

MAX_CELLS = 20_000_000
"""Rows x columns, 100,000 people x 200 columns; short rows are filled up, so a small file could ask for any size."""

MAX_CODES = 5_000
"""Of a codebook: ten times the largest classification that surveys are coded with; checking takes the square of it."""

SHOWN_CHARACTERS = 60
"""How much of a column name a message shows: question texts as headers run to thousands of characters."""

_ADDRESS = re.compile(r"https?:[/\\]", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class ReadOptions:
    """What a person may state about a file; None means: find out."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    whole: bool = False
    """Rows below the table come along too: totals, notes."""
    progress: Progress = no_progress
    """Told how many rows were read; a module need not use it."""


def read_head(path: Path) -> bytes:
    """Return the first bytes of a file for `recognises`.

    Raises
    ------
    InputError : there is no such file, it is empty, or it may not be read.
    """
    if path.name.startswith("~$"):
        raise InputError(
            _("{file} is what Office leaves beside a file that is open").format(file=path),
            _("Give the file itself: {name}.").format(name=path.name.removeprefix("~$")),
        )
    if _ADDRESS.match(str(path)):
        raise InputError(
            _("{file} is an address on the web, and no file").format(file=path),
            _("Download it first, and give the name of the file."),
        )
    return _load(path, HEAD_BYTES)


def read_bytes(path: Path, limit: int = MAX_FILE_BYTES) -> bytes:
    """Return the content of a file of at most `limit` bytes.

    Raises
    ------
    InputError : as `read_head`; or the file is larger than the limit.
    """
    data = _load(path, limit + 1)
    if len(data) > limit:
        raise too_many_bytes(path, limit)
    return data


def check_file_size(path: Path) -> None:
    """Raise an InputError when a file is larger than `MAX_FILE_BYTES`: for libraries that read it themselves."""
    if path.stat().st_size > MAX_FILE_BYTES:
        raise too_many_bytes(path, MAX_FILE_BYTES)


def too_many_bytes(path: Path, limit: int) -> InputError:
    """Return the error for a file that is larger than a limit in bytes."""
    return InputError(
        _("{file} is larger than {limit} MB").format(file=path, limit=limit // 2**20),
        _("Leave out the columns that are not needed, or split the file."),
    )


def _load(path: Path, size: int) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(_("{file} is a folder").format(file=path), _("Give the name of a file in it."))
        if not stat.S_ISREG(mode):  # a pipe or a device can be read once only, or never ends
            raise InputError(_("{file} is not a regular file").format(file=path), _("Save it as a file first."))
        with path.open("rb") as file:
            data = file.read(size)
    except FileNotFoundError:
        raise InputError(_("{file} does not exist").format(file=path), _("Check the name and the folder.")) from None
    except PermissionError:
        raise InputError(
            _("{file} may not be read").format(file=path), _("Close it in other programs and check its permissions.")
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            _("{file} cannot be read: {reason}").format(file=path, reason=reason),
            _("Check the name of the file and whether you may read it."),
        ) from None
    if len(data) < size and not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise empty_file(path)
    return data


def empty_file(path: Path) -> InputError:
    """Return the error for a file without content."""
    return InputError(_("{file} is empty").format(file=path), _("Export the answers again."))


def shown(text: str) -> str:
    """Return text from a file the way a message shows it: one line, not long, without control characters."""
    line = visible(" ".join(text[: 4 * SHOWN_CHARACTERS].split()))
    return line if len(line) <= SHOWN_CHARACTERS else line[: SHOWN_CHARACTERS - 1] + "…"


def clean_text(text: str) -> str | None:
    """Return a text cell: line breaks as LF, nothing that cannot be stored, None when only spaces are left."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", text)  # half an emoji, cut off by the survey tool
    text = text.replace("\0", "")
    return text if text and not text.isspace() else None


def unique_columns(names: Sequence[Cell]) -> tuple[str, ...]:
    """Return column names of which no two are the same.

    The first of equal names keeps it, the others get a number: 'Age', 'Age (2)'. A name that stands in the file is
    never given to another column. A column without a name is called after its place: 'Column 3'.
    """
    texts = [_column_name(name, place) for place, name in enumerate(names, 1)]
    taken, found, numbers = set(texts), set[str](), dict[str, int]()
    columns = []
    for text in texts:
        name = text
        while name in found or (name != text and name in taken):
            numbers[text] = numbers.get(text, 1) + 1
            name = f"{text} ({numbers[text]})"
        found.add(name)
        columns.append(name)
    return tuple(columns)


def _column_name(name: Cell, place: int) -> str:
    if name is None:
        return _("Column {number}").format(number=place)
    return name.isoformat() if isinstance(name, date | time) else str(name)


def make_table(
    path: Path,
    format_name: str,
    header: Sequence[Cell],
    rows: Iterable[tuple[int, Sequence[Cell]]],
    details: Mapping[str, str],
    progress: Progress = no_progress,
    expected: int = 0,
) -> SurveyTable:
    """Return the table of a header and numbered rows, all of equal length.

    Parameters
    ----------
    expected : about how many rows there are, for who looks at the progress.

    Wholly empty rows are left out, short rows are filled up with None, and columns at the end with neither a name nor
    a cell are trimmed.

    Raises
    ------
    InputError : a row has more cells than the header, the table is too large, or there are no rows.
    """
    width = len(header)
    if width > MAX_COLUMNS:
        raise InputError(
            _("{file}: {count} columns were found, more than {limit}").format(
                file=path, count=width, limit=MAX_COLUMNS
            ),
            _("Check that the file is a table with one respondent in each row; you can name the separator yourself."),
        )
    what = _("Reading {file}").format(file=shown(path.name))
    kept = list(watched(_fitted(path, width, rows), progress, what, expected))
    if not kept:
        raise no_rows(path)
    used = width
    while used and header[used - 1] is None and all(cells[used - 1] is None for _number, cells in kept):
        used -= 1
    return SurveyTable(
        path=str(path),
        format=format_name,
        columns=unique_columns(header[:used]),
        rows=tuple(cells[:used] for _number, cells in kept),
        row_numbers=tuple(number for number, _cells in kept),
        details=dict(details),
        header=tuple(header[:used]),
    )


def _fitted(
    path: Path, width: int, rows: Iterable[tuple[int, Sequence[Cell]]]
) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    room, pool = MAX_CELLS, Pool()
    for count, (number, row) in enumerate(rows):
        check_row_count(path, count)
        cells = tuple([pool[cell] if type(cell) is str else cell for cell in row])
        if len(cells) > width:
            if any(cell is not None for cell in cells[width:]):
                raise too_many_cells(path, number, width, len(cells))
            cells = cells[:width]
        elif len(cells) < width:
            cells += (None,) * (width - len(cells))
        if cells.count(None) == width:
            continue
        room -= width
        if room < 0:
            raise too_large(path)
        yield number, cells


def no_rows(path: Path | str) -> InputError:
    """Return the error for a table that is nothing but header."""
    return InputError(
        _("{file}: there is a header but no rows below it").format(file=path), _("Export the answers again.")
    )


def check_row_count(path: Path, count: int) -> None:
    """Raise an InputError when a table has more rows than `MAX_ROWS`."""
    if count > MAX_ROWS:
        raise InputError(
            _("{file} has more than {limit} rows").format(file=path, limit=MAX_ROWS), _("Split the file into rounds.")
        )


def too_large(path: Path) -> InputError:
    """Return the error for a table with more cells than `MAX_CELLS`."""
    return InputError(
        _("{file}: the table has more than {limit} million cells").format(file=path, limit=MAX_CELLS // 1_000_000),
        _("Leave out the columns that are not needed, and empty rows and columns far outside the table."),
    )


def too_many_cells(path: Path, number: int, width: int, count: int) -> InputError:
    """Return the error for a row that holds more cells than the header."""
    cells = ngettext("{count} cell", "{count} cells", count).format(count=count)
    return InputError(
        _("{file}: row {row} has {cells}, the header has {width}").format(
            file=path, row=number, cells=cells, width=width
        ),
        _("Put a text that holds the separator or a line break between double quotes, or name the separator yourself."),
    )
