"""The shapes that JSON tables come in: an object a row, all rows inside one object, or columns and data apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from coder.importers.base import too_many_cells

JOINED = "; "
"""Between the parts of a value that is a list, such as the answers to a question with several."""

DEEPEST = 50
"""Objects inside objects that become columns; survey tools have three or four."""

Pairs = list[tuple[str, object]]


class Entry(Pairs):
    """An object as pairs, before its keys are checked; so that it differs from a list."""


def rows_of(path: Path, objects: Iterator[tuple[int, Pairs]]) -> Iterator[tuple[int, Pairs]]:
    """Yield the rows with their numbers, from the objects of a file and the lines that they begin at.

    A file that is one object may hold the rows in it: as the only list of objects among its values, or as `columns`
    and `data`, as pandas writes them. Rows are then counted from 1. Objects in a row become keys such as
    'answers.q1', and lists of plain values texts.

    Raises
    ------
    InputError : there are more cells in a row than columns.
    """
    first, second = next(objects, None), next(objects, None)
    if first is not None and second is None:
        inner = _divided(path, dict(first[1])) or _values_of_one_list(first[1])
        if inner:
            yield from ((number, list(_flat(row))) for number, row in enumerate(inner, 1))
            return
    for number, row in chain((one for one in (first, second) if one is not None), objects):
        yield number, list(_flat(row))


def _values_of_one_list(pairs: Pairs) -> list[Entry]:
    lists = [value for _key, value in pairs if type(value) is list and any(isinstance(one, Entry) for one in value)]
    whole = len(lists) == 1 and all(isinstance(one, Entry) for one in lists[0])
    return lists[0] if whole else []


def _divided(path: Path, values: dict[str, object]) -> list[Entry]:
    columns, data = values.get("columns"), values.get("data")
    if not (type(columns) is list and type(data) is list) or not all(isinstance(one, str) for one in columns):
        return []
    if not all(type(row) is list for row in data):
        return []
    for number, row in enumerate(data, 1):
        if len(row) > len(columns):
            raise too_many_cells(path, number, len(columns), len(row))
    return [Entry(zip(columns, row, strict=False)) for row in data]


def _flat(pairs: Iterable[tuple[str, object]], above: str = "", depth: int = 0) -> Iterator[tuple[str, object]]:
    for key, value in pairs:
        name = above + key
        if isinstance(value, Entry) and depth < DEEPEST:
            yield from _flat(value, f"{name}.", depth + 1)
        elif type(value) is list and not any(isinstance(one, list) for one in value):
            yield name, JOINED.join(_shown(one) for one in value if one not in (None, "")) or None
        else:
            yield name, value


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
