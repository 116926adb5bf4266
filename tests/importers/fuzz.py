"""Reads mutations of every export that we have, each within limits of time and memory: what comes of them.

``python -m tests.importers.fuzz --mutations 2000`` does so for each format. What was found stands in the file
``--found``, from which a run that was broken off goes on; ``--again FORMAT NUMBER`` reads one of them here.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from time import perf_counter
from typing import NamedTuple

from tests.benchmarks.results import keep, table
from tests.importers.mutations import FILES, files_of, outcome_of, warm_up

SECONDS, MEMORY_BYTES = 10, 2**30
"""What reading one file may take."""


Task = tuple[str, int]
"""A format and the number of a mutation."""

Read = Callable[[str, int], tuple[bool, str]]


class Found(NamedTuple):
    """What came of one mutation."""

    name: str
    number: int
    what: str
    """'read', 'refused', or else: the name of an exception, 'hang' or 'crash'."""
    said: str
    seconds: float


def attempts(tasks: Iterable[Task], read: Read = outcome_of) -> Iterator[Found]:
    """Read mutations one by one in another process; in a fresh one after each hang or crash."""
    left = list(tasks)
    for name in {name for name, _number in left} & FILES.keys():
        files_of(name)  # some are made, by libraries that take room
    while left:
        receiving, sending = get_context("spawn").Pipe(duplex=False)
        process = get_context("spawn").Process(target=_work, args=(left, read, sending))
        process.start()
        sending.close()
        broken = "crash"
        with suppress(EOFError):
            receiving.recv()  # it is ready
            while left:
                if not receiving.poll(SECONDS):
                    broken = "hang"
                    break
                yield Found(*receiving.recv())
                left.pop(0)
        if left:
            with suppress(ProcessLookupError):
                os.killpg(process.pid or 0, signal.SIGKILL)
        process.join()
        if left:
            yield Found(*left.pop(0), broken, f"exit code {process.exitcode}", SECONDS)


def _work(tasks: Sequence[Task], read: Read, sending: Connection) -> None:
    os.setsid()  # so that it can be ended with all that it started
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    # What is read in a process of its own starts from this one, which has the library already: ten times as fast.
    from coder.importers import apart

    apart.get_context = lambda _method: get_context("fork")  # type: ignore[attr-defined,assignment]
    for library in ("pyreadstat", "rdata", "python_calamine", "pyarrow.parquet"):
        __import__(library)
    with TemporaryDirectory() as folder:
        warm_up(Path(folder))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sending.send(None)
    for name, number in tasks:
        begin = perf_counter()
        try:
            good, said = read(name, number)
            what = "read" if good else "refused"
        except BaseException as error:  # Rust's panics are no Exception
            what, said = type(error).__name__, str(error)[:500]
        sending.send((name, number, what, said, perf_counter() - begin))


def others(found: Iterable[Found]) -> list[Found]:
    """Return what is neither a good import nor a clear error."""
    return [one for one in found if one.what not in ("read", "refused")]


def counted(found: Sequence[Found]) -> str:
    """Return a table with a row a format."""
    rows = []
    for name in FILES:
        of_it = [one for one in found if one.name == name]
        if of_it:
            counts = [sum(one.what == what for one in of_it) for what in ("read", "refused")]
            slowest = max(one.seconds for one in of_it)
            rows.append(
                [name, *map(str, (len(files_of(name)), len(of_it), *counts, len(others(of_it)))), f"{slowest:.1f}"]
            )
    return table(["format", "files", "mutations", "read", "clear error", "other", "slowest (s)"], rows)


def _kept(path: Path) -> list[Found]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [Found(*json.loads(line)) for line in lines]


def _run(path: Path, names: Sequence[str], mutations: int, jobs: int) -> list[Found]:
    known = _kept(path)
    done = {(one.name, one.number) for one in known}

    def run_one(name: str) -> None:
        for one in attempts((name, n) for n in range(mutations) if (name, n) not in done):
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(one, ensure_ascii=False) + "\n")
            if others([one]):
                print(*one, file=sys.stderr, flush=True)

    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(run_one, names))
    return [one for one in _kept(path) if one.number < mutations and one.name in names]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mutations", type=int, default=2000, help="of each format")
    parser.add_argument("--only", nargs="+", choices=FILES, default=list(FILES), metavar="FORMAT")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--found", type=Path, default=Path(gettempdir()) / "coder-fuzz.jsonl")
    parser.add_argument("--again", nargs=2, metavar=("FORMAT", "NUMBER"))
    parser.add_argument("--no-write", dest="write", action="store_false", help="print the table only")
    options = parser.parse_args()
    if options.again:
        print(outcome_of(options.again[0], int(options.again[1])))
        return
    found = _run(options.found, options.only, options.mutations, options.jobs)
    keep("Damaged files", counted(found), "tests.importers.fuzz", write=options.write)


if __name__ == "__main__":
    main()
