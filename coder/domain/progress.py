"""How work that takes long tells how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done and how much there is."""

EVERY = 1_000
"""Rows between two reports: some hundredths of a second of work."""

T = TypeVar("T")


def no_progress(_what: str, _done: int, _total: int) -> None:
    """Report nothing."""


def watched(items: Iterable[T], progress: Progress, what: str, total: int) -> Iterator[T]:
    """Yield the items, and report how many there were."""
    progress(what, 0, total)
    for done, item in enumerate(items):
        if done and not done % EVERY:
            progress(what, done, total)
        yield item
    progress(what, total, total)
