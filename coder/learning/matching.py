"""Answers against the codebook's own words: what suggestions come from before anything is coded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from coder.domain.codebook import Code, Codebook
from coder.domain.words import Document, Word
from coder.learning.features import Features

Array = npt.NDArray[np.float64]
Analyse = Callable[[Iterable[str]], Iterable[tuple[Word, ...]]]

PHRASES_PER_CODE = 60
"""Phrases of one code that are compared; a codebook with more in one code holds running text."""

BATCH = 2000
"""Answers compared at a time: their similarities to 1,000 phrases take 16 MB."""

_PARTS = re.compile(r"[,;:()/\n\"\u2018\u2019\u201c\u201d]|\.(?:\s|$)|(?:^|\s)'|'(?:\s|$)")
_WORD = re.compile(r"\w+(?:['\u2019-]\w+)*")


def phrases(code: Code) -> tuple[str, ...]:
    """Return the phrases that say what a code is: label, keywords, examples, parts of definition and inclusion."""
    running = _PARTS.split(f"{code.definition}\n{code.include}")
    found = [re.sub(r"[_#&]+", " ", code.label), *code.keywords, *code.examples, *running]
    return tuple(dict.fromkeys(p.strip() for p in found if p and p.strip()))[:PHRASES_PER_CODE]


class Lemmas:
    """Turns phrases into words without a language pipeline: by the forms and lemmas that the answers hold."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._known: dict[str, tuple[str, bool]] = {}
        for document in documents:
            for word in document.words:
                self._known.setdefault(word.lemma, (word.lemma, word.content))
        for document in documents:
            for word in document.words:
                form = document.text[word.start : word.end].lower()
                self._known[form] = (word.lemma, word.content)

    def __call__(self, texts: Iterable[str]) -> Iterable[tuple[Word, ...]]:
        """Yield the words of each text."""
        for text in texts:
            found = []
            for match in _WORD.finditer(text):
                form = match.group().lower()
                lemma, content = self._known.get(form, (form, len(form) > 1))
                found.append(Word(match.start(), match.end(), lemma, content))
            yield tuple(found)


class Matcher:
    """Similarity of answers to the best phrase of each code, in two ways.

    By lemmas: which share of a phrase's content words the answer holds, rare words counting more. By features: the
    cosine of the two vectors, which sees typos, compounds and phrases as a whole.
    """

    def __init__(
        self, codebook: Codebook, features: Features, rarity: Mapping[str, float], analyse: Analyse
    ) -> None:
        self.codes = tuple(code.code_id for code in codebook.usable)
        texts = [phrases(code) or (code.code_id,) for code in codebook.usable]
        flat = [phrase for of_code in texts for phrase in of_code]
        documents = [Document(t, w) for t, w in zip(flat, analyse(flat), strict=True)]
        self._first = np.cumsum([0, *map(len, texts)])[:-1]
        self._rarest = max(rarity.values(), default=1.0)
        self._lemmas: list[dict[str, float]] = [self._weights(document, rarity) for document in documents]
        self._vocabulary = {l: i for i, l in enumerate(sorted({l for p in self._lemmas for l in p}))}
        self._by_lemma = self._rows(self._lemmas).T.tocsr()
        self.vectors = _unit(features.transform(documents)).T.tocsr()

    def _weights(self, document: Document, rarity: Mapping[str, float]) -> dict[str, float]:
        words = {w.lemma for w in document.words if w.content} or {w.lemma for w in document.words}
        weights = {lemma: rarity.get(lemma, self._rarest) for lemma in sorted(words)}
        total = sum(weights.values())
        return {lemma: weight / total for lemma, weight in weights.items()}

    def _rows(self, found: Sequence[Mapping[str, float]]) -> sp.csr_matrix:
        cells = [(i, self._vocabulary[l], v) for i, row in enumerate(found) for l, v in row.items() if l in self._vocabulary]
        rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
        return sp.csr_matrix((values, (rows, columns)), shape=(len(found), len(self._vocabulary)), dtype=float)

    def similarities(self, documents: Sequence[Document], x: sp.csr_matrix) -> Array:
        """Return (n_answers, n_codes, 2): by lemmas and by features, each 0 to 1."""
        found = np.zeros((len(documents), len(self.codes), 2))
        for start in range(0, len(documents) if self.codes else 0, BATCH):
            batch = slice(start, start + BATCH)
            held = self._rows([{word.lemma: 1.0 for word in d.words} for d in documents[batch]])
            for way, by_phrase in enumerate((held @ self._by_lemma, _unit(x[batch]) @ self.vectors)):
                found[batch, :, way] = np.maximum.reduceat(by_phrase.toarray(), self._first, axis=1)
        return found


def rarity(documents: Sequence[Document]) -> dict[str, float]:
    """Return how rare each lemma is among answers: the smoothed inverse document frequency."""
    counts: dict[str, int] = {}
    for document in documents:
        for lemma in {word.lemma for word in document.words}:
            counts[lemma] = counts.get(lemma, 0) + 1
    return {lemma: float(np.log((1 + len(documents)) / (1 + n))) + 1 for lemma, n in counts.items()}


def _unit(x: sp.csr_matrix) -> sp.csr_matrix:
    norms = np.sqrt(np.asarray(x.multiply(x).sum(axis=1)).ravel())
    return sp.diags(1 / np.maximum(norms, 1e-12)) @ x
