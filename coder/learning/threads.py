"""How many threads linear algebra takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_thread() -> Iterator[None]:
    """Let each operation of linear algebra run in one thread.

    What is learnt of one decision is small: to share it out takes longer than to do it, and on a busy computer each
    operation waits for the thread that comes last.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, user_api="blas"):
        yield
