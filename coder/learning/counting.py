"""N-grams of many answers, counted once per distinct word instead of once per answer.

What comes out equals scikit-learn's `TfidfVectorizer`: answers repeat a few thousand words, and their n-grams need to
be found only once. scikit-learn itself takes half a second to import, which the desk does without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Indices = npt.NDArray[np.int64]
Vectors = npt.NDArray[np.float32]


class Tfidf:
    """Terms and how rare they are; weighs counts as `TfidfVectorizer` does with `sublinear_tf`, in single precision.

    Parameters
    ----------
    vocabulary : the column of each term. idf : (n_terms,).
    """

    def __init__(self, vocabulary: dict[str, int], idf: Vectors) -> None:
        self.vocabulary, self.idf = vocabulary, idf

    @classmethod
    def fit(cls, counts: sp.csr_matrix, terms: Sequence[str]) -> tuple[Tfidf, sp.csr_matrix]:
        """Learn how rare terms are by counts (n_answers, n_terms); return that, and the rows of the answers."""
        vocabulary = {term: column for column, term in enumerate(sorted(terms))}
        n = np.float32(counts.shape[0] + 1)
        with_term = np.bincount(counts.indices, minlength=len(terms)).astype(np.float32) + np.float32(1)
        idf = np.empty_like(with_term)
        idf[[vocabulary[term] for term in terms]] = np.log(n / with_term) + np.float32(1)
        fitted = cls(vocabulary, idf)
        return fitted, fitted.rows(counts, terms)

    def rows(self, counts: sp.csr_matrix, terms: Sequence[str]) -> sp.csr_matrix:
        """Return counts as rows of length 1: (n_answers, n_terms known); terms that are not known count for nothing."""
        column = np.array([self.vocabulary.get(term, -1) for term in terms], dtype=np.int32)
        known = counts if (column >= 0).all() else counts[:, column >= 0]
        x = sp.csr_matrix(
            (known.data.astype(np.float32), column[column >= 0][known.indices], known.indptr),
            shape=(counts.shape[0], len(self.vocabulary)),
        )
        x.sort_indices()
        x.data = (np.log(x.data) + np.float32(1)) * self.idf[x.indices]
        row = np.repeat(np.arange(x.shape[0]), np.diff(x.indptr))
        length = np.sqrt(np.bincount(row, weights=x.data * x.data, minlength=x.shape[0]))
        x.data = (x.data / length[row]).astype(np.float32)
        return x


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
