"""Every answer with its codes, as plain tables: one row a respondent, or one row a coding."""

from __future__ import annotations

from datetime import UTC, datetime

from coder.domain.coded import CodedQuestion, CodedSurvey
from coder.domain.coding import Coding
from coder.domain.survey import Cell, Respondent
from coder.domain.texts import _
from coder.exporters.base import Sheet
from coder.workflows.typed import dated

JOINED = "; "


def wide(survey: CodedSurvey) -> Sheet:
    """Return one row a respondent and round, with a 0/1 column per code."""
    columns = [_("round"), _("respondent"), _("weight"), *survey.variables]
    rows: dict[tuple[str, str], list[Cell]] = {
        (r.round_id, r.respondent_id): [r.round_id, r.respondent_id, r.weight, *_values(survey, r)]
        for r in survey.respondents
    }
    for asked in survey.questions:
        key, codebook = asked.question.question_id, asked.codebook
        codes = asked.shown_codes
        texts = [key] if survey.with_texts else []
        columns += [*texts, f"{key}: {_('codes')}", f"{key}: {_('status')}", f"{key}: {_('coded by')}"]
        columns += [f"{key}: {codebook.label(c)}" for c in codes]
        width = len(texts) + 3 + len(codes)
        answers = {(a.round_id, a.respondent_id): a for a in asked.answers}
        for person, row in rows.items():
            answer = answers.get(person)
            if answer is None:
                row += [None] * width
                continue
            coding = asked.final.get(answer.answer_id)
            if texts:
                row.append(answer.text)
            if coding is None:
                row += [None, _("not coded"), None] + [None] * len(codes)
            else:
                done = coding.status == "coded"
                row += [JOINED.join(codebook.label(c) for c in coding.codes), status_of(coding), coding.coder_id]
                row += [int(c in coding.codes) if done else None for c in codes]
    return Sheet(_("answers"), tuple(_different(columns)), [tuple(row) for row in rows.values()], heads=2)


def status_of(coding: Coding) -> str:
    """Return the status of a coding in words."""
    names = {"coded": _("coded"), "skipped": _("skipped"), "flagged": _("flagged")}
    return names.get(coding.status, coding.status)


def moment(created_at: str) -> Cell:
    """Return a time of the project file (UTC, ISO 8601) as a date and time, to the second."""
    try:
        return datetime.fromisoformat(created_at).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    except ValueError:  # a project file may come from anybody
        return created_at


def _values(survey: CodedSurvey, person: Respondent | None) -> list[Cell]:
    if person is None:
        return [None] * len(survey.variables)
    return [dated(person.variables.get(name), one.kind) for name, one in survey.variables.items()]


def _different(columns: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    found = []
    for name in columns:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def long(survey: CodedSurvey, *, with_variables: bool = True) -> Sheet:
    """Return one row a coding, with all that is known of it; closed variables may be left to the wide table."""
    people = {(r.round_id, r.respondent_id): r for r in survey.respondents}
    columns = [
        _("round"),
        _("respondent"),
        *([_("weight"), *survey.variables] if with_variables else []),
        _("question"),
        *([_("answer")] if survey.with_texts else []),
        _("code"),
        _("label"),
        _("net"),
        _("status"),
        _("coder"),
        _("source"),
        _("time (UTC)"),
        _("probability"),
        _("codebook version"),
        _("model"),
        _("quote"),
        *([_("quote from"), _("quote to"), _("memo")] if survey.with_texts else []),
    ]
    rows: list[tuple[Cell, ...]] = []
    for asked in survey.questions:
        for answer in asked.answers:
            person = people.get((answer.round_id, answer.respondent_id))
            head: list[Cell] = [
                answer.round_id,
                answer.respondent_id,
                *([person.weight if person else None, *_values(survey, person)] if with_variables else []),
                asked.question.question_id,
                *([answer.text] if survey.with_texts else []),
            ]
            coding = asked.final.get(answer.answer_id)
            if coding is None:
                rows.append((*head, None, None, None, _("not coded"), *[None] * (len(columns) - len(head) - 4)))
                continue
            rows += [(*head, *_coded(asked, coding, code, survey.with_texts)) for code in coding.codes or (None,)]
    return Sheet(_("codings"), tuple(_different(columns)), rows, heads=2)


def _coded(asked: CodedQuestion, coding: Coding, code: str | None, with_texts: bool) -> tuple[Cell, ...]:
    codebook = asked.codebook
    net = next(iter(codebook.nets_of(code)), None) if code else None
    written: tuple[Cell, ...] = (*(coding.quoted or (None, None)), coding.memo or None)
    return (
        code,
        codebook.label(code) if code else None,
        codebook.label(net) if net else None,
        status_of(coding),
        coding.coder_id,
        coding.source,
        moment(coding.created_at),
        dict(coding.suggested).get(code) if code else None,
        coding.codebook_version,
        coding.model_id or None,
        int(coding.quote),
        *(written if with_texts else ()),
    )
