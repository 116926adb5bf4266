"""What changed between rounds: the words that respondents use, and how often codes are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np
import scipy.sparse as sp

from coder.domain.words import Document

SPLITS = 200
"""Random splits that the newest round is compared with: enough to tell 1 in 100."""

LEVEL = 0.05
"""Chance of a false alarm, for the vocabulary and for all codes of a question together."""

NOTABLE = 0.02
"""Share of new words beyond what chance gives, from which it is worth a word."""

FEWEST_ANSWERS = 30
"""Answers of a round below which it is not compared."""

EXPECTED = 5
"""Respondents with and without a code that each round is expected to have, at least, for the test to hold."""

NEW_WORDS = 5


@dataclass(frozen=True, slots=True)
class VocabularyDrift:
    """Words of the newest round that no earlier round has."""

    share: float
    """Share of the content words of the newest round, as often as they are used."""
    expected: float
    """The same if answers had been divided over the rounds by chance."""
    p: float
    words: tuple[str, ...]
    """The new words used by most respondents, dictionary forms."""

    @property
    def notable(self) -> bool:
        """Whether it is more than chance, and enough to matter."""
        return self.p < LEVEL and self.share - self.expected >= NOTABLE


@dataclass(frozen=True, slots=True)
class CodeDrift:
    """A code that is given more or less often than in the round before."""

    code_id: str
    before: float
    """Share of the coded respondents."""
    after: float
    p: float
    """Corrected for the number of codes that were compared (Holm)."""


def vocabulary(earlier: Sequence[Document], newest: Sequence[Document], seed: int = 0) -> VocabularyDrift | None:
    """Compare the words of the newest round with those of earlier ones; None where there is too little to compare.

    A permutation test: answers are divided anew by chance, `SPLITS` times, into rounds of the same size.
    """
    if min(len(earlier), len(newest)) < FEWEST_ANSWERS:
        return None
    place: dict[str, int] = {}
    rows, columns = [], []
    for row, document in enumerate((*earlier, *newest)):
        for word in document.words:
            if word.content:
                rows.append(row)
                columns.append(place.setdefault(word.lemma, len(place)))
    n = len(earlier) + len(newest)
    if not place:
        return None
    used = sp.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(n, len(place)))
    drawn = np.zeros((SPLITS + 1, n))
    drawn[0, len(earlier) :] = 1
    rng = np.random.default_rng(seed)
    for split in drawn[1:]:
        split[rng.permutation(n)[: len(newest)]] = 1
    total = np.asarray(used.sum(axis=0)).ravel()
    now = np.asarray((used.T @ drawn.T).T)
    new = np.where(now == total, now, 0)
    shares = new.sum(axis=1) / np.maximum(now.sum(axis=1), 1)
    p = (1 + int((shares[1:] >= shares[0]).sum())) / (SPLITS + 1)
    lemmas = list(place)
    in_newest = used[len(earlier) :].indices
    people = np.bincount(in_newest, new[0, in_newest] > 0, len(place))
    most = np.argsort(-people, kind="stable")[:NEW_WORDS]
    words = tuple(lemmas[j] for j in most if people[j])
    return VocabularyDrift(float(shares[0]), float(shares[1:].mean()), p, words)


def codes(
    before: Sequence[frozenset[str]], after: Sequence[frozenset[str]], code_ids: Sequence[str]
) -> list[CodeDrift]:
    """Return the codes whose share differs between two rounds, by more than chance; the largest change first.

    A two-proportion z-test per code with Holm's correction (Holm 1979, Scandinavian Journal of Statistics 6). Codes
    that are too rare or too common for the test are left out.

    Parameters
    ----------
    before, after : the codes of each respondent that people coded.
    """
    if min(len(before), len(after)) < FEWEST_ANSWERS:
        return []
    tested = []
    for code in code_ids:
        k, m = (sum(code in one for one in part) for part in (before, after))
        pooled = (k + m) / (len(before) + len(after))
        if min(pooled, 1 - pooled) * min(len(before), len(after)) >= EXPECTED:
            one, other = k / len(before), m / len(after)
            z = abs(one - other) / sqrt(pooled * (1 - pooled) * (1 / len(before) + 1 / len(after)))
            tested.append(CodeDrift(code, one, other, erfc(z / sqrt(2))))
    found, p = [], 0.0
    for place, drift in enumerate(sorted(tested, key=lambda one: one.p)):
        p = max(p, min(1.0, drift.p * (len(tested) - place)))
        if p < LEVEL:
            found.append(CodeDrift(drift.code_id, drift.before, drift.after, p))
    return sorted(found, key=lambda one: (-round(abs(one.after - one.before), 6), one.code_id))
