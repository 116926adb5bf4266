"""The themes of a question as a report gives them."""

from __future__ import annotations

from coder.domain.report import Estimate, ThemeFigure
from coder.statistics.frequencies import ThemeRow, ThemeTable


def theme_figures(table: ThemeTable, response: float = 1.0) -> tuple[ThemeFigure, ...]:
    """Return the rows of a theme table in their order: nets with their codes below them, what is apart last.

    Parameters
    ----------
    response : the share of those who were asked that wrote something, by weight. Where not all answers are coded yet,
        those that are stand for the others.
    """
    return tuple(_figure(row, table.guarded, response) for row in table.rows)


def _figure(row: ThemeRow, guarded: bool, response: float) -> ThemeFigure:
    return ThemeFigure(
        row.code_id,
        row.label,
        None if row.hidden else row.n,
        None if row.hidden else Estimate(row.share_of_respondents, row.low, row.high),
        None if row.hidden else row.share_of_respondents * response,
        None if row.hidden or guarded else row.share_of_mentions,
        row.parent,
        row.depth,
        row.net,
        row.apart,
    )
