"""The learning engine of one question: takes decisions, learns from them, and suggests codes."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from coder.domain.codebook import Codebook
from coder.domain.coding import Suggestions
from coder.domain.errors import UsageError
from coder.domain.words import Document
from coder.learning import stack, thresholds
from coder.learning.features import Features, TfidfFeatures
from coder.learning.lessons import Learner
from coder.learning.likeness import Likeness
from coder.learning.matching import Analyse, Lemmas, Matcher, rarity
from coder.learning.outcome import HeldOut, Learned, measured
from coder.learning.predictor import Predictor
from coder.learning.quality import Quality
from coder.learning.representation import Representation
from coder.learning.rows import Encode
from coder.learning.stored import StoredModel

Array = npt.NDArray[np.float64]

LIKE, COMPARED = 2, 3
"""Similar answers shown for a suggestion; suggestions, from the first, for which they are looked up."""

BATCH = 2000
"""Answers scored at a time."""


class Engine:
    """Suggests codes for the answers to one question, and learns from every decision.

    A decision changes the scores at once. `relearn` also fits anew how scores become probabilities, which takes longer
    and changes little from one decision to the next; it may run in another thread while this one goes on.

    Parameters
    ----------
    codebook : the codes to suggest.
    documents : the distinct answers, coded or not; features are fitted on all of them. A row is a place in here.
    analyse : finds the words of the codebook's phrases; by default they are looked up among those of the answers.
    encode, encoder : gives the sentence vectors of texts, and names what gives them; without it there are none.
    features : how answers become vectors, instead of TF-IDF of lemmas and characters beside those vectors.
    repeats : how many respondents gave each answer (n_answers,); by default each counts once.
    """

    def __init__(
        self,
        codebook: Codebook,
        documents: Sequence[Document],
        *,
        analyse: Analyse | None = None,
        encode: Encode | None = None,
        encoder: str = "",
        features: Features | None = None,
        repeats: Sequence[int] | None = None,
    ) -> None:
        self._documents = list(documents)
        self._features: Features = features or TfidfFeatures(encode, encoder)
        self._x = self._features.fit(self._documents)
        self._representation = Representation(self._x)
        self._repeats = np.maximum(np.asarray(repeats, dtype=float), 1.0) if repeats is not None else None
        self._analyse = analyse if analyse is not None else Lemmas(self._documents)
        self._rarity = rarity(self._documents)
        self._writing = threading.RLock()  # held for moments, over what is decided and learnt
        self._learning = threading.Lock()  # held while something is learnt anew
        self._use(codebook, {}, self.matcher(codebook))

    def matcher(self, codebook: Codebook) -> Matcher:
        """Return the words of a codebook, ready to be compared. Asks the encoder, unlike all learning that follows."""
        return Matcher(codebook, self._features, self._rarity, self._analyse)

    def set_codebook(
        self, codebook: Codebook, coded: Mapping[int, frozenset[str]] | None = None, matcher: Matcher | None = None
    ) -> None:
        """Take another version of the codebook, and learn again; features stay, and codings where there are no others.

        In another thread while this one goes on, suggestions come from the version before until that is done. Decisions
        taken meanwhile were about that version: whoever takes them gives them again.

        Parameters
        ----------
        coded : the codings by row, where what they say changed with the codebook.
        matcher : what `matcher` returned, where another thread may not ask the encoder.
        """
        self._use(codebook, self._learner.coded if coded is None else coded, matcher or self.matcher(codebook))

    def _use(self, codebook: Codebook, coded: Mapping[int, frozenset[str]], matcher: Matcher) -> None:
        with self._learning:
            words = Likeness(codebook, matcher, self._documents, self._x)
            learner = Learner(self._documents, self._x, matcher.codes, stack.start(len(matcher.codes)), self._repeats)
            learner.fit(coded)
            learned = self._learn(learner, words)
            with self._writing:
                self._words, self._learner, self._learned = words, learner, learned

    def learn(self, rows: Sequence[int], codes: Sequence[frozenset[str]]) -> None:
        """Forget all decisions, take these and learn: equal codings give an equal model, whatever their order."""
        with self._learning:
            with self._writing:
                self._learner.fit(dict(zip(map(int, rows), map(frozenset, codes), strict=True)))
            self._learned = self._learn(self._learner, self._words)

    def decide(self, row: int, codes: frozenset[str]) -> None:
        """Take a decision about an answer, or change it; an empty set is one too ('no theme')."""
        with self._writing:
            self._learner.decide(int(row), frozenset(codes))
            self._learned = self._moved(self._learned)

    def withdraw(self, row: int) -> None:
        """Forget the decision about an answer, if there is one."""
        with self._writing:
            self._learner.withdraw(int(row))
            self._learned = self._moved(self._learned)

    def relearn(self) -> float:
        """Fit anew how scores become probabilities; return the seconds it took."""
        start = time.perf_counter()
        with self._learning:
            self._refresh()
            weights = self._learner.weights
            array = weights.whole()
            with self._writing:
                self._learner.weights = self._learner.weights.since(weights, array)
            learned = self._learn(self._learner, self._words)
            with self._writing:
                self._learned = self._moved(learned)
        return time.perf_counter() - start

    def _refresh(self) -> None:
        """Fit anew what single decisions cannot change; that takes long, and decisions go on meanwhile."""
        with self._writing:
            learner, coded = self._learner, dict(self._learner.coded)
        if not learner.stale:
            return
        fresh = learner.anew(coded)
        with self._writing:
            fresh.follow(learner.coded)
            self._learner = fresh

    def suggest(self, row: int, top: int = 9, evidence: bool = True) -> Suggestions:
        """Return the suggestions for one answer: the `top` codes, best first, and the set to pre-select.

        With evidence, the words of the answer that carried a code, and the two most similar answers coded so.
        """
        found = self.suggest_many([row], top, evidence)[0]
        if not evidence:
            return found
        with self._writing:
            alike = self._learner.alike(row, [s.code_id for s in found.ranked[:COMPARED]], LIKE)
        texts = {code: tuple(self._documents[r].text for r in rows) for code, rows in alike.items()}
        return replace(found, ranked=tuple(replace(s, like=texts.get(s.code_id, ())) for s in found.ranked))

    def suggest_many(self, rows: Sequence[int], top: int = 9, evidence: bool = False) -> list[Suggestions]:
        """Return the suggestions for many answers, in the order of `rows`."""
        predictor = self._learned.predictor
        return predictor.suggest_many([self._documents[row] for row in rows], self._x[list(rows)], top, evidence)

    @property
    def codes(self) -> tuple[str, ...]:
        """The ids of the codes that can be suggested: the columns of every (n, n_codes) array here."""
        return self._learned.predictor.matcher.codes

    def probabilities(self, rows: Sequence[int]) -> Array:
        """Return the probability of each code for each of these answers: (n_rows, n_codes)."""
        predictor = self._learned.predictor
        found = np.zeros((len(rows), len(predictor.matcher.codes)))
        for start in range(0, len(rows), BATCH):
            part = list(rows[start : start + BATCH])
            found[start : start + BATCH] = predictor.probabilities(
                [self._documents[row] for row in part], self._x[part]
            )
        return found

    def select(self, probabilities: Array) -> npt.NDArray[np.bool_]:
        """Return which codes would be pre-selected at these probabilities: (n, n_codes)."""
        predictor = self._learned.predictor
        return thresholds.select(probabilities, predictor.cuts, predictor.exclusive)

    def held_out(self) -> HeldOut:
        """Return what suggestions would have been for the coded answers (at most MOST_CODED of them).

        The ridge score leaves out the answer itself, exactly; the few coefficients that turn scores into
        probabilities, and the cuts, come from the four fifths of the coded answers that the answer is not in.
        """
        return self._learned.held_out()

    def representation(self, rows: Sequence[int]) -> npt.NDArray[np.float32]:
        """Return answers as dense rows of length 1 whose inner products tell how alike they are: (n_rows, n)."""
        return self._representation.of(rows)

    def uncertainty(self, rows: Sequence[int]) -> Array:
        """Return how many corrections each answer is expected to need (n_rows,): high is hard."""
        p = self.probabilities(rows)
        return np.asarray(np.where(self.select(p), 1 - p, p).sum(axis=1))

    def quality(self) -> Quality:
        """Return how good suggestions are on answers that were not learned from.

        Raises
        ------
        UsageError : too little is coded to say anything.
        """
        return measured(self._learned)

    def model(self) -> StoredModel:
        """Return what was learned as a model that can be stored, with its held-out quality."""
        learned = self._learned
        try:
            found = measured(learned).to_dict()
        except UsageError:
            found = None
        return StoredModel.of(
            learned.predictor,
            codebook_version=learned.codebook_version,
            codings_hash=learned.codings_hash,
            n_coded=learned.n_coded,
            quality=found,
        )

    def _learn(self, learner: Learner, words: Likeness) -> Learned:
        """Fit probabilities and cuts on what the learner knows at this moment."""
        matcher, codebook = words.matcher, words.codebook
        with self._writing:
            lessons = learner.lessons()
            weights, level, codings_hash = learner.weights, learner.level, learner.codings_hash
            n_coded, odds = len(learner.coded), self._odds(learner)
        known = stack.pairs(lessons.held_out, words.of(lessons.rows), odds)
        coefficients = stack.fit(known, lessons.y)
        predictor = Predictor(
            features=self._features,
            matcher=matcher,
            exclusive=np.array([code in codebook.exclusive for code in matcher.codes], dtype=bool),
            weights=weights,
            level=level,
            coefficients=coefficients,
            odds=odds,
            cuts=np.zeros(len(matcher.codes)),
            model_id=self._model_id(codebook, codings_hash) if n_coded else "",
        )
        documents, x, similar = words.glimpse
        held_out = stack.probabilities(known, coefficients)
        cuts = thresholds.fit(held_out, lessons.y, predictor.probabilities(documents, x, similar))
        predictor = replace(predictor, cuts=cuts)
        return Learned(predictor, lessons.rows, known, lessons.y, n_coded, codings_hash, codebook.version)

    def _moved(self, learned: Learned) -> Learned:
        """Return what was learnt with the scores of this moment."""
        learner = self._learner
        predictor = replace(
            learned.predictor,
            weights=learner.weights,
            level=learner.level,
            odds=self._odds(learner),
            model_id=self._model_id(self._words.codebook, learner.codings_hash) if learner.coded else "",
        )
        return replace(learned, predictor=predictor)

    def _odds(self, learner: Learner) -> Array:
        given, n = learner.shares
        return stack.log_odds(given, n, stack.start(len(given)))

    def _model_id(self, codebook: Codebook, codings_hash: str) -> str:
        return _digest(self._features.version, str(self._x.n_features), codebook.version, codings_hash)


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\x1e".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
