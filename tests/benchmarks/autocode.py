"""Whether automatic coding keeps its promises on answers that it did not see, and how much work it takes over.

    python -m tests.benchmarks.autocode [SET...] [--draws 20] [--sizes 500,half] [--data FOLDER] [--no-write]

Each draw: a random part of the different answers is coded, the engine learns from it, thresholds come from its
held-out probabilities, and they are applied to all other answers. Equal answers count once.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.stats import beta

from coder.domain.folding import text_hash
from coder.learning import budget
from tests.benchmarks.results import keep, options, table
from tests.benchmarks.sets import DATA, CodedSet, load, new_engine, present

DEFAULT = ("why_vote", "restaurants_nl", "nhs_why", "nhs_improve", "nhs_111", "anes_q03", "anes_q05")
TARGETS = (0.90, 0.95)
CONFIDENCE = 0.95
COLUMNS = (
    *("set", "coded", "target", "codes that pass", "precision", "below target", "codes below", "of tested"),
    *("closed", "miss a code", "above 1 - target", "closed: exact", "precision", "recall"),
)
NOTES = f"""
Confidence {CONFIDENCE:.2f}. *Codes that pass*: codes with a threshold, of those that there are. *Precision*: of the
codes given, the share that is right, all codes together, mean over draws; *below target*: draws in which it is less
than the target. *Codes below*: the same per code, over all pairs of draw and code; *of tested*: as a share of all pairs
for which a threshold was looked for, which the promise is about. A code that was given to ten answers is below .95 with
one error: in brackets the pairs that are below by more than such chance (exact 95 % upper bound below the target).
*Closed*: share of the answers; *miss a code*: share of the closed ones; *above 1 - target*: draws in which that is
more than promised. Draws in which nothing was given, or closed, are not in 'of'. *Exact*, *precision*, *recall*: of the
closed answers and their codes.
"""


@dataclass(frozen=True)
class Draw:
    """What came of one draw at one target."""

    passed: int
    """Codes with a threshold."""
    right: np.ndarray
    """(n_codes,): codes given that are right."""
    given: np.ndarray
    """(n_codes,): codes given."""
    closed: int
    answers: int
    missed: int
    """Closed answers that miss a code."""
    exact: int
    """Closed answers whose whole set is right."""
    hits: int
    """Codes given in closed answers that are right."""
    closed_given: int
    closed_gold: int


def distinct(coded: CodedSet) -> CodedSet:
    """Return the set with answers that are equal once, as coded first."""
    first: dict[str, int] = {}
    for row, text in enumerate(coded.texts):
        first.setdefault(text_hash(text), row)
    rows = list(first.values())
    return CodedSet(coded.name, [coded.texts[row] for row in rows], coded.y[rows], coded.codebook, [])


def measure(coded: CodedSet, sizes: list[int], draws: int) -> Iterator[tuple[int, float, Draw]]:
    """Yield (size, target, outcome)."""
    engine = new_engine(coded)
    ids = np.array(coded.codes)
    order = [coded.codes.index(code) for code in engine.codes]
    gold = coded.y[:, order] > 0
    exclusive = np.array([code in coded.codebook.exclusive for code in engine.codes], dtype=bool)
    for draw in range(draws):
        shuffled = np.random.default_rng(draw).permutation(len(coded.texts))
        for size in sizes:
            seen, rest = shuffled[:size], shuffled[size:]
            engine.learn(seen.tolist(), [frozenset(ids[coded.y[row] > 0].tolist()) for row in seen])
            held = engine.held_out()
            probabilities = engine.probabilities(rest.tolist())
            for target in TARGETS:
                fitted = budget.fit(held.codes, held.probabilities, held.y, exclusive, target, CONFIDENCE)
                yield size, target, outcome(fitted, probabilities, gold[rest], exclusive)


def outcome(fitted: budget.Budget, probabilities: np.ndarray, gold: np.ndarray, exclusive: np.ndarray) -> Draw:
    """Compare what a budget decides with what people decided."""
    given, closed = fitted.decide(probabilities, exclusive)
    right = given & gold
    return Draw(
        passed=sum(code.threshold is not None for code in fitted.codes),
        right=right.sum(axis=0),
        given=given.sum(axis=0),
        closed=int(closed.sum()),
        answers=len(gold),
        missed=int((gold & ~given)[closed].any(axis=1).sum()),
        exact=int((gold == given)[closed].all(axis=1).sum()),
        hits=int(right[closed].sum()),
        closed_given=int(given[closed].sum()),
        closed_gold=int(gold[closed].sum()),
    )


def line(name: str, size: str, target: float, found: list[Draw]) -> list[str]:
    """Return a row of the table."""
    tested = sum(len(d.given) for d in found)
    some = [d for d in found if d.given.any()]
    done = [d for d in found if d.closed]
    right = np.concatenate([d.right for d in found] or [np.zeros(0)])
    given = np.concatenate([d.given for d in found] or [np.zeros(0)])
    right, given = right[given > 0], given[given > 0]
    below = right < target * given
    highest = np.where(right < given, beta.ppf(0.95, right + 1, np.maximum(given - right, 1e-9)), 1.0)
    precisions = [d.right.sum() / d.given.sum() for d in some]
    closed = {key: sum(getattr(d, key) for d in done) for key in ("closed", "missed", "exact", "hits")}
    return [
        *(name, size, f"{target:.2f}", f"{np.mean([d.passed for d in found]):.1f} of {tested / len(found):.0f}"),
        f"{np.mean(precisions):.3f}" if some else "-",
        f"{sum(p < target for p in precisions)} of {len(some)}",
        f"{below.sum()} of {len(given)} ({(highest < target).sum()})",
        f"{below.sum() / tested:.1%}",
        f"{sum(d.closed for d in found) / sum(d.answers for d in found):.1%}",
        share(closed["missed"], closed["closed"]),
        f"{sum(d.missed > (1 - target) * d.closed for d in done)} of {len(done)}",
        share(closed["exact"], closed["closed"]),
        share(closed["hits"], sum(d.closed_given for d in done)),
        share(closed["hits"], sum(d.closed_gold for d in done)),
    ]


def share(part: float, whole: float) -> str:
    """Return a share as text; '-' of nothing."""
    return f"{part / whole:.3f}" if whole else "-"


def main() -> None:
    """Print a table per set and one of all sets together, and write them down."""
    parser = options(__doc__)
    parser.add_argument("sets", nargs="*", default=list(DEFAULT), metavar="SET")
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--sizes", default="500,half")
    parser.add_argument("--data", type=Path, default=DATA)
    given = parser.parse_args()
    start = time.perf_counter()
    rows: list[list[str]] = []
    together: dict[float, list[Draw]] = {target: [] for target in TARGETS}
    for name in present(given.sets, given.data):
        coded = distinct(load(name, given.data))
        n = len(coded.texts)
        wanted = {n // 2 if size == "half" else int(size) for size in given.sizes.split(",")}
        sizes = sorted(size for size in wanted if size < n)
        found = list(measure(coded, sizes, given.draws))
        for size in sizes:
            for target in TARGETS:
                of_size = [draw for s, t, draw in found if (s, t) == (size, target)]
                together[target] += of_size
                rows.append(line(name, f"{size:,} of {n:,}", target, of_size))
                print(*rows[-1], sep=" | ", file=sys.stderr, flush=True)
    for target, draws in together.items():
        if draws:
            rows.append(line("**together**", "", target, draws))
            print(*rows[-1], sep=" | ", file=sys.stderr, flush=True)
    body = f"{table(COLUMNS, rows)}\n\n{given.draws} draws, {time.perf_counter() - start:.0f} s.\n{NOTES}"
    if rows:
        keep("Automatic coding", body, "tests.benchmarks.autocode", write=given.write)


if __name__ == "__main__":
    main()
