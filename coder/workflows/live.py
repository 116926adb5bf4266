"""Suggestions that are relearnt while somebody codes: at once while that is quick, else in the background."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence

from coder.domain.codebook import Codebook
from coder.domain.coding import Suggestions
from coder.domain.survey import Answer
from coder.workflows.coded import CodedAnswers, new_engine

AT_ONCE_SECONDS = 0.05  # a relearning that takes longer would be felt between two cards
SHOWN = 9  # suggestions on a card: as many as there are digit keys


class LiveSuggester:
    """A `coder.review.ports.Suggester` on the learning engine."""

    def __init__(self, coded: CodedAnswers, codebook: Codebook, rank: bool = False) -> None:
        self._coded, self._rank = coded, rank
        self._engine = new_engine(codebook, coded)
        rows, codes = coded.lessons()
        self._before: dict[int, frozenset[str]] = dict(zip(rows, codes, strict=True))
        start = time.perf_counter()
        self._engine.learn(rows, codes)
        self._seconds = time.perf_counter() - start
        self._lock = threading.Lock()
        self._dirty = False
        self._worker: threading.Thread | None = None
        self._uncertainty: dict[int, float] = {}
        if rank:
            self._measure()

    def suggest(self, answer: Answer) -> Suggestions:
        """Return what the newest knowledge proposes."""
        return self._engine.suggest(self._coded.row(answer), top=SHOWN)

    def learn(self, answer: Answer, codes: Sequence[str]) -> None:
        """Take in a decision, and relearn."""
        with self._lock:
            self._engine.decide(self._coded.row(answer), frozenset(codes))
        self._relearn()

    def forget(self, answer: Answer) -> None:
        """Take a decision back to what was known of this text before the sitting, and relearn."""
        row = self._coded.row(answer)
        with self._lock:
            if row in self._before:
                self._engine.decide(row, self._before[row])
            else:
                self._engine.withdraw(row)
        self._relearn()

    def use_codebook(self, codebook: Codebook) -> None:
        """Go on with a changed codebook."""
        self.wait()
        self._engine.set_codebook(codebook)  # learns again

    def uncertainty(self) -> Mapping[int, float]:
        """Return how unsure the suggestions are, by answer id; only measured where the order needs it."""
        return self._uncertainty

    def wait(self) -> None:
        """Wait for a relearning that is under way."""
        worker = self._worker
        if worker is not None:
            worker.join()

    def _relearn(self) -> None:
        if self._seconds <= AT_ONCE_SECONDS and not self._rank:
            self._seconds = self._engine.relearn()
            return
        with self._lock:
            self._dirty = True
            if self._worker is None or not self._worker.is_alive():
                self._worker = threading.Thread(target=self._work, name="relearn", daemon=True)
                self._worker.start()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._dirty:
                    self._worker = None
                    return
                self._dirty = False
            self._seconds = self._engine.relearn()
            if self._rank:
                self._measure()

    def _measure(self) -> None:
        values = self._engine.uncertainty(range(len(self._coded.documents)))
        self._uncertainty = {a.answer_id: float(values[self._coded.row(a)]) for a in self._coded.answers}
