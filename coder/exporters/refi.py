"""REFI-QDA projects (.qdpx, QDA-XML 1.0): for NVivo, ATLAS.ti, MAXQDA, QualCoder and other programs of the field.

Each answer is a text source, each respondent a case; questions and rounds are sets of sources. What one coder decided
about an answer is one selection in it: the quoted part, or all of it. Where there are several questions, the codes of
each stand below a code that is called after it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from coder.domain.coded import CodedQuestion, CodedSurvey
from coder.domain.coding import Coding
from coder.domain.formats import Carries
from coder.domain.refi import PROGRAM, told
from coder.domain.survey import Answer
from coder.domain.texts import _
from coder.exporters.base import Progress, atomic, cut
from coder.exporters.refi_cases import write_cases, write_variables
from coder.exporters.refi_codes import code_guid, guid, write_codes
from coder.exporters.xml_writer import Xml

NAME = "qdpx"
LABEL = "REFI-QDA (.qdpx)"
CARRIES = frozenset(
    {
        *(Carries.ANSWERS, Carries.QUESTIONS, Carries.VARIABLES, Carries.LABELS, Carries.WEIGHTS, Carries.DATES),
        *(Carries.MISSING, Carries.CODES, Carries.CODEBOOK, Carries.CODERS, Carries.QUOTES, Carries.MEMOS),
    }
)
SUFFIXES: tuple[str, ...] = (".qdpx",)
NAMESPACE = "urn:QDA-XML:project:1.0"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can hold; a real date would change the bytes
SHOWN_CHARACTERS = 60
"""How much of an answer names its selection in lists."""
AT_A_TIME = 1_000  # answers between two reports of progress

_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")


def write_survey(path: Path, survey: CodedSurvey, progress: Progress) -> list[Path]:
    """Write the survey as one project; return the file.

    Raises
    ------
    UsageError : the file cannot be written.
    """
    total = sum(len(asked.answers) for asked in survey.questions)
    with atomic(path) as handle, zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(_entry("project.qde"), "w", force_zip64=True) as file:
            _project(Xml(file), survey, lambda done: progress(_("Writing the answers"), done, 2 * total))
        done = total
        for asked in survey.questions if survey.with_texts else ():
            for answer in asked.answers:
                archive.writestr(_entry(f"sources/{_source(answer)}.txt"), answer.text.encode("utf-8", "replace"))
                done += 1
                if not done % AT_A_TIME:
                    progress(_("Writing the answers"), done, 2 * total)
    progress(_("Writing the answers"), 2 * total, 2 * total)
    return [path]


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, FIRST_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system, entry.external_attr = 3, 0o644 << 16  # whatever system writes it
    return entry


def _project(xml: Xml, survey: CodedSurvey, progress: Any) -> None:  # noqa: ANN401 - takes how many answers are done
    coders = sorted({coding.coder_id for asked in survey.questions for coding in asked.codings})
    with xml.element(
        "Project",
        xmlns=NAMESPACE,
        name=survey.title,
        origin=PROGRAM,
        creationDateTime=_date_time(survey.changed_at),
        modifiedDateTime=_date_time(survey.changed_at),
    ):
        if coders:
            with xml.element("Users"):
                for coder_id in coders:
                    xml.leaf("User", guid=guid("coder", coder_id), name=coder_id)
        _codebook(xml, survey)
        write_variables(xml, survey)
        write_cases(xml, survey, _source)
        memos = _sources(xml, survey, progress)
        if memos:
            with xml.element("Notes"):
                for coding in memos:
                    with xml.element("Note", guid=_memo(coding), name=_shown(coding.memo), **_by(coding)):
                        xml.leaf("PlainTextContent", coding.memo)
        _sets(xml, survey)
    xml.flush()


def _codebook(xml: Xml, survey: CodedSurvey) -> None:
    gone = {
        asked.question.question_id: sorted(
            {code for coding in asked.codings for code in coding.codes} - set(asked.codebook.by_id)
        )
        for asked in survey.questions
    }
    if not any(asked.codebook.codes or gone[asked.question.question_id] for asked in survey.questions):
        return
    with xml.element("CodeBook"), xml.element("Codes"):
        for asked in survey.questions:
            key = asked.question.question_id
            if len(survey.questions) == 1:
                write_codes(xml, key, asked.codebook, gone[key])
                continue
            with xml.element("Code", guid=guid("codes of", key), name=key, isCodable="false"):
                xml.leaf("Description", told(asked.question.text, {"question": key}))
                write_codes(xml, key, asked.codebook, gone[key])


def _sources(xml: Xml, survey: CodedSurvey, progress: Any) -> list[Coding]:  # noqa: ANN401 - see `_project`
    """Write the answers with their codings; return the codings that have a memo."""
    memos: list[Coding] = []
    if not any(asked.answers for asked in survey.questions):
        return memos
    done = 0
    with xml.element("Sources"):
        for asked in survey.questions:
            given: dict[int, list[Coding]] = {}
            for coding in asked.codings:
                if coding.status != "open" or coding.memo:
                    given.setdefault(coding.answer_id, []).append(coding)
            for answer in asked.answers:
                found = given.get(answer.answer_id, [])
                memos += [coding for coding in found if coding.memo]
                _answer(xml, survey, asked, answer, found)
                done += 1
                if not done % AT_A_TIME:
                    progress(done)
    return memos


def _answer(xml: Xml, survey: CodedSurvey, asked: CodedQuestion, answer: Answer, given: Sequence[Coding]) -> None:
    key, identity = asked.question.question_id, _source(answer)
    name = " ".join([*([answer.round_id] if len(survey.rounds) > 1 else []), answer.respondent_id, key])
    path = f"internal://{identity}.txt" if survey.with_texts else None
    with xml.element("TextSource", guid=identity, name=name, plainTextPath=path):
        if not survey.with_texts:
            xml.leaf("PlainTextContent")
            for coding in given:
                _codes(xml, key, coding)
            return
        for coding in given:
            length = len(answer.text)
            start, end = coding.quoted if coding.quote and coding.quoted else (0, length)
            start, end = min(start, length), min(end, length)
            with xml.element(
                "PlainTextSelection",
                guid=guid("coding", identity, coding.coder_id),
                name=_shown(answer.text[start:end]),
                startPosition=str(start),
                endPosition=str(end),
                **_by(coding),
            ):
                if facts := _facts(coding, whole=(start, end) == (0, length)):
                    xml.leaf("Description", told("", facts))
                _codes(xml, key, coding)
                if coding.memo:
                    xml.leaf("NoteRef", targetGUID=_memo(coding))


def _codes(xml: Xml, key: str, coding: Coding) -> None:
    for code_id in coding.codes:
        identity = guid("coded", str(coding.answer_id), coding.coder_id, code_id)
        with xml.element("Coding", guid=identity, **_by(coding)):
            xml.leaf("CodeRef", targetGUID=code_guid(key, code_id))


def _facts(coding: Coding, *, whole: bool) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if coding.status != ("coded" if coding.codes else "open"):
        facts["status"] = coding.status
    if coding.source != "import":
        facts["source"] = coding.source
    if coding.quote and (whole or coding.quoted is None):
        facts["quote"] = True
    return facts


def _by(coding: Coding) -> Mapping[str, str | None]:
    return {"creatingUser": guid("coder", coding.coder_id), "creationDateTime": _date_time(coding.created_at)}


def _sets(xml: Xml, survey: CodedSurvey) -> None:
    if not survey.questions:
        return
    with xml.element("Sets"):
        for asked in survey.questions:
            key = asked.question.question_id
            with xml.element("Set", guid=guid("question", key), name=key):
                xml.leaf("Description", told(asked.question.text, {"question": key}))
                for answer in asked.answers:
                    xml.leaf("MemberSource", targetGUID=_source(answer))
        for round_id in survey.rounds:
            with xml.element("Set", guid=guid("round", round_id), name=round_id):
                xml.leaf("Description", told("", {"round": round_id}))
                for asked in survey.questions:
                    for answer in asked.answers:
                        if answer.round_id == round_id:
                            xml.leaf("MemberSource", targetGUID=_source(answer))


def _source(answer: Answer) -> str:
    return guid("answer", answer.question_id, answer.round_id, answer.respondent_id)


def _memo(coding: Coding) -> str:
    return guid("memo", str(coding.answer_id), coding.coder_id)


def _shown(text: str) -> str:
    return cut(" ".join(text[: 4 * SHOWN_CHARACTERS].split()), SHOWN_CHARACTERS, "…")


def _date_time(text: str) -> str | None:
    return text if _DATE_TIME.fullmatch(text) else None
