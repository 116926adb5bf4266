"""How good suggestions are after 0, 20, 50 ... coded answers, beside what people use instead.

    python -m tests.benchmarks.learning [SET...] [--sizes 0,20,all] [--draws 4] [--methods ours,...] [--effort]
                                        [--slow] [--data FOLDER] [--no-write]

One table per set, all of it from one run: every method sees the same draws. 'all' is five folds. Each method runs in a
process of its own, so that time and memory are its own.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import f1_score, label_ranking_average_precision_score
from sklearn.model_selection import KFold

from tests.benchmarks.analyst import Effort, at_the_desk
from tests.benchmarks.peers import FROM_NOTHING, METHODS, PROTOTYPE, SLOW, Floor, prototype
from tests.benchmarks.results import apart, keep, options, peak_mb, reset_peak, table
from tests.benchmarks.sets import DATA, SETS, CodedSet, load, present

MODULE = "tests.benchmarks.learning"
SIZES = "0,20,50,100,200,500,1000,all"
LEFT = 200
"""A size is measured only where so many answers are left to measure on."""
COLUMNS = ["coded", "method", "micro F1", "macro F1", "LRAP", "top 3", "exact", "ECE", "seconds", "peak MB"]


def splits(coded: CodedSet, size: str, draws: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield (seen, rest): rows to learn from and rows to measure on."""
    n = len(coded.texts)
    if size == "all":
        yield from KFold(5, shuffle=True, random_state=0).split(np.arange(n))
    elif not size.isdigit():
        first, later = size.split("-")
        years = np.array(coded.years)
        yield np.flatnonzero(years == first), np.flatnonzero(years == later)
    elif int(size) <= n - LEFT:
        random = np.random.RandomState(0)
        for _ in range(draws):
            order = random.permutation(n)
            yield order[: int(size)], order[int(size) :]


def calibration_error(p: np.ndarray, y: np.ndarray) -> float:
    """Return the expected calibration error: ten bins of probability, over all answer-code pairs."""
    bins = np.minimum((p * 10).astype(int), 9)
    return float(sum(abs(p[bins == b].sum() - y[bins == b].sum()) for b in range(10)) / p.size)


def figures(scores: np.ndarray, selected: np.ndarray, probable: bool, y: np.ndarray) -> list[float]:
    """Return micro F1, macro F1, LRAP, share of the codes given among the first three, sets exactly right, ECE."""
    gold = y > 0
    first = np.argsort(-scores, axis=1, kind="stable")[:, :3]
    return [
        float(f1_score(gold, selected, average="micro", zero_division=0)),
        float(f1_score(gold, selected, average="macro", zero_division=0)),
        float(label_ranking_average_precision_score(gold, scores)),
        float(np.take_along_axis(gold, first, axis=1).sum() / gold.sum()),
        float((gold == selected).all(axis=1).mean()),
        calibration_error(scores, y) if probable else float("nan"),
    ]


def run(
    name: str, data: Path, method: str, sizes: Sequence[str], draws: int, slow: bool
) -> tuple[dict[str, list[float] | str], float]:
    """Measure a method on a set, in this process. Returns figures by size (or why there are none), and the seconds
    of preparation.
    """
    coded = load(name, data)
    start = time.perf_counter()
    prepared = METHODS[method](coded)
    preparation = time.perf_counter() - start
    return measure(coded, method, prepared, sizes, draws, slow), preparation


def measure(
    coded: CodedSet, method: str, prepared: Any, sizes: Sequence[str], draws: int, slow: bool
) -> dict[str, list[float] | str]:
    """Return by size: `figures`, seconds of a draw (of all folds for 'all'), peak MB; or why it was not measured."""
    found: dict[str, list[float] | str] = {}
    for size in sizes:
        several = list(splits(coded, size, draws))
        seen = max((len(part) for part, _rest in several), default=0)
        if not several or (not seen and method not in FROM_NOTHING):
            continue
        if not slow and seen > SLOW.get(method, seen):
            found[size] = f"not run: slow beyond {SLOW[method]:,} coded answers (--slow)"
            continue
        reset_peak()
        start, rows = time.perf_counter(), []
        for part, rest in several:
            rows.append(figures(*prepared.outcome(part, rest), coded.y[rest]))
        seconds = time.perf_counter() - start
        found[size] = [*np.mean(rows, axis=0), seconds / (1 if size == "all" else len(several)), peak_mb()]
        print(f"{coded.name} {size} {method}: {seconds:.0f} s", file=sys.stderr, flush=True)
    return found


def lines(sizes: Sequence[str], found: dict[str, dict[str, list[float] | str]]) -> Iterator[list[str]]:
    """Yield the rows of the table, size by size."""
    for size in sizes:
        for method, by_size in found.items():
            row = by_size.get(size)
            shown = f"**{method}**" if method == "ours" else method
            if isinstance(row, str):
                yield [size, shown, row, *[""] * 7]
            elif row is not None:
                scores = ["-" if np.isnan(value) else f"{value:.3f}" for value in row[:6]]
                yield [size, shown, *scores, f"{row[6]:.2f}", f"{row[7]:.0f}"]


def effort(name: str, data: Path, method: str) -> Effort:
    """Let the scripted analyst code a set with the suggestions of a method, in this process."""
    coded = load(name, data)
    if method != "floor S":
        return at_the_desk(coded, suggestions=method == "ours")
    floor, said = Floor(coded), StringIO()
    start = time.perf_counter()
    with redirect_stdout(said):
        prototype().effort(coded.texts, floor.y, floor.kernel, *floor.near)
    keys, _without, cards, _n, right = map(float, re.findall(r"\d+(?:\.\d+)?", said.getvalue()))
    return Effort(len(coded.texts), int(cards), keys, float("nan"), right, time.perf_counter() - start)


def learning_table(name: str, data: Path, methods: Sequence[str], sizes: list[str], draws: int, slow: bool) -> str:
    """Return what is measured of a set as Markdown."""
    coded = load(name, data)
    # Survey rounds are the split that matters in practice: the codes of one year suggest those of the next.
    rounds = ["-".join(sorted(set(coded.years)))] if len(set(coded.years)) == 2 and "all" in sizes else []
    sizes = [*sizes, *rounds]
    n, k = coded.y.shape
    found, prepared = {}, []
    for method in methods:
        found[method], seconds = apart(run, name, data, method, sizes, draws, slow)
        prepared.append(f"{method} {seconds:.1f}")
    return (
        f"{n:,} answers, {k} codes, {coded.y.sum() / n:.2f} codes an answer. Means of {draws} draws; 'all': 5 folds."
        "\n\n"
        f"{table(COLUMNS, lines(sizes, found))}\n\n"
        "Seconds: to learn and to suggest for all other answers, a draw (all: the five folds together). Before that, "
        f"seconds to read the answers (features, sentence vectors): {', '.join(prepared)}. Peak MB: of the whole "
        "process, libraries included. LinearSVC gives no probabilities; nor does floor S before anything is coded."
    )


def effort_table(name: str, data: Path, methods: Sequence[str]) -> str:
    """Return what coding a set costs as Markdown."""
    rows = []
    for method in ["no suggestions", *(m for m in ("floor S", "ours") if m in methods)]:
        e = apart(effort, name, data, method)
        pressed = "-" if np.isnan(e.pressed) else f"{e.pressed:.2f}"
        rows.append([method, f"{e.keys:.2f}", pressed, f"{e.accepted:.3f}", f"{e.cards}", f"{e.seconds:.0f}"])
        print(f"{name} keys, {method}: {e.seconds:.0f} s", file=sys.stderr, flush=True)
    coded = load(name, data)
    n = len(coded.texts)
    alone = (n + 5 * coded.y.sum()) / n
    columns = ["suggestions", "keys per answer", "keys really pressed", "accepted as shown", "cards", "seconds"]
    return (
        f"{n:,} answers in the order of the file, exact repeats on one card. Keys per answer: Enter 1, a code shown on "
        f"a digit 1, a code to search 5; every answer on its own, without suggestions: {alone:.2f}. "
        "Keys really pressed: at the desk, where a code is found by the shortest text that shows it.\n\n"
        + table(columns, rows)
    )


def main() -> None:
    """Print the tables, and keep them."""
    parser = options(__doc__)
    parser.add_argument("sets", nargs="*", default=list(SETS), metavar="SET", help=", ".join(SETS))
    parser.add_argument("--sizes", default=SIZES, help="coded answers; none: ''")
    parser.add_argument("--draws", type=int, default=4)
    parser.add_argument("--methods", default=",".join(METHODS), help="some of: " + ", ".join(METHODS))
    parser.add_argument("--slow", action="store_true", help="run slow methods at every size")
    parser.add_argument("--effort", action="store_true", help="count the keys of a scripted analyst as well")
    parser.add_argument("--data", type=Path, default=DATA)
    given = parser.parse_args()
    methods = [m.strip() for m in given.methods.split(",")]
    sizes = [size for size in given.sizes.split(",") if size]
    if unknown := set(methods) - set(METHODS):
        parser.error(f"no such method: {', '.join(sorted(unknown))}")
    if "floor S" in methods and not PROTOTYPE.is_file():
        print(f"floor S is left out: {PROTOTYPE.name} is not on this computer.", file=sys.stderr)
        methods.remove("floor S")
    for name in present(given.sets, given.data):
        if sizes:
            body = learning_table(name, given.data, methods, sizes, given.draws, given.slow)
            keep(f"Learning: {name}", body, MODULE, write=given.write)
        if given.effort:
            keep(f"Keys per answer: {name}", effort_table(name, given.data, methods), MODULE, write=given.write)


if __name__ == "__main__":
    main()
