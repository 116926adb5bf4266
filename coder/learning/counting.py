"""N-grams of many answers, counted once per distinct word instead of once per answer.

What comes out equals scikit-learn's `TfidfVectorizer.fit_transform` to the last digit: answers repeat a few thousand
words, and their n-grams need to be found only once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Indices = npt.NDArray[np.int64]


def fit(vectorizer: Any, found: tuple[sp.csr_matrix, list[str]]) -> sp.csr_matrix:  # noqa: ANN401 - untyped library
    """Fit a `TfidfVectorizer` by counts (n_answers, n_terms) and their terms; return the rows it gives."""
    from sklearn.feature_extraction.text import TfidfTransformer

    counts, terms = found
    order = sorted(range(len(terms)), key=terms.__getitem__)
    vectorizer.vocabulary_ = {terms[place]: n for n, place in enumerate(order)}
    vectorizer.fixed_vocabulary_ = False
    settings = {name: getattr(vectorizer, name) for name in ("norm", "use_idf", "smooth_idf", "sublinear_tf")}
    vectorizer._tfidf = TfidfTransformer(**settings)  # as its own fit does
    x = counts[:, order].astype(vectorizer.dtype)
    x.sort_indices()
    return vectorizer._tfidf.fit(x).transform(x, copy=False)


def within_words(
    answers: Iterable[Sequence[str]], parts: Callable[[str], Sequence[str]]
) -> tuple[sp.csr_matrix, list[str]]:
    """Count the parts of words: (n_answers, n_terms), and the terms.

    Parameters
    ----------
    answers : the words of each. parts : returns the n-grams of a word.
    """
    rows, columns, words, n = _places(answers)
    terms: dict[str, int] = {}
    of_words, of_terms = [], []
    for place, word in enumerate(words):
        for part in parts(word):
            of_words.append(place)
            of_terms.append(terms.setdefault(part, len(terms)))
    held = _counts(rows, columns, (n, len(words)))
    parted = _counts(np.array(of_words, dtype=np.int64), np.array(of_terms, dtype=np.int64), (len(words), len(terms)))
    return sp.csr_matrix(held @ parted), list(terms)


def words_and_pairs(answers: Iterable[Sequence[str]]) -> tuple[sp.csr_matrix, list[str]]:
    """Count words, and pairs of words that follow each other: (n_answers, n_terms), and the terms."""
    rows, columns, words, n = _places(answers)
    beside = np.flatnonzero(rows[1:] == rows[:-1])
    pairs, place = np.unique(columns[beside] * len(words) + columns[beside + 1], return_inverse=True)
    both = (np.concatenate([rows, rows[beside]]), np.concatenate([columns, len(words) + place]))
    names = [
        f"{words[first]} {words[second]}" for first, second in zip(*np.divmod(pairs, max(1, len(words))), strict=True)
    ]
    return _counts(*both, (n, len(words) + len(pairs))), [*words, *names]


def _places(answers: Iterable[Sequence[str]]) -> tuple[Indices, Indices, list[str], int]:
    """Return for each word its answer and its place among the distinct words; these; and the number of answers."""
    known: dict[str, int] = {}
    columns: list[int] = []
    lengths: list[int] = []
    for answer in answers:
        lengths.append(len(answer))
        columns.extend([known.setdefault(word, len(known)) for word in answer])
    rows = np.repeat(np.arange(len(lengths)), lengths)
    return rows, np.array(columns, dtype=np.int64), list(known), len(lengths)


def _counts(rows: Indices, columns: Indices, shape: tuple[int, int]) -> sp.csr_matrix:
    return sp.csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=shape)  # the same place adds up
