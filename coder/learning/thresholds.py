"""From probabilities to a set of codes: a cut per code, chosen on held-out scores."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

BELIEF = 30
"""Coded answers that the expected common cut counts for beside the one found on held-out scores."""

OWN = 0.5
"""How far the cut of a code goes from the common cut to its own best; the own cut alone follows chance."""

LOWEST, HIGHEST = 0.15, 0.5
"""The expected common cut stays within these; what lies outside is a calibration gone wrong."""

LEAST = 0.35
"""The best code is selected where none passes its cut, if it is at least this probable: most answers have a code. With
0.2 one set in 100 more comes out exactly right, for 0.3 points of micro F1 and more keys to take codes off again."""


def fit(probabilities: Array, y: Array, glimpse: Array) -> Array:
    """Return the cut of each code (n_codes,).

    Midway between the cut that is best for the code and the cut that is best for all codes together, by F1; nearer to
    the latter for codes that were hardly given. While little is coded, the common cut leans on the one that is best
    if the probabilities are right.

    Parameters
    ----------
    probabilities, y : held-out probabilities and codings of the coded answers, each (n_coded, n_codes).
    glimpse : probabilities of any answers (n_answers, n_codes), coded or not.
    """
    common = expected(glimpse)
    if not y.any():
        return np.full(y.shape[1], common)
    found = _best(probabilities.reshape(-1, 1), y.reshape(-1, 1))[0]
    common = (len(y) * found + BELIEF * common) / (len(y) + BELIEF)
    given = y.sum(axis=0)
    return np.asarray(common + (_best(probabilities, y) - common) * OWN * given / (given + 1))


def expected(probabilities: Array) -> float:
    """Return the common cut whose F1 is best if the probabilities are right: no codings are needed.

    With sum S of all probabilities, the m highest with sum s have an F1 of about 2 s / (m + S).
    """
    sorted_down = np.sort(probabilities.ravel())[::-1]
    if not len(sorted_down):
        return HIGHEST
    f1 = 2 * np.cumsum(sorted_down) / (np.arange(1, len(sorted_down) + 1) + sorted_down.sum())
    return float(np.clip(sorted_down[f1.argmax()], LOWEST, HIGHEST))


def _best(probabilities: Array, y: Array) -> Array:
    """Return the cut with the best F1 in each column, halfway to the next lower probability."""
    order = np.argsort(-probabilities, axis=0, kind="stable")
    sorted_down = np.take_along_axis(probabilities, order, axis=0)
    hits = np.cumsum(np.take_along_axis(y, order, axis=0), axis=0)
    selected = np.arange(1, len(y) + 1)[:, None]
    at = (2 * hits / (selected + y.sum(axis=0))).argmax(axis=0)
    column = np.arange(probabilities.shape[1])
    below = np.minimum(at + 1, len(y) - 1)
    return np.asarray((sorted_down[at, column] + sorted_down[below, column]) / 2)


def select(probabilities: Array, cuts: Array, exclusive: Flags) -> Flags:
    """Return which codes to pre-select: (n_answers, n_codes).

    Parameters
    ----------
    cuts : (n_codes,). exclusive : (n_codes,), codes that stand alone: selected only where they beat all others.
    """
    if not probabilities.size:
        return np.zeros(probabilities.shape, dtype=bool)
    answers = np.arange(len(probabilities))
    best = probabilities.argmax(axis=1)
    chosen = probabilities > cuts
    alone = exclusive[best] & chosen[answers, best]
    chosen[:, exclusive] = False
    chosen[alone] = False
    chosen[answers[alone], best[alone]] = True
    empty = ~chosen.any(axis=1) & (probabilities[answers, best] >= LEAST)
    chosen[answers[empty], best[empty]] = True
    return chosen
