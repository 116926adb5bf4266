"""What `coder suggest` and the other commands cost for 10,000, 100,000 and 1,000,000 distinct answers.

    python -m tests.benchmarks.scale [SIZE...] [--commands 1000,10000,100000]

The real commands, each in a process of its own, on answers made of those of the Dutch panel; about 500 are coded by a
rule on words. Memory is the most that the command held at any moment.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from coder.domain.coding import Coding
from coder.domain.ids import new_id
from coder.store.actions import now
from coder.store.project import open_project
from tests.benchmarks.results import keep, options, table
from tests.benchmarks.sets import DATA
from tests.benchmarks.synthetic import answers, codebook, codes_of, seeds

CODED, N_CODES = 500, 15
MODULE = "tests.benchmarks.scale"

# A process that is started inherits the peak of the one that starts it, so a small one stands between.
STARTER = """
import json, os, sys, time
start = time.perf_counter()
child = os.fork()
if not child:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.execv(sys.argv[1], sys.argv[1:])
_, status, used = os.wait4(child, 0)
kilobytes = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
seconds = time.perf_counter() - start
worked = used.ru_utime + used.ru_stime
print(json.dumps([os.waitstatus_to_exitcode(status), seconds, kilobytes / 1024, worked]))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took."""

    seconds: float
    mb: float
    worked: float = 0.0
    """Seconds of processor time, which other programs on the computer do not lengthen."""

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s, {self.mb:,.0f} MB"


def coder(db: Path, *arguments: str | Path) -> Cost:
    """Run a command of `coder` in a process of its own; it has to succeed."""
    command = [sys.executable, "-m", "coder", "--db", str(db), "--quiet", "--lang", "en", *map(str, arguments)]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", STARTER, *command],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )
    code, seconds, mb, worked = json.loads(done.stdout)
    if code:
        raise RuntimeError(f"coder {arguments[0]} ended with {code}: {done.stderr[-2000:]}")
    print(f"  {arguments[0]}: {seconds:.1f} s, {mb:,.0f} MB", file=sys.stderr, flush=True)
    return Cost(seconds, mb, worked)


def write_survey(path: Path, n: int, base: Sequence[str]) -> None:
    """Write a survey export of `n` distinct answers."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["respondent", "group", "why"])
        rows.writerows([str(i), "ab"[i % 2], text] for i, text in enumerate(answers(n, base)))


def ingest(db: Path, survey: Path, round_id: str) -> Cost:
    """Read the survey into the project."""
    given = ["--question", "why=why", "--id", "respondent", "--keep", "group", "--round", round_id]
    return coder(db, "ingest", survey, *given)


def code(db: Path, base: Sequence[str], n_codes: int = N_CODES, coded: int = CODED) -> None:
    """Give the question a codebook, and code the first answers by the words in them."""
    book = codebook(base, n_codes)
    with open_project(db) as project, project.transaction():
        action_id = project.actions.add("rule", "review", {"question": "why"})
        project.codebooks.add("why", book, "", action_id)
        project.codings.add(
            Coding(
                new_id(),
                action_id,
                answer.answer_id,
                "rule",
                "coded",
                "human",
                book.ordered(codes_of(answer.text, book)),
                codebook_version=book.version,
                text_hash=answer.text_hash,
                created_at=now(),
            )
            for answer in islice(project.answers.each("why"), coded)
        )


def suggesting(n: int, base: Sequence[str], folder: Path) -> list[str]:
    """Return a row of the table of suggestions: ingest, train, suggest, again, and for the same answers once more."""
    db, survey, out = folder / "coder.db", folder / "survey.csv", folder / "suggestions.csv"
    write_survey(survey, n, base)
    read = ingest(db, survey, "1")
    code(db, base)
    trained = coder(db, "train")
    first = coder(db, "suggest", "-o", out)
    with out.open(encoding="utf-8") as file:
        assert sum(1 for _row in csv.reader(file)) == n - min(n, CODED) + 1, "not every answer has a suggestion"
    again = coder(db, "suggest", "-o", out)
    size = db.stat().st_size / 2**20
    read_repeats = ingest(db, survey, "2")
    repeats = coder(db, "suggest", "--round", "2", "-o", out)
    costs = [str(cost) for cost in (read, trained, first, again, read_repeats, repeats)]
    total = (read.seconds + trained.seconds + first.seconds) / 60
    return [f"{n:,}", *costs, f"{total:.1f}", f"{1000 * (read.seconds + first.seconds) / n:.2f}", f"{size:,.0f}"]


def commands(n: int, base: Sequence[str], folder: Path) -> list[str]:
    """Return a row of the table of commands."""
    db, survey = folder / "coder.db", folder / "survey.csv"
    write_survey(survey, n, base)
    read = ingest(db, survey, "1")
    code(db, base)
    rest = [("ingest", survey, "--question", "why=why", "--id", "respondent", "--keep", "group", "--round", "1")]
    rest += [("status",), ("table",), ("table", "--by", "group"), ("export", folder / "out.csv")]
    rest += [("group", "--dry-run")]
    return [f"{n:,}", str(read), *(str(coder(db, *arguments)) for arguments in rest)]


def measured(what, sizes: Sequence[int], base: Sequence[str], columns: Sequence[str], place: Path | None) -> str:
    """Return the table of `what` at these sizes."""
    rows = []
    for n in sizes:
        print(f"{what.__name__} {n:,}", file=sys.stderr, flush=True)
        with TemporaryDirectory(dir=place) as folder:
            rows.append(what(n, base, Path(folder)))
        print(" | ".join(rows[-1]), flush=True)
    return table(columns, rows)


SUGGESTING = "answers|ingest|train|suggest|suggest again|ingest repeats|suggest repeats|minutes|ms an answer|file MB"
COMMANDS = "answers|ingest|the same again|status|table|table --by|export|group"


def main() -> None:
    """Print the tables, and keep them."""
    parser = options(__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000], metavar="SIZE")
    parser.add_argument("--commands", default="1000,10000,100000", help="sizes of the second table; empty for none")
    parser.add_argument("--folder", type=Path, help="where projects are made for the time of the run (else /tmp)")
    parser.add_argument("--data", type=Path, default=DATA)
    given = parser.parse_args()
    base = seeds(given.data)
    shown = measured(suggesting, given.sizes, base, SUGGESTING.split("|"), given.folder)
    body = (
        f"{shown}\n\nAll answers are distinct; {CODED} are coded, on {N_CODES} codes. Again: nothing has changed. "
        "Repeats: the same answers in a second round. Minutes: ingest, train and suggest, language processing and "
        "sentence vectors included; ms an answer: ingest and suggest. File: the project after the first round."
    )
    keep("Scale: suggest", body, MODULE, write=given.write)
    if sizes := [int(size) for size in given.commands.split(",") if size]:
        body = measured(commands, sizes, base, COMMANDS.split("|"), given.folder)
        keep("Scale: commands", body, MODULE, write=given.write)


if __name__ == "__main__":
    main()
