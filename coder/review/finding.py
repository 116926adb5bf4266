"""Codes found by a part of their name."""

from __future__ import annotations

from collections.abc import Sequence

from coder.domain.codebook import Code
from coder.domain.folding import fold


def found(codes: Sequence[Code], typed: str) -> list[Code]:
    """Return the codes that fit what was typed: first those that begin with it, else in their order."""
    words = fold(typed).split()
    if not words:
        return list(codes)
    ranks = []
    for place, code in enumerate(codes):
        name = fold(f"{code.label} {code.code_id}")
        wider = fold(" ".join((code.label, code.code_id, *code.keywords)))
        if all(word in wider for word in words):
            rank = 0 if name.startswith(words[0]) else 1 if all(word in name for word in words) else 2
            ranks.append((rank, place, code))
    return [code for _rank, _place, code in sorted(ranks, key=lambda entry: entry[:2])]
