"""The codes and nets of a table in their order: nets ranked by size, their codes ranked below them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from coder.domain.apart import left_over
from coder.domain.codebook import Codebook

LEFT_OVER, ALONE = 1, 2  # what comes last, in this order


@dataclass(frozen=True, slots=True)
class Place:
    """Where a code or net stands in a table."""

    code_id: str
    parent: str | None
    """The net that it stands under; None at the left margin."""
    depth: int
    """0 at the left margin."""
    apart: bool = False
    """Whether it says nothing of the subject (see `coder.domain.apart`)."""


def shown_codes(codebook: Codebook, given: Iterable[str]) -> tuple[str, ...]:
    """Return what a table shows, in the codebook's order: usable codes, all that was `given`, and the nets above."""
    return codebook.ordered(codebook.with_nets({code.code_id for code in codebook.usable} | set(given)))


def ranked(codebook: Codebook, sizes: Mapping[str, float]) -> tuple[Place, ...]:
    """Return the codes of `sizes` in the order of a table.

    The largest come first, in each net anew; equal ones keep the codebook's order. What is left over ('overig') comes
    after those, codes that stand alone ('weet niet') come last, and so do nets of nothing else.
    """
    order = {code_id: place for place, code_id in enumerate(codebook.ordered(sizes))}
    parents = {code_id: _parent(codebook, code_id) for code_id in order}
    below: dict[str | None, list[str]] = {}
    for code_id in order:
        below.setdefault(parents[code_id], []).append(code_id)
    places = _walk(below, list(order), {})  # a first walk, for the depths alone
    apart: dict[str, int] = {}
    for place in reversed(places):
        code, members = codebook.by_id.get(place.code_id), below.get(place.code_id, [])
        if code is not None and code.exclusive:
            apart[place.code_id] = ALONE
        elif code is not None and left_over(code):
            apart[place.code_id] = LEFT_OVER
        elif members and apart.keys() >= set(members):
            apart[place.code_id] = min(apart[member] for member in members)
    # Sums of weights differ by rounding alone: what is equal to nine digits is equal.
    best_first = sorted(order, key=lambda c: (apart.get(c, 0), -float(f"{sizes[c]:.9g}"), order[c]))
    return _walk(below, best_first, apart)


def _parent(codebook: Codebook, code_id: str) -> str | None:
    above = codebook.nets_of(code_id)
    # A codebook made by others may hold nets that are each other's parent: those stand at the margin.
    return above[0] if above and code_id not in above else None


def _walk(below: Mapping[str | None, list[str]], order: list[str], apart: Container[str]) -> tuple[Place, ...]:
    rank = {code_id: number for number, code_id in enumerate(order)}
    ahead: list[Place] = []
    found: list[Place] = []

    def add(parent: str | None, depth: int) -> None:
        members = sorted(below.get(parent, []), key=lambda c: rank[c], reverse=True)
        ahead.extend(Place(code_id, parent, depth, code_id in apart) for code_id in members)

    add(None, 0)
    while ahead:
        place = ahead.pop()
        found.append(place)
        add(place.code_id, place.depth + 1)
    return tuple(found)
