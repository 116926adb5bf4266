"""Which parts of an answer carried a suggestion: spans of the verbatim to highlight."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from coder.domain.coding import Evidence
from coder.domain.words import Document

Array = npt.NDArray[np.float64]

MOST = 4
"""Spans shown for one suggestion; more highlighting than that shows nothing any more."""

LEAST_CARRIED = 0.25
"""Log-odds that all words together must add: below, a suggestion stems from how common the code is, not from words."""

SMALLEST_SHARE = 0.1
"""Spans that carried less than this share are left out."""

BRIDGED = 3
"""Words from a word to its negation for all between to be shown too: 'niet erg goed geregeld'."""


def spans(document: Document, carried: Array) -> tuple[Evidence, ...]:
    """Return the parts that carried a suggestion, in the order of the text.

    Parameters
    ----------
    carried : (n_words,), what each word adds to the log-odds of the code; what counts against the code is left out.
        Stop words count only where no other word carries anything.

    Notes
    -----
    Words next to each other are one span, and a word that is turned around is shown with what turns it. Weights are
    shares of all that was carried: they add up to 1 at most.
    """
    positive = np.maximum(carried, 0.0)
    content = positive * np.array([word.content for word in document.words], dtype=float)
    positive = content if content.any() else positive
    total = float(positive.sum())
    if total < LEAST_CARRIED:
        return ()
    share = positive / total
    runs: list[list[int]] = []
    for i in _with_negations(document, np.flatnonzero(share >= SMALLEST_SHARE / 2).tolist()):
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    weighed = sorted(((float(share[run].sum()), run) for run in runs), key=lambda pair: (-pair[0], pair[1]))
    # In a long answer every word carries little: the best is shown all the same.
    kept = [pair for at, pair in enumerate(weighed[:MOST]) if at == 0 or pair[0] >= SMALLEST_SHARE]
    found = []
    for weight, run in kept:
        start, end = document.words[run[0]].start, document.words[run[-1]].end
        found.append(Evidence(start, end, document.text[start:end], min(weight, 1.0)))
    return tuple(sorted(found, key=lambda part: part.start))


def _with_negations(document: Document, places: Sequence[int]) -> list[int]:
    found = set(places)
    for place in places:
        negator = document.words[place].negator
        if negator is not None:
            near = range(min(negator, place), max(negator, place)) if abs(negator - place) <= BRIDGED else (negator,)
            found.update(near, (negator,))
    return sorted(found)
