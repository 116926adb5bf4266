"""The methods that are measured side by side: what people use instead, our prototype, and the engine.

Each is made with a set (and reads what it needs of all answers, coded or not), and then learns from some answers and
suggests for others: scores (n, n_codes), selected (n, n_codes), and whether the scores are probabilities.
"""

from __future__ import annotations

import importlib.util
import warnings
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import SVC, LinearSVC

from tests.benchmarks.sets import DATA, CodedSet, new_engine

warnings.filterwarnings("ignore")

PROTOTYPE = DATA.parent / "prototypes" / "learning_floor.py"

Outcome = tuple[np.ndarray, np.ndarray, bool]


class Method(Protocol):
    """What is asked of a method."""

    def __init__(self, coded: CodedSet) -> None: ...

    def outcome(self, seen: np.ndarray, rest: np.ndarray) -> Outcome:
        """Learn from the rows `seen`, and suggest for the rows `rest`."""
        ...


class _OneVsRest:
    """One classifier per code on TF-IDF; a code that was never, or always, given so far keeps its share as score."""

    probable = True
    cut = 0.5

    def __init__(self, coded: CodedSet) -> None:
        self.coded, self.x = coded, self.features(coded.texts)

    def features(self, texts: list[str]) -> sp.csr_matrix:
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b")
        characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
        return sp.hstack([words.fit_transform(texts), characters.fit_transform(texts)]).tocsr()

    def classifier(self) -> Any:
        return LogisticRegression(C=10, solver="liblinear")

    def outcome(self, seen: np.ndarray, rest: np.ndarray) -> Outcome:
        y = self.coded.y[seen]
        known = y.any(axis=0) & ~y.all(axis=0)
        always = y.all(axis=0) if len(seen) else np.zeros(y.shape[1], dtype=bool)
        scores = np.tile(np.where(always, 1.0, 0.0 if self.probable else -9.0), (len(rest), 1))
        if not known.any():
            return scores, scores > self.cut, self.probable
        model = OneVsRestClassifier(self.classifier()).fit(self.x[seen], y[:, known])
        found = model.predict_proba(self.x[rest]) if self.probable else model.decision_function(self.x[rest])
        scores[:, known] = found.reshape(len(rest), -1)
        return scores, scores > self.cut, self.probable


class PlainLR(_OneVsRest):
    """TF-IDF of words and characters, logistic regression C=10, cut at 0.5."""


class BalancedLR(_OneVsRest):
    """The same with classes weighed alike, which helps it most."""

    def classifier(self) -> Any:
        return LogisticRegression(C=10, solver="liblinear", class_weight="balanced")


class Pxtextmining(_OneVsRest):
    """The pipeline of pxtextmining: TF-IDF of words, balanced SVC with probabilities.

    Codes are cut at a probability of 0.5, and an answer without any gets its most probable one: on restaurants_nl both
    do better than the decisions of the SVC itself.
    """

    def features(self, texts: list[str]) -> sp.csr_matrix:
        return TfidfVectorizer(ngram_range=(1, 2)).fit_transform(texts)

    def classifier(self) -> Any:
        return SVC(C=15, class_weight="balanced", probability=True, random_state=0)

    def outcome(self, seen: np.ndarray, rest: np.ndarray) -> Outcome:
        scores, selected, probable = super().outcome(seen, rest)
        none = ~selected.any(axis=1)
        selected[none, scores[none].argmax(axis=1)] = True
        return scores, selected, probable


class ComplementBayes(_OneVsRest):
    """Complement naive Bayes (Rennie et al. 2003) on the same features as plain LR."""

    def classifier(self) -> Any:
        return ComplementNB()


class LinearMachine(_OneVsRest):
    """A linear support vector machine on the same features; it gives no probabilities."""

    probable, cut = False, 0.0

    def classifier(self) -> Any:
        return LinearSVC()


class Floor:
    """The prototype S: dual ridge on TF-IDF and sentence vectors, stacked with the codebook's words."""

    def __init__(self, coded: CodedSet) -> None:
        self.coded, self.floor = coded, prototype()
        encoder = self.floor.USE(threads=2)

        def encode(texts: list[str]) -> np.ndarray:
            return np.asarray(encoder.encode(list(texts)))

        vectors, x = encode(coded.texts), self.floor.words_and_chars(coded.texts)
        self.kernel = (x @ x.T).toarray() + self.floor.VECTOR_WEIGHT * vectors @ vectors.T
        self.near = self.floor.codebook_scores(coded.texts, vectors, coded.codes, coded.definitions, encode)
        self.y = coded.y.astype(int)

    def outcome(self, seen: np.ndarray, rest: np.ndarray) -> Outcome:
        if not len(seen):
            scores = self.near[0][rest] + self.near[1][rest]
            return scores, scores == scores.max(axis=1, keepdims=True), False
        held_out, predict, rate = self.floor.ridge(self.kernel, seen, self.y)
        pairs = self.floor.stack_features(held_out, seen, *self.near, rate)
        model = LogisticRegression(C=10, max_iter=500).fit(pairs, self.y[seen].ravel())
        inside = model.predict_proba(pairs)[:, 1].reshape(held_out.shape)
        scores = predict(rest)
        outside = model.predict_proba(self.floor.stack_features(scores, rest, *self.near, rate))[:, 1]
        outside = outside.reshape(scores.shape)
        return outside, outside > self.floor.cuts(inside, self.y[seen]), True


class Ours:
    """The engine of `coder`."""

    def __init__(self, coded: CodedSet) -> None:
        self.coded, self.engine = coded, new_engine(coded)

    def outcome(self, seen: np.ndarray, rest: np.ndarray) -> Outcome:
        codes = np.array(self.engine.codes)
        place = [self.engine.codes.index(code) for code in self.coded.codes]
        given = self.coded.y[seen][:, np.argsort(place)] > 0
        self.engine.learn(seen.tolist(), [frozenset(codes[row].tolist()) for row in given])
        probabilities = self.engine.probabilities(rest.tolist())
        return probabilities[:, place], self.engine.select(probabilities)[:, place], True


METHODS: dict[str, type[Any]] = {
    "plain LR": PlainLR,
    "balanced LR": BalancedLR,
    "pxtextmining": Pxtextmining,
    "ComplementNB": ComplementBayes,
    "LinearSVC": LinearMachine,
    "floor S": Floor,
    "ours": Ours,
}
FROM_NOTHING = ("floor S", "ours")
"""What can suggest before anything is coded."""
SLOW = {"pxtextmining": 500}
"""Coded answers beyond which a method is left out, unless --slow: its time grows with more than their square."""


def prototype(path: Path = PROTOTYPE) -> Any:
    """Return the module of the prototypes, which stands beside the repository.

    Raises
    ------
    FileNotFoundError : it is not on this computer.
    """
    spec = importlib.util.spec_from_file_location("learning_floor", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
