"""The learning curve: how good suggestions were after 20, 50, 100 ... coded answers, and what the next 50 will add."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from coder.learning.engine import Engine

Array = npt.NDArray[np.float64]

SIZES = (20, 50, 100, 200, 500, 1000, 2000)
"""Coded answers at which the curve is measured, beside all of them."""

FEWEST = SIZES[0]
"""Coded answers below which there is no curve."""

APART = 1.25
"""A size is measured only if all coded answers are this many times as many: nearer, it says the same twice."""

NEXT = 50
"""Answers whose gain is foretold: an hour at the desk at most."""

POINTS = 3
"""Sizes measured at least before a gain is foretold: the curve has three unknowns."""

POWERS = np.linspace(0.1, 1.5, 29)
"""Powers of the number of coded answers that are tried: measured curves fall within."""

DRAWS = 400
"""Bootstrap draws behind the interval of the gain."""

CHANCE = 0.25
"""Which answers happened to be learnt from moves the F1 by about this, divided by the root of their number."""


@dataclass(frozen=True, slots=True)
class Point:
    """The quality after `n` coded answers, measured on all coded answers."""

    n: int
    f1: float
    """Micro F1 on answers that were not learnt from."""
    exact: float
    """Share of answers whose whole set would have been right as shown."""


@dataclass(frozen=True, slots=True)
class Gain:
    """What the next `NEXT` answers are expected to add to F1 (0 to 1), with a 95 % interval."""

    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The learning curve of a question."""

    points: tuple[Point, ...]
    gain: Gain | None
    """None while it cannot be said."""


def sizes(n: int) -> list[int]:
    """Return at how many coded answers a curve of `n` is measured."""
    return [size for size in SIZES if size * APART <= n] + [n] if n >= FEWEST else []


def measure(
    engine: Engine, rows: Sequence[int], sets: Sequence[frozenset[str]], coded: int | None = None, seed: int = 0
) -> Curve:
    """Refit on the first 20, 50, 100 ... codings, and measure each fit on all coded answers.

    Those that were learnt from count by what was suggested for them without their own coding (see
    `Engine.held_out`), so that all points rest on the same answers. The engine ends with everything learnt.

    Parameters
    ----------
    rows, sets : the coded answers in the order of time, at most a few thousand, and their codes.
    coded : how many are coded, where `rows` are a part of them.
    """
    at = sizes(len(rows))
    if not at:
        return Curve((), None)
    counts, points = [], []
    for size in at:
        engine.learn(rows[:size], sets[:size])
        counted, exact = _outcome(engine, rows, sets, size)
        counts.append(counted)
        points.append(Point(size, _f1(counted.sum(axis=0)), exact))
    return Curve(tuple(points), gain(at, np.array(counts), coded or len(rows), seed))


def _outcome(engine: Engine, rows: Sequence[int], sets: Sequence[frozenset[str]], size: int) -> tuple[Array, float]:
    """Return per answer the codes right, and those given and selected together (n, 2); and the share of sets right."""
    held = engine.held_out()
    place = {row: i for i, row in enumerate(held.rows)}
    rest = list(rows[size:])
    probabilities = engine.probabilities(rest)
    learnt = [place[row] for row in rows[:size]]
    selected = np.vstack([held.selected[learnt], engine.select(probabilities)])
    y = np.array([[code in codes for code in held.codes] for codes in sets], dtype=bool).reshape(selected.shape)
    counted = np.stack([(y & selected).sum(axis=1), y.sum(axis=1) + selected.sum(axis=1)], axis=1)
    return counted.astype(float), float((y == selected).all(axis=1).mean())


def gain(at: Sequence[int], counts: Array, coded: int, seed: int = 0) -> Gain | None:
    """Return what the next answers will add, by an inverse power law f(n) = a - b n^-c through the measured points.

    The law and its weights, the larger sizes more, are those of Figueroa et al. (2012), Predicting sample size required
    for classification performance, BMC Medical Informatics and Decision Making 12:8. The interval comes from drawing
    the tested answers anew (bootstrap) and shaking each point by the chance of which answers were learnt from.

    Parameters
    ----------
    at : (n_sizes,), coded answers learnt from.
    counts : (n_sizes, n_answers, 2): codes right; codes given and selected together.
    coded : from how many coded answers on.
    """
    n = counts.shape[1]
    if len(at) < POINTS or not counts[..., 0].any():
        return None
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(n, np.full(n, 1 / n), DRAWS).astype(float)
    drawn = np.array([weights @ part for part in counts])
    f1 = 2 * drawn[..., 0] / np.maximum(drawn[..., 1], 1)
    chance = CHANCE / np.sqrt(np.asarray(at, dtype=float))[:, None]
    found = _foretold(at, (f1 + chance * rng.standard_normal(f1.shape)).T, coded)
    low, high = np.quantile(found, (0.025, 0.975))
    # Their mean moves less from one sample of codings to the next than what the measured points alone foretell.
    return Gain(float(found.mean()), float(low), float(high))


def _foretold(at: Sequence[int], f1: Array, coded: int) -> Array:
    """Return the gain that each of several curves (n_curves, n_sizes) foretells: (n_curves,)."""
    n = np.asarray(at, dtype=float)
    w = n / n.sum()
    best, gains = np.full(len(f1), np.inf), np.zeros(len(f1))
    for power in POWERS:
        x = n**-power
        middle, level = w @ x, f1 @ w
        slope = ((f1 - level[:, None]) * w) @ (x - middle) / (w @ (x - middle) ** 2)
        # More codings do not make it worse, and nothing is better than perfect.
        b = np.maximum(-slope, 0)
        a = level + b * middle
        over = a > 1
        b[over], a[over] = ((1 - f1[over]) * w) @ x / (w @ x**2), 1
        error = ((f1 - (a[:, None] - b[:, None] * x)) ** 2) @ w
        better = error < best
        best[better] = error[better]
        gains[better] = (b * (coded**-power - (coded + NEXT) ** -power))[better]
    return np.maximum(gains, 0)


def _f1(counted: Array) -> float:
    return float(2 * counted[0] / counted[1]) if counted[1] else 0.0
