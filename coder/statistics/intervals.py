"""Confidence intervals of a share, and what weights do to them."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, stdtrit

from coder.domain.errors import UsageError
from coder.domain.texts import _

Array = NDArray[np.float64]

LARGEST_WEIGHT = 1e15
"""What is larger is a slip, and sums of it would not be numbers any more."""


def wilson(successes: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """Return the Wilson score interval of the share `successes / n`.

    Parameters
    ----------
    successes, n : counts, also fractional ones (an effective sample size); 0 <= successes <= n.
    confidence : coverage of the two-sided interval, between 0 and 1.

    Returns
    -------
    The lower and the upper bound, 0 to 1. Nothing is known without respondents: n = 0 gives (0, 1).

    Raises
    ------
    ValueError : the counts are negative or not numbers, or `successes` exceeds `n`.

    Notes
    -----
    E.B. Wilson (1927), Probable inference, the law of succession, and statistical inference. Journal of the American
    Statistical Association 22, 209-212. Without correction for continuity.
    """
    if not 0 <= successes <= n or n == float("inf"):
        raise ValueError(f"no share: {successes} of {n}")
    if n == 0:
        return 0.0, 1.0
    low, high = wilson_bounds(np.array(successes / n), np.array(n), confidence)
    return float(low), float(high)


def wilson_bounds(share: Array, n: Array, confidence: float = 0.95) -> tuple[Array, Array]:
    """Return the bounds of `wilson` for many shares at once; arguments broadcast, and are not checked."""
    z2 = NormalDist().inv_cdf((1 + confidence) / 2) ** 2
    share, n = np.broadcast_arrays(np.asarray(share, dtype=np.float64), np.asarray(n, dtype=np.float64))
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = (share + z2 / (2 * n)) / (1 + z2 / n)
        half = np.sqrt(z2) / (1 + z2 / n) * np.sqrt(share * (1 - share) / n + z2 / (2 * n) ** 2)
        # Exact at the ends, where rounding would leave 1e-17.
        low = np.where(share == 0, 0.0, np.maximum(middle - half, 0))
        high = np.where(share == 1, 1.0, np.minimum(middle + half, 1))
    return np.where(n > 0, low, 0.0), np.where(n > 0, high, 1.0)


def korn_graubard(
    share: Array, effective: Array, n: Array, freedom: Array | None = None, confidence: float = 0.95
) -> tuple[Array, Array]:
    """Return the bounds of Korn and Graubard's interval of weighted shares; arguments broadcast.

    Parameters
    ----------
    share : 0 to 1. effective : effective sample sizes. n : respondents, more than 1 where there are any.
    freedom : degrees of freedom of the variance, n - 1 where there are no clusters and strata (the default).

    Returns
    -------
    The lower and the upper bound, 0 to 1; (0, 1) without respondents.

    Notes
    -----
    E.L. Korn and B.I. Graubard (1998), Confidence intervals for proportions with small expected number of positive
    counts estimated from survey data, Survey Methodology 24, 193-201: the interval of C.J. Clopper and E.S. Pearson
    (1934), Biometrika 26, 404-413, with the effective sample size, taken down by the square of the ratio of Student's
    t for n - 1 and for the degrees of freedom, and never more than n. R's survey package has it as method 'beta'.
    """
    share, effective, n = np.broadcast_arrays(*(np.asarray(a, dtype=np.float64) for a in (share, effective, n)))
    tail = (1 - confidence) / 2
    simple = np.maximum(n - 1, 1)
    t = stdtrit(simple, 1 - tail) / stdtrit(simple if freedom is None else freedom, 1 - tail)
    size = np.minimum(effective * t**2, n)
    hits = share * size
    some = size > 0
    low = np.where(hits > 0, betaincinv(np.where(hits > 0, hits, 1), np.where(some, size - hits, 0) + 1, tail), 0.0)
    left = np.where(size - hits > 0, size - hits, 1)
    high = np.where(share < 1, betaincinv(hits + 1, left, 1 - tail), 1.0)
    # The inverse is inexact at shares next to nothing, where the bounds would pass the share itself.
    return np.where(some, np.minimum(low, share), 0.0), np.where(some, np.maximum(high, share), 1.0)


def effective_size(weights: Sequence[float] | Array) -> float:
    """Return the effective sample size of weighted respondents: (sum of weights)² / (sum of squared weights).

    Equal weights give the number of respondents; no weights, or only zeros, give 0.

    Notes
    -----
    L. Kish (1965), Survey Sampling, New York: Wiley, section 11.7; Kish (1992), Weighting for unequal Pi, Journal of
    Official Statistics 8, 183-200. It takes weights as unrelated to the answers, which is cautious for most questions.
    """
    values = np.asarray(weights, dtype=np.float64)
    largest = values.max(initial=0.0)
    if largest <= 0:
        return 0.0
    scaled = values / largest  # the square of a very large weight would overflow
    return float(scaled.sum() ** 2 / (scaled**2).sum())


def checked_weights(weights: Sequence[float], respondents: int) -> Array:
    """Return the weights as an array (n_respondents,).

    Raises
    ------
    UsageError : a weight is negative, not a number or beyond reason; the message names the place, counted from 1.
    ValueError : there are more or fewer weights than respondents.
    """
    values = np.asarray(weights, dtype=np.float64)
    if values.shape != (respondents,):
        raise ValueError(f"{values.shape} weights for {respondents} respondents")
    wrong = np.flatnonzero(~((values >= 0) & (values <= LARGEST_WEIGHT)))
    if wrong.size:
        place = int(wrong[0])
        message = _("the weight of respondent {place} is {weight}").format(place=place + 1, weight=values[place])
        raise UsageError(message, _("A weight is a number of 0 or more. Correct the weights, or count without them."))
    return values
