"""Which codes are named together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import hypergeom

from coder.domain.report import Pair
from coder.statistics.intervals import checked_weights
from coder.statistics.presence import Flags
from coder.statistics.testing import ALPHA, Array, Correction, adjusted

Ints = NDArray[np.int64]

FEWEST_TOGETHER = 5
"""Respondents who name both: with fewer a lift says next to nothing, and a table of pairs points at persons."""


def pairs(
    y: Flags,
    code_ids: Sequence[str],
    weights: Sequence[float] | None = None,
    least: int = 0,
    correction: Correction = "Benjamini-Hochberg",
) -> tuple[Pair, ...]:
    """Return the pairs of codes that at least `FEWEST_TOGETHER` respondents name together, most respondents first.

    Parameters
    ----------
    y : (n_respondents, n_codes), from `presence`: codes without nets, and without those that stand alone.
    weights : one per respondent. They count for lift and Jaccard; numbers and the test are of people.
    least : leave out pairs of which a number is below it: of those who name both, or the one without the other.
    correction : how many tests at once are allowed for: all pairs of codes.

    Notes
    -----
    Lift is the share of both over the product of the shares (S. Brin, R. Motwani, J.D. Ullman and S. Tsur, 1997,
    SIGMOD Record 26(2), 255-264, as 'interest'); Jaccard is those who name both over those who name either (P. Jaccard,
    1912, New Phytologist 11, 37-50). A pair holds where the number of those who name both is not what chance gives:
    Fisher's exact test, two-sided as twice the smaller tail of the hypergeometric distribution (A. Agresti, 2013,
    Categorical Data Analysis, 3rd edition, section 3.5); a lift below 1 is then fewer than chance.
    """
    w = np.ones(len(y)) if weights is None else checked_weights(weights, len(y))
    values = y.astype(np.float64)
    together = np.rint(values.T @ values).astype(np.int64)
    by_weight = (values * w[:, None]).T @ values
    n, each = len(y), np.diag(together)
    one, other = np.triu_indices(len(code_ids), 1)
    both = together[one, other]
    p = adjusted(_fisher(both, each[one], each[other], n), correction)
    share = np.diag(by_weight)
    total = w.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        lift = np.nan_to_num(by_weight[one, other] * total / (share[one] * share[other]))
        jaccard = np.nan_to_num(by_weight[one, other] / (share[one] + share[other] - by_weight[one, other]))
    kept = both >= FEWEST_TOGETHER
    for number in (both, each[one] - both, each[other] - both):
        kept &= (number == 0) | (number >= least)
    found = [
        Pair(
            *(code_ids[one[i]], code_ids[other[i]], int(both[i]), float(lift[i]), float(jaccard[i])),
            holds=bool(p[i] < ALPHA),
        )
        for i in np.flatnonzero(kept).tolist()
    ]
    return tuple(sorted(found, key=lambda pair: (-pair.n, -pair.lift, pair.one, pair.other)))


def _fisher(both: Ints, one: Ints, other: Ints, n: int) -> Array:
    """Return the p values; NaN for codes that nobody or everybody has: nothing can come of those."""
    lower, upper = hypergeom.cdf(both, n, one, other), hypergeom.sf(both - 1, n, one, other)
    possible = (one > 0) & (other > 0) & (one < n) & (other < n)
    return np.where(possible, np.minimum(2 * np.minimum(lower, upper), 1), np.nan)
