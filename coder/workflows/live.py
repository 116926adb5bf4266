"""Suggestions that are relearnt while somebody codes: at once while that is quick, else in the background."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from coder.domain.codebook import Codebook
from coder.domain.coding import Suggestions
from coder.domain.survey import Answer
from coder.review.queue import Order
from coder.workflows.coded import CodedAnswers, lesson, new_engine
from coder.workflows.special import with_special

if TYPE_CHECKING:
    from coder.learning.matching import Matcher

AT_ONCE_SECONDS = 0.005  # a relearning that takes longer would be felt between two cards
QUIET_SECONDS = 0.1  # after a decision: then the next card has been drawn, and learning is in nobody's way
SHOWN = 9  # suggestions on a card: as many as there are digit keys


class LiveSuggester:
    """A `coder.review.ports.Suggester` on the learning engine.

    Parameters
    ----------
    order : of the queue; for 'hardest' and 'similar' the priority of answers is worked out.
    queue : the answers to put in order.
    """

    def __init__(
        self, coded: CodedAnswers, codebook: Codebook, order: Order = "file", queue: Iterable[Answer] = ()
    ) -> None:
        self._coded, self._rank = coded, order == "hardest"
        self._left = {coded.row(answer) for answer in queue}
        self._codebook = codebook
        self._engine = new_engine(codebook, coded)
        self._given: dict[int, tuple[str, ...]] = {}  # by row: what was decided in this sitting, as it was
        self._before = coded.given(codebook)
        start = time.perf_counter()
        self._engine.learn(list(self._before), list(self._before.values()))
        self._seconds = time.perf_counter() - start
        self._lock = threading.Lock()
        self._dirty = self._busy = False
        self._changed: Matcher | None = None  # the words of a changed codebook that the engine has not learnt yet
        self._due = 0.0  # when relearning may begin
        self._hurry = threading.Event()
        self._worker = ThreadPoolExecutor(1, "relearn")  # one thread for all: to start one takes milliseconds
        self._task: Future[None] | None = None
        self._priority: dict[int, float] = {}
        if order in ("hardest", "similar"):
            self._rank_answers(order)

    def suggest(self, answer: Answer) -> Suggestions:
        """Return what the newest knowledge proposes; what automatic coding is sure of is selected too."""
        found = self._engine.suggest(self._coded.row(answer), top=SHOWN)
        # While a changed codebook is learnt, the engine still has the codes of before.
        usable = {code.code_id for code in self._codebook.usable}
        ranked = tuple(one for one in found.ranked if one.code_id in usable)
        found = replace(found, ranked=ranked, selected=tuple(c for c in found.selected if c in usable))
        found = with_special(found, answer.text, self._codebook)
        sure = tuple(c for c in self._coded.sure.get(answer.answer_id, ()) if c in usable)
        if not sure:
            return found
        # A code that stands alone is not selected beside another.
        alone = self._codebook.exclusive
        rest = () if alone.intersection(sure) else (c for c in found.selected if c not in alone)
        return replace(found, selected=tuple(dict.fromkeys((*sure, *rest))))

    def learn(self, answer: Answer, codes: Sequence[str], *like: Answer) -> None:
        """Take in a decision about an answer and those that read like it, and relearn."""
        with self._lock:
            for row in {self._coded.row(one) for one in (answer, *like)}:
                self._given[row] = tuple(codes)
                self._teach(row)
                self._left.discard(row)  # it would stand between those that are still to come
        self._relearn()

    def forget(self, answer: Answer, *like: Answer) -> None:
        """Take a decision back to what was known of these texts before the sitting, and relearn."""
        with self._lock:
            for row in {self._coded.row(one) for one in (answer, *like)}:
                self._given.pop(row, None)
                self._teach(row)
        self._relearn()

    def use_codebook(self, codebook: Codebook) -> None:
        """Go on with a changed codebook; until it is learnt, the suggestions are those of before that it still has."""
        # The encoder keeps what it reads in the project file, which is open in this thread only.
        matcher = self._engine.matcher(codebook)
        with self._lock:
            self._codebook, self._changed = codebook, matcher
        self._relearn()

    def priority(self) -> Mapping[int, float]:
        """Return which answers come first, by answer id; only worked out where the order needs it."""
        return self._priority

    def wait(self) -> None:
        """Wait for a relearning that is under way, or about to begin."""
        if self._task is not None:
            self._hurry.set()
            self._task.result()
            self._hurry.clear()

    def _learn_codebook(self) -> None:
        with self._lock:
            codebook, matcher, given = self._codebook, self._changed, dict(self._given)
        before = self._coded.given(codebook)
        now = {row: lesson(codebook, codes) for row, codes in given.items()}
        taught = {row: codes for row, codes in (before | now).items() if codes is not None}
        self._engine.set_codebook(codebook, taught, matcher)
        with self._lock:
            if matcher is self._changed:  # else it changed again, and all is learnt once more
                self._before, self._changed = before, None
                for row in {row for row, _codes in self._given.items() ^ given.items()}:  # decided meanwhile
                    self._teach(row)

    def _teach(self, row: int) -> None:
        if self._changed is not None:
            return  # the whole is taught when the codebook is
        given = self._given.get(row)
        codes = self._before.get(row) if given is None else lesson(self._codebook, given)
        if codes is None:
            self._engine.withdraw(row)
        else:
            self._engine.decide(row, codes)

    def _relearn(self) -> None:
        if self._seconds <= AT_ONCE_SECONDS and not self._rank:
            self._learn()
            return
        with self._lock:
            self._dirty, self._due = True, time.monotonic() + QUIET_SECONDS
            if not self._busy:
                self._busy, self._task = True, self._worker.submit(self._work)

    def _work(self) -> None:
        while True:
            while (rest := self._due - time.monotonic()) > 0 and not self._hurry.wait(rest):
                pass
            with self._lock:
                self._busy = self._dirty
                if not self._dirty:
                    return
                self._dirty = False
            self._learn()
            if self._rank:
                self._rank_answers("hardest")

    def _learn(self) -> None:
        if self._changed is not None:
            self._learn_codebook()
        else:
            self._seconds = self._engine.relearn()

    def _rank_answers(self, order: Order) -> None:
        from coder.learning import orders

        with self._lock:
            rows = sorted(self._left)
        if not rows:
            return
        vectors = self._engine.representation(rows)
        hard = order == "hardest"
        found = orders.hardest(self._engine.uncertainty(rows), vectors) if hard else orders.similar(vectors)
        worth = {rows[one]: float(len(rows) - n) for n, one in enumerate(found)}
        self._priority = {a.answer_id: worth[row] for a in self._coded.answers if (row := self._coded.row(a)) in worth}
