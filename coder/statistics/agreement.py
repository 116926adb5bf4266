"""Agreement between coders who gave each answer a set of codes: alpha, kappa, AC1, each with its interval.

An answer that a coder has not reached is missing, and never agreement: only answers that at least two coders decided
count, and on each of them only those who did.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Distance = Literal["masi", "jaccard"]

RESAMPLES = 1_000  # of the answers, for intervals; the bounds then move by less than .01 from one seed to the next
SEED = 20_240_607  # fixed: the same codings give the same interval


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval; None where the codings do not define it (nothing varies)."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """Agreement on one code: given or not."""

    given: tuple[int, ...]
    """How often each coder gave it, of the answers that count."""
    agreement: Estimate
    """Share of pairs of coders that agree."""
    alpha: Estimate
    kappa: Estimate
    ac1: Estimate


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on one question."""

    n: int
    """Answers that at least two coders decided."""
    exact: Estimate
    """Share of pairs of coders who gave exactly the same codes."""
    masi: Estimate
    """Krippendorff's alpha with the distance MASI."""
    jaccard: Estimate
    """Krippendorff's alpha with the distance of Jaccard."""
    codes: tuple[CodeAgreement, ...]


def agreement(
    given: NDArray[np.bool_],
    seen: NDArray[np.bool_],
    resamples: int = RESAMPLES,
    seed: int = SEED,
    same: NDArray[np.int64] | None = None,
) -> Agreement:
    """Return how far coders agree.

    Parameters
    ----------
    given : (n_answers, n_coders, n_codes), whether a coder gave a code.
    seen : (n_answers, n_coders), whether the coder decided about the answer at all.
    resamples : of the answers with replacement, for percentile intervals (Efron and Tibshirani 1993, chapter 13).
    same : (n_answers,), equal numbers for answers that say the same; these are drawn together, as they were coded
        together. None for all different.

    Raises
    ------
    ValueError : the shapes do not fit each other.
    """
    if given.ndim != 3 or given.shape[:2] != seen.shape:
        raise ValueError(f"shapes do not fit: {given.shape}, {seen.shape}")
    both = seen.sum(axis=1) >= 2
    given, seen = given[both] & seen[both, :, None], seen[both]
    n = len(given)
    of = np.unique(np.arange(n) if same is None else same[both], return_inverse=True)[1]
    weights: Array = np.vstack([np.ones(n), _draws(of, resamples, seed)])  # the first row is what was found itself
    sets, ids = _sets(given, seen)
    return Agreement(
        n,
        _estimate(_exact(ids, seen, weights)),
        _estimate(_alpha(ids, seen, set_distances(sets, "masi"), weights)),
        _estimate(_alpha(ids, seen, set_distances(sets, "jaccard"), weights)),
        tuple(_of_code(given[:, :, code], seen, weights) for code in range(given.shape[2])),
    )


def _draws(of: NDArray[np.int64], resamples: int, seed: int) -> Array:
    """Return how often each answer is in each resample: (resamples, n_answers); `of` says to which text it belongs."""
    if not len(of):
        return np.zeros((0, 0))
    texts = int(of.max()) + 1
    drawn = np.random.default_rng(seed).multinomial(texts, np.full(texts, 1 / texts), size=resamples)
    return drawn[:, of].astype(np.float64)


def set_distances(sets: NDArray[np.bool_], distance: Distance) -> Array:
    """Return the distances between sets of codes, rows of `sets` (n_sets, n_codes): (n_sets, n_sets), 0 to 1.

    Two empty sets are equal; an empty one is at distance 1 from any other.

    Notes
    -----
    Jaccard: 1 less the share of the codes of either that both hold. MASI multiplies that share by 1 for equal sets,
    2/3 where one holds the other, 1/3 where they overlap and 0 else: R. Passonneau (2006), Measuring agreement on
    set-valued items (MASI) for semantic and pragmatic annotation, LREC.
    """
    x = sets.astype(float)
    common, sizes = x @ x.T, x.sum(axis=1)
    either = sizes[:, None] + sizes - common
    share = np.divide(common, either, out=np.ones_like(common), where=either > 0)
    if distance == "jaccard":
        return np.asarray(1 - share)
    smallest = np.minimum(sizes[:, None], sizes)
    kind = np.where(common == 0, 0.0, np.where(common == smallest, 2 / 3, 1 / 3))
    kind[share == 1] = 1.0
    return np.asarray(1 - share * kind)


def _sets(given: NDArray[np.bool_], seen: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Return the distinct sets, and which of them each coder gave: (n_answers, n_coders), -1 for none."""
    ids = np.full(seen.shape, -1, dtype=np.int64)
    known: dict[bytes, int] = {}
    packed = np.packbits(given, axis=2)
    rows: list[NDArray[np.bool_]] = []
    for answer, person in zip(*np.nonzero(seen), strict=True):
        key = packed[answer, person].tobytes()
        if key not in known:
            known[key] = len(known)
            rows.append(given[answer, person])
        ids[answer, person] = known[key]
    return np.array(rows, dtype=bool).reshape(len(rows), given.shape[2]), ids


def _exact(ids: NDArray[np.int64], seen: NDArray[np.bool_], weights: Array) -> Array:
    m = seen.sum(axis=1)
    same = np.zeros(len(ids))
    for one, other in combinations(range(seen.shape[1]), 2):
        same += seen[:, one] & seen[:, other] & (ids[:, one] == ids[:, other])
    return _ratio(weights @ same, weights @ (m * (m - 1) / 2))


def _alpha(ids: NDArray[np.int64], seen: NDArray[np.bool_], distances: Array, weights: Array) -> Array:
    """Return Krippendorff's alpha for each row of weights: (n_weights,).

    Notes
    -----
    K. Krippendorff (2018), Content Analysis, 4th edition, chapter 12: 1 less observed over expected disagreement, with
    missing values. NaN where no disagreement can be expected, because all gave the same.
    """
    m = seen.sum(axis=1)
    observed = np.zeros(len(ids))
    for one, other in combinations(range(seen.shape[1]), 2):
        pairs = seen[:, one] & seen[:, other]
        observed[pairs] += 2 * distances[ids[pairs, one], ids[pairs, other]]
    observed /= np.maximum(m - 1, 1)
    times = np.zeros((len(ids), len(distances)))
    rows, _people = np.nonzero(seen)
    np.add.at(times, (rows, ids[seen]), 1)
    totals = weights @ times
    n = weights @ m
    expected = np.einsum("ij,ij->i", totals @ distances, totals)
    return 1 - _ratio((weights @ observed) * (n - 1), expected)


def _of_code(given: NDArray[np.bool_], seen: NDArray[np.bool_], weights: Array) -> CodeAgreement:
    m = seen.sum(axis=1)
    yes = given.sum(axis=1)
    no = m - yes
    agreed = _ratio(weights @ ((yes * (yes - 1) + no * (no - 1)) / np.maximum(m * (m - 1), 1)), weights.sum(axis=1))
    return CodeAgreement(
        tuple(int(count) for count in given.sum(axis=0)),
        _estimate(agreed),
        _estimate(
            1
            - _ratio(
                (weights @ (yes * no / np.maximum(m - 1, 1))) * (weights @ m - 1), (weights @ yes) * (weights @ no)
            )
        ),
        _estimate(_kappa(given, seen, weights)),
        _estimate(_ac1(yes / np.maximum(m, 1), agreed, weights)),
    )


def _kappa(given: NDArray[np.bool_], seen: NDArray[np.bool_], weights: Array) -> Array:
    """Return Cohen's kappa of a code; of more than two coders the mean over pairs.

    Notes
    -----
    J. Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20, 37-46;
    R. Light (1971), Psychological Bulletin 76, 365-377, for the mean over pairs.
    """
    found = []
    for one, other in combinations(range(seen.shape[1]), 2):
        pair = seen[:, one] & seen[:, other]
        if not pair.any():
            continue
        w = weights[:, pair]
        a, b = given[pair, one], given[pair, other]
        n = w.sum(axis=1)
        first, second = _ratio(w @ a, n), _ratio(w @ b, n)
        chance = first * second + (1 - first) * (1 - second)
        found.append(_ratio(_ratio(w @ (a == b), n) - chance, 1 - chance))
    if not found:
        return np.full(len(weights), np.nan)
    every = np.array(found)
    known = ~np.isnan(every)
    return _ratio(np.where(known, every, 0).sum(axis=0), known.sum(axis=0).astype(float))


def _ac1(share: Array, agreed: Array, weights: Array) -> Array:
    """Return Gwet's AC1 of a code, for any number of coders.

    Notes
    -----
    K. Gwet (2008), Computing inter-rater reliability and its variance in the presence of high agreement, British
    Journal of Mathematical and Statistical Psychology 61, 29-48. Unlike kappa it does not fall when a code is rare.
    """
    mean = _ratio(weights @ share, weights.sum(axis=1))
    chance = 2 * mean * (1 - mean)
    return _ratio(agreed - chance, 1 - chance)


def _ratio(above: Any, below: Any) -> Array:  # noqa: ANN401 - counts or sums
    found: Array = np.divide(above, below, out=np.full(np.shape(above), np.nan), where=below > 1e-12)
    return found


def _estimate(found: Array) -> Estimate:
    value, resampled = float(found[0]), found[1:][~np.isnan(found[1:])]
    if np.isnan(value):
        return Estimate(None, None, None)
    if not len(resampled):
        return Estimate(value, None, None)
    low, high = np.percentile(resampled, [2.5, 97.5])
    return Estimate(value, float(low), float(high))
