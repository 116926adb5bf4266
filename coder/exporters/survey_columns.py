"""A coded survey as typed columns, one row a respondent and round: for formats of statistical programs.

Closed variables get back the values that their labels stood for, and every code becomes a column of 0 and 1. Names of
columns do not depend on the language in use, so that syntax that was written for one export fits the next.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from coder.domain.coded import CodedQuestion, CodedSurvey
from coder.domain.coding import Coding
from coder.domain.survey import Cell
from coder.domain.texts import _
from coder.exporters.base import distinct
from coder.exporters.closed_columns import Column, closed_column
from coder.exporters.missing_values import LARGEST_EXACT

NOT_CODED = 9
"""What the columns of codes hold of an answer that nobody decided about yet: a missing value, but not an empty cell,
which is what a respondent without an answer has."""

SHORT_QUESTION = 80
"""Characters of a question that may stand before the label of each of its codes; a longer one gives way to its key."""

_STATUS = {"coded": 1, "skipped": 2, "flagged": 3}


@dataclass(frozen=True, slots=True)
class ChoiceSet:
    """Columns of 0 and 1 that together are one question: the codes of an open question, or its nets."""

    name: str
    text: str
    columns: tuple[tuple[int, str], ...]
    """Their places, and what each is called within the question."""


@dataclass(slots=True)
class SurveyColumns:
    """All columns of a survey."""

    columns: list[Column] = field(default_factory=list)
    sets: list[ChoiceSet] = field(default_factory=list)


def survey_columns(survey: CodedSurvey) -> SurveyColumns:
    """Return the columns of a survey: who, the closed variables, and each question with its codes and nets."""
    people = survey.respondents
    ids = [person.respondent_id for person in people]
    found = SurveyColumns()
    numbered = all(text.isdecimal() and str(int(text)) == text and int(text) < LARGEST_EXACT for text in ids)
    found.columns += [
        Column("respondent", _("respondent"), "number", [int(text) for text in ids], use="id")
        if numbered
        else Column("respondent", _("respondent"), "text", ids, use="id"),
        Column("round", _("round"), "text", [person.round_id for person in people]),
    ]
    weights = [person.weight for person in people]
    if any(weight is not None for weight in weights):
        found.columns.append(Column("weight", _("weight"), "number", weights, use="weight"))
    for name, variable in survey.variables.items():
        values = [person.variables.get(name) for person in people]
        found.columns.append(closed_column(name, variable, values, [person.missing.get(name) for person in people]))
    places = {(person.round_id, person.respondent_id): place for place, person in enumerate(people)}
    for asked in survey.questions:
        _add_question(found, asked, places, survey.with_texts)
    return found


def plain_names(names: Iterable[str], limit: int, reserved: Iterable[str] = ()) -> list[str]:
    """Return names of letters without accents, digits, underscores and points, which begin with a letter.

    They are at most `limit` characters and all different, case aside.
    """
    taken = {word.casefold() for word in reserved}
    return distinct((_plain_name(name, taken) for name in names), limit, "_")


def _plain_name(name: str, reserved: set[str]) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9_.]+", "_", letters).strip("_.")
    plain = plain if plain[:1].isalpha() else f"v{plain}"
    return f"{plain}_" if plain.casefold() in reserved else plain


def _add_question(
    found: SurveyColumns, asked: CodedQuestion, places: dict[tuple[str, str], int], with_texts: bool
) -> None:
    key, codebook = asked.question.question_id, asked.codebook
    answers: list[str | None] = [None] * len(places)
    codings: list[Coding | None] = [None] * len(places)
    for answer in asked.answers:
        place = places[answer.round_id, answer.respondent_id]
        answers[place], codings[place] = answer.text, asked.final.get(answer.answer_id)
    if with_texts:
        found.columns.append(Column(key, asked.question.text, "text", answers, use="answer"))
    found.columns += _told(asked, answers, codings)
    title = asked.question.text if len(asked.question.text) <= SHORT_QUESTION else key
    codes, nets = asked.shown_codes, tuple(code.code_id for code in codebook.codes if code.code_id in codebook.nets)
    columns = _code_columns(asked, (*codes, *nets), answers, codings)
    labels: tuple[tuple[Cell, str], ...] = ((0, _("not mentioned")), (1, _("mentioned")), (NOT_CODED, _("not coded")))
    places_of: dict[str, int] = {}
    for code, values in columns.items():
        places_of[code] = len(found.columns)
        text = f"{title}: {codebook.label(code)}"
        found.columns.append(Column(f"{key}_{code}", text, "number", values, labels, ((NOT_CODED, NOT_CODED),), "code"))
    for name, members in (("codes", codes), ("nets", nets)):
        if members:
            pairs = tuple((places_of[code], codebook.label(code)) for code in members)
            found.sets.append(ChoiceSet(f"{key}_{name}", asked.question.text, pairs))


def _told(asked: CodedQuestion, answers: Sequence[str | None], codings: Sequence[Coding | None]) -> list[Column]:
    """Return what is known of each answer besides its codes."""
    key, title = asked.question.question_id, asked.question.question_id
    pairs = list(zip(answers, codings, strict=True))
    status = [None if text is None else _STATUS.get(coding.status, 0) if coding else 0 for text, coding in pairs]
    said: tuple[tuple[Cell, str], ...] = (
        *((0, _("not coded")), (1, _("coded")), (2, _("skipped")), (3, _("flagged"))),
    )
    coders = [coding.coder_id if coding else None for coding in codings]
    sources = [coding.source if coding else None for coding in codings]
    return [
        Column(f"{key}_status", f"{title}: {_('status')}", "number", status, said),
        Column(f"{key}_coder", f"{title}: {_('coded by')}", "text", coders),
        Column(f"{key}_source", f"{title}: {_('source')}", "text", sources),
    ]


def _code_columns(
    asked: CodedQuestion, codes: Sequence[str], answers: Sequence[str | None], codings: Sequence[Coding | None]
) -> dict[str, list[int | None]]:
    done = [coding is not None and coding.status == "coded" for coding in codings]
    plain = [None if text is None else 0 if is_done else NOT_CODED for text, is_done in zip(answers, done, strict=True)]
    columns = {code: list(plain) for code in codes}
    whole: dict[tuple[str, ...], frozenset[str]] = {}
    for place, (coding, is_done) in enumerate(zip(codings, done, strict=True)):
        if coding is not None and is_done:
            if coding.codes not in whole:
                whole[coding.codes] = asked.codebook.with_nets(coding.codes)
            for code in whole[coding.codes]:
                columns[code][place] = 1
    return columns
