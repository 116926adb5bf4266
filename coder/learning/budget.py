"""Which codes may be given without a person, and which answers closed, so that errors stay within a budget.

Two promises, each for answers that are drawn as the coded ones were, each with the confidence asked for:

- a code that is given is right in at least `precision` of the cases (per code, by a threshold of its own);
- of the answers that are closed, at most 1 - `precision` miss a code that a person would have given.

Both are tested on held-out probabilities by fixed-sequence testing (Angelopoulos, Bates, Candès, Jordan & Lei 2021,
Learn then Test, arXiv:2110.01052): thresholds are tried in an order fixed without a look at the codings, each with the
exact binomial bound of Clopper & Pearson (1934), and the first that fails ends the walk. The walk starts where the test
most likely passes if the probabilities are right; if they are not, fewer codes pass, never worse ones.

An answer is closed when at least one code is given and the probability that any other code belongs to it is small
enough. Answers that are equal count once, in the test and in the promise: if one text was given by a hundred
respondents, a mistake about it is made a hundred times. The thresholds of the codes are taken as they are when the
second promise is tested. Each promise holds for a code, or a question, by itself: with a confidence of 95 %, one code
in twenty that is tested may pass without deserving it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import beta, binom, poisson

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

UPPER = np.round(np.arange(0.99, 0.29, -0.01), 2)
"""Thresholds above which a code may be given, strictest first."""

MISSING = np.round(np.arange(0.01, 0.5, 0.01), 2)
"""Probabilities of missing a code up to which an answer may be closed, strictest first."""


@dataclass(frozen=True, slots=True)
class CodeBudget:
    """What may be done with one code."""

    code_id: str
    given: int
    """Coded answers that have the code."""
    threshold: float | None
    """The probability from which it is given; None: it stays with people."""
    selected: int
    """Coded answers with a held-out probability of at least the threshold; without one, with at least `UPPER[-1]`."""
    right: int
    """Of these, how many have the code."""
    bound: float
    """The precision that holds with the confidence asked for."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Thresholds that keep to a budget."""

    precision: float
    confidence: float
    codes: tuple[CodeBudget, ...]
    missing: float
    """An answer is closed if the probability that it misses a code is at most this; 0: no answer can be closed."""
    closed: int
    """Coded answers that would have been closed."""
    missed: int
    """Of these, how many miss a code."""
    bound: float
    """The share of closed answers that miss a code: at most this, with the confidence asked for."""

    def decide(self, probabilities: Array, exclusive: Flags) -> tuple[Flags, Flags]:
        """Return which codes are given (n, n_codes) and which answers are closed (n,).

        Parameters
        ----------
        probabilities : (n, n_codes). exclusive : (n_codes,), codes that stand alone: beside another code they are not
            given, and the answer stays open.
        """
        upper = np.array([np.inf if code.threshold is None else code.threshold for code in self.codes])
        given = probabilities >= upper
        clash = given[:, exclusive].any(axis=1) & (given.sum(axis=1) > 1)
        given[clash] = False
        return given, _any(given) & (missing(probabilities, given) <= self.missing)


def missing(probabilities: Array, given: Flags) -> Array:
    """Return the probability that an answer misses a code (n,), as if codes came independently.

    Parameters
    ----------
    probabilities : (n, n_codes). given : (n, n_codes), the codes that it gets.
    """
    return np.asarray(1 - np.prod(np.where(given, 1.0, 1 - probabilities), axis=1))


def least(precision: float, confidence: float) -> int:
    """Return how many answers without a single error it takes to prove a precision."""
    return int(np.ceil(np.log(1 - confidence) / np.log(precision)))


def fit(
    codes: Sequence[str], probabilities: Array, y: Array | Flags, exclusive: Flags, precision: float, confidence: float
) -> Budget:
    """Find the lowest thresholds that keep to the budget.

    Parameters
    ----------
    probabilities : (n_coded, n_codes), held out. y : (n_coded, n_codes), what people decided.
    precision : the share that has to be right, such as 0.95. confidence : how sure that has to be, such as 0.95.
    """
    gold: Flags = np.asarray(y, dtype=float) > 0
    found = tuple(_code(code, probabilities[:, j], gold[:, j], precision, confidence) for j, code in enumerate(codes))
    budget = Budget(precision, confidence, found, 0.0, 0, 0, 1.0)
    given, _none = budget.decide(probabilities, exclusive)
    expected = missing(probabilities, given)
    closed = _any(given)[:, None] & (expected[:, None] <= MISSING)
    n = closed.sum(axis=0)
    errors = (closed & _any(gold & ~given)[:, None]).sum(axis=0)
    best = _walk(n, errors, (closed * expected[:, None]).sum(axis=0), precision, confidence)
    if best is None:
        return budget
    bound = 1 - float(_bound(n[best] - errors[best], n[best], confidence))
    return Budget(precision, confidence, found, float(MISSING[best]), int(n[best]), int(errors[best]), bound)


def _code(code_id: str, p: Array, gold: Flags, precision: float, confidence: float) -> CodeBudget:
    above = p[:, None] >= UPPER
    n = above.sum(axis=0)
    errors = (above & ~gold[:, None]).sum(axis=0)
    promised = ((1 - p)[:, None] * above).sum(axis=0)
    best = _walk(n, errors, promised, precision, confidence)
    at = len(UPPER) - 1 if best is None else best
    right = int(n[at] - errors[at])
    bound = float(_bound(right, int(n[at]), confidence))
    threshold = None if best is None else float(UPPER[best])
    return CodeBudget(code_id, int(gold.sum()), threshold, int(n[at]), right, bound)


def _walk(
    n: npt.NDArray[np.int_], errors: npt.NDArray[np.int_], promised: Array, precision: float, confidence: float
) -> int | None:
    """Return the last step that adds cases and passes, before the first that fails; None if the first one fails.

    Parameters
    ----------
    n, errors, promised : per step, cases, errors among them, and errors that the probabilities lead one to expect.
    """
    # The most errors with which the bound of Clopper and Pearson still reaches the precision.
    allowed = binom.ppf(1 - confidence, n, 1 - precision) - 1
    chance = poisson.cdf(allowed, promised)
    best = None
    for step in range(int(chance.argmax()), len(n)):
        if errors[step] > allowed[step]:
            break
        if best is None or n[step] > n[best]:  # where no case was seen, nothing was proved
            best = step
    return best


def _bound(right: npt.ArrayLike, n: npt.ArrayLike, confidence: float) -> Array:
    """Return the one-sided lower bound of Clopper and Pearson on a share."""
    hits, cases = np.asarray(right, dtype=float), np.asarray(n, dtype=float)
    with np.errstate(invalid="ignore"):
        found = beta.ppf(1 - confidence, hits, cases - hits + 1)
    return np.asarray(np.where((hits > 0) & (cases > 0), found, 0.0))


def _any(flags: Flags) -> Flags:
    """Return which rows have any flag: (n,)."""
    return np.asarray(flags.any(axis=1))
