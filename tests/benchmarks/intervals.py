"""How often intervals of weighted shares hold the true share, and how wide they are: Wilson's or Korn and Graubard's.

    python -m tests.benchmarks.intervals [--replicates 4000]

Surveys are drawn from a population of five classes of equal size that answer more or less often, so that weights make
up for it. A theme is named as often in each class, or more often in the classes that weigh more, or in those that weigh
less. Both intervals with two effective sample sizes: Kish's, from the weights alone, and the one that the linearised
variance of the share itself gives.
"""

from __future__ import annotations

import argparse

import numpy as np

from coder.statistics.intervals import korn_graubard, wilson_bounds
from tests.benchmarks.results import kept, table

SIZES = (30, 60, 120, 300, 1000)
SHARES = (0.01, 0.03, 0.1, 0.25, 0.5)
WEIGHTS = {"mild": (0.6, 0.8, 1.0, 1.3, 1.7), "strong": (0.3, 0.6, 1.0, 1.8, 3.5)}
THEMES = {"unrelated": (1, 1, 1, 1, 1), "named by heavy": (0.4, 0.7, 1, 1.3, 1.6), "by light": (1.6, 1.3, 1, 0.7, 0.4)}
METHODS = ("Wilson, Kish", "Wilson, linearised", "Korn-Graubard, Kish", "Korn-Graubard, linearised")
LOW = 0.93  # coverage below which an interval promises too much


def one(n: int, share: float, weights: tuple[float, ...], theme: tuple[float, ...], replicates: int, seed: int):
    """Return coverage and mean width of each method (n_methods,)."""
    rng = np.random.default_rng(seed)
    answering = 1 / np.array(weights)
    classes = rng.choice(5, (replicates, n), p=answering / answering.sum())
    y = rng.random((replicates, n)) < share * np.array(theme)[classes]
    w = np.array(weights)[classes]
    total = w.sum(axis=1)
    found = (w * y).sum(axis=1) / total
    kish = total**2 / (w**2).sum(axis=1)
    variance = (w**2 * (y - found[:, None]) ** 2).sum(axis=1) / total**2 * n / (n - 1)
    spread = found * (1 - found)
    linearised = np.where(variance > 0, spread / np.where(variance > 0, variance, 1), kish)
    # That of Korn and Graubard is never more than n; Wilson's gets the same bound here.
    linearised = np.minimum(linearised, n)
    people = np.full(replicates, n)
    bounds = [
        *(wilson_bounds(found, kish), wilson_bounds(found, linearised)),
        *(korn_graubard(found, kish, people), korn_graubard(found, linearised, people)),
    ]
    hit = [((low <= share) & (share <= high)).mean() for low, high in bounds]
    return hit, [(high - low).mean() for low, high in bounds]


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--replicates", type=int, default=4000)
    given = options.parse_args()
    cells = []
    for n in SIZES:
        for share in SHARES:
            for strength, weights in WEIGHTS.items():
                for relation, theme in THEMES.items():
                    if share * max(theme) <= 1:
                        hit, width = one(n, share, weights, theme, given.replicates, len(cells))
                        cells.append((n, share, strength, relation, hit, width))
    parts = {
        "all": lambda _cell: True,
        **{f"weights {name}": (lambda cell, name=name: cell[2] == name) for name in WEIGHTS},
        **{f"theme {name}": (lambda cell, name=name: cell[3] == name) for name in THEMES},
        **{f"share {share:.0%}": (lambda cell, share=share: cell[1] == share) for share in SHARES},
        **{f"n = {n}": (lambda cell, n=n: cell[0] == n) for n in SIZES},
    }
    rows = []
    for name, belongs in parts.items():
        part = [cell for cell in cells if belongs(cell)]
        for m, method in enumerate(METHODS):
            hit, width = (np.array([cell[i][m] for cell in part]) for i in (4, 5))
            low = f"{(hit < LOW).sum()} of {len(part)}"
            rows.append([name if m == 0 else "", method, f"{hit.mean():.1%}", f"{hit.min():.1%}", low])
            rows[-1].append(f"{100 * width.mean():.1f}")
    print(table(["part", "interval", "holds it", "worst case", f"cases below {LOW:.0%}", "width (points)"], rows))
    print(f"\n{len(cells)} cases (size, share, weights, theme), {given.replicates} surveys each.")


if __name__ == "__main__":
    with kept("Intervals of weighted shares", "tests.benchmarks.intervals"):
        main()
