"""Several rounds in one table, each row saying of which it is."""

from __future__ import annotations

from dataclasses import replace

from coder.domain.errors import InputError
from coder.domain.folding import fold
from coder.domain.survey import SurveyTable, Variable
from coder.domain.texts import _
from coder.workflows.columns import find_column, text_of, value_of

_CALLED = {"ronde", "meting", "golf", "round", "wave"}
_MOST_ROUNDS = 20
"""Different values that a column has at most which names rounds."""


def with_rounds(table: SurveyTable, column: str) -> SurveyTable:
    """Return a table whose rows are of the rounds that a column names.

    Raises
    ------
    InputError : there is no such column, or it is empty in a row.
    """
    place = find_column(table, column)
    name = table.columns[place]
    rounds = tuple(text_of(value_of(table, row, place)) for row in table.rows)
    if "" in rounds:
        raise InputError(
            _("{file}, row {row}, column '{column}': the round is empty").format(
                file=table.path, row=table.row_numbers[rounds.index("")], column=name
            ),
            _("Fill it in, or name one round for all rows with --round."),
        )
    variable = Variable(text=table.variable(name).text, role="system", why=_("names the round"))
    return replace(table, rounds=rounds, variables={**table.variables, name: variable})


def guess_round_column(table: SurveyTable) -> int | None:
    """Return the column that seems to name the round of each row, where there are several; or None."""
    for place, name in enumerate(table.columns):
        if fold(name) in _CALLED and not table.rounds:
            values = {text_of(row[place]) for row in table.rows}
            if "" not in values and 1 < len(values) <= _MOST_ROUNDS:
                return place
    return None
