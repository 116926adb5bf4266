"""How like the words of a codebook the answers are: worked out once for each answer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from coder.domain.codebook import Codebook
from coder.domain.words import Document
from coder.learning.matching import Matcher
from coder.learning.rows import Rows

Array = npt.NDArray[np.float64]

GLIMPSE = 200
"""Answers, spread evenly, by which the cut is chosen while little is coded."""


class Likeness:
    """The answers to a question against one version of its codebook.

    Parameters
    ----------
    documents, x : the distinct answers and their features.
    """

    def __init__(self, codebook: Codebook, matcher: Matcher, documents: Sequence[Document], x: Rows) -> None:
        self.codebook, self.matcher = codebook, matcher
        self._documents, self._x = documents, x
        self._known: dict[int, Array] = {}
        rows = list(range(0, len(documents), max(1, len(documents) // GLIMPSE)))[:GLIMPSE]
        some = [documents[row] for row in rows]
        self.glimpse: tuple[list[Document], Rows, Array] = some, x[rows], matcher.similarities(some, x[rows])
        """Some of the answers, their features, and how like the words they are."""

    def of(self, rows: Sequence[int]) -> Array:
        """Return how like the words these answers are: (n_rows, n_codes, 3), see `Matcher.similarities`."""
        new = [row for row in rows if row not in self._known]
        found = self.matcher.similarities([self._documents[row] for row in new], self._x[new])
        self._known.update(zip(new, found, strict=True))
        return np.array([self._known[row] for row in rows]).reshape(len(rows), len(self.matcher.codes), 3)
