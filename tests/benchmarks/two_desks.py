"""How long people wait for each other who code in one project file at once.

    python -m tests.benchmarks.two_desks [--desks 2] [--each 500] [--pauses 0,0.03] [--big 100000]

Each desk is a process that decides answers one after another through the object that the real desk keeps decisions
with. A wait is the time from the key to the decision on the disk, with the look whether somebody else has the next
answer already. Beside it the same desks with SQLite's own way of waiting (sqlite3's timeout of 10 s), and plain sqlite3
as people write it: connect(), insert, commit, with the default timeout of 5 s.

Then the same while another process opens a big project time and again: as coder reads it, part by part, and in one go.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from coder.domain.codebook import Codebook
from coder.domain.coding import Suggestion, Suggestions
from coder.domain.errors import CoderError
from coder.domain.folding import text_hash
from coder.domain.ids import answer_id, new_id
from coder.domain.survey import Answer, Question
from coder.review.ports import Decision, Item
from coder.store import project as store
from coder.workflows.project import open_project
from coder.workflows.recorder import ProjectRecorder
from tests.benchmarks.results import keep, options, table

COLUMNS = ["way of waiting", "codings there", "p50 ms", "p95 ms", "longest ms", "over 200 ms", "failed"]
SHOWN = Suggestions(tuple(Suggestion(f"code_{n}", 0.5) for n in range(9)))


def text(n: int) -> str:
    """Return an answer of ordinary length."""
    return f"Meer tijd en geld voor de mensen in wijk {n}, en minder regels van boven"


def answers(n: int) -> list[Answer]:
    """Return so many answers to one question."""
    return [Answer(answer_id("q", "r", f"p{i}"), "q", "r", f"p{i}", text(i), text_hash(text(i)), i) for i in range(n)]


def make(path: Path, n: int) -> None:
    """Make a project of so many answers."""
    with open_project(path, create=True) as project, project.transaction():
        action_id = project.actions.add("anna", "ingest")
        project.answers.add_questions([Question("q", "Wat is nodig?")], action_id)
        project.answers.add_answers(answers(n), action_id)


def ours(path: Path, coder_id: str, mine: Sequence[Answer], pause: float, ready: Barrier) -> tuple[list[float], int]:
    """Decide answers as the desk does; return the seconds of each and how many failed."""
    waits, failed = [], 0
    with open_project(path) as project:
        recorder = ProjectRecorder(project, "q", coder_id, Codebook())
        ready.wait()
        for answer in mine:
            start = time.perf_counter()
            try:
                recorder.taken(Item((answer,)))
                recorder.record(Item((answer,)), Decision("coded", ("code_1",)), SHOWN)
            except CoderError:
                failed += 1
            waits.append(time.perf_counter() - start)
            time.sleep(pause)
    return waits, failed


def sqlite_waits(path: Path, *rest: Any) -> tuple[list[float], int]:
    """Do the same with SQLite's own way of waiting."""

    def connect(*given: Any, **more: Any) -> sqlite3.Connection:
        connection = real(*given, **(more | {"timeout": store.BUSY_MILLISECONDS / 1000}))
        connection.execute = lambda *sql: sqlite3.Connection.execute(connection, *sql)  # type: ignore[method-assign]
        return connection

    real = sqlite3.connect
    store.sqlite3.connect = connect  # type: ignore[attr-defined]
    return ours(path, *rest)


def plain(path: Path, coder_id: str, mine: Sequence[Answer], pause: float, ready: Barrier) -> tuple[list[float], int]:
    """Write the same rows with sqlite3 alone."""
    waits, failed = [], 0
    db = sqlite3.connect(path)
    ready.wait()
    for answer in mine:
        start = time.perf_counter()
        with suppress(sqlite3.Error):
            db.execute(
                "SELECT 1 FROM codings WHERE answer_id = ? AND coder_id <> ?", [answer.answer_id, coder_id]
            ).fetchall()
        try:
            with db:
                action_id = new_id()
                db.execute("INSERT INTO actions VALUES (?, ?, 'review', '', '{}', NULL)", [action_id, coder_id])
                db.execute(
                    """INSERT INTO codings VALUES (?, ?, ?, ?, 'coded', 'human', '["code_1"]', '[]', '', '', ?, '', '',
                       0, NULL, NULL)""",
                    [new_id(), action_id, answer.answer_id, coder_id, answer.text_hash],
                )
        except sqlite3.Error:
            failed += 1
        waits.append(time.perf_counter() - start)
        time.sleep(pause)
    db.close()
    return waits, failed


WAYS: dict[str, Callable[..., tuple[list[float], int]]] = {
    "coder: short naps": ours,
    "coder with SQLite's busy handler": sqlite_waits,
    "plain sqlite3": plain,
}


def in_parts(path: Path, ready: Event, stop: Event) -> None:
    """Read a project as the desk opens it, until told to stop."""
    with open_project(path) as project:
        ready.set()
        while not stop.is_set():
            project.answers.answers("q")
            project.codings.current("q")


def in_one_go(path: Path, ready: Event, stop: Event) -> None:
    """Read the same rows with two queries."""
    db = sqlite3.connect(path, timeout=10)
    ready.set()
    while not stop.is_set():
        for sql in ("SELECT * FROM current_answers ORDER BY position", "SELECT * FROM current_codings"):
            with suppress(sqlite3.Error):
                for _row in db.execute(sql):
                    pass


def _desk(way: str, path: Path, name: str, mine: Sequence[Answer], pause: float, ready: Barrier, found: Any) -> None:
    found.put(WAYS[way](path, name, mine, pause, ready))


def measure_way(
    way: str, desks: int, each: int, pause: float, size: int, reader: Callable[..., None] | None = None
) -> list[str]:
    """Return a row of the table."""
    context = get_context("spawn")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "coder.db"
        make(path, size)
        every = answers(desks * each)
        found, barrier = context.Queue(), context.Barrier(desks)
        begun, stop = context.Event(), context.Event()
        others = [context.Process(target=reader, args=(path, begun, stop))] if reader else []
        for process in others:
            process.start()
            begun.wait(60)
        processes = [
            context.Process(target=_desk, args=(way, path, f"c{i}", every[i::desks], pause, barrier, found))
            for i in range(desks)
        ]
        for process in processes:
            process.start()
        results = [found.get(timeout=600) for _process in processes]
        stop.set()
        for process in [*processes, *others]:
            process.join(60)
        with sqlite3.connect(path) as db:
            there = db.execute("SELECT count(*) FROM codings").fetchone()[0]
    waits = 1000 * np.concatenate([waits for waits, _failed in results])
    p50, p95 = np.percentile(waits, [50, 95])
    return [
        way, f"{there:,} of {desks * each:,}", f"{p50:.1f}", f"{p95:.1f}", f"{waits.max():.0f}",
        str((waits > 200).sum()), str(sum(failed for _waits, failed in results)),
    ]  # fmt: skip


def measure(desks: int, each: int, pauses: Sequence[float], big: int) -> str:
    """Return what is measured as Markdown."""
    rows = [[f"{pause} s", *measure_way(way, desks, each, pause, desks * each)] for pause in pauses for way in WAYS]
    body = f"{desks} desks, {each} answers each.\n\n{table(['between two keys', *COLUMNS], rows)}"
    if big:
        ways = {"read part by part": in_parts, "read in one go": in_one_go}
        rows = [
            [f"{pause} s", name, *measure_way("coder: short naps", desks, each, pause, big, way)[1:]]
            for pause in pauses
            for name, way in ways.items()
        ]
        body += (
            f"\n\nThe same desks (short naps) in a project of {big:,} answers, while one more process reads all of it "
            f"time and again:\n\n{table(['between two keys', 'the other process', *COLUMNS[1:]], rows)}"
        )
    return body


def main() -> None:
    """Print the tables, and keep them."""
    parser = options(__doc__)
    parser.add_argument("--desks", type=int, default=2)
    parser.add_argument("--each", type=int, default=500)
    parser.add_argument("--pauses", default="0,0.03")
    parser.add_argument("--big", type=int, default=100_000)
    given = parser.parse_args()
    body = measure(given.desks, given.each, [float(pause) for pause in given.pauses.split(",")], given.big)
    keep("Two desks", body, "tests.benchmarks.two_desks", write=given.write)


if __name__ == "__main__":
    main()
