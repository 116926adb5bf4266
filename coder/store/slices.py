"""Long reads in short parts: whoever reads keeps others from writing, and a colleague at the desk would feel it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlite_utils import Database

ROWS = 2_000
"""Rows read at once: 10 to 20 ms."""

T = TypeVar("T")


def sliced(db: Database, sql: str, values: Mapping[str, Any], start: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query part by part; between two parts others may write, and later parts have that too.

    Parameters
    ----------
    sql : sorted by its first columns, which no two rows share; it takes the rows behind those named in `start`, and
        `:rows` of them.
    start : names of the first columns, with values that come before all others.
    """
    after = dict(start)
    while rows := db.execute(sql, {**values, **after, "rows": ROWS}).fetchall():
        yield from rows
        if len(rows) < ROWS:
            return
        after = dict(zip(start, rows[-1], strict=False))


def parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield so many values at a time as are asked for at once."""
    for place in range(0, len(values), ROWS):
        yield values[place : place + ROWS]
