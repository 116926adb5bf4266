"""One outcome of learning: what suggests, and how it does on answers that it did not see."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from coder.domain.errors import UsageError
from coder.domain.texts import _, ngettext
from coder.learning import quality
from coder.learning.predictor import Predictor
from coder.learning.quality import Quality

Array = npt.NDArray[np.float64]

FEWEST_CODED = 10
"""Coded answers below which held-out quality says nothing."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What suggestions would have been for the coded answers, each by a fit that did not see the answer itself."""

    rows: tuple[int, ...]
    """The coded answers: their places among the documents; n_coded of them."""
    codes: tuple[str, ...]
    """The columns: code ids, in the order of the codebook."""
    probabilities: Array
    """(n_coded, n_codes)."""
    selected: npt.NDArray[np.bool_]
    """(n_coded, n_codes): what would have been pre-selected."""
    y: npt.NDArray[np.bool_]
    """(n_coded, n_codes): what people decided."""


@dataclass(frozen=True, slots=True)
class Learned:
    """One outcome of learning; replaced as a whole, so that another thread never sees half of it."""

    predictor: Predictor
    rows: tuple[int, ...]
    known: Array
    y: Array
    n_coded: int
    codings_hash: str
    codebook_version: str

    def held_out(self) -> HeldOut:
        """Return what suggestions would have been for the coded answers."""
        probabilities, selected = quality.held_out(self.known, self.y, self.predictor.exclusive)
        return HeldOut(self.rows, self.predictor.matcher.codes, probabilities, selected, self.y > 0)


def measured(learned: Learned) -> Quality:
    """Return how good suggestions are on answers that were not learned from.

    Raises
    ------
    UsageError : too little is coded to say anything.
    """
    n = len(learned.y)
    if n < FEWEST_CODED or not learned.y.any():
        raise UsageError(
            ngettext(
                "quality cannot be measured yet: {n} different answer is coded",
                "quality cannot be measured yet: {n} different answers are coded",
                n,
            ).format(n=n),
            _("Code at least {n} different answers, some of them with a code of the codebook.").format(n=FEWEST_CODED),
        )
    found = learned.held_out()
    return quality.measure(found.codes, found.probabilities, found.selected, learned.y)
