"""Every answer with its codes, as a table for other programs."""

from __future__ import annotations

from pathlib import Path

from coder.domain.codebook import Codebook
from coder.domain.coding import Coding
from coder.domain.survey import Cell
from coder.domain.texts import _
from coder.exporters.base import Sheet
from coder.store.codings import final
from coder.workflows.clearance import refuse_uncleared_quotes
from coder.workflows.project import Project, codebook_of, open_project, questions_meant, the_question, the_round
from coder.workflows.sheets import write_sheets

JOINED = "; "


def export(
    path: Path,
    file: Path,
    shape: str,
    question_id: str | None = None,
    round_id: str | None = None,
    uncleared_quotes: bool = False,
) -> tuple[list[Path], int]:
    """Write all answers with their codes; return the files and the number of rows of the first.

    Parameters
    ----------
    shape : 'wide', one row a respondent and round with a 0/1 column per code; or 'long', one row a coding,
        which says what is a quote.
    uncleared_quotes : let quotes out that were not checked for personal data.

    Raises
    ------
    UsageError : no such question or round, quotes that are not cleared, or the file cannot be written.
    """
    with open_project(path) as project:
        round_id = the_round(project, round_id)
        if shape == "long" and not uncleared_quotes:
            if question_id is not None:
                question_id = the_question(project, question_id).question_id
            refuse_uncleared_quotes(project, question_id, round_id)
        sheet = (_wide if shape == "wide" else _long)(project, question_id, round_id)
    return write_sheets(file, [sheet]), len(sheet.rows)


def _variable_names(project: Project, round_id: str | None) -> list[str]:
    names: dict[str, None] = {}
    for respondent in project.answers.respondents(round_id).values():
        names.update(dict.fromkeys(respondent.variables))
    return list(names)


def _wide(project: Project, question_id: str | None, round_id: str | None) -> Sheet:
    people = project.answers.respondents(round_id)
    variables = _variable_names(project, round_id)
    columns = [_("round"), _("respondent"), _("weight"), *variables]
    rows: dict[tuple[str, str], list[Cell]] = {
        key: [key[0], key[1], r.weight, *(r.variables.get(name) for name in variables)]
        for key, r in sorted(people.items())
    }
    for question in questions_meant(project, question_id):
        key = question.question_id
        codebook = codebook_of(project, key) or Codebook()
        codings = final(project.codings.current(key, round_id))
        given = {c for coding in codings.values() for c in coding.codes}
        codes = codebook.ordered({c.code_id for c in codebook.usable} | given)
        columns += [key, f"{key}: {_('codes')}", f"{key}: {_('status')}", f"{key}: {_('coded by')}"]
        columns += [f"{key}: {codebook.label(c)}" for c in codes]
        width = 4 + len(codes)
        answers = {(a.round_id, a.respondent_id): a for a in project.answers.answers(key, round_id)}
        for person, row in rows.items():
            answer = answers.get(person)
            if answer is None:
                row += [None] * width
                continue
            coding = codings.get(answer.answer_id)
            row.append(answer.text)
            if coding is None:
                row += [None, _("not coded"), None] + [None] * len(codes)
            else:
                done = coding.status == "coded"
                row += [JOINED.join(codebook.label(c) for c in coding.codes), _status(coding), coding.coder_id]
                row += [int(c in coding.codes) if done else None for c in codes]
    return Sheet(_("answers"), tuple(_different(columns)), [tuple(row) for row in rows.values()])


def _status(coding: Coding) -> str:
    names = {"coded": _("coded"), "skipped": _("skipped"), "flagged": _("flagged")}
    return names.get(coding.status, coding.status)


def _different(columns: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    found = []
    for name in columns:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _long(project: Project, question_id: str | None, round_id: str | None) -> Sheet:
    people = project.answers.respondents(round_id)
    variables = _variable_names(project, round_id)
    columns = [
        _("round"),
        _("respondent"),
        _("weight"),
        *variables,
        _("question"),
        _("answer"),
        _("code"),
        _("label"),
        _("net"),
        _("status"),
        _("coder"),
        _("source"),
        _("time"),
        _("probability"),
        _("codebook version"),
        _("model"),
        _("quote"),
        _("quote from"),
        _("quote to"),
        _("memo"),
    ]
    rows: list[tuple[Cell, ...]] = []
    for question in questions_meant(project, question_id):
        key = question.question_id
        codebook = codebook_of(project, key) or Codebook()
        codings = final(project.codings.current(key, round_id))
        for answer in project.answers.answers(key, round_id):
            person = people.get((answer.round_id, answer.respondent_id))
            head: list[Cell] = [
                answer.round_id,
                answer.respondent_id,
                person.weight if person else None,
                *((person.variables.get(name) if person else None) for name in variables),
                key,
                answer.text,
            ]
            coding = codings.get(answer.answer_id)
            if coding is None:
                rows.append((*head, None, None, None, _("not coded"), *[None] * 10))
                continue
            chances = dict(coding.suggested)
            for code in coding.codes or (None,):
                net = next(iter(codebook.nets_of(code)), None) if code else None
                rows.append(
                    (
                        *head,
                        code,
                        codebook.label(code) if code else None,
                        codebook.label(net) if net else None,
                        _status(coding),
                        coding.coder_id,
                        coding.source,
                        coding.created_at,
                        chances.get(code) if code else None,
                        coding.codebook_version,
                        coding.model_id or None,
                        int(coding.quote),
                        *(coding.quoted or (None, None)),
                        coding.memo or None,
                    )
                )
    return Sheet(_("codings"), tuple(_different(columns)), rows)
