"""Which columns of an export hold answers and codes, by what a person says of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coder.domain.errors import UsageError
from coder.domain.folding import fold
from coder.domain.survey import Question, SurveyTable
from coder.domain.texts import _
from coder.workflows.columns import find_column, find_columns
from coder.workflows.question_keys import keys_of

_KEY = re.compile(r"([\w][\w.-]{0,63})=(.+)", re.DOTALL)


def question_columns(table: SurveyTable, questions: Sequence[str], known: Sequence[Question]) -> dict[str, int]:
    """Return the key and the place of each column with answers, as a person named them: COL or KEY=COL.

    Parameters
    ----------
    known : the questions of the project.

    Raises
    ------
    InputError : there is no such column. UsageError : a question is named twice.
    """
    columns: dict[str, int] = {}
    keys = _keys(table, known)
    for spec in questions:
        match = _KEY.fullmatch(spec)
        if match and spec not in table.columns:
            key, place = match[1], find_column(table, match[2])
        else:
            place = find_column(table, spec)
            key = keys[place]
        if key in columns or place in columns.values():
            raise UsageError(
                _("The question {question} is named twice").format(question=spec), _("Name each question once.")
            )
        columns[key] = place
    return columns


def _keys(table: SurveyTable, known: Sequence[Question]) -> tuple[str, ...]:
    """Return the keys of all columns: that of a question of the project whose text is the header, else one of its own.

    Where a column has a code, that decides: 'Can you explain?' is asked twice in many surveys.
    """
    names = [fold(name) for name in table.columns]
    texts = [fold(question.text) for question in known]
    keys = {text: question.question_id for text, question in zip(texts, known, strict=True) if texts.count(text) == 1}
    again = [keys.get(name, "") if names.count(name) == 1 else "" for name in names]
    own = keys_of([key or name for key, name in zip(again, table.columns, strict=True)])
    return tuple(key or one for key, one in zip(again, own, strict=True))


def codes_columns(table: SurveyTable, columns: dict[str, int], codes: Sequence[str]) -> dict[str, list[int]]:
    """Return by question the places of the columns with its codes, as a person named them: COLS or QUESTION_COL=COLS.

    Raises
    ------
    InputError : there is no such column. UsageError : it is not said to which question they belong.
    """
    found: dict[str, list[int]] = {}
    for spec in codes:
        question, separator, column = spec.rpartition("=")
        if separator and spec not in table.columns:
            if question in columns:
                key = question
            else:
                place = find_column(table, question)
                key = next((k for k, p in columns.items() if p == place), "")
            if not key:
                raise UsageError(
                    _("--codes {codes}: {question} is not one of the questions").format(codes=spec, question=question),
                    _("Name it with --question too."),
                )
            found[key] = find_columns(table, column)
        elif len(columns) == 1:
            found[next(iter(columns))] = find_columns(table, spec)
        else:
            raise UsageError(
                _("--codes {codes}: say which question these codes belong to").format(codes=spec),
                _("Write --codes QUESTION_COL=CODES_COL."),
            )
    return found
