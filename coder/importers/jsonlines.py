"""JSON Lines (jsonlines.org), an object a line; also a JSON array of objects, or one object that holds all rows."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from pathlib import Path

from coder.domain.errors import InputError
from coder.domain.formats import Carries
from coder.domain.pool import Pool
from coder.domain.progress import watched
from coder.domain.survey import Cell, SurveyTable
from coder.domain.texts import _
from coder.importers.base import (
    ReadOptions,
    check_row_count,
    clean_text,
    empty_file,
    make_table,
    read_bytes,
    shown,
)
from coder.importers.encoding import decode
from coder.importers.json_shapes import Entry, Pairs, rows_of

NAME = "jsonl"
LABEL = "JSON Lines, JSON"
CARRIES = frozenset({Carries.ANSWERS, Carries.VARIABLES, Carries.WEIGHTS, Carries.CODES})

MAX_INTEGER = 2**63
"""What a database can hold; a longer number is an id and stays a text, to the digit."""

_START = re.compile(rb"\s*(\{\s*[\"}]|\[\s*[{\]])")
_MARKS = b"\xef\xbb\xbf\xff\xfe"
_SPACE = re.compile(r"[ \t\r\n]*")


class _Unusable(ValueError):
    """A value that JSON does not know or that cannot be stored."""


def recognises(head: bytes, path: Path) -> bool:
    """Tell whether the file begins with an object, or with an array of objects."""
    return _START.match(head.lstrip(_MARKS).replace(b"\0", b"")) is not None


def read(path: Path, options: ReadOptions) -> SurveyTable:
    """Read JSON Lines or JSON. The columns are all keys, in order of first appearance (see `rows_of`).

    Row numbers are those of the line that an object begins at.

    Raises
    ------
    InputError : broken JSON, NaN or infinity, an entry that is not an object, a list of lists or objects in a row, or
        the same key twice in an object.
    """
    text, encoding = decode(read_bytes(path), path, options.encoding)
    columns: dict[str, int] = {}
    rows: list[tuple[int, list[Cell]]] = []
    pool, what = Pool(), _("Reading {file}").format(file=shown(path.name))
    for line, pairs in watched(rows_of(path, _objects(path, text)), options.progress, what, text.count("\n")):
        row: list[Cell] = [None] * len(columns)
        for key, value in pairs:
            cell = _cell(path, line, key, value)
            place = columns.setdefault(key, len(columns))
            if place == len(row):
                row.append(None)
            row[place] = pool[cell] if type(cell) is str else cell
        if len(dict(pairs)) < len(pairs):
            raise _twice(path, line, pairs)
        rows.append((line, row))
        check_row_count(path, len(rows))
    if not columns:
        raise empty_file(path)
    del text
    return make_table(path, NAME, [clean_text(key) for key in columns], rows, {"encoding": encoding})


def _twice(path: Path, line: int, pairs: Pairs) -> InputError:
    key = next(key for place, (key, _value) in enumerate(pairs) if key in dict(pairs[:place]))
    return InputError(
        _("{file}: line {line}: the key {key} occurs twice").format(file=path, line=line, key=shown(key)),
        _("Give one of the two another name."),
    )


def _cell(path: Path, line: int, key: str, value: object) -> Cell:
    if isinstance(value, str):
        return clean_text(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    raise InputError(
        _("{file}: line {line}: the value of {key} is not one value but a list or an object").format(
            file=path, line=line, key=shown(key)
        ),
        _("Give each part its own key, with a text, a number, true, false or null."),
    )


def _objects(path: Path, text: str) -> Iterator[tuple[int, Pairs]]:
    """Yield the objects of a text as pairs, with the lines they begin at."""
    decode_next = json.JSONDecoder(
        object_pairs_hook=Entry, parse_int=_integer, parse_float=_float, parse_constant=_constant
    ).raw_decode
    place, line, counted = _skip(text, 0), 1, 0
    is_array = text.startswith("[", place)
    place = _skip(text, place + is_array)
    closed = is_array and text.startswith("]", place)
    while place < len(text) and not closed:
        line, counted = line + text.count("\n", counted, place), place
        try:
            value, place = decode_next(text, place)
        except json.JSONDecodeError as error:
            raise _broken(path, error.lineno) from None
        except RecursionError:
            raise _broken(path, line, _("the values are nested too deeply")) from None
        except _Unusable as error:
            raise _broken(path, line, str(error)) from None
        if not isinstance(value, Entry):
            raise _broken(path, line, _("this is not an object with a key for each column"))
        yield line, value
        place = _skip(text, place)
        if is_array and text.startswith(",", place):
            place = _skip(text, place + 1)
        elif is_array:
            closed = text.startswith("]", place)
            if not closed:
                raise _broken(path, text.count("\n", 0, place) + 1)
    if is_array and (not closed or _skip(text, place + 1) < len(text)):
        raise _broken(path, text.count("\n", 0, place) + 1)


def _skip(text: str, place: int) -> int:
    space = _SPACE.match(text, place)
    return space.end() if space else place


def _broken(path: Path, line: int, reason: str = "") -> InputError:
    return InputError(
        _("{file}: line {line}: {reason}").format(
            file=path, line=line, reason=reason or _("this is not right as JSON, or was cut off")
        ),
        _("Every line holds one object between braces, with keys and texts between double quotes."),
    )


def _integer(digits: str) -> int | str:
    if len(digits) > 20:
        return digits
    number = int(digits)
    return number if -MAX_INTEGER <= number < MAX_INTEGER else digits


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise _Unusable(_("there is a number that is too large"))
    return number


def _constant(name: str) -> float:
    raise _Unusable(_("{name} is not a value; write null for an empty cell").format(name=name))
