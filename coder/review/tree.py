"""The codebook as a tree of lines: nets with their codes below them, some nets folded."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from coder.domain.codebook import Code, Codebook


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the tree."""

    code: Code
    depth: int
    """How many nets are above it."""
    below: int = 0
    """How many lines are below it in its net, folded away or not; 0 for a code that is no net."""
    folded: bool = False


def tree(codebook: Codebook, folded: Container[str] = ()) -> list[Row]:
    """Return the codes in use as lines, in the codebook's order; what is below a folded net is left out."""
    below: dict[str | None, list[Code]] = {}
    in_use = {code.code_id for code in codebook.codes if not code.retired}
    for code in codebook.codes:
        if not code.retired:
            nets = (net for net in codebook.nets_of(code.code_id) if net in in_use)
            below.setdefault(next(nets, None), []).append(code)

    def rows(net: str | None, depth: int) -> list[Row]:
        found: list[Row] = []
        for code in below.get(net, ()):
            inside = rows(code.code_id, depth + 1)
            shut = bool(inside) and code.code_id in folded
            found.append(Row(code, depth, len(inside), shut))
            found += [] if shut else inside
        return found

    return rows(None, 0)
