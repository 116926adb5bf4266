"""What SPSS can declare of missing values: three at most, or all from here to there and one beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from coder.domain.survey import Cell
from coder.exporters.closed_columns import Column
from coder.exporters.missing_values import Range, within

MOST_SINGLE = 3
LONGEST_MISSING = 8
"""Bytes of a text that stands for no answer. Source: IBM SPSS Statistics, 'Missing values'."""


def declarable(column: Column) -> Column:
    """Return a column with missing values that SPSS can declare; cells with others become empty.

    Where there are more than fit, they become one range if no answer lies in between.
    """
    if column.kind == "text":
        ranges = tuple(sorted(set(column.missing), key=str))
        fitting = tuple(one for one in ranges if len(str(one[0]).encode()) <= LONGEST_MISSING)[:MOST_SINGLE]
    else:
        ranges = _apart(column.missing)
        fitting = ranges if _fits(ranges) else _fewer(column, ranges)
    if fitting == column.missing:
        return column
    lost = [one for one in ranges if not any(within(end, fitting) for end in one if end is not None)]
    values = [None if lost and within(value, lost) else value for value in column.values]
    return replace(column, values=values, missing=fitting)


def _apart(ranges: Sequence[Range]) -> tuple[Range, ...]:
    """Return ranges of numbers in order; those that overlap as one."""
    ends = sorted((_end(low, -math.inf), _end(high, math.inf)) for low, high in ranges)
    found: list[tuple[float, float]] = []
    for low, high in ends:
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return tuple((low if low > -math.inf else None, high if high < math.inf else None) for low, high in found)


def _end(value: Cell, without: float) -> float:
    return value if isinstance(value, int | float) else without


def _single(ranges: Sequence[Range]) -> list[Range]:
    return [one for one in ranges if one[0] is not None and one[0] == one[1]]


def _fits(ranges: Sequence[Range]) -> bool:
    single = len(_single(ranges))
    return single <= (MOST_SINGLE if single == len(ranges) else 1) and len(ranges) - single <= 1


def _fewer(column: Column, ranges: Sequence[Range]) -> tuple[Range, ...]:
    """Return as many of the ranges as fit: what has no answer in between as one, and one value; or three values."""
    cells = (*column.values, *(value for value, _label in column.labels))
    answers = {one for one in cells if isinstance(one, int | float) and not within(one, ranges)}
    runs = [[ranges[0]]]
    for one in ranges[1:]:
        low, high = _end(runs[-1][-1][1], math.inf), _end(one[0], -math.inf)
        if any(low < answer < high for answer in answers):
            runs.append([one])
        else:
            runs[-1].append(one)
    together = max(runs, key=len)
    beside = [one for one in _single(ranges) if one not in together][:1]
    single = _single(ranges)[:MOST_SINGLE]
    if len(single) > len(together) + len(beside):
        return tuple(single)
    return ((together[0][0], together[-1][1]), *beside)
