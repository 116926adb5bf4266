"""Which groups of respondents differ in which themes: the letters that research agencies print in cross tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, count
from typing import NamedTuple

import numpy as np

from coder.domain.report import Difference, Estimate, GroupColumn, GroupFigures
from coder.statistics.cross import CrossGroup, CrossTable
from coder.statistics.testing import ALPHA, Array, Correction, adjusted, two_proportions

FEWEST_TESTED = 30
"""Respondents (with weights: effective ones) below which a column is not tested: from about here research agencies
print letters, and fewer would find only differences of some 35 percentage points or more."""

FEW = 50
"""Respondents below which a column is marked: the 95 % interval of a share of 50 % is then wider than 26 points."""


def group_figures(
    cross: CrossTable, texts: Mapping[str, str] | None = None, correction: Correction = "Benjamini-Hochberg"
) -> tuple[GroupFigures, ...]:
    """Return the columns of a table with the differences between them that hold, per variable.

    Parameters
    ----------
    cross : the groups of one variable, or of several side by side (`CrossGroup.variable`). What is hidden in it is
        neither tested nor pointed at, and no test of anything else depends on it.
    texts : what the variables ask, by name.
    correction : how many tests at once are allowed for: all codes and nets, all pairs of columns within a variable, and
        all variables of the table.

    Notes
    -----
    Each share is tested against that of every other column of the variable (`two_proportions`), with the number of
    respondents of each cell: the effective one (Kish) with weights, and with shares that are corrected for the
    machine's mistakes the one that gives the variance of the correction on top of that of sampling. Columns of fewer
    than `FEWEST_TESTED`, and the one of respondents of whom the value is not known, are not tested. Letters go on over
    the variables, so that each stands for one column. Columns are taken as different people; for rounds in which the
    same people answered that is cautious (see `coder.statistics.trends`).
    """
    share, size = shares(cross), sizes(cross)
    groups = cross.groups
    tested = [place for place, group in enumerate(groups) if not small(group)]
    pairs = [(i, j) for i, j in combinations(tested, 2) if groups[i].variable == groups[j].variable]
    one, other = [i for i, _j in pairs], [j for _i, j in pairs]
    p = adjusted(two_proportions(share[:, one], size[:, one], share[:, other], size[:, other]), correction)
    holding = []
    for row, test in np.argwhere(p < ALPHA).tolist():
        high, low = sorted(pairs[test], key=lambda place: -share[row, place])
        holding.append(_Holding(row, high, low, float(share[row, high] - share[row, low]), float(p[row, test])))
    letters = _letters(groups)
    above: dict[tuple[int, int], list[int]] = {}
    for found in holding:
        above.setdefault((found.row, found.high), []).append(found.low)
    return tuple(
        GroupFigures(
            variable,
            (texts or {}).get(variable, variable),
            tuple(_column(cross, place, letters, above) for place in places),
            _differences(cross, [found for found in holding if found.high in places]),
            FEWEST_TESTED,
            FEW,
            correction,
        )
        for variable, places in _places(groups).items()
    )


class _Holding(NamedTuple):
    """A difference that holds; places of a row and of two columns."""

    row: int
    high: int
    low: int
    difference: float
    p: float


def shares(cross: CrossTable) -> Array:
    """Return the shares of the groups (n_codes, n_groups); NaN where they are not shown or not known."""
    found = np.full((len(cross.total.rows), len(cross.groups)), np.nan)
    for place, group in enumerate(cross.groups):
        for row, one in enumerate(group.table.rows):
            if not one.hidden and group.table.base:
                found[row, place] = one.share_of_respondents
    return found


def sizes(cross: CrossTable) -> Array:
    """Return how many respondents of a simple sample each share (n_codes, n_groups) is worth.

    With shares that are corrected for the machine's mistakes, the variance of the correction comes on top of that of
    sampling: their own interval is about these very respondents only.
    """
    share = shares(cross)
    size = np.broadcast_to([g.table.effective_base for g in cross.groups], share.shape).astype(np.float64)
    if not cross.corrected:
        return size
    width = np.full(share.shape, np.nan)
    for place, group in enumerate(cross.groups):
        width[: len(group.table.rows), place] = [row.high - row.low for row in group.table.rows]
    spread = share * (1 - share)
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = spread / (spread / size + (width / 2 / Z) ** 2)
    return np.where(spread > 0, whole, size)


Z = 1.959963984540054  # standard errors from the middle to a bound of a 95 % interval


def small(group: CrossGroup) -> bool:
    """Return whether a group is too small to be tested or written about, or hidden, or no group at all."""
    return group.missing or group.table.hidden or group.table.effective_base < FEWEST_TESTED


def letter(place: int) -> str:
    """Return the letter of a column, counted from 0: A to Z, then AA, AB."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _places(groups: Sequence[CrossGroup]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, group in enumerate(groups):
        found.setdefault(group.variable, []).append(place)
    return found


def _letters(groups: Sequence[CrossGroup]) -> list[str]:
    number = count()
    return ["" if group.missing else letter(next(number)) for group in groups]


def _column(
    cross: CrossTable, place: int, letters: Sequence[str], above: Mapping[tuple[int, int], Sequence[int]]
) -> GroupColumn:
    group = cross.groups[place]
    table = group.table
    found: dict[str, Estimate | None] = dict.fromkeys(row.code_id for row in cross.total.rows)
    if table.base:
        found |= {
            row.code_id: Estimate(row.share_of_respondents, row.low, row.high) for row in table.rows if not row.hidden
        }
    pointed = {
        row.code_id: [letters[low] for low in sorted(above[number, place])]
        for number, row in enumerate(cross.total.rows)
        if (number, place) in above
    }
    return GroupColumn(
        group.name,
        letters[place],
        None if table.hidden else table.base,
        small(group),
        found,
        # Letters of one sign are printed as one word: 'BD'.
        {code_id: ("" if max(map(len, names)) == 1 else " ").join(names) for code_id, names in pointed.items()},
        few=table.effective_base < FEW,
    )


def _differences(cross: CrossTable, holding: Sequence[_Holding]) -> tuple[Difference, ...]:
    found = [
        Difference(
            cross.total.rows[h.row].code_id, cross.groups[h.high].name, cross.groups[h.low].name, h.difference, h.p
        )
        for h in holding
    ]
    return tuple(sorted(found, key=lambda d: (-d.difference, d.code_id, d.high, d.low)))
