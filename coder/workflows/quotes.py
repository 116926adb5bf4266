"""Candidates to quote with a code: typical short answers, and what each still needs before it may leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from coder.domain.codebook import Code, Codebook
from coder.domain.coding import BY_PEOPLE, Coding
from coder.domain.errors import UsageError
from coder.domain.ids import new_id
from coder.domain.survey import Answer, Question
from coder.domain.texts import _
from coder.reporting.quotes import QUOTES, Candidate, chosen
from coder.store.actions import now
from coder.store.codings import final
from coder.workflows.clearance import uncleared
from coder.workflows.project import Project, codebook_of, open_project, questions_meant, the_round

MARK = "quotes"
"""The command in the history: answers were marked as quotes."""

Clearance = Literal["cleared", "unchecked", "unreviewed"]


@dataclass(frozen=True, slots=True)
class Proposed:
    """An answer that could be quoted."""

    answer: Answer
    marked: bool
    """Whether it is marked as a quote already."""
    clearance: Clearance
    """Whether it may leave; else nobody looked for personal data in it, or nobody decided about what was found."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """What could be quoted with a code."""

    question: Question
    code: Code
    proposed: tuple[Proposed, ...]
    marked: int = 0
    """Answers that were marked just now."""


def quotes(
    path: Path,
    code_name: str,
    question_id: str | None = None,
    round_id: str | None = None,
    n: int = 5,
    mark_for: str = "",
) -> Candidates:
    """Return typical short answers with a code, those that are marked already first.

    Parameters
    ----------
    code_name : its id or label. mark_for : also mark those that this coder coded, in one action.

    Raises
    ------
    UsageError : no such question or round; no question has the code, or several have.
    """
    with open_project(path) as project:
        round_id = the_round(project, round_id)
        question, codebook, code = _the_code(project, code_name, question_id)
        codings = _coded(project, question.question_id, round_id)
        answers = {a.answer_id: a for a in project.answers.each(question.question_id, round_id)}
        ready = [_candidate(answers[a], coding) for a, coding in codings.items() if a in answers]
        wanted = {code.code_id} | {c.code_id for c in codebook.codes if code.code_id in codebook.nets_of(c.code_id)}
        ready = [replace(one, codes=one.codes | {code.code_id}) if one.codes & wanted else one for one in ready]
        marked = [one for one in ready if codings[one.answer_id].quote]
        first = chosen(marked, code.code_id, n, like=True)
        found = first + chosen(ready, code.code_id, n - len(first), {one.respondent for one in first}, like=True)
        mine = [codings[one.answer_id] for one in found]
        added = mark(project, mine, mark_for) if mark_for else 0
        waiting = {one.answer.answer_id: one.reason for one in uncleared(project, (answers[c.answer_id] for c in mine))}
        return Candidates(
            question,
            code,
            tuple(
                Proposed(answers[c.answer_id], c.quote or _is(c, mark_for), waiting.get(c.answer_id, "cleared"))
                for c in mine
            ),
            added,
        )


def mark(project: Project, codings: Iterable[Coding], coder_id: str) -> int:
    """Mark answers that a coder coded as quotes, in one action; return how many were not marked yet.

    What somebody else coded stays as it is: only they, or who codes it too, can say more about it.
    """
    new = [c for c in codings if _is(c, coder_id) and not c.quote]
    if new:
        with project.transaction():
            action_id = project.actions.add(coder_id, MARK, {"answers": len(new)})
            project.codings.add(
                replace(c, coding_id=new_id(), action_id=action_id, created_at=now(), quote=True, quoted=None)
                for c in new
            )
    return len(new)


def mark_typical(project: Project, round_id: str, coder_id: str, n: int = QUOTES) -> int:
    """Mark some typical answers with each code, of those that a coder coded and that may leave; nobody twice."""
    found: list[Coding] = []
    used: set[str] = set()
    for question in questions_meant(project, None):
        codings = {a: c for a, c in _coded(project, question.question_id, round_id).items() if _is(c, coder_id)}
        answers = [a for a in project.answers.each(question.question_id, round_id) if a.answer_id in codings]
        waiting = {one.answer.answer_id for one in uncleared(project, answers)}
        ready = [_candidate(a, codings[a.answer_id]) for a in answers if a.answer_id not in waiting]
        codebook = codebook_of(project, question.question_id) or Codebook()
        for code in codebook.usable:
            for one in chosen(ready, code.code_id, n, used):
                used.add(one.respondent)
                found.append(codings[one.answer_id])
    return mark(project, found, coder_id)


def _coded(project: Project, question_id: str, round_id: str | None) -> dict[int, Coding]:
    found = final(project.codings.current(question_id, round_id), BY_PEOPLE)
    return {answer_id: coding for answer_id, coding in found.items() if coding.status == "coded"}


def _candidate(answer: Answer, coding: Coding) -> Candidate:
    return Candidate(answer.answer_id, answer.respondent_id, answer.text, frozenset(coding.codes))


def _is(coding: Coding, coder_id: str) -> bool:
    return coding.coder_id == coder_id


def _the_code(project: Project, name: str, question_id: str | None) -> tuple[Question, Codebook, Code]:
    books = [(q, book) for q in questions_meant(project, question_id) if (book := codebook_of(project, q.question_id))]
    found = [(question, book, code) for question, book in books if (code := book.find(name)) is not None]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            _("Several questions have a code {code}").format(code=name),
            _("Say which one with --question: {names}.").format(names=_names(q for q, _book, _code in found)),
        )
    raise UsageError(
        _("There is no code {code}").format(code=name),
        _("coder codebook show --question Q lists them; questions: {names}.").format(
            names=_names(q for q, _b in books)
        ),
    )


def _names(questions: Iterable[Question]) -> str:
    return ", ".join(question.question_id for question in questions)


def as_records(found: Candidates) -> list[dict[str, object]]:
    """Return the candidates as plain values."""
    return [
        {
            "question": found.question.question_id,
            "code": found.code.code_id,
            "round": one.answer.round_id,
            "respondent": one.answer.respondent_id,
            "text": one.answer.text,
            "marked": one.marked,
            "clearance": one.clearance,
        }
        for one in found.proposed
    ]


def commands(found: Candidates) -> Sequence[str]:
    """Return what to do before these may be quoted: check, decide about findings, mark."""
    key = found.question.question_id
    states = {one.clearance for one in found.proposed}
    needed = [f"coder redact --question {key}"] if "unchecked" in states else []
    needed += [f"coder redact --review --question {key}"] if "unreviewed" in states else []
    marked = all(one.marked for one in found.proposed)
    return needed + ([] if marked else [f"coder quotes --code {found.code.code_id} --question {key} --mark"])
