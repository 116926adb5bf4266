"""CSV and TSV: text with one record a line, cells between commas, semicolons, tabs or bars (RFC 4180)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from coder.domain.errors import InputError, UsageError
from coder.domain.formats import Carries
from coder.domain.survey import SurveyTable
from coder.domain.texts import _
from coder.importers import foreign
from coder.importers.base import HEAD_BYTES, MAX_FILE_BYTES, ReadOptions, empty_file, make_table, read_bytes
from coder.importers.encoding import decode, looks_like_text
from coder.importers.titles import below_titles, title_count, told, without_rows_below

if TYPE_CHECKING:
    from _csv import Reader

NAME = "csv"
LABEL = "CSV, TSV"
CARRIES = frozenset({Carries.ANSWERS, Carries.VARIABLES, Carries.WEIGHTS, Carries.CODES})

DELIMITERS = "\t;|,"
"""From rare to common in texts: of two that fit equally well the rarer one is it."""

START_CHARACTERS = 1_000_000
START_RECORDS = 200
"""How much of the file the search for the delimiter reads: four times this takes some 20 ms."""

NO_DELIMITER = "\x1f"
"""The unit separator, never typed: with it a file of one column may hold commas."""

_NAMES = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "bar": "|", "space": " "}
DECLARED = re.compile(r'"?sep=([;,|\t])"?\n', re.IGNORECASE)
"""The line that tells Excel the delimiter, above the table."""
_BREAK_IN_CELL = "\0"  # `decode` refuses NULs, so it stands for nothing else


def recognises(head: bytes, path: Path) -> bool:
    """Tell whether the file is text at all: ask the other formats first."""
    return foreign.kind_of(head) is None and looks_like_text(head)


def read(path: Path, options: ReadOptions) -> SurveyTable:
    """Read a CSV or TSV file; the header is its first record that is not empty, below lines such as a title.

    Cells are texts to the letter, with line breaks as LF, or None. Row numbers are those of the line that a record
    begins at. `details` tell the encoding and the delimiter ('' for a file of one column).

    Raises
    ------
    InputError : the file cannot be opened, decoded or taken apart.
    UsageError : an option that cannot be.
    """
    data = read_bytes(path)
    if foreign.kind_of(data[:HEAD_BYTES]):
        raise foreign.not_a_table(path, data[:HEAD_BYTES])
    text, encoding = decode(data, path, options.encoding)
    del data
    text = _with_line_feeds(text)
    first_line, delimiter = 1, stated(options.delimiter)
    if declared := DECLARED.match(text):  # a line for Excel, before the table
        text, first_line = text[declared.end() :], 2
        delimiter = delimiter or declared[1]
    delimiter = delimiter or find_delimiter(text)
    records = _records(path, text, delimiter or NO_DELIMITER, first_line)
    titles, header, rows = below_titles(records)
    if header is None:
        raise empty_file(path)
    details = {"encoding": encoding, "delimiter": delimiter or ""}
    table = make_table(path, NAME, header, rows, details, options.progress, text.count("\n"))
    table = replace(table, left_out=told(titles))
    return table if options.whole else without_rows_below(table)


def find_delimiter(text: str) -> str | None:
    """Return the delimiter that makes the most even and then the widest table of a text, None for one column."""
    start = text[:START_CHARACTERS]
    best, best_score = None, 0.0
    for delimiter in DELIMITERS:
        records = list(islice(_reader(start, delimiter, strict=False), START_RECORDS))
        if len(start) < len(text) and 1 < len(records) < START_RECORDS:
            del records[-1]  # cut off
        filled = [cells for cells in records if any(cell.strip() for cell in cells)]
        score = _evenness(filled) or _evenness_below_titles(filled)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _evenness_below_titles(records: list[list[str]]) -> float:
    """Return how well records fit the header below lines such as a title; 0 unless they all do, and are several."""
    table = records[title_count([[cell or None for cell in cells] for cells in records]) :]
    even = len(table) > 2 and len({len(cells) for cells in table}) == 1
    spaced = any(cell.startswith(" ") for cells in table for cell in cells)  # a list in a text: red, green
    return _evenness(table) if len(table) < len(records) and even and not spaced else 0.0


def _evenness(records: list[list[str]]) -> float:
    """Return how well records fit their header, 0 to 1; 0 when the delimiter is not one."""
    width = len(records[0]) if records else 0
    if width < 2:
        return 0.0
    body = records[1:]
    if not body:
        return 1 - 1 / width
    wide = sum(len(cells) > 1 for cells in body) / len(body)
    even = sum(len(cells) == width or (len(cells) > width and not any(cells[width:])) for cells in body) / len(body)
    if wide + even < 1:  # one column, whose question and answers hold this sign here and there
        return 0.0
    return (wide + even) / 2 * (1 - 1 / width)


def stated(delimiter: str | None) -> str | None:
    """Return the delimiter that a person named, None for none.

    Raises
    ------
    UsageError : it cannot be one.
    """
    if delimiter is None:
        return None
    found = _NAMES.get(delimiter.lower(), delimiter)
    if len(found) != 1 or found in '"\n\r\0':
        raise UsageError(
            _("{delimiter} cannot separate cells").format(delimiter=repr(delimiter)),
            _("Give one character such as ; or one of the words tab, comma, semicolon, pipe."),
        )
    return found


def _with_line_feeds(text: str) -> str:
    """Return the text with records that end in LF; a lone CR in such a file is a line break inside an answer."""
    if "\r" not in text:
        return text
    text = text.replace("\r\n", "\n")
    return text.replace("\r", _BREAK_IN_CELL if "\n" in text else "\n")


def _reader(text: str, delimiter: str, *, strict: bool) -> Reader:
    csv.field_size_limit(MAX_FILE_BYTES)  # of this process: the reader's own limit is 128 kB
    spaced = delimiter != " " and f'{delimiter} "' in next(_lines(text), "")  # "id", "answer"
    return csv.reader(_lines(text), delimiter=delimiter, strict=strict, skipinitialspace=spaced)


def _lines(text: str) -> Iterator[str]:
    start = 0
    while end := text.find("\n", start) + 1:
        yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]


def _records(path: Path, text: str, delimiter: str, first_line: int) -> Iterator[tuple[int, list[str | None]]]:
    """Yield the records with the lines they begin at."""
    reader = _reader(text, delimiter, strict=True)
    breaks = _BREAK_IN_CELL in text
    begin = 0
    try:
        for cells in reader:
            if breaks:
                cells = [cell.replace(_BREAK_IN_CELL, "\n") for cell in cells]
            yield begin + first_line, [cell if cell and not cell.isspace() else None for cell in cells]
            begin = reader.line_num
    except csv.Error as error:
        rest = "".join(islice(_lines(text), begin, None))
        raise _quote_error(path, rest, delimiter, begin + first_line, str(error)) from None


def _quote_error(path: Path, rest: str, delimiter: str, line: int, reason: str) -> InputError:
    """Return the error for a record that begins at `line` and whose quotes do not match."""
    if not reason.startswith("unexpected end"):
        return InputError(
            _("{file}: the row that begins at line {line} has text after a closing quote").format(file=path, line=line),
            _("A double quote inside a text is written twice, and such a text stands between double quotes."),
        )
    reader = _reader(rest, delimiter, strict=False)
    last = next(reader)[-1]  # the cell that ran on to the end of the file
    opened = line + len(list(_lines(rest))) - last.count("\n") - (not rest.endswith("\n"))
    return InputError(
        _("{file}: the double quote opened at line {line} is never closed").format(file=path, line=opened),
        _("Close it there; a double quote inside a text is written twice."),
    )
