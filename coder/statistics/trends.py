"""The themes over the rounds of a survey: shares with intervals, and what changed between the last two."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coder.domain.codebook import Codebook
from coder.domain.report import Change, Estimate, TrendFigures
from coder.statistics.cross import CrossTable
from coder.statistics.groups import shares, sizes, small
from coder.statistics.presence import presence
from coder.statistics.testing import (
    ALPHA,
    Array,
    Correction,
    adjusted,
    difference_bounds,
    pooled_share,
    two_proportions,
)


@dataclass(frozen=True, slots=True)
class Wave:
    """The coded respondents of one round."""

    respondents: Sequence[str]
    """Their ids; the same id in another round is the same person."""
    codes: Sequence[frozenset[str]]
    weights: Sequence[float] | None = None


@dataclass(frozen=True, slots=True)
class Both:
    """What is needed of respondents who are in two rounds: sums over them of the product of their two weights."""

    n: int
    """How many they are."""
    all: float
    before: Array
    """Over those with the code in the first round (n_codes,)."""
    after: Array
    twice: Array
    """Over those with the code in both."""

    def covariance(self, one: Array, other: Array) -> Array:
        """Return the covariance of the shares of the two rounds (n_codes,), around `one` and `other`."""
        return self.twice - other * self.before - one * self.after + one * other * self.all


def in_both(before: Wave, after: Wave, codebook: Codebook, code_ids: Sequence[str]) -> Both:
    """Return what respondents who are in both rounds have in common (codes in the order of `code_ids`)."""
    place = {respondent: n for n, respondent in enumerate(after.respondents)}
    found = [(n, place[r]) for n, r in enumerate(before.respondents) if r in place]
    first, second = [one for one, _other in found], [other for _one, other in found]
    weights, y = [], []
    for wave, rows in ((before, first), (after, second)):
        w = np.ones(len(wave.codes)) if wave.weights is None else np.asarray(wave.weights, dtype=np.float64)
        weights.append(w[rows] / w.sum() if w.sum() > 0 else w[rows])
        y.append(presence([wave.codes[row] for row in rows], codebook, code_ids))
    product = weights[0] * weights[1]
    return Both(len(found), float(product.sum()), product @ y[0], product @ y[1], product @ (y[0] & y[1]))


def bridged(codes: Sequence[frozenset[str]], codebook: Codebook) -> list[frozenset[str]]:
    """Return codes of several rounds so that they can be compared, whatever became of the codebook in between.

    Parameters
    ----------
    codes : of the respondents of all rounds; codebook : the newest one.

    Returns
    -------
    Merged codes as what they were merged into. A code that was split, and that somebody still has, stays, and everybody
    with one of its parts has it, too: as a whole it can be compared, where its parts cannot. Labels and nets are those
    of the newest codebook anyway.
    """
    became = {code: codebook.successors(code) for code in frozenset().union(*codes)}
    split = {code: frozenset(parts) for code, parts in became.items() if len(parts) > 1}

    def bridge(given: frozenset[str]) -> frozenset[str]:
        now = frozenset(became[code][0] for code in given if code not in split)
        return now | {code for code, parts in split.items() if code in given or now & parts}

    known = {given: bridge(given) for given in set(codes)}
    return [known[given] for given in codes]


def trend_figures(
    cross: CrossTable,
    both: Both | None = None,
    broken: Mapping[str, str] | None = None,
    unused: Mapping[str, Collection[str]] | None = None,
    correction: Correction = "Benjamini-Hochberg",
) -> TrendFigures:
    """Return the shares of codes and nets over the rounds, and what changed between the last two.

    Parameters
    ----------
    cross : the table with the rounds as its groups, oldest first, of codes as `bridged` gives them. What is hidden in
        it is left out, and no test of anything else depends on it.
    both : the respondents of the last two rounds who are in both, with the rows of `cross` as codes. Without it the
        rounds are taken as different people.
    broken : by code id why its shares cannot be compared, in words; such codes are not tested.
    unused : by round the ids of codes that nobody could be given in it.
    correction : how many tests at once are allowed for: all codes and nets that are tested.

    Notes
    -----
    The test is that of `two_proportions`. People who answered in both rounds make them less different by chance than
    two samples would be: the covariance of the two shares, linearised with the weights of both rounds, is taken off
    the variance. Rounds of fewer respondents than `FEWEST_TESTED` are not tested. A change holds where the adjusted p
    value is below 5 % and the interval (of this change alone) leaves out 0.
    """
    ids = [row.code_id for row in cross.total.rows]
    rounds = tuple(group.name for group in cross.groups)
    share, size = shares(cross), sizes(cross)
    for place, name in enumerate(rounds):
        gone = (unused or {}).get(name, ())
        share[[code_id in gone for code_id in ids], place] = np.nan
    figures: dict[str, tuple[Estimate | None, ...]] = {}
    for number, code_id in enumerate(ids):
        figures[code_id] = tuple(
            None
            if np.isnan(share[number, place])
            else Estimate(float(share[number, place]), (row := group.table.rows[number]).low, row.high)
            for place, group in enumerate(cross.groups)
        )
    return TrendFigures(
        rounds,
        tuple(group.table.base for group in cross.groups),
        figures,
        _changes(cross, share, size, both, broken or {}, correction) if len(rounds) > 1 else (),
        dict(broken or {}),
        *(_new(cross, -2, -1), _new(cross, -1, -2)),
    )


def _changes(
    cross: CrossTable, share: Array, size: Array, both: Both | None, broken: Collection[str], correction: Correction
) -> tuple[Change, ...]:
    before, after = cross.groups[-2:]
    if small(before) or small(after):
        return ()
    one, other, n_one, n_other = share[:, -2], share[:, -1], size[:, -2], size[:, -1]
    one = np.where([row.code_id in broken for row in cross.total.rows], np.nan, one)
    within: Array | None = None
    correlation: Array | float = 0.0
    if both is not None and both.n:
        pooled = pooled_share(one, n_one, other, n_other)
        within = both.covariance(pooled, pooled)
        spread = np.sqrt(one * (1 - one) / n_one * other * (1 - other) / n_other)
        covariance = both.covariance(one, other)
        correlation = np.clip(np.divide(covariance, spread, out=np.zeros_like(spread), where=spread > 0), -1, 1)
    p = adjusted(two_proportions(one, n_one, other, n_other, within), correction)
    low, high = difference_bounds(other, n_other, one, n_one, correlation)
    found = []
    for number in np.flatnonzero(~np.isnan(p)).tolist():
        change = Estimate(float(other[number] - one[number]), float(low[number]), float(high[number]))
        holds = bool(p[number] < ALPHA and not change.low <= 0 <= change.high)
        code_id = cross.total.rows[number].code_id
        found.append(Change(code_id, before.name, after.name, change, float(p[number]), holds))
    return tuple(found)


def _new(cross: CrossTable, before: int, after: int) -> tuple[str, ...]:
    """Return the codes, nets left out, that nobody has in the one round and somebody in the other.

    Where most answers were read by nobody, nobody knows.
    """
    if (
        cross.corrected
        or len(cross.groups) < 2
        or not (cross.groups[before].table.rows and cross.groups[after].table.rows)
    ):
        return ()
    rows = zip(cross.groups[before].table.rows, cross.groups[after].table.rows, strict=True)
    return tuple(a.code_id for b, a in rows if not (b.net or b.hidden or a.hidden) and b.n == 0 and a.n > 0)
