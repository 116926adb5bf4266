"""Language processing side by side: where there is much to read, a second process pays for its start."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any

from coder.domain.words import Document, Phrase, Word
from coder.language.analyser import load

WORTHWHILE = 8_000
"""Texts from which on a second process is started: loading the pipeline in it takes as long as reading some 3,000."""

PROCESSES = 2
"""More would take over the memory of a small laptop: each holds some 400 MB."""

PART = 1_000
"""Texts handed to a process at a time."""

Packed = list[tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]]


def analysed(texts: Sequence[str], processes: int | None = None) -> Iterator[Document]:
    """Yield each text with its words and phrases, in order.

    Parameters
    ----------
    processes : how many to use; None for what pays. Where one is killed, this process does the rest alone.
    """
    if processes is None:
        processes = min(PROCESSES, _processors()) if len(texts) >= WORTHWHILE else 1
    done = 0
    if processes > 1:
        try:
            for document in _side_by_side(texts, processes):
                yield document
                done += 1
        except BrokenProcessPool:
            pass
    yield from load().analyse(texts[done:]) if done < len(texts) else ()


def _side_by_side(texts: Sequence[str], processes: int) -> Iterator[Document]:
    parts = [texts[start : start + PART] for start in range(0, len(texts), PART)]
    # Forking would copy threads of numerical libraries half-way, which can hang.
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _begin)
    try:
        under_way: deque[tuple[Sequence[str], Future[Packed]]] = deque()
        waiting = iter(parts)
        while True:
            while len(under_way) <= processes and (part := next(waiting, None)) is not None:
                under_way.append((part, pool.submit(_analyse, part)))
            if not under_way:
                return
            part, future = under_way.popleft()
            for text, (words, phrases) in zip(part, future.result(), strict=True):
                yield Document(text, tuple(Word(*word) for word in words), tuple(Phrase(*p) for p in phrases))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program, which ends its processes
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"


def _analyse(texts: Sequence[str]) -> Packed:
    # Plain tuples: pickling a hundred thousand small objects takes as long as making them.
    return [
        (
            [(w.start, w.end, w.lemma, w.content, w.negator) for w in document.words],
            [(p.start, p.end, p.lemma, p.kind) for p in document.phrases],
        )
        for document in load().analyse(texts)
    ]


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
