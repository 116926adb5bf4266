"""Qualtrics: three header rows (codes, texts, ImportId), the older form with two, and tables cut down to one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from coder.domain.formats import Carries
from coder.domain.survey import Cell, ResponseSet, SurveyTable, Variable
from coder.domain.texts import _, ngettext
from coder.importers.survey_tools import (
    added,
    cells_of,
    moment,
    name_of,
    open_if_filled,
    personal,
    plain,
    text_of,
    ticked,
    without,
)
from coder.importers.survey_tools import (
    refined as with_variables,
)

NAME = "qualtrics"
LABEL = "Qualtrics"
CARRIES = frozenset({Carries.ANSWERS, Carries.QUESTIONS, Carries.VARIABLES, Carries.SETS})

_IMPORT_ID = re.compile(r"""\{\s*['"]ImportId['"]\s*:\s*['"]([^'"]*)['"]""")
_SELECTED = " - Selected Choice"
_CHOICE = re.compile(r"(.+)_(\d+)")
_PERSONAL = {
    "ipaddress", "recipientlastname", "recipientfirstname", "recipientemail", "externalreference",
    "externaldatareference", "locationlatitude", "locationlongitude", "locationaccuracy", "emailaddress", "name",
}  # fmt: skip
_MOMENTS = {"startdate", "enddate", "recordeddate"}
_ADDED = {
    "status",
    "progress",
    "durationinseconds",
    "finished",
    "distributionchannel",
    "responseset",
    "qrecaptchascore",
}
_TIMING = re.compile(r"_(First Click|Last Click|Page Submit|Click Count)$")
_ANALYSED = re.compile(
    r" - (Parent )?(Topics|Sentiment|Topic Hierarchy.*|Topic Sentiment.*|Sentiment (Score|Polarity))$"
)
_TRIALS = {"1", "2", "9", "17", "survey preview", "survey test", "offline survey preview"}
"""Values of 'Status' for answers that the makers gave themselves, as numbers and as texts."""
_TRIAL_CHANNELS = {"preview", "test"}
_FINISHED = {"1", "true", "waar", "ja", "yes"}


def recognises(table: SurveyTable) -> bool:
    """Tell whether there is a row of ImportIds, the second header of the older form, or Qualtrics' own columns."""
    return _header_rows(table) is not None


def refined(table: SurveyTable) -> SurveyTable:
    """Return the table without its second and third header and without trial answers.

    Columns keep their codes (Q3, Q5_7_TEXT); the texts of the second header become question texts.
    """
    count = _header_rows(table) or 0
    heads = table.rows[:count]
    imports = next((row for row in heads if _is_imports(row)), (None,) * len(table.columns))
    texts = next((row for row in heads if row is not imports), (None,) * len(table.columns))
    body = replace(table, rows=table.rows[count:])
    roles = [_system_name(*cells) for cells in zip(table.columns, texts, imports, strict=True)]
    answers = [cells_of(body, place) for place in range(len(table.columns))]
    sets = _sets(table.columns, texts, answers)
    variables = []
    chosen = {column for one in sets for column in one.columns}
    for place, name in enumerate(table.columns):
        known = (
            Variable(role="closed")
            if name in chosen
            else _variable(name, roles[place], text_of(imports[place]), answers[place])
        )
        if roles[place] != "id":
            known = replace(known, text=plain(texts[place]).replace(_SELECTED, ""))
        variables.append(known)
    found = with_variables(table, LABEL, variables, skipped=count, sets=sets)
    return _numbers_told(_finished(_without_trials(found, roles), roles), roles)


def _header_rows(table: SurveyTable) -> int | None:
    """Return how many rows below the header are header too; None when the table is not of Qualtrics."""
    for place, row in enumerate(table.rows[:2]):
        if _is_imports(row):
            return place + 1
    names = {name_of(cell) for cell in table.header}
    first = {name_of(cell) for cell in table.rows[0]} if table.rows else set()
    if {"v1", "v2", "v3"} <= names and {"responseid", "responseset"} <= first:
        return 1
    if {"responseid", "recordeddate", "finished"} <= names:
        return 1 if {"responseid", "recordeddate"} <= first or _is_words(table) else 0
    return None


def _is_imports(row: Sequence[Cell]) -> bool:
    filled = [cell for cell in row if cell is not None]
    return sum(isinstance(c, str) and bool(_IMPORT_ID.match(c)) for c in filled) > len(filled) / 2


def _is_words(table: SurveyTable) -> bool:
    """Tell whether the first row holds no date where each answer has one: the texts, in another language."""
    place = [name_of(cell) for cell in table.header].index("recordeddate")
    return bool(table.rows) and not any(sign.isdigit() for sign in (text_of(table.rows[0][place]) or "0"))


def _system_name(name: str, text: Cell, import_id: Cell) -> str:
    """Return what a column is called among those that Qualtrics adds: 'finished', 'id'; empty for a question."""
    imported = _IMPORT_ID.match(text_of(import_id))
    for candidate in (name, imported[1] if imported else "", text if re.fullmatch(r"V\d+", name) else ""):
        found = name_of(candidate)
        if found in ("responseid", "recordid"):
            return "id"
        if found in _PERSONAL | _MOMENTS | _ADDED:
            return found
    return ""


def _variable(name: str, role: str, import_id: str, answers: Sequence[str]) -> Variable:
    if role == "id":
        return Variable(role="id")
    if role in _PERSONAL:
        return personal()
    if role in _MOMENTS:
        return moment()
    if role or _TIMING.search(name):
        return added()
    if _ANALYSED.search(name):
        return Variable(role="system", why=_("found in answers by Qualtrics"))
    imported = _IMPORT_ID.match(import_id)
    if name.endswith("_TEXT") or (imported and imported[1].endswith("_TEXT")):
        return Variable(role=open_if_filled(answers))
    return Variable()


def _sets(columns: Sequence[str], texts: Sequence[Cell], answers: Sequence[Sequence[str]]) -> list[ResponseSet]:
    """Return the questions with several answers whose choices are columns of their own: Q5_1, Q5_2."""
    found = []
    choices = [(match[1], place) for place, name in enumerate(columns) if (match := _CHOICE.fullmatch(name))]
    for question, group in groupby(choices, key=lambda pair: pair[0]):
        places = [place for _question, place in group]
        labels = {place: plain(texts[place]).rpartition(" - ") for place in places}
        if (
            len(places) > 1
            and any(answers[place] for place in places)
            and all(
                ticked(answers[place], labels[place][2], ("1", columns[place].rpartition("_")[2])) for place in places
            )
        ):
            text = labels[places[0]][0].removesuffix(_SELECTED) or question
            found.append(ResponseSet(question, text, tuple(columns[place] for place in places)))
    return found


def _without_trials(table: SurveyTable, roles: Sequence[str]) -> SurveyTable:
    status = roles.index("status") if "status" in roles else None
    channel = roles.index("distributionchannel") if "distributionchannel" in roles else None
    trials = [
        place
        for place, row in enumerate(table.rows)
        if (status is not None and text_of(row[status]).lower() in _TRIALS)
        or (channel is not None and text_of(row[channel]).lower() in _TRIAL_CHANNELS)
    ]
    n = len(trials)
    told = ngettext(
        "{n} trial answer (preview) of the makers of the survey",
        "{n} trial answers (preview) of the makers of the survey",
        n,
    )
    return without(table, trials, told.format(n=n))


def _finished(table: SurveyTable, roles: Sequence[str]) -> SurveyTable:
    if "finished" not in roles:
        return table
    place = roles.index("finished")
    told = [text_of(row[place]).lower() for row in table.rows]
    return replace(table, partial=frozenset(i for i, cell in enumerate(told) if cell and cell not in _FINISHED))


def _numbers_told(table: SurveyTable, roles: Sequence[str]) -> SurveyTable:
    """Say that an export of numbers lacks what they stand for."""
    places = [place for place, role in enumerate(roles) if role in ("finished", "status")]
    questions = [place for place, role in enumerate(roles) if not role]
    numbers = places and all(cell.isdecimal() for place in places for cell in cells_of(table, place))
    if not numbers or not any((c := cells_of(table, p)) and all(cell.isdecimal() for cell in c) for p in questions):
        return table
    told = _("what the numbers in closed questions stand for; with 'Use choice text' Qualtrics exports words")
    return replace(table, left_out=(*table.left_out, told))
