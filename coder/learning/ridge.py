"""Ridge regression in its dual form: one linear solve for all codes, and exact leave-one-out scores for free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.linalg import lapack

Array = npt.NDArray[np.float64]

RIDGE = 0.5
"""Penalty, added to the kernel's diagonal; an answer's own kernel value is 2 (two blocks of length 1). Measured on two
coded surveys: 0.5 is better than 1 and 2 below 200 coded answers, and as good above."""

LEVEL = 0.05
"""Kernel value of the constant feature, the intercept. Small: how common codes are is learned more slowly than words,
so that the first codings of one code do not push it into every answer."""


@dataclass(frozen=True, slots=True)
class Ridge:
    """A fit on coded answers."""

    dual: Array
    """(n_coded, n_codes): weight of each coded answer in the score of each code."""
    level: Array
    """(n_codes,): the score of an answer that shares nothing with the coded ones."""
    held_out: Array
    """(n_coded, n_codes): what a fit without the answer itself gives it, exactly."""


def fit(kernel: Array, y: Array, start: float = 0.0, repeats: Array | None = None) -> Ridge:
    """Fit all codes at once.

    Parameters
    ----------
    kernel : (n_coded, n_coded), inner products of the coded answers.
    y : (n_coded, n_codes), 1 where the answer has the code.
    start : the score before anything is known.
    repeats : (n_coded,), how many respondents gave each answer; they count as that many rows.

    Notes
    -----
    With C the inverse of kernel plus penalty, the prediction of a fit without row i is y_i - (C y)_i / C_ii
    (Rifkin & Lippert, Notes on Regularized Least Squares, MIT-CSAIL-TR-2007-025).
    """
    penalty = RIDGE / repeats if repeats is not None else np.full(len(kernel), RIDGE)
    inverse = _inverse(kernel + LEVEL + np.diag(penalty))
    dual = inverse @ (y - start)
    held_out = y - dual / np.diag(inverse)[:, None]
    return Ridge(dual, start + LEVEL * dual.sum(axis=0), held_out)


def _inverse(matrix: Array) -> Array:
    if not len(matrix):
        return matrix
    factor, failed = lapack.dpotrf(matrix, lower=1, overwrite_a=1)
    inverse, failed_too = lapack.dpotri(factor, lower=1, overwrite_c=1)
    if failed or failed_too:  # cannot happen: the penalty makes the matrix positive definite
        raise ArithmeticError("the kernel is not positive definite")
    lower = np.tril(inverse)
    return np.asarray(lower + np.tril(lower, -1).T)


class Kernel:
    """The inner products of coded answers, grown as answers are coded; never of all answers."""

    def __init__(self, x: sp.csr_matrix) -> None:
        self._x = x
        self._place: dict[int, int] = {}
        self._values = np.zeros((0, 0), dtype=np.float32)

    def of(self, rows: Sequence[int]) -> Array:
        """Return the inner products between `rows` of the features: (n, n)."""
        self._add([row for row in rows if row not in self._place])
        at = np.array([self._place[row] for row in rows], dtype=np.intp)
        return self._values[np.ix_(at, at)].astype(float)

    def _add(self, rows: list[int]) -> None:
        if not rows:
            return
        old = len(self._place)
        self._place.update({row: old + i for i, row in enumerate(rows)})
        size = len(self._place)
        if size > len(self._values):
            grown = np.zeros((size + size // 4 + 64,) * 2, dtype=np.float32)
            grown[:old, :old] = self._values[:old, :old]
            self._values = grown
        every = list(self._place)
        block = (self._x[rows] @ self._x[every].T).toarray()
        self._values[old:size, :size] = block
        self._values[:old, old:size] = block[:, :old].T
