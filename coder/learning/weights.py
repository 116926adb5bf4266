"""The weights of a linear score, and single decisions that came since they were put together.

One more decision changes them by a matrix of rank one. Adding that to an array of some 60,000 features and 70 codes
takes longer than all else that a decision needs, so it is kept as the two vectors that it is made of, and added in the
background.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from coder.learning.rows import Rows, Vectors


@dataclass(frozen=True, slots=True)
class Weights:
    """Linear weights of features for codes: an array, and changes to it."""

    array: Vectors
    """(n_features, n_codes)."""
    moves: tuple[tuple[Vectors, Vectors], ...] = ()
    """Changes u t' that are still to be added: u (n_features,) and t (n_codes,)."""

    @property
    def n_features(self) -> int:
        """How many features there are."""
        return int(self.array.shape[0])

    def moved(self, u: Vectors, t: Vectors) -> Weights:
        """Return the weights changed by u t'."""
        return Weights(self.array, (*self.moves, (u, t)))

    def whole(self) -> Vectors:
        """Return the weights as one array, changes added: (n_features, n_codes)."""
        if not self.moves:
            return self.array
        found = self.array.copy()
        for u, t in self.moves:
            found += np.outer(u, t)
        return found

    def since(self, earlier: Weights, array: Vectors) -> Weights:
        """Return the same weights, given what those of an earlier moment come to as one array."""
        return Weights(array, self.moves[len(earlier.moves) :])

    def scores(self, x: Rows) -> Vectors:
        """Return the scores of answers: (n_answers, n_codes)."""
        found = x.scores(self.array)
        for u, t in self.moves:
            found = found + x.scores(u[:, None]) * t
        return found

    def at(self, features: npt.NDArray[np.intp], codes: Sequence[int]) -> npt.NDArray[np.float64]:
        """Return the weights of some features for some codes: (n, n_codes)."""
        found = self.array[features][:, codes].astype(float)
        for u, t in self.moves:
            found += np.outer(u[features], t[codes])
        return found

    def only(self, codes: Sequence[int]) -> Weights:
        """Return the weights for some of the codes."""
        return Weights(self.array[:, codes], tuple((u, t[codes]) for u, t in self.moves))
