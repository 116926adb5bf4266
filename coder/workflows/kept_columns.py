"""Which columns of an export are kept as closed variables, and under which names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from coder.domain.errors import InputError, UsageError
from coder.domain.survey import SurveyTable
from coder.domain.texts import _
from coder.importers.survey_tools import personal
from coder.workflows.columns import find_column, profile


def kept_columns(
    table: SurveyTable, keep: Sequence[str], keep_all: bool, used: Collection[int | None]
) -> dict[int, str]:
    """Return the columns that are kept as closed variables, each with the name that it gets.

    Parameters
    ----------
    keep : 'COL', or 'NAME=COL' for what was called NAME before.
    keep_all : all others too, but those in `used`, open answers, empty ones, and those of the survey tool.

    Raises
    ------
    InputError : there is no such column, or several.
    UsageError : two columns would have the same name.
    """
    named = dict(_kept_as(table, spec) for spec in keep)
    others = (
        (place, name)
        for place, name in enumerate(table.columns)
        if place not in used
        and place not in named
        and table.variable(name).role not in ("system", "open")
        and _is_filled(table, place)
    )
    found = named | dict(others if keep_all else ())
    if twice := next((name for name, times in Counter(found.values()).items() if times > 1), None):
        raise UsageError(
            _("Two columns would be kept as {name}").format(name=twice), _("Give one another name: --keep NAME=COL.")
        )
    return dict(sorted(found.items()))


def likely_open(table: SurveyTable, used: Collection[int | None]) -> list[int]:
    """Return the columns that are not in use and look like open answers: nobody takes those for closed variables."""
    rest = (place for place, name in enumerate(table.columns) if place not in used and not table.variable(name).role)
    return [place for place in rest if profile(table, place).looks_open]


def _kept_as(table: SurveyTable, spec: str) -> tuple[int, str]:
    name, sign, column = spec.partition("=")
    try:
        place = find_column(table, spec)
    except InputError:
        if not sign or not name.strip():
            raise
        return find_column(table, column), name.strip()
    return place, table.columns[place]


def personal_columns(table: SurveyTable, kept: Collection[str]) -> list[str]:
    """Return the columns that say who the respondent is and are not empty, but for those that are kept."""
    why = personal().why
    return [
        name
        for place, name in enumerate(table.columns)
        if table.variable(name).why == why and name not in kept and _is_filled(table, place)
    ]


def _is_filled(table: SurveyTable, place: int) -> bool:
    return any(row[place] is not None for row in table.rows)
