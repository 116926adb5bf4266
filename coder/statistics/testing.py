"""Whether two shares differ, and how many tests at once that allows for."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from coder.statistics.intervals import wilson_bounds

Array = NDArray[np.float64]
Correction = Literal["Benjamini-Hochberg", "Holm"]

ALPHA = 0.05
"""Certainty over a whole table: with Benjamini-Hochberg at most this part of the differences that are printed is
expected to be chance; with Holm there is at most this chance of any such."""

FEWEST_EXPECTED = 1.0
"""Respondents that chance alone must be expected to put with and without the code in both groups: below that the test
with N - 1 is not to be trusted (Campbell 2007). It depends on what the groups share, not on how they differ."""


def two_proportions(one: Array, n_one: Array, other: Array, n_other: Array, covariance: Array | None = None) -> Array:
    """Return the two-sided p value of each pair of shares; NaN where a test makes no sense.

    Parameters
    ----------
    one, other : shares, 0 to 1; n_one, n_other : what they are of: respondents, or with weights their effective number.
        All of them broadcast.
    covariance : of the two shares around the pooled one, where respondents are in both groups; None: nobody is.

    Notes
    -----
    The z test with the pooled share, and its square times (N - 1) / N: E.S. Pearson (1947), Biometrika 34, 139-167;
    I. Campbell (2007), Chi-squared and Fisher-Irwin tests of two-by-two tables with small sample recommendations,
    Statistics in Medicine 26, 3661-3675, who shows it to keep the level where 1 or more is expected in each cell.
    With weights the sizes are Kish's effective ones, as in the first-order correction of J.N.K. Rao and A.J. Scott
    (1984), Annals of Statistics 12, 46-60. For respondents in both groups the variance of the difference loses twice
    the covariance; with the same respondents in both this is McNemar's test, with some it is z8 of B. Derrick, A.
    Dobson-McKittrick, D. Toher and P. White (2015), Test statistics for comparing two proportions with partially
    overlapping samples, Journal of Applied Quantitative Methods 10(3).
    """
    both, pooled = n_one + n_other, pooled_share(one, n_one, other, n_other)
    with np.errstate(divide="ignore", invalid="ignore"):
        least = np.minimum(pooled, 1 - pooled) * np.minimum(n_one, n_other)
        spread = pooled * (1 - pooled) * (1 / n_one + 1 / n_other)
        spread = spread * both / (both - 1) if covariance is None else np.maximum(spread - 2 * covariance, 0)
        z = np.abs(one - other) / np.sqrt(spread)
    # Respondents who all stayed with what they said have neither a difference nor a variance.
    z = np.where(one == other, 0.0, z)
    p = 2 * ndtr(-z)
    return np.where((least >= FEWEST_EXPECTED) & np.isfinite(p), p, np.nan)


def pooled_share(one: Array, n_one: Array, other: Array, n_other: Array) -> Array:
    """Return the share of both groups together; NaN for nobody."""
    with np.errstate(invalid="ignore"):
        return np.asarray((one * n_one + other * n_other) / (n_one + n_other))


def difference_bounds(
    one: Array, n_one: Array, other: Array, n_other: Array, correlation: Array | float = 0.0
) -> tuple[Array, Array]:
    """Return the bounds of the 95 % interval of `one` - `other`, elementwise.

    Parameters
    ----------
    correlation : of the two shares, -1 to 1; other than 0 where respondents are in both groups.

    Notes
    -----
    The hybrid score interval, from Wilson's intervals of both: R.G. Newcombe (1998), Interval estimation for the
    difference between independent proportions, Statistics in Medicine 17, 873-890, method 10; for the same people
    twice (1998), Statistics in Medicine 17, 2635-2650, method 8. In general: G.Y. Zou and A. Donner (2008),
    Construction of confidence limits about effect measures, Statistics in Medicine 27, 1693-1702.
    """
    low_one, high_one = wilson_bounds(one, n_one)
    low_other, high_other = wilson_bounds(other, n_other)
    return (
        one - other - _square_and_add(one - low_one, high_other - other, correlation),
        one - other + _square_and_add(high_one - one, other - low_other, correlation),
    )


def _square_and_add(one: Array, other: Array, correlation: Array | float) -> Array:
    return np.asarray(np.sqrt(np.maximum(one**2 + other**2 - 2 * correlation * one * other, 0)))


def adjusted(p: Array, correction: Correction = "Benjamini-Hochberg") -> Array:
    """Return p values that allow for all tests of a table at once; those that are NaN are no tests and stay NaN.

    Notes
    -----
    Y. Benjamini and Y. Hochberg (1995), Controlling the false discovery rate, Journal of the Royal Statistical Society
    B 57, 289-300; for pairs of groups it was found to keep its level: V.S.L. Williams, L.V. Jones and J.W. Tukey
    (1999), Journal of Educational and Behavioral Statistics 24, 42-69. S. Holm (1979), A simple sequentially rejective
    multiple test procedure, Scandinavian Journal of Statistics 6, 65-70.
    """
    flat = np.asarray(p, dtype=np.float64).ravel()
    found = np.full(flat.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(flat))
    n = len(tested)
    order = tested[np.argsort(flat[tested], kind="stable")]
    rank = np.arange(1, n + 1)
    if correction == "Holm":
        made = np.maximum.accumulate(flat[order] * (n - rank + 1)) if n else flat[order]
    else:
        made = np.minimum.accumulate((flat[order] * n / rank)[::-1])[::-1]
    found[order] = np.minimum(made, 1)
    return found.reshape(np.shape(p))
