"""Signs that a codebook does not hold what respondents say: answers no code explains, and a large residual code."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from coder.domain.codebook import Codebook
from coder.domain.folding import fold
from coder.domain.words import Document
from coder.learning.keywords import keywords
from coder.learning.themes import says_nothing

Array = npt.NDArray[np.float64]
Vectors = npt.NDArray[np.float32]

LOW = 0.35
"""Probability of the best code below which no code explains an answer: nothing is pre-selected for it either."""

NEAR = 0.4
"""Mean cosine of the answers of a cluster, at least."""

SMALLEST = 5
"""Different answers in a cluster, at least."""

WORDS = 3
"""Keywords that a cluster is shown by."""

RESIDUAL_SHARE = 0.10
"""Share of the coded answers from which a residual code is too large."""

# No field of a code says that it holds the rest; its name does.
_RESIDUAL = re.compile(
    r"(overige?|anders|elders|other|others|rest|restcategorie|restgroep|diversen|misc|miscellaneous)"
    r"( (namelijk|nl|antwoord|antwoorden|code|thema|answers|theme|themes|specify))*"
)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Answers that read alike and that no code explains."""

    rows: tuple[int, ...]
    """Their places among the documents, the most typical first: different answers."""
    size: int
    """Respondents who gave them."""
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Residual:
    """A residual code that holds too much."""

    code_id: str
    given: int
    """Respondents with the code, out of `of` coded ones."""
    of: int


def unexplained(
    documents: Sequence[Document],
    probabilities: Array,
    represent: Callable[[list[int]], Vectors],
    repeats: Sequence[int],
) -> list[Cluster]:
    """Return clusters of answers whose best code is improbable, the largest first.

    Clusters by average linkage: answers are joined as long as they are near each other on average.

    Parameters
    ----------
    documents : different answers that nobody coded, n of them.
    probabilities : (n, n_codes).
    represent : gives vectors of some of them: rows of length 1 (or 0), see `Engine.representation`. Asked only when
        there is something to compare.
    repeats : (n,), respondents who gave each.
    """
    best = probabilities.max(axis=1, initial=0.0)
    rows = [row for row, p in enumerate(best) if p < LOW and not says_nothing(documents[row])]
    if len(rows) < SMALLEST:
        return []
    from sklearn.cluster import AgglomerativeClustering

    vectors = represent(rows)
    kept = np.flatnonzero(vectors.any(axis=1))
    rows, vectors = [rows[i] for i in kept], vectors[kept]
    if len(rows) < SMALLEST:
        return []
    method = AgglomerativeClustering(None, metric="cosine", linkage="average", distance_threshold=1 - NEAR)
    labels = method.fit_predict(vectors)
    places = [np.flatnonzero(labels == label) for label in np.unique(labels)]
    large = [group[_by_nearness(vectors[group])] for group in places if len(group) >= SMALLEST]
    members = [[rows[i] for i in group] for group in large]
    # The other answers are a group too: keywords are what sets a cluster apart from them.
    others = sorted(set(range(len(documents))) - {row for group in members for row in group})
    found = []
    for group, words in zip(members, keywords(documents, [*members, others], repeats), strict=False):
        texts = tuple(word.text for word in words[:WORDS])
        if texts:  # without a word in common it is 'lk', 'sdf' and the like
            found.append(Cluster(tuple(group), sum(repeats[row] for row in group), texts))
    return sorted(found, key=lambda cluster: (-cluster.size, cluster.rows))


def _by_nearness(vectors: Vectors) -> npt.NDArray[np.intp]:
    return np.argsort(-(vectors @ vectors.sum(axis=0)), kind="stable")


def is_residual(name: str) -> bool:
    """Return whether an id or label is that of a code for the rest: 'Overig', 'anders, namelijk', 'other'."""
    return bool(_RESIDUAL.fullmatch(fold(name.replace("_", " "))))


def residual(codebook: Codebook, codings: Sequence[frozenset[str]], share: float = RESIDUAL_SHARE) -> list[Residual]:
    """Return the residual codes that more than `share` of the coded respondents have.

    Parameters
    ----------
    codings : the codes of each coded respondent.
    """
    found = []
    for code in codebook.usable:
        if is_residual(code.code_id) or is_residual(code.label):
            given = sum(code.code_id in codes for codes in codings)
            if given > share * len(codings):
                found.append(Residual(code.code_id, given, len(codings)))
    return found
