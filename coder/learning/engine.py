"""The learning engine of one question: takes decisions, learns from them, and suggests codes."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from coder.domain.codebook import Codebook
from coder.domain.coding import Suggestions
from coder.domain.errors import UsageError
from coder.domain.folding import verbatim_hash
from coder.domain.texts import _, ngettext
from coder.domain.words import Document
from coder.learning import quality, ridge, stack, thresholds
from coder.learning.features import Features, TfidfFeatures
from coder.learning.matching import Analyse, Lemmas, Matcher, rarity
from coder.learning.predictor import Predictor
from coder.learning.quality import Quality
from coder.learning.stored import StoredModel

Array = npt.NDArray[np.float64]

MOST_CODED = 4000
"""Coded answers that the ridge regression learns from: time rises with the third power (4,000: some two seconds), and
more adds little. Which ones is decided by the hash of their text, so that order does not count."""

FEWEST_CODED = 10
"""Coded answers below which held-out quality says nothing."""

GLIMPSE = 200
"""Answers, spread evenly, by which the cut is chosen while little is coded."""

BATCH = 2000
"""Answers scored at a time."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What suggestions would have been for the coded answers, each by a fit that did not see the answer itself."""

    rows: tuple[int, ...]
    """The coded answers: their places among the documents; n_coded of them."""
    codes: tuple[str, ...]
    """The columns: code ids, in the order of the codebook."""
    probabilities: Array
    """(n_coded, n_codes)."""
    selected: npt.NDArray[np.bool_]
    """(n_coded, n_codes): what would have been pre-selected."""
    y: npt.NDArray[np.bool_]
    """(n_coded, n_codes): what people decided."""


@dataclass(frozen=True, slots=True)
class _Learned:
    """One outcome of learning; replaced as a whole, so that another thread never sees half of it."""

    predictor: Predictor
    rows: tuple[int, ...]
    known: Array
    y: Array
    codings_hash: str
    codebook_version: str


class Engine:
    """Suggests codes for the answers to one question, and learns from every decision.

    `relearn` may run in another thread while this one asks for suggestions.

    Parameters
    ----------
    codebook : the codes to suggest.
    documents : the distinct answers, coded or not; features are fitted on all of them. A row is a place in here.
    analyse : finds the words of the codebook's phrases; by default they are looked up among those of the answers.
    features : how answers become vectors; by default TF-IDF of lemmas and characters.
    repeats : how many respondents gave each answer (n_answers,); by default each counts once.
    """

    def __init__(
        self,
        codebook: Codebook,
        documents: Sequence[Document],
        *,
        analyse: Analyse | None = None,
        features: Features | None = None,
        repeats: Sequence[int] | None = None,
    ) -> None:
        self._documents = list(documents)
        self._features: Features = features if features is not None else TfidfFeatures()
        self._x = self._features.fit(self._documents)
        self._repeats = np.maximum(np.asarray(repeats, dtype=float), 1.0) if repeats is not None else None
        self._analyse = analyse if analyse is not None else Lemmas(self._documents)
        self._rarity = rarity(self._documents)
        self._hashes: dict[int, str] = {}
        self._kernel = ridge.Kernel(self._x)
        self._coded: dict[int, frozenset[str]] = {}
        self._writing = threading.Lock()  # held for moments, over the coded rows
        self._learning = threading.Lock()  # held while something is learned
        self.set_codebook(codebook)

    def set_codebook(self, codebook: Codebook) -> None:
        """Take another version of the codebook, and learn again; features and codings stay."""
        with self._learning:
            self._codebook = codebook
            self._matcher = Matcher(codebook, self._features, self._rarity, self._analyse)
            self._similar: dict[int, Array] = {}
            rows = list(range(0, len(self._documents), max(1, len(self._documents) // GLIMPSE)))[:GLIMPSE]
            documents, x = [self._documents[row] for row in rows], self._x[rows]
            self._glimpse = documents, x, self._matcher.similarities(documents, x)
            self._learned = self._learn()

    def learn(self, rows: Sequence[int], codes: Sequence[frozenset[str]]) -> None:
        """Forget all decisions, take these and learn: equal codings give an equal model, whatever their order."""
        with self._writing:
            self._coded = dict(zip(map(int, rows), map(frozenset, codes), strict=True))
        self.relearn()

    def decide(self, row: int, codes: frozenset[str]) -> None:
        """Take a decision about an answer, or change it; an empty set is one too ('no theme')."""
        with self._writing:
            self._coded[int(row)] = frozenset(codes)

    def withdraw(self, row: int) -> None:
        """Forget the decision about an answer, if there is one."""
        with self._writing:
            self._coded.pop(int(row), None)

    def relearn(self) -> float:
        """Learn from the decisions so far; return the seconds it took. What is suggested changes at once at the end."""
        start = time.perf_counter()
        with self._learning:
            self._learned = self._learn()
        return time.perf_counter() - start

    def suggest(self, row: int, top: int = 9, evidence: bool = True) -> Suggestions:
        """Return the suggestions for one answer: the `top` codes, best first, and the set to pre-select."""
        return self.suggest_many([row], top, evidence)[0]

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
        learned = self._learned
        predictor = learned.predictor
        probabilities, selected = quality.held_out(learned.known, learned.y, predictor.exclusive)
        return HeldOut(learned.rows, predictor.matcher.codes, probabilities, selected, learned.y > 0)

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
        return _measured(self._learned)

    def model(self) -> StoredModel:
        """Return what was learned as a model that can be stored, with its held-out quality."""
        learned = self._learned
        try:
            measured = _measured(learned).to_dict()
        except UsageError:
            measured = None
        return StoredModel.of(
            learned.predictor,
            codebook_version=learned.codebook_version,
            codings_hash=learned.codings_hash,
            n_coded=len(learned.y),
            quality=measured,
        )

    def _learn(self) -> _Learned:
        matcher, x = self._matcher, self._x
        codes = {code: j for j, code in enumerate(matcher.codes)}
        with self._writing:
            coded = dict(self._coded)
        rows = self._of_all(sorted(row for row in coded if 0 <= row < len(self._documents)))
        y = np.zeros((len(rows), len(codes)))
        for i, row in enumerate(rows):
            y[i, [codes[code] for code in coded[row] if code in codes]] = 1
        repeats = self._repeats[rows] if self._repeats is not None else None
        before = stack.start(len(codes))
        odds = stack.log_odds(y, before, repeats)
        fitted = ridge.fit(self._kernel.of(rows), y, before, repeats)
        known = stack.pairs(fitted.held_out, self._similarities(rows), odds)
        coefficients = stack.fit(known, y)
        held_out = stack.probabilities(known, coefficients)
        codings_hash = self._hash(rows, coded)
        predictor = Predictor(
            features=self._features,
            matcher=matcher,
            exclusive=np.array([code in self._codebook.exclusive for code in matcher.codes], dtype=bool),
            weights=np.asarray(x[rows].T @ fitted.dual.astype(np.float32)),
            level=fitted.level,
            coefficients=coefficients,
            odds=odds,
            cuts=np.zeros(len(codes)),
            model_id=_digest(self._features.version, str(x.shape), self._codebook.version, codings_hash)
            if rows
            else "",
        )
        documents, x_glimpse, similar = self._glimpse
        cuts = thresholds.fit(held_out, y, predictor.probabilities(documents, x_glimpse, similar))
        return _Learned(replace(predictor, cuts=cuts), tuple(rows), known, y, codings_hash, self._codebook.version)

    def _of_all(self, rows: list[int]) -> list[int]:
        if len(rows) <= MOST_CODED:
            return rows
        return sorted(sorted(rows, key=self._text_hash)[:MOST_CODED])

    def _similarities(self, rows: list[int]) -> Array:
        new = [row for row in rows if row not in self._similar]
        found = self._matcher.similarities([self._documents[row] for row in new], self._x[new])
        self._similar.update(zip(new, found, strict=True))
        return np.array([self._similar[row] for row in rows]).reshape(len(rows), len(self._matcher.codes), 2)

    def _text_hash(self, row: int) -> str:
        if row not in self._hashes:
            self._hashes[row] = verbatim_hash(self._documents[row].text)
        return self._hashes[row]

    def _hash(self, rows: list[int], coded: dict[int, frozenset[str]]) -> str:
        return _digest(*sorted("\x1f".join([self._text_hash(row), *sorted(coded[row])]) for row in rows))


def _measured(learned: _Learned) -> Quality:
    n = len(learned.y)
    if n < FEWEST_CODED or not learned.y.any():
        raise UsageError(
            ngettext(
                "quality cannot be measured yet: {n} different answer is coded",
                "quality cannot be measured yet: {n} different answers are coded",
                n,
            ).format(n=n),
            _("Code at least {n} different answers, some of them with a code of the codebook.").format(n=FEWEST_CODED),
        )
    exclusive = learned.predictor.exclusive
    probabilities, selected = quality.held_out(learned.known, learned.y, exclusive)
    return quality.measure(learned.predictor.matcher.codes, probabilities, selected, learned.y)


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\x1e".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
