"""The themes against a closed score: what do the dissatisfied talk about."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import stdtr, stdtrit

from coder.domain.report import Estimate, ScoreFigure, ScoreFigures
from coder.statistics.intervals import checked_weights
from coder.statistics.presence import Flags
from coder.statistics.testing import ALPHA, Array, Correction, adjusted

FEWEST_SCORED = 15
"""Respondents with a theme, and without it, below which their means are not compared: from here on t intervals of
scores that are not very skewed cover what they say (D.S. Moore and G.P. McCabe, Introduction to the Practice of
Statistics, on the robustness of the t procedures)."""


def score_figures(
    variable: str,
    text: str,
    y: Flags,
    code_ids: Sequence[str],
    scores: Sequence[float | None],
    weights: Sequence[float] | None = None,
    least: int = 0,
    correction: Correction = "Benjamini-Hochberg",
) -> ScoreFigures | None:
    """Return the mean score with and without each theme, the largest differences first; None without two scores.

    Parameters
    ----------
    y : (n_respondents, n_codes), from `presence`.
    scores : one per respondent; None for those who gave none: they are left out.
    weights : one per respondent, zero or more.
    least : leave out themes that fewer respondents with a score have, or all but fewer.
    correction : how many tests at once are allowed for: all themes that are compared.

    Notes
    -----
    B.L. Welch (1947), The generalization of 'Student's' problem when several different population variances are
    involved, Biometrika 34, 28-35. With weights the variance of a mean is the linearised one, sum w²(x - m)² / (sum
    w)² times n / (n - 1) (C.-E. Särndal, B. Swensson and J. Wretman, 1992, Model Assisted Survey Sampling, chapter
    5), as R's survey package has it for a simple sample with weights; without weights it is s² / n.
    """
    known = np.array([score is not None and np.isfinite(score) for score in scores], dtype=np.bool_)
    x = np.array([score for score, there in zip(scores, known, strict=True) if there], dtype=np.float64)
    w = (np.ones(len(y)) if weights is None else checked_weights(weights, len(y)))[known]
    x, y, w = x[w > 0], y[known][w > 0], w[w > 0]
    if len(x) < 2:
        return None
    has = y.astype(np.float64)
    n, n_without = has.sum(axis=0), len(x) - has.sum(axis=0)
    fewest = max(FEWEST_SCORED, least)
    enough = np.flatnonzero((n >= fewest) & (n_without >= fewest))
    with_theme, without = _Means(has[:, enough], x, w), _Means(1 - has[:, enough], x, w)
    difference = with_theme.mean - without.mean
    variance = with_theme.variance + without.variance
    with np.errstate(divide="ignore", invalid="ignore"):
        freedom = variance**2 / (with_theme.variance**2 / (with_theme.n - 1) + without.variance**2 / (without.n - 1))
        p = 2 * stdtr(freedom, -np.abs(difference) / np.sqrt(variance))
    p = adjusted(p, correction)  # NaN, so no test, where all have the same score
    half = np.nan_to_num(stdtrit(freedom, 0.975) * np.sqrt(variance))
    rows = []
    for i, place in enumerate(enough.tolist()):
        if not np.isnan(p[i]):
            one = float(difference[i])
            rows.append(
                ScoreFigure(
                    *(code_ids[place], int(n[place]), with_theme.estimate(i), without.estimate(i)),
                    *(Estimate(one, one - float(half[i]), one + float(half[i])), float(p[i]), bool(p[i] < ALPHA)),
                )
            )
    mean = _Means(np.ones((len(x), 1)), x, w).estimate(0)
    return ScoreFigures(
        variable, text, mean, tuple(sorted(rows, key=lambda row: (-abs(row.difference.value), row.code_id)))
    )


class _Means:
    """Means of some respondents per column, with the variance of the mean; all arrays are (n_columns,)."""

    def __init__(self, member: Array, x: Array, w: Array) -> None:
        weights = member * w[:, None]
        total = weights.sum(axis=0)
        self.n = member.sum(axis=0)
        self.mean = np.asarray(x @ weights / total)
        squares = np.einsum("ij,ij->j", weights**2, (x[:, None] - self.mean) ** 2)
        self.variance = np.asarray(squares / total**2 * self.n / (self.n - 1))

    def estimate(self, place: int) -> Estimate:
        mean = float(self.mean[place])
        half = float(stdtrit(self.n[place] - 1, 0.975) * np.sqrt(self.variance[place]))
        return Estimate(mean, mean - half, mean + half)
