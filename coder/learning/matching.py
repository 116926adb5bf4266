"""Answers against the codebook's own words: what suggestions come from before anything is coded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
import scipy.sparse.linalg

from coder.domain.codebook import Code, Codebook
from coder.domain.negation import negators
from coder.domain.words import Document, Word
from coder.learning.features import Features
from coder.learning.rows import Rows, Vectors

Array = npt.NDArray[np.float64]
Analyse = Callable[[Iterable[str]], Iterable[Document]]

PHRASES_PER_CODE = 60
"""Phrases of one code that are compared; a codebook with more in one code holds running text."""

BATCH = 2000
"""Answers compared at a time: their similarities to 1,000 phrases take 16 MB."""

SMALLEST_NORM = 1e-12
"""Keeps answers without known words from being divided by zero."""

_PARTS = re.compile(r"[,;:()/\n\"\u2018\u2019\u201c\u201d]|\.(?:\s|$)|(?:^|\s)'|'(?:\s|$)")
_NOT = "\u00ac"
_WORD = re.compile(r"\w+(?:['\u2019-]\w+)*")


def phrases(code: Code) -> tuple[str, ...]:
    """Return the phrases that say what a code is: label, keywords, examples, parts of definition and inclusion."""
    running = _PARTS.split(f"{code.definition}\n{code.include}")
    found = [re.sub(r"[_#&]+", " ", code.label), *code.keywords, *code.examples, *running]
    return tuple(dict.fromkeys(p.strip() for p in found if p and p.strip()))[:PHRASES_PER_CODE]


class Lemmas:
    """Turns phrases into words without a language pipeline: by the forms and lemmas that the answers hold."""

    def __init__(self, documents: Sequence[Document]) -> None:
        every = {(d.text[w.start : w.end], w.lemma, w.content): None for d in documents for w in d.words}
        self._known = {lemma: (lemma, content) for _form, lemma, content in reversed(every)}
        self._known |= {form.lower(): (lemma, content) for form, lemma, content in every}

    def __call__(self, texts: Iterable[str]) -> Iterable[Document]:
        """Yield each text with its words."""
        for text in texts:
            found = []
            for match in _WORD.finditer(text):
                form = match.group().lower()
                lemma, content = self._known.get(form, (form, len(form) > 1))
                found.append(Word(match.start(), match.end(), lemma, content))
            breaks = [i for i, word in enumerate(found) if i and _PARTS.search(text[found[i - 1].end : word.start])]
            turned = negators([word.lemma for word in found], [word.content for word in found], breaks)
            yield Document(text, tuple(w._replace(negator=n) for w, n in zip(found, turned, strict=True)))


class Matcher:
    """Similarity of answers to the best phrase of each code, in three ways.

    By lemmas: which share of a phrase's content words the answer holds, rare words counting more. By characters and
    words: the cosine of the TF-IDF rows, which sees typos, compounds and phrases as a whole. By meaning: the cosine of
    the sentence vectors, 0 without an encoder. Where the answer turns words of a phrase around ('niet veilig' against
    'veilig') or the phrase those of the answer, all three count for that share less.
    """

    def __init__(self, codebook: Codebook, features: Features, rarity: Mapping[str, float], analyse: Analyse) -> None:
        self.codes = tuple(code.code_id for code in codebook.usable)
        texts = [phrases(code) or (code.code_id,) for code in codebook.usable]
        flat = [phrase for of_code in texts for phrase in of_code]
        documents = list(analyse(flat))
        self._first = np.cumsum([0, *map(len, texts)])[:-1]
        weights = [_weights(document, rarity) for document in documents]
        self._vocabulary = {lemma: i for i, lemma in enumerate(sorted({lemma for row in weights for lemma in row}))}
        self._lemmas = self._rows(weights).T.tocsr()
        rows = features.transform(documents)
        self._vectors = rows.unit().T.tocsr()
        self._meanings: Vectors = rows.dense.T

    def _rows(self, found: Sequence[Mapping[str, float]]) -> sp.csr_matrix:
        place = self._vocabulary
        cells = [(i, place[lemma], v) for i, row in enumerate(found) for lemma, v in row.items() if lemma in place]
        rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
        return sp.csr_matrix((values, (rows, columns)), shape=(len(found), len(self._vocabulary)), dtype=float)

    def similarities(self, documents: Sequence[Document], x: Rows) -> Array:
        """Return (n_answers, n_codes, 3): by lemmas, by words and characters, by meaning, each 0 to 1."""
        found = np.zeros((len(documents), len(self.codes), 3))
        for start in range(0, len(documents) if self.codes else 0, BATCH):
            batch = slice(start, start + BATCH)
            every = self._by_phrase(documents[batch], x[batch])
            for way in range(3):
                found[batch, :, way] = np.maximum.reduceat(every[way], self._first, axis=1)
        return found

    def spread(self, document: Document, x: Rows, divided: sp.csr_matrix, codes: Sequence[int]) -> Array:
        """Return what each word adds to the first two similarities with each of `codes`: (n_words, n_codes, 2).

        Parameters
        ----------
        x : the answer's row. divided : the same divided over its words, as `Features.spread` does.
        """
        lemmas, vectors, _meanings = (row[0] for row in self._by_phrase([document], x))
        ends = [*self._first[1:], len(lemmas)]
        spans = [slice(self._first[code], ends[code]) for code in codes]
        best = [[span.start + int(scores[span].argmax()) for span in spans] for scores in (lemmas, vectors)]
        added = np.zeros((len(document.words), len(codes), 2))
        times = Counter(term(word) for word in document.words)
        of_lemmas = self._lemmas[:, best[0]].toarray()
        for i, word in enumerate(document.words):
            if term(word) in self._vocabulary:
                added[i, :, 0] = of_lemmas[self._vocabulary[term(word)]] / times[term(word)]
        added[..., 1] = (divided @ self._vectors[:, best[1]]).toarray() / max(
            scipy.sparse.linalg.norm(x.sparse), SMALLEST_NORM
        )
        meant = 1 - self._contradicted([document])[0]
        added *= np.stack([meant[best[0]], meant[best[1]]], axis=-1)
        return added

    def _by_phrase(self, documents: Sequence[Document], x: Rows) -> tuple[Array, Array, Array]:
        held = self._rows([{term(word): 1.0 for word in document.words} for document in documents])
        near: Array = (x.dense @ self._meanings).astype(float)
        meant = 1 - self._contradicted(documents)
        by_vectors = (x.unit() @ self._vectors).toarray()
        return (held @ self._lemmas).toarray() * meant, by_vectors * meant, np.maximum(near, 0) * meant

    def _contradicted(self, documents: Sequence[Document]) -> Array:
        """Return which share of each phrase an answer says the opposite of: (n_answers, n_phrases)."""
        opposite = []
        for document in documents:
            said = {term(word) for word in document.words}
            opposite.append({_turned(t): 1.0 for t in said if _turned(t) not in said})
        found: Array = (self._rows(opposite) @ self._lemmas).toarray()
        np.minimum(found, 1.0, out=found)
        return found

    @property
    def n_sparse(self) -> int:
        """How long the sparse part of the rows of answers must be."""
        return int(self._vectors.shape[0])

    @property
    def n_dense(self) -> int:
        """How long their sentence vectors must be."""
        return int(self._meanings.shape[0])

    def only(self, kept: Sequence[int]) -> Matcher:
        """Return a matcher of these codes alone, given by their place."""
        ends = [*self._first[1:].tolist(), self._vectors.shape[1]]
        phrases_of = [list(range(self._first[code], ends[code])) for code in kept]
        every = [phrase for of_code in phrases_of for phrase in of_code]
        matcher = copy(self)
        matcher.codes = tuple(self.codes[code] for code in kept)
        matcher._first = np.cumsum([0, *map(len, phrases_of)])[:-1]
        matcher._lemmas, matcher._vectors = self._lemmas[:, every], self._vectors[:, every]
        matcher._meanings = self._meanings[:, every]
        return matcher

    def parts(self) -> dict[str, Any]:
        """Return what the matcher is made of, for storing: plain arrays and lists of texts."""
        sparse = {
            f"{name}_{part}": getattr(matrix, part)
            for name, matrix in (("lemmas", self._lemmas), ("vectors", self._vectors))
            for part in ("data", "indices", "indptr")
        }
        return {
            "codes": list(self.codes),
            "first": self._first,
            "vocabulary": list(self._vocabulary),
            "n_features": self.n_sparse,
            "meanings": self._meanings,
            "n_phrases": int(self._vectors.shape[1]),
            **sparse,
        }

    @classmethod
    def from_parts(cls, parts: Mapping[str, Any]) -> Matcher:
        """Put together what `parts` returned.

        Raises
        ------
        ValueError : the parts do not fit each other.
        """
        first, codes, n_phrases = parts["first"], tuple(parts["codes"]), int(parts["n_phrases"])
        whole = len(first) == len(codes) and np.array_equal(first, np.unique(first))
        if not whole or (len(first) and not 0 == first[0] <= first[-1] < n_phrases):
            raise ValueError("the phrases do not fit the codes")
        matcher = cls.__new__(cls)
        matcher.codes, matcher._first = codes, first
        matcher._vocabulary = {lemma: i for i, lemma in enumerate(parts["vocabulary"])}
        for name, n in (("lemmas", len(matcher._vocabulary)), ("vectors", int(parts["n_features"]))):
            arrays = tuple(parts[f"{name}_{part}"] for part in ("data", "indices", "indptr"))
            matrix = sp.csr_matrix(arrays, shape=(n, n_phrases))
            matrix.check_format(full_check=True)
            setattr(matcher, f"_{name}", matrix)
        meanings = parts["meanings"]
        if meanings.dtype != np.float32 or meanings.shape[1:] != (n_phrases,) or not np.isfinite(meanings).all():
            raise ValueError("the phrases do not fit their vectors")
        matcher._meanings = meanings
        return matcher


def term(word: Word) -> str:
    """Return what a word says: its lemma, marked where it is turned around."""
    return f"{_NOT}{word.lemma}" if word.negated else word.lemma


def _turned(said: str) -> str:
    return said[1:] if said.startswith(_NOT) else f"{_NOT}{said}"


def rarity(documents: Sequence[Document]) -> dict[str, float]:
    """Return how rare each lemma is among answers: the smoothed inverse document frequency."""
    counts = Counter(chain.from_iterable({word.lemma for word in document.words} for document in documents))
    return {lemma: float(np.log((1 + len(documents)) / (1 + n))) + 1 for lemma, n in counts.items()}


def _weights(document: Document, rarity: Mapping[str, float]) -> dict[str, float]:
    """Return the share of each of a phrase's lemmas; stop words count only where there is nothing else."""
    words = [w for w in document.words if w.content] or document.words
    rarest = max(rarity.values(), default=1.0)
    weights = {term(w): rarity.get(w.lemma, rarest) for w in sorted(words, key=term)}
    return {said: weight / sum(weights.values()) for said, weight in weights.items()}
