"""Agreement of the two readers of a real panel question, which one of them coded apart from the other.

python -m tests.benchmarks.agreement [--data FOLDER]
"""

from __future__ import annotations

import csv
import time
from pathlib import Path

import numpy as np

from coder.statistics.agreement import Estimate, agreement
from tests.benchmarks.results import keep, options, table
from tests.benchmarks.sets import DATA


def shown(estimate: Estimate) -> str:
    """Return a figure with its interval."""
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "-"
    return f"{estimate.value:.3f} ({estimate.low:.3f} to {estimate.high:.3f})"


def measure(data: Path) -> str:
    """Return the figures as Markdown."""
    with (data / "vu_panel_nl" / "why_vote_codings.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            [{code.strip() for code in row[name].split("|")} - {""} for name in ("codes_a", "codes_b")]
            for row in csv.DictReader(file)
        ]
    codes = sorted(set().union(*(given for row in rows for given in row)))
    given = np.array([[[code in one for code in codes] for one in row] for row in rows])
    start = time.perf_counter()
    found = agreement(given, np.ones(given.shape[:2], dtype=bool))
    seconds = time.perf_counter() - start
    whole = [
        ["exactly the same codes", shown(found.exact)],
        ["alpha, MASI", shown(found.masi)],
        ["alpha, Jaccard", shown(found.jaccard)],
    ]
    by_code = [
        [code, *map(str, one.given), *(shown(e) for e in (one.agreement, one.alpha, one.kappa, one.ac1))]
        for code, one in zip(codes, found.codes, strict=True)
    ]
    return (
        f"{found.n:,} answers, {len(codes)} codes, two readers; {seconds:.1f} s with 1,000 resamples.\n\n"
        f"{table(['all codes', 'value (95% interval)'], whole)}\n\n"
        f"{table(['code', 'reader A', 'reader B', 'agree', 'alpha', 'kappa', 'AC1'], by_code)}"
    )


def main() -> None:
    """Print the tables, and keep them."""
    parser = options(__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    given = parser.parse_args()
    keep("Agreement", measure(given.data), "tests.benchmarks.agreement", write=given.write)


if __name__ == "__main__":
    main()
