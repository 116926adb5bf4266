"""Theme candidates: answers that mean much the same, with the words that set them apart and typical verbatims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from coder.domain.errors import UsageError
from coder.domain.folding import fold
from coder.domain.texts import _, ngettext
from coder.domain.words import Document
from coder.learning.keywords import keywords, label_of

Vectors = npt.NDArray[np.float32]
Labels = npt.NDArray[np.intp]

FEWEST_ANSWERS = 20
"""Different answers, those without content aside, below which themes are better found by reading."""

FEWEST_THEMES, MOST_THEMES = 8, 25
"""Themes that are proposed when nobody says how many: what a codebook of one question usually holds."""

GROWTH = 0.4
"""The number of themes grows with this power of the number of different answers: 8 at 200, 16 at 1,000, 25 at 3,000.
Agreement with coders' own codes hardly changes between 10 and 25 themes (see `tests/benchmarks/themes.py`)."""

ANSWERS_PER_THEME = 4
"""Different answers that a theme holds at least, on average, where there are few."""

NEIGHBOURS = 15
"""Nearest answers that an answer is tied to; a twentieth of all where there are few."""

MOST_CLUSTERED = 10_000
"""Answers that are clustered; of more, the others go to the nearest theme. Time rises with the square."""

DENSE = 500
"""Answers up to which all eigenvectors are computed: quicker there, and exact."""

SMALLEST_THEME = 3
"""Different answers below which a theme goes into the nearest one."""

VERBATIMS = 3
SHORT = 120
"""Characters of a verbatim that is shown as typical; longer ones only where there are no others."""

TOO_ALIKE = 0.85
"""Cosine above which two verbatims show the same."""

# What answers without content are made of. Denials, of which there has to be one...
_DENIALS = frozenset(["geen", "niet", "niets", "niks", "nee", "neen", "nvt", "nope", "noppes", "nihil", "onbekend"]) | {
    *("none", "nothing", "no", "nil", "nah", "not", "dont", "don", "na", "unsure", "idk"),
}
# ... and words that may stand around them.
_AROUND_DENIALS = frozenset(
    [
        *("ik", "we", "het", "dat", "dit", "ook", "er", "echt", "zo", "eigenlijk", "gewoon", "helaas", "even", "nu"),
        *(
            "op",
            "moment",
            "mij",
            "me",
            "van",
            "zou",
            "kan",
            "weet",
            "weten",
            "idee",
            "mening",
            "commentaar",
            "antwoord",
        ),
        *("opmerking", "opmerkingen", "toevoeging", "toevoegingen", "bijzonders", "speciaals", "i", "do", "t", "know"),
        *("idea", "comment", "comments", "answer", "to", "say", "really"),
    ]
)


@dataclass(frozen=True, slots=True)
class Theme:
    """A candidate for a code."""

    label: str
    keywords: tuple[str, ...]
    rows: tuple[int, ...]
    """The answers that it holds: their places among the documents, the most typical first."""
    size: int
    """Respondents who gave these answers."""
    typical: tuple[int, ...]
    """Rows of verbatims that show what it is about: near its centre, short, and unlike each other."""


@dataclass(frozen=True, slots=True)
class Themes:
    """The candidates, the largest first, and the answers that say nothing."""

    themes: tuple[Theme, ...]
    empty: tuple[int, ...]
    """Rows of answers such as 'geen', 'weet niet' and '-'."""
    empty_size: int
    """Respondents who gave these."""


def propose(
    documents: Sequence[Document], vectors: Vectors, repeats: Sequence[int], k: int | None = None, seed: int = 0
) -> Themes:
    """Return theme candidates.

    Answers are tied to their nearest neighbours by the cosine of their vectors, and the graph is cut where it is thin
    (normalised spectral clustering: Ng, Jordan and Weiss 2001, NIPS 14; cut into groups after Damle, Minden and Ying
    2019, Information and Inference 8).

    Parameters
    ----------
    documents : distinct answers, n_answers of them.
    vectors : (n_answers, n_dimensions), rows of length 1 (or 0).
    repeats : (n_answers,), how many respondents gave each.
    k : how many themes; None to let the number of answers decide.
    seed : of the start of the search for eigenvectors.

    Raises
    ------
    UsageError : too few different answers say something, or more themes are asked for than they bear.
    """
    empty = [row for row, document in enumerate(documents) if says_nothing(document)]
    rows = sorted(set(range(len(documents))) - set(empty))
    _check(len(rows), k)
    labels = clusters(vectors[rows], k or number_of_themes(len(rows)), seed)
    members = [[rows[i] for i in np.flatnonzero(labels == label)] for label in np.unique(labels)]
    words = keywords(documents, members, repeats)
    themes = []
    taken: set[str] = set()
    for group, found in zip(members, words, strict=True):
        centre = np.average(vectors[group], axis=0, weights=np.asarray(repeats)[group])
        order = np.argsort(-(vectors[group] @ centre), kind="stable")
        nearest = tuple(group[int(i)] for i in order)
        label = label_of(found, [documents[row] for row in nearest], taken)
        taken.add(label.casefold())
        size = sum(repeats[row] for row in group)
        texts = tuple(word.text for word in found)
        themes.append(Theme(label, texts, nearest, size, _typical(documents, vectors, nearest)))
    themes.sort(key=lambda theme: (-theme.size, theme.label))
    return Themes(tuple(themes), tuple(empty), sum(repeats[row] for row in empty))


def _check(n: int, k: int | None) -> None:
    if n < FEWEST_ANSWERS:
        raise UsageError(
            ngettext(
                "There is too little to find themes in: {n} different answer says something",
                "There is too little to find themes in: {n} different answers say something",
                n,
            ).format(n=n),
            _("From {n} on it can be done; with fewer, read them and make codes at the desk: coder review.").format(
                n=FEWEST_ANSWERS
            ),
        )
    if k is not None and k > n // 2:
        raise UsageError(
            _("{n} different answers are too few for {k} themes").format(n=n, k=k),
            _("Ask for at most {k}.").format(k=n // 2),
        )


def number_of_themes(n: int) -> int:
    """Return how many themes to look for in `n` different answers."""
    wanted = min(max(round(float(n) ** GROWTH), FEWEST_THEMES), MOST_THEMES)
    return int(min(wanted, max(2, n // ANSWERS_PER_THEME)))


def says_nothing(document: Document) -> bool:
    """Return whether an answer has no content: no letters, 'geen', 'weet ik niet', 'n.v.t.', 'xxx'."""
    words = re.findall(r"[^\W\d_]+", fold(document.text))
    if not words:
        # An emoji is content; so is nothing else without letters.
        return not any(word.content and not word.lemma.isdigit() for word in document.words)
    if all(len(set(word)) == 1 for word in words) or words == ["n", "v", "t"]:
        return True
    return all(word in _DENIALS or word in _AROUND_DENIALS for word in words) and not _DENIALS.isdisjoint(words)


def clusters(vectors: Vectors, k: int, seed: int = 0) -> Labels:
    """Return the cluster of each row: (n,), numbers from 0; some fewer than `k` where clusters are tiny.

    Parameters
    ----------
    vectors : (n, n_dimensions), rows of length 1 (or 0).
    """
    n = len(vectors)
    chosen = np.arange(n)
    if n > MOST_CLUSTERED:
        chosen = np.sort(np.random.default_rng(seed).choice(n, MOST_CLUSTERED, replace=False))
    found = _spectral(vectors[chosen], k, seed)
    kept = [label for label in range(k) if (found == label).sum() >= min(SMALLEST_THEME, n // k)]
    centres = np.array([_unit(vectors[chosen][found == label].mean(axis=0)) for label in kept])
    labels = np.argmax(vectors @ centres.T, axis=1)
    for place, label in enumerate(kept):
        labels[chosen[found == label]] = place
    return np.asarray(labels, dtype=np.intp)


def _spectral(vectors: Vectors, k: int, seed: int) -> Labels:
    from scipy.linalg import qr, svd
    from sklearn.neighbors import kneighbors_graph

    n = len(vectors)
    near = min(NEIGHBOURS, max(5, n // 20), n - 1)
    # Rows of length 1: the order by distance is that by cosine.
    graph = kneighbors_graph(vectors, near, mode="connectivity", include_self=False)
    graph = (graph + graph.T) / 2
    scale = sp.diags(1 / np.sqrt(np.asarray(graph.sum(axis=1)).ravel()))
    found = _eigenvectors(scale @ graph @ scale, k, seed)
    _q, _r, pivots = qr(found.T, pivoting=True, mode="economic")
    left, _values, right = svd(found[pivots[:k]].T)
    return np.asarray(np.abs(found @ (left @ right)).argmax(axis=1), dtype=np.intp)


def _eigenvectors(graph: sp.csr_matrix, k: int, seed: int) -> npt.NDArray[np.float64]:
    """Return the eigenvectors with the `k` greatest eigenvalues: (n, k)."""
    from scipy.sparse.linalg import eigsh

    n = graph.shape[0]
    if n <= DENSE:
        return np.asarray(np.linalg.eigh(graph.toarray())[1][:, -k:])
    # The greatest themselves: looking for the smallest of the Laplacian costs a hundred times as much.
    start = np.random.default_rng(seed).random(n)
    return np.asarray(eigsh(graph, k, which="LA", v0=start, tol=1e-4, ncv=min(n - 1, 4 * k + 20))[1])


def _unit(vector: Vectors) -> Vectors:
    length = float(np.linalg.norm(vector))
    return vector / np.float32(length) if length else vector


def _typical(documents: Sequence[Document], vectors: Vectors, nearest: Sequence[int]) -> tuple[int, ...]:
    short = [row for row in nearest if len(documents[row].text) <= SHORT]
    chosen: list[int] = []
    for row in (*short, *nearest):
        if len(chosen) < VERBATIMS and all(float(vectors[row] @ vectors[other]) < TOO_ALIKE for other in chosen):
            chosen.append(row)
    return tuple(chosen)
