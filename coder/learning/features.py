"""Answers as vectors, behind one small interface: TF-IDF of words and characters, and sentence vectors."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from coder.domain.folding import fold
from coder.domain.words import Document
from coder.learning.counting import Tfidf, within_words, words_and_pairs
from coder.learning.rows import Encode, Rows

WORDS: dict[str, Any] = {"ngram_range": (1, 2), "token_pattern": r"\S+"}
CHARACTERS: dict[str, Any] = {"ngram_range": (2, 5), "analyzer": "char_wb"}
BOTH: dict[str, Any] = {"lowercase": False, "sublinear_tf": True, "dtype": np.float32}
"""Settings of the vectorisers."""

FORMS_KEPT = 50_000
"""Word forms whose character n-grams are remembered."""


class Features(Protocol):
    """What learning asks of any way to turn answers into vectors."""

    version: str
    """Names the method; part of the id of a model."""
    encoder: str
    """Names the sentence encoder and its weights; empty without one."""

    def fit(self, documents: Sequence[Document]) -> Rows:
        """Learn from these answers, and return them as rows."""
        ...

    def transform(self, documents: Sequence[Document]) -> Rows:
        """Return answers as rows, as `fit` does."""
        ...

    def spread(self, document: Document, row: sp.csr_matrix) -> sp.csr_matrix:
        """Return `row`, the sparse part of an answer's row, divided over its words: (n_words, n_sparse).

        Times the weights of a linear score it tells what each word adds. What cannot be traced to words is left out;
        otherwise the rows sum to the row of `transform`.
        """
        ...


class TfidfFeatures:
    """TF-IDF of lemma uni- and bigrams, TF-IDF of the characters (2 to 5) within words, and sentence vectors.

    Blocks of length 1 each: lemmas join forms of a word, characters bear typos and compounds, vectors know words that
    mean the same. Nothing in here is code when it is stored: the vectorisers take texts made of the words and no
    functions, and the encoder is named.

    Parameters
    ----------
    encode : gives the sentence vectors of texts; None for none.
    encoder : names the encoder and its weights.
    """

    def __init__(self, encode: Encode | None = None, encoder: str = "") -> None:
        self._fitted = (Tfidf({}, np.zeros(0, np.float32)), Tfidf({}, np.zeros(0, np.float32)))
        self.encode, self.encoder = encode, encoder if encode else ""
        self.version = f"tfidf-1+{encoder}" if encode else "tfidf-1"

    @classmethod
    def of(cls, words: Any, characters: Any, encode: Encode | None, encoder: str) -> TfidfFeatures:  # noqa: ANN401
        """Put together from fitted vectorisers that were stored (see `vectorisers`).

        Raises
        ------
        ValueError : they are something else, or have other settings.
        """
        features = cls(encode, encoder)
        for own, given in zip(features.vectorisers(), (words, characters), strict=True):
            if type(given) is not type(own) or given.get_params() != own.get_params():
                raise ValueError("its features have other settings")
            places = sorted(given.vocabulary_.values())
            if places != list(range(len(places))) or given.idf_.shape != (len(places),):
                raise ValueError("its features are incomplete")
        features._fitted = (Tfidf(words.vocabulary_, words.idf_), Tfidf(characters.vocabulary_, characters.idf_))
        return features

    def vectorisers(self) -> tuple[Any, Any]:
        """Return what was learnt of words and of characters as scikit-learn's vectorisers, to be stored."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        found = []
        for kind, fitted in zip((WORDS, CHARACTERS), self._fitted, strict=True):
            vectoriser = TfidfVectorizer(**kind, **BOTH)
            if fitted.vocabulary:
                vectoriser.vocabulary_, vectoriser.fixed_vocabulary_ = fitted.vocabulary, False
                vectoriser.idf_ = fitted.idf
            found.append(vectoriser)
        return found[0], found[1]

    @property
    def n_sparse(self) -> int:
        """How long the sparse part of a row is."""
        return sum(len(fitted.vocabulary) for fitted in self._fitted)

    def fit(self, documents: Sequence[Document]) -> Rows:
        """Learn the vocabulary and how rare each part is; return the answers as rows."""
        # A vocabulary may not be empty: the last row, taken off again, is one sign that no word holds.
        words, of_words = Tfidf.fit(*_words(documents, ["\u2205"]))
        characters, of_characters = Tfidf.fit(*_characters(documents, ["\u2205"]))
        self._fitted, blocks = (words, characters), [of_words, of_characters]
        return Rows(_joined(blocks)[:-1], self._vectors(documents))

    def transform(self, documents: Sequence[Document]) -> Rows:
        """Return answers as rows; what the vocabulary does not know counts for nothing."""
        return Rows(self._sparse(documents), self._vectors(documents))

    def _sparse(self, documents: Sequence[Document]) -> sp.csr_matrix:
        if not documents:
            return sp.csr_matrix((0, self.n_sparse), dtype=np.float32)
        words, characters = self._fitted
        return _joined([words.rows(*_words(documents)), characters.rows(*_characters(documents))])

    def _vectors(self, documents: Sequence[Document]) -> npt.NDArray[np.float32]:
        if self.encode is None:
            return np.zeros((len(documents), 0), dtype=np.float32)
        return self.encode([document.text for document in documents])

    def spread(self, document: Document, row: sp.csr_matrix) -> sp.csr_matrix:
        """Return the sparse part of a row divided over its words: an n-gram goes to the words it lies in, equally."""
        found = self._places(document)
        times = np.bincount(found.indices, weights=found.data, minlength=found.shape[1])
        values = np.zeros(found.shape[1])
        values[row.indices] = row.data
        found.data *= values[found.indices] / times[found.indices]
        return found

    def _places(self, document: Document) -> sp.csr_matrix:
        """Return how often each n-gram lies in each word: (n_words, n_features)."""
        unigrams, characters = (fitted.vocabulary for fitted in self._fitted)
        rows: list[int] = []
        columns: list[int] = []
        lemmas = [_lemma(word.lemma) for word in document.words]
        for i, word in enumerate(document.words):
            near = [unigrams.get(lemmas[i])] * 2
            if i:
                near.append(unigrams.get(f"{lemmas[i - 1]} {lemmas[i]}"))
            if i + 1 < len(lemmas):
                near.append(unigrams.get(f"{lemmas[i]} {lemmas[i + 1]}"))
            within = [characters.get(part) for part in _ngrams(document.text[word.start : word.end])]
            known = [c for c in near if c is not None] + [len(unigrams) + c for c in within if c is not None]
            rows.extend([i] * len(known))
            columns.extend(known)
        shape = (len(document.words), len(unigrams) + len(characters))
        return sp.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)


def _joined(blocks: list[sp.csr_matrix]) -> sp.csr_matrix:
    x = sp.hstack(blocks, format="csr", dtype=np.float32)
    # Sums in one order: a model that was stored then suggests the same to the last digit.
    x.sort_indices()
    return x


def _words(documents: Sequence[Document], *more: list[str]) -> tuple[sp.csr_matrix, list[str]]:
    """Count lemmas and pairs of them, of documents and of more rows."""
    return words_and_pairs([*([_lemma(word.lemma) for word in one.words] for one in documents), *more])


def _characters(documents: Sequence[Document], *more: list[str]) -> tuple[sp.csr_matrix, list[str]]:
    """Count characters within words."""
    forms = ([one.text[word.start : word.end] for word in one.words] for one in documents)
    return within_words([*forms, *more], _ngrams)


@lru_cache(FORMS_KEPT)
def _lemma(lemma: str) -> str:
    return "".join(lemma.split()) or "_"


@lru_cache(FORMS_KEPT)
def _folded(form: str) -> str:
    return fold(form)


@lru_cache(FORMS_KEPT)
def _ngrams(form: str) -> tuple[str, ...]:
    """Return the character n-grams of a word as scikit-learn's 'char_wb' makes them."""
    found: list[str] = []
    for part in _folded(form).split():
        padded = f" {part} "
        low, high = CHARACTERS["ngram_range"]
        for n in range(low, high + 1):
            found.extend(padded[i : i + n] for i in range(max(1, len(padded) - n + 1)))
            if len(padded) <= n:  # a short word counts once
                break
    return tuple(found)
