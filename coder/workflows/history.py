"""Where the project stands, what happened in it, and taking the last thing back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from coder.domain.codebook import Codebook
from coder.domain.coding import AUTOCODE, BY_PEOPLE, Coding
from coder.domain.errors import UsageError
from coder.domain.survey import Answer, Question
from coder.domain.texts import _
from coder.store.actions import Action
from coder.store.codings import final
from coder.store.merges import MERGE
from coder.workflows.codebook import refuse_below_newer, unknown_codes
from coder.workflows.coded import lesson
from coder.workflows.disputes import disputed_answers
from coder.workflows.division import division
from coder.workflows.project import Project, codebook_of, open_project
from coder.workflows.recode import Waiting, waiting
from coder.workflows.redact import take_back


@dataclass(frozen=True, slots=True)
class RoundStatus:
    """How far one question is in one round. Counts are answers."""

    round_id: str
    answers: int
    coded: int
    skipped: int
    flagged: int
    machine: int
    """Coded by the machine and seen by no person."""
    closed: int
    """Of these, closed by automatic coding: not in the queue any more."""
    coders: dict[str, int]

    @property
    def left(self) -> int:
        """Answers in the queue."""
        return self.answers - self.coded - self.skipped - self.flagged - self.closed


@dataclass(frozen=True, slots=True)
class QuestionStatus:
    """How far one question is."""

    question: Question
    codes: int | None
    """Codes to choose from; None without a codebook."""
    rounds: list[RoundStatus]
    model_id: str = ""
    model_coded: int = 0
    """Distinct answers the model learnt from."""
    model_f1: float | None = None
    lessons: int = 0
    """Distinct answers that people coded."""
    to_recode: Waiting | None = None
    """Answers whose codes were merged or split since; None where there are none."""
    unreconciled: int = 0
    """Answers that people coded differently, without settling which coding counts."""
    parts_left: int = 0
    """Answers that coders have still to code in their parts, where the question is divided."""


@dataclass(frozen=True, slots=True)
class Status:
    """How far the project is, and what to do next (commands)."""

    questions: list[QuestionStatus]
    respondents: dict[str, int]
    unchecked: int = 0
    """Answers that were not checked for personal data as they are now."""
    unreviewed: int = 0
    """Answers with findings of personal data that nobody reviewed."""
    next_steps: list[str] = field(default_factory=list)


def status(path: Path) -> Status:
    """Return how far the project is."""
    with open_project(path) as project:
        found = []
        for question in project.answers.questions():
            key = question.question_id
            codebook = codebook_of(project, key)
            answers = project.answers.answers(key)
            current = project.codings.current(key)
            decided, shown = final(current, BY_PEOPLE), final(current)
            by_round: dict[str, list[Answer]] = {}
            for answer in answers:
                by_round.setdefault(answer.round_id, []).append(answer)
            record = project.models.current(key)
            quality = (record.manifest.get("quality") or {}) if record else {}
            book = codebook or Codebook()
            lessons = {
                a.text_hash
                for a in answers
                if (c := decided.get(a.answer_id)) and c.status == "coded" and lesson(book, c.codes) is not None
            }
            left = waiting(book, key, shown.values())
            found.append(
                QuestionStatus(
                    question,
                    len(codebook.usable) if codebook else None,
                    [_round(name, members, decided, shown) for name, members in sorted(by_round.items())],
                    record.model_id if record else "",
                    int(record.manifest.get("lessons", 0)) if record else 0,
                    quality.get("f1"),
                    len(lessons),
                    left if left.command else None,
                    disputed_answers(project, key, None, current),
                    sum(part.left for part in division(project, question, None).parts),
                )
            )
        respondents = Counter(round_id for round_id, _person in project.answers.respondents())
        return Status(found, dict(sorted(respondents.items())), *project.personal.left(), _next_steps(found))


def _round(name: str, answers: list[Answer], decided: dict[int, Coding], shown: dict[int, Coding]) -> RoundStatus:
    states = Counter(decided[a.answer_id].status for a in answers if a.answer_id in decided)
    machine = sum(1 for a in answers if a.answer_id not in decided and a.answer_id in shown)
    coders = Counter(c.coder_id for a in answers if (c := decided.get(a.answer_id)) and c.status == "coded")
    closed = sum(
        1
        for a in answers
        if a.answer_id not in decided and (c := shown.get(a.answer_id)) is not None and c.coder_id == AUTOCODE
    )
    return RoundStatus(
        round_id=name,
        answers=len(answers),
        coded=states["coded"],
        skipped=states["skipped"],
        flagged=states["flagged"],
        machine=machine,
        closed=closed,
        coders=dict(coders.most_common()),
    )


def _next_steps(questions: list[QuestionStatus]) -> list[str]:
    steps = []
    for q in questions:
        key = q.question.question_id
        left = next((r for r in q.rounds if r.left), None)
        if q.to_recode is not None:
            steps.append(q.to_recode.command)
        elif q.codes is None:
            steps.append(f"coder codebook import {_('FILE')} --question {key}")
        elif q.lessons > q.model_coded and q.lessons >= 20:
            steps.append(f"coder train --question {key}")
        elif left is not None:
            steps.append(f"coder review --question {key} --round {left.round_id}")
        elif any(r.flagged or r.skipped for r in q.rounds):
            steps.append(f"coder review --question {key} --only flagged --only skipped")
        elif q.parts_left:
            steps.append(f"coder assign --show --question {key}")
        if q.unreconciled:
            steps.append(f"coder reconcile --question {key}")
    if not questions:
        return [f"coder ingest {_('FILE')} --round {_('NAME')}"]
    return steps[:4] or ["coder table", "coder export codings.xlsx"]


def log(path: Path, limit: int) -> list[Action]:
    """Return the newest actions, newest first."""
    with open_project(path) as project:
        return project.actions.recent(limit)


@dataclass(frozen=True, slots=True)
class Event:
    """One event about an answer, with whether it still counts."""

    answer: Answer
    coding: Coding
    labels: tuple[str, ...]
    undone: bool


def respondent_log(path: Path, respondent_id: str) -> list[Event]:
    """Return all that was decided about a respondent's answers, oldest first.

    Raises
    ------
    UsageError : there is no such respondent.
    """
    with open_project(path) as project:
        answers = {a.answer_id: a for a in project.answers.answers() if a.respondent_id == respondent_id}
        if not answers:
            raise UsageError(
                _("There is no respondent {respondent}").format(respondent=respondent_id),
                _("Ids are as they stand in the survey file; coder export lists them."),
            )
        codebooks = {q.question_id: codebook_of(project, q.question_id) for q in project.answers.questions()}
        undone = project.actions.undone()
        texts = project.answers.texts(list(answers))
        events = []
        for coding in project.codings.history(list(answers)):
            answer = answers[coding.answer_id]
            # The text that the coder saw, which may have been replaced since.
            answer = replace(answer, text=texts.get((answer.answer_id, coding.text_hash), answer.text))
            codebook = codebooks.get(answer.question_id)
            labels = tuple(codebook.label(c) if codebook else c for c in coding.codes)
            events.append(Event(answer, coding, labels, coding.action_id in undone))
        return events


def undo(path: Path, coder_id: str, name: str | None = None) -> Action:
    """Take back the last thing that a coder did, whatever it was, or any action by its name; return it.

    Parameters
    ----------
    name : the id of an action, or the end of it as `coder log` shows it; whoever did it.

    Raises
    ------
    UsageError : there is nothing to undo, or no such action, or it cannot be undone.
    """
    with open_project(path) as project:
        with project.transaction():
            last = project.actions.last(coder_id) if name is None else _named(project, name)
            if last is None:
                raise UsageError(
                    _("There is nothing to undo for coder {coder}").format(coder=coder_id),
                    _("coder log shows who did what; --coder NAME undoes another's last action."),
                )
            if last.command.startswith("codebook "):
                refuse_below_newer(project, last.action_id)
            take_back(project, last)
            project.actions.undo(last.action_id, coder_id)
            if last.command == MERGE:
                project.merges.refresh()
        return last


def left_without_code(path: Path, undone: Action) -> tuple[str, ...]:
    """Return the codes that answers have and that no codebook knows since a change of the codebook was undone."""
    question = undone.details.get("question")
    if not undone.command.startswith("codebook ") or not isinstance(question, str):
        return ()
    with open_project(path) as project:
        return unknown_codes(project, question)


def _named(project: Project, name: str) -> Action:
    found = project.actions.named(name.lower())
    if len(found) != 1:
        said = _("There is no action {name}") if not found else _("Several actions end in {name}")
        raise UsageError(said.format(name=name), _("coder log shows them, each with its id."))
    if found[0].undone:
        raise UsageError(_("Action {name} is undone already").format(name=name), _("coder log shows by whom."))
    if found[0].undoes:
        raise UsageError(
            _("Action {name} is itself an undo, which stays").format(name=name), _("Do again what was undone.")
        )
    return found[0]
