"""Shares of all answers from machine predictions and a random sample that people coded, with honest intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from coder.statistics.intervals import effective_size

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

KNOWN = -1
"""The stratum of answers that people coded outside any random sample: their share is counted and has no error."""

BELIEF = 4.0
"""Sampled answers with a code (or without it, where that is rarer) that must be seen before the sample's own view of
the machine's errors weighs as much as the cautious view that the machine helps nothing. Without it the intervals of
rare codes are too narrow: a sample with two such answers says next to nothing about how often the machine misses."""

SAME = 1e-20
"""Variance below which predictions differ by rounding alone."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """Estimates per code, each (n_codes,); shares are between 0 and 1."""

    share: Array
    low: Array
    """Lower bound of the interval of `share`."""
    high: Array
    power: Array
    """How far the machine was followed, 0 (the sample alone) to 1: lambda of PPI++."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Which answers were drawn, from what, and whom they count for; all arrays are (n_answers,).

    Parameters
    ----------
    stratum : the frame that an answer could be drawn from, counted from 0, or `KNOWN`.
    drawn : whether it was drawn from it (and coded). Each frame has at least one drawn answer.
    weights : survey weights, zero or more; 0 leaves a respondent out, which makes an estimate of a group: the frame,
        and so the chance to be drawn, stays that of everybody.
    coded : whether people coded it, drawn or not.
    """

    stratum: NDArray[np.intp]
    drawn: Flags
    weights: Array
    coded: Flags


def corrected_shares(y: Array, f: Array, sample: Sample, power: Array | None = None) -> Corrected:
    """Estimate the share of each code among all answers.

    Parameters
    ----------
    y : (n_answers, n_codes), 1 where people gave the code; read only where `sample.coded`.
    f : (n_answers, n_codes), the machine's predictions, 0 to 1. That of a coded answer must come from a fit that did
        not see it. Bad predictions make intervals wider, never wrong.
    power : how far to follow the machine per code (n_codes,); None tunes it on the sample.

    Returns
    -------
    Shares with 95 % intervals. They are about these very respondents: what is uncertain is what nobody read.

    Raises
    ------
    ValueError : a frame has no drawn answer, or all weights are zero.

    Notes
    -----
    Per frame the estimate is lambda mean(f) over all answers plus mean(y - lambda f) over the drawn ones. Survey
    statistics knows it as the difference estimator, with a tuned lambda as the regression estimator: C.-E. Särndal,
    B. Swensson and J. Wretman (1992), Model Assisted Survey Sampling, New York: Springer, chapters 5 to 7 (weights and
    groups as ratio estimators with linearised variance, drawing without replacement from a finite frame). As
    prediction-powered inference: A.N. Angelopoulos, S. Bates, C. Fannjiang, M.I. Jordan and T. Zrnic (2023), Science
    382, 669-674; tuning: A.N. Angelopoulos, J.C. Duchi and T. Zrnic (2023), PPI++, arXiv:2311.01453; predictions by a
    model that learnt from the same sample, held out: T. Zrnic and E.J. Candès (2024), Cross-prediction-powered
    inference, PNAS 121(15).

    The interval is Wilson's with an effective sample size, share (1 - share) / variance, and Student's t in place of
    z, after E.L. Korn and B.I. Graubard (1998), Survey Methodology 24, 193-201: the usual one, share +- t standard
    errors, misses far too often where a code is rare. What people coded bounds it on both sides.
    """
    w, inside = sample.weights, sample.stratum != KNOWN
    total = float(w.sum())
    if total <= 0:
        raise ValueError("nobody to count: all weights are zero")
    certain = (w * sample.coded) @ np.where(sample.coded[:, None], y, 0) / total
    most = 1 - (float(w[sample.coded].sum()) / total - certain)  # if all answers that nobody coded had the code
    uncertain = float(w[inside].sum()) / total
    if uncertain == 0 or bool(sample.coded[w > 0].all()):
        return Corrected(certain, certain, certain, np.zeros(y.shape[1]))
    known = ~inside & sample.coded
    counted = w[known] @ y[known] / total

    part = _Frames(sample)
    a, b = part.residuals(y), part.residuals(f)
    if power is None:
        spread = part.covariance(b, b)
        follows = part.covariance(a, b)
        power = np.clip(np.divide(follows, spread, out=np.zeros_like(follows), where=spread > SAME), 0, 1)
    mean_f = w[inside] @ f[inside] / w[inside].sum()
    share = part.mean(y) + power * (mean_f - part.mean(f))
    # Tuning takes a degree of freedom, as the slope of a regression does.
    freedom = np.maximum(part.size - part.count - (power > 0), 1)
    variance = part.covariance(a - power * b, a - power * b) * part.size / freedom
    low, high = _interval(np.clip(share, 0, 1), variance, part, part.mean(y), freedom)
    share, low, high = (np.clip(counted + uncertain * one, certain, most) for one in (share, low, high))
    return Corrected(share, low, high, power)


class _Frames:
    """The drawn answers, weighted up to the frames they were drawn from."""

    def __init__(self, sample: Sample) -> None:
        self.rows = np.flatnonzero(sample.drawn)
        strata, place = np.unique(sample.stratum[sample.stratum != KNOWN], return_inverse=True)
        of_all = np.bincount(place, minlength=len(strata)).astype(float)
        self._place = np.searchsorted(strata, sample.stratum[self.rows])
        drawn = np.bincount(self._place, minlength=len(strata)).astype(float)
        if (drawn == 0).any():
            raise ValueError("a frame has no drawn answer")
        weights = sample.weights[self.rows] * (of_all / drawn)[self._place]
        if weights.sum() <= 0:
            raise ValueError("nobody of the group was drawn")
        self.share = weights / weights.sum()  # of each drawn answer in the mean
        self._left = (1 - drawn / of_all)[self._place]  # drawing without replacement: what was not drawn
        self._drawn = drawn
        self.size = effective_size(weights)
        self.count = len(np.unique(self._place[weights > 0]))

    def mean(self, values: Array) -> Array:
        return np.asarray(self.share @ values[self.rows])

    def residuals(self, values: Array) -> Array:
        """Return how each drawn answer moves the mean (linearised, n_drawn, n_codes), centred per frame."""
        moves = self.share[:, None] * (values[self.rows] - self.mean(values))
        means = np.zeros((len(self._drawn), values.shape[1]))
        np.add.at(means, self._place, moves)
        return np.asarray(moves - (means / self._drawn[:, None])[self._place])

    def covariance(self, a: Array, b: Array) -> Array:
        return np.asarray(self._left @ (a * b))

    @property
    def unit_variance(self) -> float:
        """The variance of the mean of values that vary by 1 around it."""
        return float(self._left @ self.share**2)


def _interval(share: Array, variance: Array, part: _Frames, seen: Array, freedom: Array) -> tuple[Array, Array]:
    """Return the bounds per code; `seen` is the share in the sample alone."""
    plain = share * (1 - share) * part.unit_variance
    evidence = part.size * np.minimum(seen, 1 - seen)
    effect = np.divide(variance, plain, out=np.ones_like(plain), where=plain > 0)
    effect = (evidence * effect + BELIEF) / (evidence + BELIEF)
    q = stdtrit(freedom, 0.975) ** 2 * part.unit_variance * effect  # t squared by the effective size
    middle = (share + q / 2) / (1 + q)
    half = np.sqrt(q * share * (1 - share) + q**2 / 4) / (1 + q)
    return middle - half, middle + half
