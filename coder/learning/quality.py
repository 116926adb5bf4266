"""How good suggestions are on answers that the model did not see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from coder.learning import stack, thresholds

Array = npt.NDArray[np.float64]

FOLDS = 5
"""Parts in which the few numbers beside the ridge regression are held out; its own scores leave out one answer."""


@dataclass(frozen=True, slots=True)
class CodeQuality:
    """The suggestions of one code. A measure is None where it does not exist, such as precision without suggestions."""

    code_id: str
    given: int
    """Coded answers that have the code."""
    selected: int
    """Coded answers for which it would have been pre-selected."""
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class Quality:
    """Held-out quality over the coded answers: measures between 0 and 1, answers that are equal counted once."""

    n: int
    """Coded answers it was measured on."""
    codes: tuple[CodeQuality, ...]
    precision: float
    """Micro: over all codes given and selected together; so are `recall` and `f1`."""
    recall: float
    f1: float
    macro_f1: float
    """The mean over codes that were given at least once."""
    exact: float
    """Share of answers whose whole set is right."""
    top3: float
    """Share of the codes given that stand among the first three suggestions."""

    def to_dict(self) -> dict[str, Any]:
        """Return the same as plain values, for JSON."""
        return asdict(self) | {"codes": [asdict(code) for code in self.codes]}


def measure(codes: Sequence[str], probabilities: Array, selected: npt.NDArray[np.bool_], y: Array) -> Quality:
    """Compare suggestions with codings; all arrays are (n_answers, n_codes)."""
    gold = y > 0
    hits, given, chosen = (gold & selected).sum(axis=0), gold.sum(axis=0), selected.sum(axis=0)
    per_code = tuple(
        CodeQuality(code, int(g), int(c), _share(h, c), _share(h, g), _share(2 * h, g + c))
        for code, h, g, c in zip(codes, hits, given, chosen, strict=True)
    )
    first = np.argsort(-probabilities, axis=1, kind="stable")[:, :3]
    return Quality(
        n=len(y),
        codes=per_code,
        precision=_share(hits.sum(), chosen.sum()) or 0.0,
        recall=_share(hits.sum(), given.sum()) or 0.0,
        f1=_share(2 * hits.sum(), given.sum() + chosen.sum()) or 0.0,
        macro_f1=float(np.mean([code.f1 or 0.0 for code in per_code if code.given] or [0.0])),
        exact=float((gold == selected).all(axis=1).mean()),
        top3=_share(np.take_along_axis(gold, first, axis=1).sum(), gold.sum()) or 0.0,
    )


def held_out(known: Array, y: Array, exclusive: npt.NDArray[np.bool_]) -> tuple[Array, npt.NDArray[np.bool_]]:
    """Return probabilities and selection for coded answers, each by a fit that did not see the answer.

    Parameters
    ----------
    known : (n_coded, n_codes, 8), `stack.pairs` of leave-one-out scores. y : (n_coded, n_codes).
    """
    probabilities, selected = np.zeros(y.shape), np.zeros(y.shape, dtype=bool)
    fold = np.arange(len(y)) % FOLDS
    for part in range(FOLDS):
        out, rest = fold == part, fold != part
        if out.any():
            coefficients = stack.fit(known[rest], y[rest])
            seen = stack.probabilities(known[rest], coefficients)
            cuts = thresholds.fit(seen, y[rest], seen)
            probabilities[out] = stack.probabilities(known[out], coefficients)
            selected[out] = thresholds.select(probabilities[out], cuts, exclusive)
    return probabilities, selected


def _share(part: float, whole: float) -> float | None:
    return float(part / whole) if whole else None
