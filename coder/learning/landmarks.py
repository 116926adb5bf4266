"""Ridge regression on many coded answers: all of them teach, through a few thousand that stand for the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.linalg import blas, lapack, solve_triangular

from coder.learning.ridge import LEVEL, RIDGE

Array = npt.NDArray[np.float64]
Vectors = npt.NDArray[np.float32]

BLOCK = 2000
"""Coded answers handled at a time: their products with 4,000 landmarks take 64 MB."""

STEADY = 1e-6
"""Added to the diagonal, as a share of its mean: landmarks that are nearly equal would make the solve unsteady."""


class LandmarkRidge:
    """The same regression with weights for m landmarks only, chosen to fit all coded answers.

    With all answers as landmarks it is the exact fit. It is the subset-of-regressors form (Rasmussen & Williams,
    Gaussian Processes for Machine Learning, 8.3.1).

    Parameters
    ----------
    among : (m, m), inner products of the landmarks.
    block : gives the inner products of coded answers (places) with the landmarks: (n_places, m).
    y : (n_coded, n_codes). start, repeats : as in `Ridge`.
    held : the coded answers (places) for which leave-one-out scores are wanted.
    """

    def __init__(
        self,
        among: Array,
        block: Callable[[Sequence[int]], Vectors],
        y: Array,
        start: float,
        repeats: Array | None,
        held: npt.NDArray[np.intp],
    ) -> None:
        self.start, m = start, len(among)
        matrix = np.asfortranarray(RIDGE * (among + LEVEL))
        target = np.zeros((m, y.shape[1]))
        for first in range(0, len(y), BLOCK):
            last = min(first + BLOCK, len(y))
            products = block(range(first, last)).astype(float) + LEVEL
            weight = repeats[first:last, None] if repeats is not None else 1.0
            matrix = blas.dsyrk(1.0, products * np.sqrt(weight), 1.0, matrix, trans=1, lower=1, overwrite_c=1)
            target += (products * weight).T @ (y[first:last] - start)
        matrix[np.diag_indices(m)] += STEADY * matrix.trace() / m
        factor, failed = lapack.dpotrf(matrix, lower=1, overwrite_a=1)
        if failed:
            raise ArithmeticError("the kernel of the landmarks is not positive definite")
        self.dual, failed = lapack.dpotrs(factor, target, lower=1)
        # The share of its own coding in the score of an answer: the diagonal of the hat matrix.
        self.held_out = np.zeros((len(held), y.shape[1]))
        for first in range(0, len(held), BLOCK):
            places = held[first : first + BLOCK]
            products = block(places.tolist()).astype(float) + LEVEL
            weight = repeats[places] if repeats is not None else np.ones(len(places))
            own = weight * (solve_triangular(factor, products.T, lower=True) ** 2).sum(axis=0)
            score = start + products @ self.dual
            gap = (y[places] - score) / (1 - np.minimum(own, 0.999))[:, None]
            self.held_out[first : first + BLOCK] = y[places] - gap
        inverse, failed = lapack.dpotri(factor, lower=1, overwrite_c=1)
        self._inverse = np.asfortranarray(inverse)

    @property
    def level(self) -> Array:
        """The score of an answer that shares nothing with the landmarks: (n_codes,)."""
        return np.asarray(self.start + LEVEL * self.dual.sum(axis=0))

    def add(self, products: Array, y: Array, repeats: float = 1.0) -> tuple[Array, Array]:
        """Learn from one more answer; return the change of the dual weights: u (m,), t (n_codes,), by u t'.

        Parameters
        ----------
        products : (m,), its inner products with the landmarks.
        """
        k = products + LEVEL
        b = blas.dsymv(1.0, self._inverse, k, lower=1)
        spare = 1 / repeats + float(k @ b)
        t = (y - self.start - k @ self.dual) / spare
        self._inverse = blas.dsyr(-1.0 / spare, b, lower=1, a=self._inverse, overwrite_a=1)
        self.dual = self.dual + np.outer(b, t)
        return b, t
