"""Google Forms: the answers as CSV or as a sheet, a column with the moment before the questions."""

from __future__ import annotations

import re
from datetime import datetime

from coder.domain.formats import Carries
from coder.domain.survey import Cell, SurveyTable
from coder.importers.forms import with_questions
from coder.importers.survey_tools import added, moment, name_of, text_of

NAME = "gforms"
LABEL = "Google Forms"
CARRIES = frozenset({Carries.ANSWERS, Carries.QUESTIONS, Carries.VARIABLES})

_FIRST = {"Timestamp", "Tijdstempel"}
_MOMENT = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4},? \d{1,2}:\d{2}(:\d{2})?( ?[AaPp]\.?[Mm]\.?)?"
    r"( [A-Z]{2,5}([+-]\d{1,2}(:\d{2})?)?)?"
)
_QUESTION_WORDS = 2
"""A header of so many words is a question, not a measurement beside a timestamp."""


def recognises(table: SurveyTable) -> bool:
    """Tell whether moments stand under 'Timestamp' or 'Tijdstempel', and questions beside it."""
    if len(table.header) < 2 or text_of(table.header[0]) not in _FIRST:
        return False
    asked = any(len(str(cell).split()) >= _QUESTION_WORDS for cell in table.header[1:] if cell is not None)
    return asked and all(_is_moment(row[0]) for row in table.rows)


def refined(table: SurveyTable) -> SurveyTable:
    """Return the table with its questions; who answered (e-mail) is left out. Respondents have no number."""
    known = {0: moment()}
    known.update({place: added() for place, cell in enumerate(table.header) if place and name_of(cell) == "score"})
    return with_questions(table, LABEL, known, (";", ","))


def _is_moment(cell: Cell) -> bool:
    return cell is None or isinstance(cell, datetime) or bool(_MOMENT.fullmatch(text_of(cell)))
