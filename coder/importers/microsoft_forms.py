"""Microsoft Forms: a workbook, or a CSV saved from it, with Dutch or English columns before the questions."""

from __future__ import annotations

from coder.domain.formats import Carries
from coder.domain.survey import SurveyTable, Variable
from coder.importers.forms import with_questions
from coder.importers.survey_tools import added, moment, name_of, text_of

NAME = "msforms"
LABEL = "Microsoft Forms"
CARRIES = frozenset({Carries.ANSWERS, Carries.QUESTIONS, Carries.VARIABLES})

_BEGIN = {"starttime", "begintijd", "starttijd"}
_END = {"completiontime", "tijdvanvoltooien", "voltooiingstijd", "eindtijd"}
_CHANGED = {"lastmodifiedtime", "tijdvanlaatstewijziging", "tijdlaatstewijziging"}
_ADDED = {
    "totalpoints", "totaalaantalpunten", "quizfeedback", "gradepostedtime", "tijdvanbeoordeling", "language", "taal",
}  # fmt: skip
_MARKS = ("points -", "punten -", "feedback -")
"""How the columns begin that a quiz adds to each question."""


def recognises(table: SurveyTable) -> bool:
    """Tell whether the first columns are a number, when it was begun and when it was finished."""
    names = {name_of(cell) for cell in table.header[:6]}
    return "id" in names and bool(_BEGIN & names) and bool(_END & names)


def refined(table: SurveyTable) -> SurveyTable:
    """Return the table with its questions; who answered (e-mail, name) is left out."""
    known: dict[int, Variable] = {}
    for place, cell in enumerate(table.header):
        name = name_of(cell)
        if name == "id":
            known[place] = Variable(role="id")
        elif name in _BEGIN | _END | _CHANGED:
            known[place] = moment()
        elif name in _ADDED or text_of(cell).lower().startswith(_MARKS):
            known[place] = added()
    return with_questions(table, LABEL, known, (";",))
