"""Whether coding on still brings up new themes."""

from __future__ import annotations

from collections.abc import Iterable

BLOCK = 50
"""Answers that are taken together; with fewer the numbers jump about."""


def new_codes(codes: Iterable[frozenset[str]], block: int = BLOCK) -> tuple[int, ...]:
    """Return how many codes were given for the first time in each block of answers; the last block may be shorter.

    Parameters
    ----------
    codes : of each answer, in the order in which they were coded.

    Notes
    -----
    'New information' per run of interviews: G. Guest, E. Namey and M. Chen (2020), A simple method to assess and
    report thematic saturation in qualitative research, PLoS ONE 15(5), e0232076. It says something of the order in
    which answers were coded: where suggestions put the likely ones first, new codes come late.
    """
    seen: set[str] = set()
    found: list[int] = []
    for number, given in enumerate(codes):
        if number % block == 0:
            found.append(0)
        found[-1] += len(given - seen)
        seen |= given
    return tuple(found)
