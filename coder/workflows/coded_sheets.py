"""Every answer with its codes, as plain tables: one row a respondent, or one row a coding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from coder.domain.coded import CodedQuestion, CodedSurvey
from coder.domain.coding import Coding
from coder.domain.survey import Answer, Cell, Respondent
from coder.domain.texts import _
from coder.exporters.base import Made, Sheet
from coder.workflows.typed import dated

JOINED = "; "
_NO_REASONS: dict[str, dict[str, str]] = {}


def wide(survey: CodedSurvey, *, with_missing: bool = False) -> Sheet:
    """Return one row a respondent and round, with a 0/1 column per code.

    Parameters
    ----------
    with_missing : show of a value that stands for no answer what it says ('does not know'); else the cell is empty,
        and a column of numbers holds nothing else.
    """
    reasons = {name: dict(one.labels) for name, one in survey.variables.items()} if with_missing else {}
    columns = [_("round"), _("respondent"), _("weight"), *survey.variables]
    blocks = []
    for asked in survey.questions:
        key, codes = asked.question.question_id, asked.shown_codes
        columns += [*([key] if survey.with_texts else []), f"{key}: {_('codes')}", f"{key}: {_('status')}"]
        columns += [f"{key}: {_('coded by')}", *(f"{key}: {asked.codebook.label(c)}" for c in codes)]
        blocks.append((asked, codes, {(a.round_id, a.respondent_id): a for a in asked.answers}))

    def rows() -> Iterator[tuple[Cell, ...]]:
        for person in survey.respondents:
            row = [person.round_id, person.respondent_id, person.weight, *_values(survey, person, reasons)]
            for asked, codes, answers in blocks:
                answer = answers.get((person.round_id, person.respondent_id))
                row += _answered(asked, codes, answer, with_text=survey.with_texts)
            yield tuple(row)

    return Sheet(_("answers"), tuple(_different(columns)), Made(rows, len(survey.respondents)), heads=2)


def _answered(asked: CodedQuestion, codes: Sequence[str], answer: Answer | None, *, with_text: bool) -> list[Cell]:
    """Return the cells of one question in the row of one respondent."""
    if answer is None:
        return [None] * (with_text + 3 + len(codes))
    text: list[Cell] = [answer.text] if with_text else []
    coding = asked.final.get(answer.answer_id)
    if coding is None:
        return [*text, None, _("not coded"), None, *[None] * len(codes)]
    labels = JOINED.join(asked.codebook.label(c) for c in coding.codes)
    given = [int(c in coding.codes) if coding.status == "coded" else None for c in codes]
    return [*text, labels, status_of(coding), coding.coder_id, *given]


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


def _values(
    survey: CodedSurvey, person: Respondent | None, reasons: Mapping[str, Mapping[str, str]] = _NO_REASONS
) -> list[Cell]:
    if person is None:
        return [None] * len(survey.variables)
    found = [dated(person.variables.get(name), one.kind) for name, one in survey.variables.items()]
    if not (reasons and person.missing):
        return found
    given = ((cell, name, person.missing.get(name)) for cell, name in zip(found, survey.variables, strict=True))
    return [reasons[name].get(value) if cell is None and value else cell for cell, name, value in given]


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

    def rows() -> Iterator[tuple[Cell, ...]]:
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
                    yield (*head, None, None, None, _("not coded"), *[None] * (len(columns) - len(head) - 4))
                    continue
                for code in coding.codes or (None,):
                    yield (*head, *_coded(asked, coding, code, survey.with_texts))

    n = sum(_rows_of(asked.final.get(a.answer_id)) for asked in survey.questions for a in asked.answers)
    return Sheet(_("codings"), tuple(_different(columns)), Made(rows, n), heads=2)


def _rows_of(coding: Coding | None) -> int:
    return len(coding.codes) or 1 if coding else 1


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
