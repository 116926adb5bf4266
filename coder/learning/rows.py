"""Answers as vectors: words and characters (sparse) beside the meaning of the whole (dense)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Array = npt.NDArray[np.float64]
Vectors = npt.NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]
"""Returns the sentence vectors of texts: (n, n_dimensions), rows of length 1 (or 0 for texts that say nothing)."""

VECTOR_WEIGHT = 2.0
"""Weight of the sentence vectors in inner products, beside two blocks of TF-IDF that weigh 1 each."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Answers as rows of features."""

    sparse: sp.csr_matrix
    """(n, n_sparse): TF-IDF of words and of characters, each block of length 1."""
    dense: Vectors
    """(n, n_dense): sentence vectors of length 1; no columns without an encoder."""

    def __len__(self) -> int:
        return int(self.sparse.shape[0])

    def __getitem__(self, rows: Sequence[int] | slice) -> Rows:
        """Return some of the rows."""
        wanted = rows if isinstance(rows, slice) else list(rows)
        return Rows(self.sparse[wanted], self.dense[wanted])

    @property
    def n_features(self) -> int:
        """How long a row is, both parts together."""
        return int(self.sparse.shape[1] + self.dense.shape[1])

    def products(self, other: Rows) -> Vectors:
        """Return the inner products with other rows: (n, n_other)."""
        found = (self.sparse @ other.sparse.T).toarray()
        return np.asarray(found + np.float32(VECTOR_WEIGHT) * (self.dense @ other.dense.T), dtype=np.float32)

    def scores(self, weights: Vectors) -> Vectors:
        """Return what linear weights (n_features, n_codes) give: (n, n_codes)."""
        n = self.sparse.shape[1]
        found = self.sparse @ weights[:n]
        return np.asarray(found + np.float32(VECTOR_WEIGHT) * (self.dense @ weights[n:]), dtype=np.float32)

    def weights(self, dual: Vectors) -> Vectors:
        """Return the linear weights (n_features, n_codes) that weights of rows (n, n_codes) come to."""
        return np.vstack([np.asarray(self.sparse.T @ dual), self.dense.T @ dual])

    def unit(self) -> sp.csr_matrix:
        """Return the sparse part with rows of length 1, or 0 where an answer has no known words."""
        return _unit(self.sparse)


def _unit(x: sp.csr_matrix) -> sp.csr_matrix:
    norms = np.sqrt(np.asarray(x.multiply(x).sum(axis=1)).ravel())
    return sp.diags(np.divide(1, norms, out=np.zeros_like(norms), where=norms > 0)) @ x
