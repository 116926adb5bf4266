"""Reading in a process of its own: libraries in C and Rust can end the whole program on a damaged file.

No exception can be caught then, and no limit holds for the memory that they ask for. What they read comes over as
bytes that are nothing but data.
"""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic
from typing import Any

MEMORY_BYTES = 2**30
"""What such a process may take beside what it takes empty: 100,000 people x 100 columns take 0.4 GB."""

SENT_BYTES = 2**28
"""What it may hand over: 20 million cells with numbers, or the texts of 100,000 people who wrote two pages each."""

FIRST_SECONDS, SECONDS_PER_MB = 8, 10
"""How long it may take: a small file is read within a second, but other programs may keep the computer busy."""

Send = Callable[[bytes], None]


class ProcessEndedError(Exception):
    """The process broke down, took too long, or wanted more memory than it may have."""


def apart(reader: Callable[..., None], library: str, path: Path, *more: Any) -> Iterator[bytes]:  # noqa: ANN401
    """Yield what `reader(send, path, *more)` sends from a process of its own.

    Parameters
    ----------
    reader : a function of a module, so that the other process finds it.
    library : what it needs; imported before memory is limited, as a library takes room for itself.

    Raises
    ------
    ProcessEndedError : it did not come to an end by itself.
    """
    context = get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sending, reader, library, path, more), daemon=True)
    until = monotonic() + FIRST_SECONDS + SECONDS_PER_MB * path.stat().st_size / 2**20
    process.start()
    sending.close()
    room = SENT_BYTES
    try:
        while receiving.poll(max(until - monotonic(), 0)):
            try:
                part = receiving.recv_bytes(room)
            except EOFError:
                break
            room -= len(part)
            yield part
        process.join(1)
        if process.exitcode != 0:
            raise ProcessEndedError(process.exitcode)
    except OSError as error:  # more than there is room for
        raise ProcessEndedError(error) from None
    finally:
        receiving.close()
        if process.is_alive():
            process.kill()
        process.join()


def _work(sending: Connection, reader: Callable[..., None], library: str, path: Path, more: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that waits for this one deals with it
    warnings.simplefilter("ignore")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what a library says as it breaks down
    import_module(library)
    _limit_memory()
    with suppress(BrokenPipeError):  # nobody reads on
        reader(sending.send_bytes, path, *more)


def _limit_memory() -> None:
    used = Path("/proc/self/statm")
    if sys.platform == "linux" and used.exists():
        import resource

        taken = int(used.read_text().split()[0]) * resource.getpagesize()
        _now, most = resource.getrlimit(resource.RLIMIT_AS)
        wanted = taken + MEMORY_BYTES
        resource.setrlimit(resource.RLIMIT_AS, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
