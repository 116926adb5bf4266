"""Codings of one answer under one codebook, as far as they can be compared."""

from __future__ import annotations

from collections.abc import Sequence

from coder.domain.codebook import Codebook


def carried_on(codebook: Codebook, codes: Sequence[str]) -> tuple[str, ...]:
    """Return codes with merged ones as what they were merged into; one that was split stays as it is."""
    if codebook.replaced.isdisjoint(codes):
        return tuple(codes)
    merged = (found[0] if len(found := codebook.successors(code)) == 1 else code for code in codes)
    return codebook.ordered(merged)


def comparable(codebook: Codebook, given: Sequence[Sequence[str]]) -> list[frozenset[str]]:
    """Return codings of one answer so that they differ only where coders do.

    Merged codes are what they were merged into. A part of a code that was split is that code again where another coding
    still has the whole: whether its coder would have given this part, nobody knows.
    """
    carried = [frozenset(carried_on(codebook, codes)) for codes in given]
    wholes = codebook.replaced & frozenset[str]().union(*carried)
    if not wholes:
        return carried
    parts = {code: frozenset(codebook.successors(code)) for codes in carried for code in codes}

    def whole(code: str) -> str:
        above = [one for one in wholes if parts[code] <= parts[one]]
        return max(above, key=lambda one: (len(parts[one]), one), default=code)

    return [frozenset(map(whole, codes)) for codes in carried]
