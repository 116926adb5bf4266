"""What stands beside an export of LimeSurvey: its structure file (.lss), or the syntax file of its export for R."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coder.domain.errors import InputError
from coder.domain.texts import _
from coder.importers.base import MAX_COLUMNS, read_bytes
from coder.importers.foreign import with_entities
from coder.importers.survey_tools import plain

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # the type alone; what reads is defusedxml

MAX_BYTES = 32 * 2**20
"""A structure with hundreds of questions in ten languages takes some MB, its tree ten times that."""

TEXTS, NUMBERS, SEVERAL = "STUQ;", "NK:", "MP"
"""Types of questions (LimeSurvey manual, 'Question object types'): text, a number, ticks."""

_BUILT_IN = {
    "nl": {"Y": "Ja", "N": "Nee", "U": "Weet niet", "I": "Toename", "S": "Gelijk", "D": "Afname", "-oth-": "Anders"},
    "en": {"Y": "Yes", "N": "No", "U": "Uncertain", "I": "Increase", "S": "Same", "D": "Decrease", "-oth-": "Other"},
}
_GENDER = {"nl": (("M", "Man"), ("F", "Vrouw")), "en": (("M", "Male"), ("F", "Female"))}
_ANSWERS_OF = {"Y": "YN", "C": "YUN", "E": "ISD", "M": "Y", "P": "Y"}


@dataclass(frozen=True, slots=True)
class Field:
    """One column of an export, as its structure describes it."""

    code: str
    """'Q3', 'Q3[SQ001]', 'Q3[other]'."""
    text: str
    """'question' or 'question [sub-question]', in one line."""
    type: str = ""
    """The letter of the type of question; empty where the structure does not say it."""
    labels: tuple[tuple[str, str], ...] = ()
    question: str = ""
    """The code of the question, where this is one of several columns of it."""
    question_text: str = ""
    extra: bool = False
    """What respondents may write beside their choice: other, or a comment."""


class Structure:
    """The columns that the questions of a survey make."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self._by_code: dict[str, Field | None] = {}
        self._by_text: dict[str, Field | None] = {}
        for field in fields:  # of two that read alike neither is sure
            for known, key in ((self._by_code, code_key(field.code)), (self._by_text, text_key(field.text))):
                known[key] = None if key in known else field

    def find(self, code: str, text: str) -> Field | None:
        """Return the field with this code, or else with this text as its header."""
        return (self._by_code.get(code_key(code)) if code else None) or self._by_text.get(text_key(text))


def code_key(code: str) -> str:
    """Return a code without the difference between Q3[SQ001] and Q3_SQ001."""
    return re.sub(r"[\W_]+", " ", code).strip().casefold()


def text_key(text: str) -> str:
    """Return a header without differences of spaces and signs."""
    return re.sub(r"[\W_]+", "", text).casefold()


def read_structure(path: Path) -> Structure:
    """Read a structure file (.lss), of LimeSurvey 1.9 to 6.

    Raises
    ------
    InputError : it is no such file, or damaged; XML with a document type or entities is refused.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    data = read_bytes(path, MAX_BYTES)
    hint = _("Export the structure again (.lss), or move it away; without it questions have no types and labels.")
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise with_entities(path) from None
    except (ParseError, UnicodeError, LookupError, ValueError) as error:
        raise InputError(
            _("{file}: the structure of the survey is damaged: {reason}").format(file=path, reason=error), hint
        ) from None
    if root.findtext("LimeSurveyDocType") != "Survey":
        raise InputError(_("{file} is not the structure of a LimeSurvey survey").format(file=path), hint)
    fields = []
    for field in _fields(_Survey(root)):
        fields.append(field)
        if len(fields) > MAX_COLUMNS:
            raise InputError(_("{file}: the structure of the survey makes too many columns").format(file=path), hint)
    return Structure(fields)


class _Survey:
    """The tables of a structure file, in one of its languages."""

    def __init__(self, root: Element) -> None:
        tables = {
            name: [{cell.tag: cell.text or "" for cell in row} for row in root.iterfind(f"{name}/rows/row")]
            for name in ("surveys", "questions", "subquestions", "answers", "question_l10ns", "answer_l10ns")
        }
        base = [row.get("language", "") for row in tables["surveys"]] + [e.text or "" for e in root.iter("language")]
        self.language = next((one for one in base if one), "en")
        self.texts = {row.get("qid", ""): row.get("question", "") for row in self._mine(tables["question_l10ns"])}
        self.answers = {row.get("aid", ""): row.get("answer", "") for row in self._mine(tables["answer_l10ns"])}
        rows = [*self._mine(tables["questions"]), *self._mine(tables["subquestions"])]
        self.questions = [row for row in rows if row.get("parent_qid", "0") in ("", "0")]
        self._subs: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
        for row in rows:
            if row not in self.questions:
                self._subs[row["parent_qid"], row.get("scale_id") or "0"].append(row)
        self._labels: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
        for row in self._mine(tables["answers"]):
            self._labels[row.get("qid", ""), row.get("scale_id") or "0"].append(row)

    def _mine(self, rows: list[dict[str, str]]) -> list[dict[str, str]]:
        return [row for row in rows if row.get("language", self.language) == self.language]

    def text(self, row: dict[str, str]) -> str:
        return plain(row.get("question") or self.texts.get(row.get("qid", ""), ""))

    def subs(self, question: dict[str, str], scale: str = "0") -> list[dict[str, str]]:
        return sorted(self._subs[question.get("qid", ""), scale], key=lambda row: _number(row, "question_order"))

    def labels(self, question: dict[str, str], scale: str = "0") -> tuple[tuple[str, str], ...]:
        rows = sorted(self._labels[question.get("qid", ""), scale], key=lambda row: _number(row, "sortorder"))
        return tuple(
            (row.get("code", ""), plain(row.get("answer") or self.answers.get(row.get("aid", ""), ""))) for row in rows
        )


def _fields(survey: _Survey) -> Iterator[Field]:
    for question in survey.questions:
        code, text, kind = question.get("title", ""), survey.text(question), question.get("type", "")
        labels = survey.labels(question) or _built_in(kind, survey.language)
        other = question.get("other") == "Y"
        said = _BUILT_IN["nl" if survey.language.startswith("nl") else "en"]
        if kind == "R":
            for rank in range(1, len(labels) + 1):
                yield Field(f"{code}[{rank}]", f"{text} [Rank {rank}]", kind, labels, code, text)
            continue
        subs, across = survey.subs(question), survey.subs(question, "1")
        if not subs:
            yield Field(code, text, kind, (*labels, ("-oth-", said["-oth-"])) if other and labels else labels)
            if kind == "O":
                yield Field(f"{code}[comment]", f"{text} [Comment]", extra=True)
        for sub in subs:
            name, said_sub = sub.get("title", ""), survey.text(sub)
            if kind == "1":
                for scale in "01":
                    yield Field(
                        f"{code}[{name}][{int(scale) + 1}]",
                        f"{text} [{said_sub}][Scale {int(scale) + 1}]",
                        kind,
                        survey.labels(question, scale),
                        code,
                        text,
                    )
            elif across:
                for second in across:
                    yield Field(
                        f"{code}[{name}_{second.get('title', '')}]",
                        f"{text} [{said_sub}][{survey.text(second)}]",
                        kind,
                        (),
                        code,
                        text,
                    )
            else:
                yield Field(f"{code}[{name}]", f"{text} [{said_sub}]", kind, labels, code, text)
            if kind == "P":
                yield Field(f"{code}[{name}comment]", f"{text} [{said_sub}][Comment]", extra=True)
        if other:
            yield Field(f"{code}[other]", f"{text} [{said['-oth-']}]", extra=True)


def _built_in(kind: str, language: str) -> tuple[tuple[str, str], ...]:
    known = "nl" if language.startswith("nl") else "en"
    if kind == "G":
        return _GENDER[known]
    return tuple((value, _BUILT_IN[known][value]) for value in _ANSWERS_OF.get(kind, ""))


def _number(row: dict[str, str], name: str) -> int:
    text = row.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
