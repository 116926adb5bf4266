"""Theme tables of groups of respondents side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, count
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coder.domain.codebook import Codebook
from coder.domain.texts import _
from coder.statistics.frequencies import GivenCodes, ThemeTable
from coder.statistics.suppression import SamePeople


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


class Division(NamedTuple):
    """A variable that divides the respondents into groups."""

    variable: str
    groups: Sequence[str | None]
    """The group of each respondent (n_respondents,); None or an empty text where it is not known."""


@dataclass(frozen=True, slots=True)
class CrossTable:
    """The theme table of everybody, and that of each group with the same rows in the same order."""

    total: ThemeTable
    groups: tuple[CrossGroup, ...]
    corrected: bool = False
    """Whether shares are corrected for the machine's mistakes; their intervals are then about these respondents."""
    same: tuple[SamePeople, ...] = ()
    """Which columns together hold the same respondents as which others; 0 is the total, groups count from 1."""


def cross_table(
    groups: Sequence[str | None],
    codes: Sequence[frozenset[str]],
    codebook: Codebook,
    weights: Sequence[float] | None = None,
) -> CrossTable:
    """Count the codes of the coded respondents, in total and per group of one variable; see `banner`."""
    return banner([Division("", groups)], codes, codebook, weights)


def banner(
    divisions: Sequence[Division],
    codes: Sequence[frozenset[str]],
    codebook: Codebook,
    weights: Sequence[float] | None = None,
) -> CrossTable:
    """Count the codes of the coded respondents, in total and per group of each variable, side by side.

    Parameters
    ----------
    divisions : the groups of each variable come in the order of their names ('9 jaar' before '10 jaar'), the unknown
        one last.
    codes, codebook, weights : see `theme_table`. Each group has its own effective base.

    Raises
    ------
    UsageError : a weight is negative or not a number.
    ValueError : there are more or fewer groups or weights than respondents.
    """
    for division in divisions:
        if len(division.groups) != len(codes):
            raise ValueError(f"{len(division.groups)} groups for {len(codes)} respondents")
    given = GivenCodes(codes, codebook, weights)
    everybody = np.arange(len(codes))
    order = given.ranked(everybody)
    return CrossTable(
        total=given.table(everybody, order),
        groups=tuple(
            CrossGroup(group or _("(none)"), not group, given.table(members, order), division.variable)
            for division in divisions
            for group, members in members_of(division.groups)
        ),
        same=same_people(divisions),
    )


def members_of(groups: Sequence[str | None]) -> list[tuple[str, NDArray[np.intp]]]:
    """Return the groups in the order of a table, each with the positions of its respondents."""
    found: dict[str, list[int]] = {}
    for place, group in enumerate(groups):
        found.setdefault(group or "", []).append(place)
    return [(group, np.array(found[group], dtype=np.intp)) for group in sorted(found, key=by_name)]


def same_people(divisions: Sequence[Division]) -> tuple[SamePeople, ...]:
    """Return which columns of a banner hold the same respondents, so that one can be subtracted from the other.

    The groups of a variable are everybody. Of two variables some groups may be the same people, too: the towns of a
    province, and the province. Those are the parts into which the graph of groups that share a respondent falls.
    """
    column = count(1)
    columns = [{group: next(column) for group, _members in members_of(division.groups)} for division in divisions]
    found: list[SamePeople] = [((0,), tuple(some.values())) for some in columns if some]
    for (one, these), (other, those) in combinations(list(zip(divisions, columns, strict=True)), 2):
        links = {(these[a or ""], those[b or ""]) for a, b in zip(one.groups, other.groups, strict=True)}
        parts = _parts(links)
        if len(parts) > 1:  # one part is everybody
            found += [
                (tuple(c for c in part if c in these.values()), tuple(c for c in part if c in those.values()))
                for part in parts
            ]
    return tuple(found)


def _parts(links: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the parts of a graph that hang together, in order."""
    part: dict[int, set[int]] = {}
    for one, other in sorted(links):
        joined = part.get(one, {one}) | part.get(other, {other})
        part.update(dict.fromkeys(joined, joined))
    return [sorted(found) for found in {id(some): some for some in part.values()}.values()]


def by_name(group: str) -> tuple[bool, list[tuple[int, str]], str]:
    """Return the key that sorts groups: by name, numbers in it by size, the empty name last."""
    # Numbers sort by length first: int() of a thousand digits would be slow, and of five thousand an error.
    parts = enumerate(re.split(r"([0-9]+)", group.casefold()))
    key = [(len(part.lstrip("0")), part.lstrip("0")) if place % 2 else (0, part) for place, part in parts]
    return not group, key, group
