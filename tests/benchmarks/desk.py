"""How long the real desk takes from a key to the card drawn anew, for projects of 1,000 to 100,000 answers.

    python -m tests.benchmarks.desk [SIZE...] [--codes 70] [--coded 300] [--cards 60] [--pause 0.3]

A project file on disk, the session, the suggestions that learn, the recorder that commits, and the card drawn to
80 x 24 and 140 x 40, each size in a process of its own. Then the same in a terminal: from the byte that is sent to the
last byte of the card. Between two cards there is a pause, in which a coder reads and what is learnt in the background
goes on.

Beside it a plain way to build such a desk: after each key read the answers and codings of the question from the project
file, fit one logistic regression per code on those that are coded, and print the card line by line.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from tests.benchmarks.results import apart, keep, options, peak_mb, reset_peak, table
from tests.benchmarks.scale import code, ingest, write_survey
from tests.benchmarks.sets import DATA
from tests.benchmarks.synthetic import seeds

WINDOWS = ((80, 24), (140, 40))
QUESTION, CODER = "why", "anna"
KINDS = ("toggle", "arrows", "search", "codebook", "respondent", "decide")
CARD = (
    *(("toggle", "1"), ("toggle", "1"), ("arrows", "down"), ("arrows", "up"), ("search", "/"), ("search", "v")),
    *(("search", "e"), ("search", "r"), ("arrows", "down"), ("search", "escape"), ("codebook", "c")),
    *(("arrows", "down"), ("codebook", "escape"), ("respondent", "tab"), ("respondent", "tab")),
)
"""What is pressed on every card before the key that decides."""

BETWEEN_SECONDS = 0.03
QUIET_SECONDS = 0.06  # a terminal that sends nothing for so long has drawn its card
NAIVE_CARDS = 3
BYTES = {"down": "\x1b[B", "up": "\x1b[A", "escape": "\x1b", "tab": "\t"}

Times = dict[str, list[tuple[float, float]]]
"""By kind of key: milliseconds by the clock, and of the processor (0 where that is not known)."""


@contextmanager
def opened(db: Path) -> Iterator[tuple]:
    """Yield a desk on a project, what its card needs, and the project."""
    from coder.review.desk import Desk
    from coder.terminal.frame import Frame
    from coder.workflows.review import sitting

    with sitting(db, QUESTION, None, CODER, "file", None) as at:
        frame = Frame(at.question, at.respondents, at.answers, at.coded_before, at.notes)
        yield Desk(at.session, None, at.people), frame, at.people._project


def measured(press: Callable[[str], None], decide: Callable[[], str], cards: int, pause: float) -> Times:
    """Press the keys of so many cards; return how long each took."""
    found: Times = {kind: [] for kind in KINDS}
    for _card in range(cards):
        for kind, key in (*CARD, ("decide", decide())):
            start, worked = time.perf_counter(), time.thread_time()
            press(key)
            found[kind].append((1000 * (time.perf_counter() - start), 1000 * (time.thread_time() - worked)))
            time.sleep(BETWEEN_SECONDS)
        time.sleep(pause)
    return found


def in_process(db: Path, cards: int, pause: float) -> tuple[dict[str, Times], list[float]]:
    """Return the times by window, and seconds to import, seconds to open (clock, processor), and peak MB."""
    start = time.perf_counter()
    import coder.learning.engine
    import coder.terminal.desk
    import coder.workflows.review  # noqa: F401
    from coder.terminal.card import render

    imported = time.perf_counter() - start
    reset_peak()
    start, worked = time.perf_counter(), time.process_time()
    with opened(db) as (desk, frame, _project):
        "".join(render(desk, frame, *WINDOWS[0], "256"))
        cost = [imported, time.perf_counter() - start, time.process_time() - worked]
        found = {}
        for window in WINDOWS:

            def press(key: str, window: tuple[int, int] = window) -> None:
                desk.press(key)
                "\r\n".join(render(desk, frame, *window, "256"))

            decide = lambda: "enter" if desk.session.draft.codes else "x"  # noqa: E731
            found["{} x {}".format(*window)] = measured(press, decide, cards, pause)
    return found, [*cost, peak_mb()]


def naively(db: Path) -> Times:
    """Return the times of a desk that reads and learns everything anew after each key."""
    from rich.console import Console
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    from coder.terminal.card import _lines
    from coder.workflows.coded import coded_answers

    with opened(db) as (desk, frame, project):
        texts = [document.text for document in coded_answers(project, QUESTION).documents]
        x = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit_transform(texts)
        console = Console(file=StringIO(), width=80, color_system="256", force_terminal=True)
        codes = [code.code_id for code in desk.session.codebook.usable]

        def press(key: str) -> None:
            desk.press(key)
            answers = project.answers.answers(QUESTION)
            current = {coding.answer_id: coding.codes for coding in project.codings.current(QUESTION)}
            rows = [n for n, answer in enumerate(answers) if answer.answer_id in current]
            y = np.array([[one in current[answers[n].answer_id] for one in codes] for n in rows])
            y = y[:, y.any(axis=0) & ~y.all(axis=0)]
            OneVsRestClassifier(LogisticRegression(C=10, solver="liblinear")).fit(x[rows], y).predict_proba(
                x[len(rows)]
            )
            for line in _lines(desk, frame, 80, 24):
                console.print(line)

        return measured(press, lambda: "x", NAIVE_CARDS, 0)


def in_terminal(db: Path, window: tuple[int, int], cards: int, pause: float) -> tuple[Times, float]:
    """Return the times in a terminal, and the seconds from the command to the first card."""
    import pexpect

    columns, lines = window
    environment = {**os.environ, "TERM": "xterm-256color", "CODER_NAME": CODER, "CODER_LANG": "nl"}
    start = time.perf_counter()
    command = ["-m", "coder", "--db", str(db), "review", "--question", QUESTION]
    child = pexpect.spawn(sys.executable, command, env=environment, dimensions=(lines, columns), timeout=120)
    child.delaybeforesend = None

    def last(until: float) -> float:
        """Return when the last byte came, once nothing has come for a moment."""
        came, ends = 0.0, time.perf_counter() + until
        while time.perf_counter() < (came + QUIET_SECONDS if came else ends):
            try:
                child.read_nonblocking(1 << 20, timeout=0.001)
                came = time.perf_counter()
            except pexpect.TIMEOUT:
                continue
        return came

    child.expect_exact("stoppen")
    opened_after = time.perf_counter() - start
    last(2.0)
    found: Times = {kind: [] for kind in KINDS}
    for card in range(cards):
        for kind, key in (*CARD, ("decide", "xs"[card % 2])):  # the same key again and again would be one held down
            sent = time.perf_counter()
            child.send(BYTES.get(key, key))
            if key == "escape":
                sent += ESCAPE_SECONDS  # for which the desk waits whether an arrow follows
            found[kind].append((1000 * (last(5.0) - sent), 0.0))
        time.sleep(pause)
    child.send("q")
    child.expect(pexpect.EOF)
    return found, opened_after


ESCAPE_SECONDS = 0.05


def shown(times: list[tuple[float, float]], clock: bool = True) -> str:
    """Return p50, p95 and the longest of times by the clock, or of the processor."""
    p50, p95, longest = np.percentile([pair[0 if clock else 1] for pair in times], [50, 95, 100])
    return f"{p50:.1f} / {p95:.1f} / {longest:.1f}"


COLUMNS = ["answers", "key", "80 x 24", "processor", "140 x 40", "processor", "terminal, 140 x 40", "plain way"]
OPENING = ["answers", "import s", "open s", "of the processor", "command to first card s", "peak MB"]


def measure(n: int, base: Sequence[str], folder: Path, given) -> tuple[list[list[str]], list[str]]:
    """Return the rows of both tables for a project of `n` answers."""
    db = folder / "coder.db"
    write_survey(folder / "survey.csv", n, base)
    ingest(db, folder / "survey.csv", "1")
    code(db, base, given.codes, given.coded)
    apart(in_process, db, 1, 0.0)  # reads the sentence vectors, once for all
    narrow, wide = ("{} x {}".format(*window) for window in WINDOWS)
    times, (imported, seconds, worked, mb) = apart(in_process, db, given.cards, given.pause)
    naive = apart(naively, db)
    terminal, first = in_terminal(db, WINDOWS[1], given.cards // 2, given.pause)
    rows = []
    for kind in KINDS:
        here, there = times[narrow][kind], times[wide][kind]
        cells = [shown(here), shown(here, False), shown(there), shown(there, False)]
        rows.append([f"{n:,}", kind, *cells, shown(terminal[kind]), shown(naive[kind])])
        print(" | ".join(rows[-1]), file=sys.stderr, flush=True)
    return rows, [f"{n:,}", f"{imported:.2f}", f"{seconds:.2f}", f"{worked:.2f}", f"{first:.2f}", f"{mb:.0f}"]


def main() -> None:
    """Print the tables, and keep them."""
    parser = options(__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000], metavar="SIZE")
    parser.add_argument("--codes", type=int, default=70)
    parser.add_argument("--coded", type=int, default=300)
    parser.add_argument("--cards", type=int, default=60)
    parser.add_argument("--pause", type=float, default=0.3)
    parser.add_argument("--folder", type=Path, help="where projects are made for the time of the run (else /tmp)")
    parser.add_argument("--data", type=Path, default=DATA)
    given = parser.parse_args()
    base, keys, opening = seeds(given.data), [], []
    for n in given.sizes:
        with TemporaryDirectory(dir=given.folder) as folder:
            rows, row = measure(n, base, Path(folder), given)
        keys += rows
        opening.append(row)
        print(json.dumps(row), file=sys.stderr, flush=True)
    body = (
        f"{given.codes} codes, {given.coded} answers coded before, {given.cards} cards in each window, {given.pause} s "
        "between cards. Milliseconds from a key to the card drawn anew: p50 / p95 / longest.\n\n"
        f"{table(COLUMNS, keys)}\n\nOpening, sentence vectors and words being kept:\n\n{table(OPENING, opening)}\n\n"
        "Toggle, arrows, search and codebook only change what is shown; respondent reads one respondent from the "
        "project file; decide commits the decision to disk, learns from it and suggests codes for the next answer. "
        "Processor: of the thread that the coder waits for, whatever else the computer does. Terminal: from the byte "
        "that is sent to a pseudo-terminal to the last byte of the card (without the 50 ms in which Esc may still "
        "become an arrow). Plain way: after each key the answers and codings are read anew, one logistic regression a "
        "code is fitted on those that are coded, and the card is printed line by line with Rich at 80 x 24."
    )
    keep("Desk", body, "tests.benchmarks.desk", write=given.write)


if __name__ == "__main__":
    main()
