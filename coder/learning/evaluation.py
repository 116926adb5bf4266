"""Held-out quality by real refits: random folds over different answers, and earlier rounds against a later one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from coder.learning.engine import Engine
from coder.learning.outcome import HeldOut

Array = npt.NDArray[np.float64]
Interval = tuple[float, float]

BINS = 10
"""Bins of probability in which predicted and realised shares are compared."""

DRAWS = 1000
"""Bootstrap draws: the bounds of a 95 % interval then move by less than they are rounded to."""

DRAWS_AT_A_TIME = 50  # of many answers, so that the weights of all draws are never in memory together


@dataclass(frozen=True, slots=True)
class Figures:
    """What one draw of answers says; every measure between 0 and 1."""

    precision: float
    """Micro: over all codes given and selected together; so are `recall` and `f1`."""
    recall: float
    f1: float
    macro_f1: float
    """The mean over codes that were given."""
    top3: float
    """Share of the codes given that stand among the first three suggestions."""


def folds(n: int, k: int, seed: int = 0) -> Iterator[tuple[list[int], list[int]]]:
    """Yield (places to learn from, places to test on) of `n` answers: `k` parts, each the test once.

    Fewer answers than parts give parts of one answer.
    """
    parts = np.array_split(np.random.default_rng(seed).permutation(n), min(k, n)) if n else []
    for part in parts:
        test = set(part.tolist())
        yield [place for place in range(n) if place not in test], sorted(test)


def refit(
    engine: Engine,
    learnt: tuple[Sequence[int], Sequence[frozenset[str]]],
    tested: tuple[Sequence[int], Sequence[frozenset[str]]],
) -> HeldOut:
    """Learn from some codings and nothing else, and return what would have been suggested for others.

    The engine keeps what it learnt last. Its features come from the texts of all answers, as they do in use; no coding
    of a tested answer plays a part.

    Parameters
    ----------
    learnt, tested : rows of the engine's documents, and the codes that people gave each.
    """
    engine.learn(*learnt)
    rows, sets = tested
    probabilities = engine.probabilities(rows)
    y = np.array([[code in codes for code in engine.codes] for codes in sets], dtype=bool)
    return HeldOut(
        tuple(rows), engine.codes, probabilities, engine.select(probabilities), y.reshape(probabilities.shape)
    )


def crossed(
    engine: Engine, rows: Sequence[int], sets: Sequence[frozenset[str]], k: int, seed: int = 0
) -> Iterator[HeldOut]:
    """Yield the outcome of each of `k` random folds; `joined` puts them together.

    Rows are different texts, so answers with equal text are never on both sides.
    """
    for seen, out in folds(len(rows), k, seed):
        learnt, tested = ([rows[i] for i in part] for part in (seen, out))
        yield refit(engine, (learnt, [sets[i] for i in seen]), (tested, [sets[i] for i in out]))


def joined(parts: Sequence[HeldOut]) -> HeldOut:
    """Return several outcomes as one."""
    return HeldOut(
        tuple(row for part in parts for row in part.rows),
        parts[0].codes,
        np.vstack([part.probabilities for part in parts]),
        np.vstack([part.selected for part in parts]),
        np.vstack([part.y for part in parts]),
    )


def calibration_error(held: HeldOut) -> float | None:
    """Return the expected calibration error over all answer-code pairs; None without any.

    The mean difference of predicted and realised share over ten bins of equal width, weighed by pairs (Naeini, Cooper
    and Hauskrecht 2015, AAAI 29). It has no interval: resampling answers only makes it larger.
    """
    p, y = held.probabilities.ravel(), held.y.ravel().astype(float)
    if not len(p):
        return None
    at = np.minimum((p * BINS).astype(int), BINS - 1)
    return float(np.abs(np.bincount(at, p - y, minlength=BINS)).sum() / len(p))


def bootstrapped(held: HeldOut, seed: int = 0, confidence: float = 0.95) -> dict[str, Interval]:
    """Return by measure of `Figures` a percentile interval over draws of answers (Efron 1979, Annals of Statistics 7).

    Whole answers are drawn, because codes of one answer go together. The interval is about which answers were tested
    on, not about which were learnt from.
    """
    per_answer = _per_answer(held)
    n, rng = len(held.y), np.random.default_rng(seed)
    found = []
    for _part in range(DRAWS // DRAWS_AT_A_TIME):
        weights = rng.multinomial(n, np.full(n, 1 / n), DRAWS_AT_A_TIME).astype(np.float32)
        found.append(_figures(held, [weights @ counts for counts in per_answer]))
    drawn = np.hstack(found)
    tail = (1 - confidence) / 2
    bounds = np.nanquantile(drawn, (tail, 1 - tail), axis=1).T
    names = Figures.__dataclass_fields__
    return {name: (float(low), float(high)) for name, (low, high) in zip(names, bounds, strict=True)}


def figures(held: HeldOut) -> Figures:
    """Return the measures over all answers; 0 where there is nothing to divide by."""
    every = [counts.sum(axis=0, keepdims=True) for counts in _per_answer(held)]
    return Figures(*(float(value) for value in np.nan_to_num(_figures(held, every)[:, 0])))


def _per_answer(held: HeldOut) -> list[npt.NDArray[np.float32]]:
    """Return codes right, given and selected, each (n, n_codes), and codes given in the first three (n, 1)."""
    first = np.argsort(-held.probabilities, axis=1, kind="stable")[:, :3]
    ahead = np.take_along_axis(held.y, first, axis=1).sum(axis=1, keepdims=True)
    return [counts.astype(np.float32) for counts in (held.y & held.selected, held.y, held.selected, ahead)]


def _figures(held: HeldOut, counts: Sequence[npt.NDArray[np.float32]]) -> Array:
    """Return the measures of each draw: (n_measures, n_draws); not a number where there is nothing to divide by."""
    hits, given, chosen, ahead = (part.astype(float) for part in counts)
    was_given = held.y.any(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        per_code = (2 * hits / (given + chosen))[:, was_given]
        exists = ~np.isnan(per_code)
        right, gold, said = hits.sum(axis=1), given.sum(axis=1), chosen.sum(axis=1)
        return np.array(
            [
                right / said,
                right / gold,
                2 * right / (gold + said),
                np.where(exists, per_code, 0).sum(axis=1) / exists.sum(axis=1),
                ahead[:, 0] / gold,
            ]
        )
