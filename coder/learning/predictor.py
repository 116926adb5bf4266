"""What was learned, as one immutable value that makes suggestions; shared by the engine and by stored models."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from coder.domain.coding import Suggestion, Suggestions
from coder.domain.words import Document
from coder.learning import stack, thresholds
from coder.learning.evidence import spans
from coder.learning.features import Features
from coder.learning.matching import Matcher
from coder.learning.rows import Rows
from coder.learning.weights import Weights

Array = npt.NDArray[np.float64]

BATCH = 2000
"""Answers scored at a time: keeps memory flat however many there are."""


@dataclass(frozen=True, slots=True)
class Predictor:
    """Everything that a suggestion needs; nothing of the answers it was learned from."""

    features: Features
    matcher: Matcher
    exclusive: npt.NDArray[np.bool_]
    """(n_codes,), in the order of `matcher.codes`."""
    weights: Weights
    """The ridge regression in its primal form; sparse features first, then the dense ones."""
    level: Array
    """(n_codes,): its intercept."""
    coefficients: Array
    odds: Array
    cuts: Array
    model_id: str
    """Empty while nothing was coded."""

    def only(self, code_ids: Collection[str]) -> Predictor:
        """Return a predictor that suggests these codes alone, as far as it knows them."""
        kept = [j for j, code in enumerate(self.matcher.codes) if code in code_ids]
        if len(kept) == len(self.matcher.codes):
            return self
        return replace(
            self,
            matcher=self.matcher.only(kept),
            exclusive=self.exclusive[kept],
            weights=self.weights.only(kept),
            level=self.level[kept],
            odds=self.odds[kept],
            cuts=self.cuts[kept],
        )

    def probabilities(self, documents: Sequence[Document], x: Rows, similarities: Array | None = None) -> Array:
        """Return (n_answers, n_codes), given answers, their rows of features, and their similarities if known."""
        if similarities is None:
            similarities = self.matcher.similarities(documents, x)
        scores = self.weights.scores(x) + self.level
        known = stack.pairs(scores, similarities, self.odds)
        return stack.probabilities(known, self.coefficients)

    def suggest_many(self, documents: Sequence[Document], x: Rows, top: int, evidence: bool) -> list[Suggestions]:
        """Return the suggestions for each answer, best first."""
        found: list[Suggestions] = []
        for start in range(0, len(documents), BATCH):
            batch = slice(start, start + BATCH)
            found += self._suggest_batch(documents[batch], x[batch], top, evidence)
        return found

    def _suggest_batch(self, documents: Sequence[Document], x: Rows, top: int, evidence: bool) -> list[Suggestions]:
        codes = self.matcher.codes
        probabilities = self.probabilities(documents, x)
        selected = thresholds.select(probabilities, self.cuts, self.exclusive)
        # A stable sort: equal codes keep the order of the codebook.
        order = np.argsort(-probabilities, axis=1, kind="stable")
        found = []
        for i, document in enumerate(documents):
            best = order[i, :top].tolist()
            carried = self._evidence(document, x[[i]], best) if evidence and best else None
            ranked = tuple(
                Suggestion(codes[j], float(probabilities[i, j]), spans(document, carried[:, at]) if evidence else ())
                if carried is not None
                else Suggestion(codes[j], float(probabilities[i, j]))
                for at, j in enumerate(best)
            )
            chosen = tuple(codes[j] for j in order[i].tolist() if selected[i, j])
            found.append(Suggestions(ranked, chosen, self.model_id))
        return found

    def _evidence(self, document: Document, x: Rows, codes: list[int]) -> Array:
        """Return what each word adds to the log-odds of each of `codes`: (n_words, n_codes)."""
        divided = self.features.spread(document, x.sparse)
        used, column = np.unique(divided.indices, return_inverse=True)
        small = sp.csr_matrix((divided.data, column, divided.indptr), shape=(divided.shape[0], len(used)))
        _, score, score_below, lemmas, letters, _, lemmas_below, letters_below, _, _ = self.coefficients
        learned = np.asarray(small @ self.weights.at(used, codes))
        added = self.matcher.spread(document, x, divided, codes)
        # Each similarity enters twice, by itself and relative to the answer's best: for one code they rise together.
        return np.asarray(
            learned * (score + score_below)
            + added[..., 0] * max(lemmas + lemmas_below, 0.0)
            + added[..., 1] * max(letters + letters_below, 0.0)
        )
