"""Values that stand for no answer, as statistical programs declare them: one by one, and from here to there."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count

from coder.domain.survey import Cell, Variable

Range = tuple[Cell, Cell]
"""From and to, both included; None where there is no end. A single value is a range from and to itself."""

LARGEST_EXACT = 2**53
"""Statistical programs count in doubles: longer numbers, such as ids, are written as texts."""

MOST_TRIED = 10_000
"""Numbers that are looked at for one that is free."""

_LETTER = re.compile(r"\.([a-zA-Z])")
"""A missing value of Stata, or in capitals of SAS."""


def within(value: Cell, ranges: Iterable[Range]) -> bool:
    """Return whether a value is one of those that stand for no answer."""
    if isinstance(value, int | float):
        return any(
            (low is None or (isinstance(low, int | float) and low <= value))
            and (high is None or (isinstance(high, int | float) and value <= high))
            for low, high in ranges
        )
    return any(low == value == high for low, high in ranges)


def free_numbers(first: int, taken: Iterable[Range]) -> Iterator[int]:
    """Yield whole numbers from `first` on that nothing stands for yet."""
    taken = list(taken)
    yield from (number for number in range(first, first + MOST_TRIED) if not within(number, taken))
    yield from count(first + MOST_TRIED)


def in_numbers(
    variable: Variable, values: Sequence[Cell], missing: Sequence[str | None]
) -> tuple[Variable, Sequence[str | None]]:
    """Return a variable of numbers, and the missing values that people have, with numbers for letters.

    Stata has .a to .z beside numbers, SAS .A to .Z. They become -1 to -26, or numbers below those of answers.
    """
    given = [one for one in missing if one is not None]
    letters = sorted(
        {one for one in (*given, *(low for low, _high in variable.declared)) if one and as_number(one) is None}
    )
    if variable.kind != "number" or not letters:
        return variable, missing
    lowest = min((value for value in values if isinstance(value, int | float)), default=0)
    zero = min(math.floor(lowest), 0)
    number_of = {one: str(zero - _place(one, number)) for number, one in enumerate(letters, 1)}
    known = replace(
        variable,
        labels=tuple((number_of.get(value, value), label) for value, label in variable.labels),
        declared=tuple((number_of.get(low, low), number_of.get(high, high)) for low, high in variable.declared),
    )
    return known, [None if one is None else number_of.get(one, one) for one in missing]


def _place(text: str, number: int) -> int:
    """Return which letter of the alphabet it is; behind these for anything else, the `number`th of its kind."""
    letter = _LETTER.fullmatch(text)
    return ord(letter[1].lower()) - ord("a") + 1 if letter else 26 + number


def ranges_of(declared: Iterable[tuple[str, str]], *, numbers: bool) -> tuple[Range, ...]:
    """Return what a variable declares, as numbers or as texts."""
    if not numbers:
        return tuple((low, high) for low, high in declared if low == high and low)
    ends = ((low, as_number(low), high, as_number(high)) for low, high in declared)
    return tuple(
        (whole(first), whole(last))
        for low, first, high, last in ends
        if (first is not None or not low) and (last is not None or not high)
    )


def as_number(text: str) -> float | None:
    """Return a text as a number that statistical programs hold exactly; None where it is none."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) < LARGEST_EXACT else None


def whole(number: float | None) -> int | float | None:
    """Return a number as a person would write it: 3 and not 3.0."""
    return int(number) if number is not None and float(number).is_integer() else number
