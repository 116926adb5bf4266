"""Reading in a process of its own: libraries in C and Rust can end the whole program on a damaged file.

No exception can be caught then, and no limit holds for the memory that they ask for. What they read comes over as
bytes that are nothing but data.
"""

from __future__ import annotations

import math
import os
import signal
import sys
import warnings
from collections.abc import Callable, Generator
from contextlib import suppress
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic, process_time
from typing import Any

MEMORY_BYTES = 2**30
"""What such a process may take beside what it takes empty: 100,000 people x 100 columns take 0.4 GB."""

SENT_BYTES = 2**28
"""What it may hand over: 20 million cells with numbers, or the texts of 100,000 people who wrote two pages each."""

LEAST_SECONDS, SECONDS_PER_MB = 4, 4
"""What it may take of the processor, the larger of the two: a MB of R takes 0.5 s unpacked, of LibreOffice 0.7 s."""

WAITED = 2
"""How many times as long it may take by the clock, where other programs keep the computer busy: 8 s for small files."""

Send = Callable[[bytes], None]


class ProcessEndedError(Exception):
    """The process broke down."""


class ProcessLimitError(ProcessEndedError):
    """The process took too long, or wanted more memory than it may have."""


def apart(
    reader: Callable[..., None],
    library: str,
    path: Path,
    *more: Any,  # noqa: ANN401
    size_bytes: int = 0,
) -> Generator[bytes, None, None]:
    """Yield what `reader(send, path, *more)` sends from a process of its own.

    Parameters
    ----------
    reader : a function of a module, so that the other process finds it.
    library : what it needs; imported before memory is limited, as a library takes room for itself.
    size_bytes : of what is in the file, unpacked; without it the size of the file says how long reading may take.

    Raises
    ------
    ProcessEndedError : it did not come to an end by itself; `ProcessLimitError` where it went past a limit.
    """
    context = get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    seconds = max(LEAST_SECONDS, SECONDS_PER_MB * (size_bytes or path.stat().st_size) / 2**20)
    process = context.Process(target=_work, args=(sending, reader, library, seconds, path, *more), daemon=True)
    until = monotonic() + WAITED * seconds
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
        if process.exitcode in (None, _PAST_LIMIT, -_TIME_IS_UP):
            raise ProcessLimitError(process.exitcode)
        if process.exitcode != 0:
            raise ProcessEndedError(process.exitcode)
    except OSError as error:  # more than there is room for
        raise ProcessLimitError(error) from None
    finally:
        receiving.close()
        if process.is_alive():
            process.kill()
        process.join()
        process.close()  # else its pipes stay open for as long as somebody holds the error


def _work(
    sending: Connection,
    reader: Callable[..., None],
    library: str,
    seconds: float,
    *given: Any,  # noqa: ANN401
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that waits for this one deals with it
    warnings.simplefilter("ignore")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what a library says as it breaks down
    import_module(library)
    _limit(seconds)
    with suppress(BrokenPipeError):  # nobody reads on
        try:
            reader(sending.send_bytes, *given)
        except MemoryError:
            raise SystemExit(_PAST_LIMIT) from None


_PAST_LIMIT = 3
"""What it ends with when memory is not given."""

_TIME_IS_UP = getattr(signal, "SIGXCPU", 0)
"""The signal that ends it when its time of the processor is over."""


def _limit(seconds: float) -> None:
    """Limit memory and time of the processor, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    _lower(resource.RLIMIT_CPU, math.ceil(process_time() + seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    used = Path("/proc/self/statm")
    if sys.platform == "linux" and used.exists():
        taken = int(used.read_text().split()[0]) * resource.getpagesize()
        _lower(resource.RLIMIT_AS, taken + MEMORY_BYTES)


def _lower(kind: int, wanted: int) -> None:
    import resource

    _now, most = resource.getrlimit(kind)
    resource.setrlimit(kind, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))
