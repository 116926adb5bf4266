"""Theme tables of groups of respondents side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coder.domain.codebook import Codebook
from coder.domain.texts import _
from coder.statistics.frequencies import GivenCodes, ThemeTable


@dataclass(frozen=True, slots=True)
class CrossGroup:
    """One group of respondents and its theme table."""

    name: str
    missing: bool
    """True for the respondents of whom the group is not known."""
    table: ThemeTable
    """Shares are of this group (column percentages); rows as in the total, also those that nobody here named."""
    variable: str = ""
    """What divides the respondents into this group and others; a table may have several such variables side by side."""


@dataclass(frozen=True, slots=True)
class CrossTable:
    """The theme table of everybody, and that of each group with the same rows in the same order."""

    total: ThemeTable
    groups: tuple[CrossGroup, ...]
    corrected: bool = False
    """Whether shares are corrected for the machine's mistakes; their intervals are then about these respondents."""


def cross_table(
    groups: Sequence[str | None],
    codes: Sequence[frozenset[str]],
    codebook: Codebook,
    weights: Sequence[float] | None = None,
) -> CrossTable:
    """Count the codes of the coded respondents, in total and per group.

    Parameters
    ----------
    groups : the group of each respondent (n_respondents,); None or an empty text where it is not known. Groups come
        in the order of their names ('9 jaar' before '10 jaar'), the unknown one last.
    codes, codebook, weights : see `theme_table`. Each group has its own effective base.

    Raises
    ------
    UsageError : a weight is negative or not a number.
    ValueError : there are more or fewer groups or weights than respondents.
    """
    if len(groups) != len(codes):
        raise ValueError(f"{len(groups)} groups for {len(codes)} respondents")
    given = GivenCodes(codes, codebook, weights)
    everybody = np.arange(len(codes))
    order = given.ranked(everybody)
    members: dict[str, list[int]] = {}
    for place, group in enumerate(groups):
        members.setdefault(group or "", []).append(place)
    return CrossTable(
        total=given.table(everybody, order),
        groups=tuple(
            CrossGroup(
                name=group or _("(none)"),
                missing=not group,
                table=given.table(np.array(members[group], dtype=np.intp), order),
            )
            for group in sorted(members, key=by_name)
        ),
    )


def by_name(group: str) -> tuple[bool, list[tuple[int, str]], str]:
    """Return the key that sorts groups: by name, numbers in it by size, the empty name last."""
    # Numbers sort by length first: int() of a thousand digits would be slow, and of five thousand an error.
    parts = enumerate(re.split(r"([0-9]+)", group.casefold()))
    key = [(len(part.lstrip("0")), part.lstrip("0")) if place % 2 else (0, part) for place, part in parts]
    return not group, key, group
