"""SurveyMonkey: a row of questions over a row of choices; a question with several answers takes several columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from coder.domain.formats import Carries
from coder.domain.survey import Cell, ResponseSet, SurveyTable, Variable
from coder.importers.base import unique_columns
from coder.importers.survey_tools import (
    added,
    cells_of,
    moment,
    name_of,
    open_if_filled,
    personal,
    plain,
    ticked,
)
from coder.importers.survey_tools import (
    refined as with_variables,
)

NAME = "surveymonkey"
LABEL = "SurveyMonkey"
CARRIES = frozenset({Carries.ANSWERS, Carries.QUESTIONS, Carries.VARIABLES, Carries.SETS})

_RESPONDENT = {"respondentid"}
_COLLECTOR = {"collectorid", "verzamelaarid", "collectornummer", "verzamelprogrammaid", "verzamelmethodeid"}
_MOMENTS = {"startdate", "enddate", "datecreated", "datemodified", "begindatum", "startdatum", "einddatum"}
_PERSONAL = {
    "ipaddress", "ipadres", "emailaddress", "emailadres", "firstname", "voornaam", "lastname", "achternaam",
}  # fmt: skip
_OPEN = {
    "openendedresponse", "antwoordmetopeneinde", "openantwoord", "reactiemetopeneinde", "openeindeantwoord",
    "openeindereactie", "openreactie",
}  # fmt: skip
_ONE = {"response", "antwoord", "reactie", "respons"}
_OTHER = ("otherplease", "andersgeef", "andersgraag", "andersnamelijk", "overigegeef", "overigegraag", "anderegeef")


@dataclass(frozen=True, slots=True)
class _Column:
    """One column under both rows of the header."""

    question: str
    """Carried on from the left where the cell is empty."""
    choice: str
    alone: bool
    """The question has this column only."""

    @property
    def name(self) -> str:
        said = name_of(self.choice)
        return self.question if self.alone and said in _OPEN | _ONE | {""} else f"{self.question} [{self.choice}]"


def recognises(table: SurveyTable) -> bool:
    """Tell whether respondent and collector are numbered, above a second row that says nothing of them."""
    names = [name_of(cell) for cell in table.header]
    places = [place for place, name in enumerate(names) if name in _RESPONDENT]
    return bool(places and table.rows and _COLLECTOR & set(names)) and table.rows[0][places[0]] is None


def refined(table: SurveyTable) -> SurveyTable:
    """Return the table with one header: 'question' or 'question [choice]'."""
    columns = _columns(table.header, table.rows[0])
    body = replace(table, rows=table.rows[1:])
    answers = [cells_of(body, place) for place in range(len(columns))]
    names = unique_columns([one.name for one in columns])
    sets = _sets(names, columns, answers)
    chosen = {column for one in sets for column in one.columns}
    variables = [
        Variable(text=one.name, role="closed") if name in chosen else _variable(one, cells)
        for name, one, cells in zip(names, columns, answers, strict=True)
    ]
    return with_variables(table, LABEL, variables, columns=names, skipped=1, sets=sets)


def _columns(first: Sequence[Cell], second: Sequence[Cell]) -> list[_Column]:
    questions, current = [], ""
    for cell in first:
        current = plain(cell) or current
        questions.append(current)
    begins = [*(cell is not None for cell in first), True]
    return [
        _Column(question, plain(choice), begins[place] and begins[place + 1])
        for place, (question, choice) in enumerate(zip(questions, second, strict=True))
    ]


def _variable(column: _Column, answers: Sequence[str]) -> Variable:
    if not column.choice:
        own = name_of(column.question)
        if own in _RESPONDENT:
            return Variable(role="id")
        if own in _COLLECTOR:
            return added()
        if own in _MOMENTS:
            return moment()
        if own in _PERSONAL:
            return personal()
    said = name_of(column.choice)
    opened = said in _OPEN or said.startswith(_OTHER)
    return Variable(text=column.name, role=open_if_filled(answers) if opened else "")


def _sets(names: Sequence[str], columns: Sequence[_Column], answers: Sequence[Sequence[str]]) -> list[ResponseSet]:
    found = []
    for question, group in groupby(range(len(columns)), key=lambda place: columns[place].question):
        places = [place for place in group if not name_of(columns[place].choice).startswith(_OTHER)]
        if (
            len(places) > 1
            and any(answers[place] for place in places)
            and all(ticked(answers[place], columns[place].choice, ("1", "x")) for place in places)
        ):
            found.append(ResponseSet(question, question, tuple(names[place] for place in places)))
    return found
