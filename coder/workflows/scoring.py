"""What scores answers, in this process or another; and the engine that uses all processors of this computer."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context, parent_process
from typing import Any, Protocol, TypeVar

from coder.domain.errors import CoderError
from coder.domain.texts import _, language, use_language
from coder.workflows.portable import PortableModel

Score = tuple[tuple[str, ...], tuple[tuple[str, float], ...]]
"""The codes that are selected, and the most probable ones with their probabilities."""

DIGITS = 4
"""Decimals of a probability."""

TRIES = 3
"""How often a partition may take the process that computes it along before it is given up."""

WAITING = 2
"""Partitions per process that are read ahead: memory does not grow with the files, and nobody waits for the disk."""

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Each process takes one processor; more threads would change the last decimal too."""


class Work(Protocol):
    """A partition that waits for its scores."""

    @property
    def name(self) -> str:
        """For messages."""
        ...

    @property
    def texts(self) -> list[str]:
        """The answers."""
        ...


W = TypeVar("W", bound=Work)


class Scorer:
    """A model at work: read once, used for many partitions.

    Raises
    ------
    CoderError : the model cannot be used here.
    """

    def __init__(self, model: PortableModel, top: int) -> None:
        from coder.language import load

        self._model, self._analyser, self._top = model.stored(), load(), top

    def score(self, texts: list[str]) -> list[Score]:
        """Return the codes of each answer, none for an empty one. What is written twice is computed once."""
        distinct = list(dict.fromkeys(text for text in texts if text))
        documents = list(self._analyser.analyse(distinct))
        found: dict[str, Score] = {"": ((), ())}
        for text, one in zip(distinct, self._model.suggest_many(documents, self._top), strict=True):
            ranked = tuple((s.code_id, round(s.probability, DIGITS)) for s in one.ranked)
            found[text] = (one.selected, ranked)
        return [found[text] for text in texts]


@dataclass(frozen=True, slots=True)
class Setup:
    """All that another process has to know to score."""

    model: PortableModel
    top: int
    language: str = field(default_factory=language)
    encoder: str | None = field(default_factory=lambda: os.environ.get("CODER_ENCODER"))

    def scorer(self) -> Scorer:
        """Return what scores, in the process that called this."""
        use_language(self.language)
        if self.encoder is not None:
            os.environ["CODER_ENCODER"] = self.encoder
        return Scorer(self.model, self.top)


def processors() -> int:
    """Return how many processors this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_local(work: Iterator[W], setup: Setup, processes: int) -> Iterator[tuple[W, list[Score]]]:
    """Yield each partition with its scores, in order; survives processes that are killed.

    Raises
    ------
    CoderError : a partition took its process along `TRIES` times.
    """
    pool = _Pool(setup, processes)
    try:
        under_way: deque[tuple[W, Future[list[Score]]]] = deque()
        while True:
            under_way += [(one, pool.submit(one.texts)) for one in islice(work, WAITING * processes - len(under_way))]
            if not under_way:
                return
            try:
                scores = under_way[0][1].result()
            except BrokenProcessPool:
                # Whose fault it was cannot be told: each of them is tried again, alone.
                pool.renew()
                for one, future in under_way:
                    yield one, _done(future) or _alone(pool, one)
                under_way.clear()
            else:
                yield under_way.popleft()[0], scores
    finally:
        pool.close()


def broken(name: str) -> CoderError:
    """Return the error for a partition that cannot be computed."""
    return CoderError(
        _("{part}: the process that computed it was ended {n} times").format(part=name, n=TRIES),
        _("Mostly there is too little memory: take fewer processes (--processes) or smaller parts (--rows)."),
    )


class _Pool:
    """Processes that hold the model."""

    def __init__(self, setup: Setup, processes: int) -> None:
        self._setup, self._processes = setup, processes
        self._pool = self._made()

    def _made(self) -> ProcessPoolExecutor:
        # Forking would copy threads of numerical libraries half-way, which can hang.
        return ProcessPoolExecutor(self._processes, get_context("spawn"), _begin, (self._setup,))

    def submit(self, texts: list[str]) -> Future[list[Score]]:
        try:
            return self._pool.submit(_score, texts)
        except BrokenProcessPool as error:  # found out between two partitions; told when the result is asked for
            future: Future[list[Score]] = Future()
            future.set_exception(error)
            return future

    def renew(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._made()

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


def _done(future: Future[list[Score]]) -> list[Score] | None:
    return future.result() if future.done() and not future.cancelled() and future.exception() is None else None


def _alone(pool: _Pool, one: Work) -> list[Score]:
    for _try in range(TRIES):
        try:
            return pool.submit(one.texts).result()
        except BrokenProcessPool:
            pool.renew()
    raise broken(one.name)


_score_here: Callable[[list[str]], list[Score]]


def _begin(setup: Setup) -> None:
    """Make this process ready, before it imports a numerical library."""
    global _score_here
    os.environ.update(ONE_THREAD)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program, which ends its processes
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _score_here = setup.scorer().score


def _leave_with_parent() -> None:
    parent: Any = parent_process()
    parent.join()
    os._exit(1)


def _score(texts: list[str]) -> list[Score]:
    return _score_here(texts)
