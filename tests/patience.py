"""A guard against work that does not end; how long work takes is for the benchmarks to say."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

PATIENCE_SECONDS = 120
"""What ends at all ends long before this, also on a busy computer; what grows with the square does not."""


@contextmanager
def ends(seconds: int = PATIENCE_SECONDS) -> Iterator[None]:
    """Fail when what is done within does not end; without a guard where the system has no alarm (Windows)."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"this did not end within {seconds} seconds")

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
