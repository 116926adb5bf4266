"""Answers as short dense rows: what clusters and neighbours are found by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from coder.learning.rows import VECTOR_WEIGHT, Rows

Vectors = npt.NDArray[np.float32]

DIMENSIONS = 100
"""Directions that stand for words and characters (latent semantic analysis)."""

FITTED_ON = 20_000
"""Answers, spread evenly, by which the directions are found."""


class Representation:
    """Words and characters in `DIMENSIONS` directions, beside the sentence vector, weighed as in the kernel.

    The directions are those of a truncated singular value decomposition (Deerwester et al. 1990), found at first use.
    """

    def __init__(self, x: Rows) -> None:
        self._x = x
        self._directions: Vectors | None = None

    def of(self, rows: Sequence[int]) -> Vectors:
        """Return rows of length 1 (0 for answers without words): (n_rows, n_dimensions)."""
        x = self._x[rows]
        short = np.asarray(x.sparse @ self._found(), dtype=np.float32)
        both = np.hstack([short, np.float32(VECTOR_WEIGHT**0.5) * x.dense])
        norms = np.linalg.norm(both, axis=1, keepdims=True)
        return np.asarray(np.divide(both, norms, out=np.zeros_like(both), where=norms > 0), dtype=np.float32)

    def _found(self) -> Vectors:
        if self._directions is None:
            from sklearn.decomposition import TruncatedSVD

            sparse = self._x.sparse[:: max(1, len(self._x) // FITTED_ON)]
            width = min(DIMENSIONS, min(sparse.shape) - 1)
            if width < 1 or not sparse.nnz:
                self._directions = np.zeros((self._x.sparse.shape[1], 0), dtype=np.float32)
            else:
                svd = TruncatedSVD(width, n_iter=3, random_state=0).fit(sparse)
                self._directions = np.asarray(svd.components_.T, dtype=np.float32)
        return self._directions
