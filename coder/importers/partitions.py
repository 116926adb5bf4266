"""Files of any size, a partition at a time: the memory that is used does not depend on the size of the file."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import IO, Any, Protocol

from coder.domain.errors import InputError
from coder.domain.texts import _
from coder.importers import base, delimited, encoding, foreign
from coder.importers.base import ReadOptions

ROWS = 10_000
"""Rows of a partition: some ten seconds of work for one processor, and a few megabytes of answers."""

SAMPLE_BYTES = 4 * 2**20
"""How much of a text file is looked at to find its encoding and delimiter."""

MOST_CHARACTERS = 2**20
"""The longest line and the longest cell. Behind a quotation mark that is never closed, the rest of a file is one."""

_WIDE = ("utf-16", "utf16", "utf_16", "utf-32", "utf32", "utf_32")
_UNDECODED = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Partition:
    """Consecutive rows of one file."""

    path: Path
    first_row: int
    """Counted from 1; the header and empty lines do not count."""
    texts: list[str]
    """The answers, stripped; '' where there is none."""
    ids: tuple[Sequence[Any], ...]
    """The columns that name a row: lists of texts, or what the file has (Arrow arrays)."""
    share: float
    """How much of the file has been read at the end of this partition, 0 to 1."""


class Source(Protocol):
    """A file that is read partition by partition."""

    path: Path
    kind: str
    """'csv' or 'parquet'."""
    columns: tuple[str, ...]

    def partitions(self, text: int, ids: Sequence[int], rows: int) -> Iterator[Partition]:
        """Yield the file in partitions of at most `rows` rows.

        Parameters
        ----------
        text, ids : places of the column with the answers and of those that name a row.

        Raises
        ------
        InputError : a row cannot be read; the message names it.
        """
        ...


def open_source(path: Path, options: ReadOptions) -> Source:
    """Return a Parquet, CSV or TSV file with its columns, nothing else of it read.

    Raises
    ------
    InputError : it does not exist, is empty or damaged, or is something else.
    MissingError : the package that reads Parquet is not installed.
    """
    head = base.read_head(path)
    if head.startswith(b"PAR1"):
        from coder.importers.parquet import ParquetSource

        return ParquetSource(path)
    if not delimited.recognises(head, path):
        kind = foreign.kind_of(head)
        raise InputError(
            _("{file} is {kind}").format(file=path, kind=_(kind) if kind else _("not text")),
            _("Give files in Parquet, CSV or TSV."),
        )
    return TextSource(path, options)


class TextSource:
    """A CSV or TSV file, found out as `coder ingest` does, from its first megabytes."""

    kind = "csv"

    def __init__(self, path: Path, options: ReadOptions) -> None:
        self.path = path
        with path.open("rb") as file:
            sample = file.read(SAMPLE_BYTES)
        if len(sample) == SAMPLE_BYTES:  # end at a whole line, so that no character is cut in two
            sample = sample[: sample.rfind(b"\n") + 1] or sample
        name = options.encoding or encoding.detect(sample)
        self._wide = name.lower().startswith(_WIDE)
        if self._wide:
            text, self._encoding = encoding.decode(sample[: len(sample) & ~3], path, name)
        else:
            text, self._encoding = encoding.decode(sample, path, options.encoding)
        text = text.replace("\r\n", "\n")
        declared = delimited.DECLARED.match(text)
        self._above = 1 if declared else 0
        text = text[declared.end() :] if declared else text
        delimiter = delimited.stated(options.delimiter) or (declared and declared[1])
        self._delimiter = delimiter or delimited.find_delimiter(text) or delimited.NO_DELIMITER
        self._spaced = self._delimiter != " " and f'{self._delimiter} "' in text.split("\n", 1)[0]
        header = next((cells for _line, cells in self._records(_Reach()) if any(cells)), None)
        if header is None:
            raise base.empty_file(path)
        self.columns = base.unique_columns(header)

    def partitions(self, text: int, ids: Sequence[int], rows: int) -> Iterator[Partition]:
        """Yield the file in partitions: see `Source`."""
        reach, size, width = _Reach(), max(self.path.stat().st_size, 1), len(self.columns)
        filled = ((line, cells) for line, cells in self._records(reach) if any(cells))
        next(filled, None)  # the header
        texts: list[str] = []
        names: tuple[list[str | None], ...] = tuple([] for _place in ids)
        first = 1
        for line, cells in filled:
            if len(cells) > width and any(cells[width:]):
                raise base.too_many_cells(self.path, line, width, len(cells))
            cells += [""] * (width - len(cells))
            texts.append((base.clean_text(cells[text]) or "").strip())
            for column, place in zip(names, ids, strict=True):
                column.append(cells[place] or None)
            if len(texts) == rows:
                yield Partition(self.path, first, texts, names, min(reach.bytes / size, 1.0))
                first, texts, names = first + rows, [], tuple([] for _place in ids)
        if texts:
            yield Partition(self.path, first, texts, names, 1.0)

    def _records(self, reach: _Reach) -> Iterator[tuple[int, list[str]]]:
        """Yield the records with the lines they begin at."""
        csv.field_size_limit(MOST_CHARACTERS)
        # Bytes that do not fit are let through as surrogates, so that the line they stand in can be named.
        errors = "strict" if self._wide else "surrogateescape"
        with self.path.open(encoding=self._encoding, errors=errors, newline="\n") as file:
            lines = self._lines(file, reach)
            for _line in range(self._above):
                next(lines, None)
            reader = csv.reader(lines, delimiter=self._delimiter, strict=True, skipinitialspace=self._spaced)
            begin = 0
            try:
                for cells in reader:
                    yield begin + self._above + 1, cells
                    begin = reader.line_num
            except csv.Error as error:
                raise self._quote_error(begin + self._above + 1, str(error)) from None

    def _lines(self, file: IO[str], reach: _Reach) -> Iterator[str]:
        for number in count(1):
            try:
                line = file.readline(MOST_CHARACTERS)
            except UnicodeError:
                raise self._undecodable(number) from None
            if not line:
                return
            reach.bytes = file.buffer.tell()  # type: ignore[attr-defined]
            if not line.isascii() and _UNDECODED.search(line):
                raise self._undecodable(number)
            if len(line) == MOST_CHARACTERS:
                raise InputError(
                    _("{file}: line {line} has more than a million characters").format(file=self.path, line=number),
                    _("Check that the file is a table with one respondent in each row."),
                )
            if "\0" in line:
                raise InputError(
                    _("{file}: line {line}: there are NUL bytes in the text").format(file=self.path, line=number),
                    _("The file is damaged, or in another encoding. Name its encoding: --encoding."),
                )
            line = line.removeprefix("\ufeff") if number == 1 else line
            # A lone carriage return is a line break inside an answer.
            yield line.replace("\r\n", "\n").replace("\r", " ") if "\r" in line else line

    def _undecodable(self, line: int) -> InputError:
        return InputError(
            _("{file}: line {line}: a character is not valid in the encoding {name}").format(
                file=self.path, line=line, name=self._encoding
            ),
            _("Name the encoding of the file, such as: --encoding windows-1252."),
        )

    def _quote_error(self, line: int, reason: str) -> InputError:
        if reason.startswith(("unexpected end", "field larger")):
            return InputError(
                _("{file}: a double quote in the row that begins at line {line} is never closed").format(
                    file=self.path, line=line
                ),
                _("Close it there; a double quote inside a text is written twice."),
            )
        return InputError(
            _("{file}: the row that begins at line {line} has text after a closing quote").format(
                file=self.path, line=line
            ),
            _("A double quote inside a text is written twice, and such a text stands between double quotes."),
        )


@dataclass(slots=True)
class _Reach:
    """How far a file has been read."""

    bytes: int = 0
