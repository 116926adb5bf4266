"""From ridge scores and codebook similarities to probabilities: one logistic regression over answer-code pairs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

PER_ANSWER = 1.3
"""Codes that an answer gets, before anything is coded: what coded surveys have on average."""

BEFORE = np.array([-2.3, 5.0, 2.0, 2.0, 4.0, 2.0, 0.8, 2.5, 2.0, 0.3])
"""Coefficients before any coding (see `pairs` for their order): near what 20 to 50 codings of an election survey gave;
the probabilities that follow from the codebook alone then add up to about the codes that answers really have."""

TRUST = 0.4 * np.array([1.0, 0.2, 0.2, 1.0, 0.3, 0.3, 1.0, 0.3, 0.3, 4.0])
"""How firmly `BEFORE` is held: the precision of a normal distribution around each coefficient."""

STEPS = 25
"""Newton steps at most; some eight do."""

SMALLEST_STEP = 1e-6
"""Change of the coefficients at which they are called found."""

SMALLEST = 1e-4
"""Probabilities stay this far from 0 and 1."""


RATE_TRUST = 100
"""Coded answers that the shares of codes before any coding count for: shares of few codings mislead (with 2 instead,
the first 3 to 10 codings made suggestions worse than those of the codebook alone)."""


def start(n_codes: int) -> float:
    """Return the share of answers that have a code, before anything is coded."""
    return min(PER_ANSWER / max(n_codes, 1), 0.5)


def log_odds(given: Array, n: float, before: float) -> Array:
    """Return the log-odds of each code's share (n_codes,), drawn towards `before` while little is coded.

    Parameters
    ----------
    given : (n_codes,), respondents who have each code, out of `n` coded ones.
    """
    share = (given + RATE_TRUST * before) / (n + RATE_TRUST)
    return np.asarray(np.log(share / (1 - share)))


def pairs(scores: Array, similarity: Array, odds: Array) -> Array:
    """Return what is known of each answer-code pair: (n_answers, n_codes, 10).

    A constant; the ridge score; the same below the answer's best; similarity to the codebook by lemmas, by words and
    characters, by meaning; the same below the answer's best; the log-odds of the code.

    Parameters
    ----------
    scores : (n_answers, n_codes). similarity : (n_answers, n_codes, 3). odds : (n_codes,).
    """
    lemmas, letters, meaning = (similarity[..., way] for way in range(3))
    columns = [
        np.ones_like(scores),
        scores,
        _below(scores),
        lemmas,
        letters,
        meaning,
        _below(lemmas),
        _below(letters),
        _below(meaning),
        np.broadcast_to(odds, scores.shape),
    ]
    return np.stack(columns, axis=-1)


def fit(known: Array, y: Array) -> Array:
    """Return the coefficients (10,): the most probable ones given the codings and `BEFORE`.

    With no codings they are `BEFORE`; every coding moves them, so there is no jump from one regime to the next.
    """
    x, target = known.reshape(-1, known.shape[-1]), y.ravel()

    def cost(w: Array) -> float:
        z = x @ w
        return float((np.logaddexp(0, z) - target * z).sum() + (TRUST * (w - BEFORE) ** 2).sum() / 2)

    w, now = BEFORE.copy(), cost(BEFORE)
    for _ in range(STEPS):
        p = _logistic(x @ w)
        gradient = x.T @ (p - target) + TRUST * (w - BEFORE)
        curvature = (x * (p * (1 - p))[:, None]).T @ x + np.diag(TRUST)
        step = np.linalg.solve(curvature, gradient)
        # A full Newton step can overshoot where the curve is flat; half of it, or a quarter, then does not.
        while (then := cost(w - step)) > now and np.abs(step).max() > SMALLEST_STEP:
            step = step / 2
        w, now = w - step, then
        if np.abs(step).max() <= SMALLEST_STEP:
            break
    return w


def probabilities(known: Array, coefficients: Array) -> Array:
    """Return the probability of each pair: (n_answers, n_codes), within (0, 1)."""
    return np.clip(_logistic(known @ coefficients), SMALLEST, 1 - SMALLEST)


def _logistic(z: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.clip(z, -35, 35))))


def _below(values: Array) -> Array:
    return values - values.max(axis=1, keepdims=True) if values.shape[1] else values
