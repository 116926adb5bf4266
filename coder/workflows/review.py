"""A sitting at the desk: the queue from the project, decisions into the project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from coder.domain.codebook import Codebook
from coder.domain.coding import Coding
from coder.domain.ids import new_id
from coder.domain.survey import Answer, Question, Respondent
from coder.learning.threads import one_thread
from coder.review.ports import Decision, Item, NoSuggestions
from coder.review.queue import Order
from coder.review.session import Session
from coder.review.usage import Usage
from coder.workflows.audit import Sample, draw
from coder.workflows.check import check_question, to_review
from coder.workflows.coded import CodedAnswers, coded_answers, undecided
from coder.workflows.live import LiveSuggester
from coder.workflows.narrowing import EVERYTHING, Narrowing, part_of
from coder.workflows.parts import Part, coders_part, nothing_left, question_to_code
from coder.workflows.people import ProjectPeople
from coder.workflows.project import Progress, codebook_of, no_progress, open_project, opening, the_question, the_round
from coder.workflows.recode import Recoding, question_to_recode, to_recode
from coder.workflows.recorder import ProjectRecorder


@dataclass(frozen=True, slots=True)
class Sitting:
    """All that the desk shows."""

    session: Session
    question: Question
    respondents: dict[tuple[str, str], Respondent]
    answers: int
    """Answers in the question and round, all together."""
    coded_before: int
    """Of these, decided before this sitting."""
    people: ProjectPeople
    """Reads who gave an answer."""
    notes: dict[int, str] = field(default_factory=dict)
    """By answer id: why the card is shown."""
    sample: Sample | None = None
    """The random sample that comes first, where one was asked for."""
    outside: int = 0
    """Answers that are left to code, and not in the part of the queue that was asked for."""
    shared: int = 0
    """Answers that several code, to be compared."""


@contextmanager
def sitting(
    path: Path,
    question_id: str | None,
    round_id: str | None,
    coder_id: str,
    order: Order,
    limit: int | None,
    statuses: tuple[str, ...] = ("open",),
    progress: Progress = no_progress,
    slips: bool = False,
    audit: int | None = None,
    asked: Narrowing = EVERYTHING,
    everything: bool = False,
    blind: bool = False,
    recode: bool = False,
) -> Iterator[Sitting]:
    """Open the project and set the desk ready.

    Parameters
    ----------
    slips : take coded answers that deserve a second look (see `coder.workflows.check`), whatever their status.
    audit : draw a random sample of so many answers (see `coder.workflows.audit`), or go on with it, and put it first.
    asked : which part of the queue to take.
    everything : take what is others' to code too, where the question is divided (see `coder.workflows.assign`).
    blind : suggest nothing.
    recode : take coded answers whose codes were merged or split since, whatever their status.

    Raises
    ------
    UsageError : no such question, round, variable or value, or there is nothing to code.
    ProjectError : the project file cannot be used.
    """
    with open_project(path) as project:
        since = new_id()  # what others decide while the queue is read counts as decided meanwhile
        with opening():
            if slips:
                question = the_question(project, question_id)
            elif recode:
                question = question_to_recode(project, question_id)
            else:
                question = question_to_code(project, question_id, round_id, coder_id, everything)
            round_id = the_round(project, round_id, question.question_id)
            sample = draw(project, question.question_id, round_id, audit, coder_id) if audit is not None else None
            coded = coded_answers(project, question.question_id, progress)
            current = project.codings.current(question.question_id)
            part = coders_part(project, question.question_id, coded.answers, coder_id, everything, current)
            coded = part.seen(coded, current)
            codebook = codebook_of(project, question.question_id) or Codebook()
            known = _known(current, part)
            # Answers that have codes may have different ones: one key would change them.
            groups = project.groups.current(question.question_id) if set(statuses) <= {"open", "skipped"} else {}
            notes: dict[int, str] = {}
            settled: set[int] = set()
            if slips:
                found, notes = to_review(check_question(question, codebook, coded, round_id))
                # What the tool has against a coding would be a hint on answers that are coded blind.
                queue = [item for item in found if part.has(item.first) and item.first.answer_id not in part.shared]
            elif recode:
                queue, notes, again = to_recode(question, codebook, coded, round_id, part)
                known |= again
                settled = {c.answer_id for c in coded.decided.values() if c.source == "reconciled"}
            else:
                to_code = undecided(coded, round_id, statuses)
                if sample is not None:
                    to_code = _sample_first(coded, sample, to_code)
                queue = part.queue(to_code, groups, sample.to_code if sample is not None else ())
            in_round = [a for a in coded.answers if round_id is None or a.round_id == round_id]
            if not queue:
                raise nothing_left(question, part)
            people = project.answers.respondents(round_id)
            in_round = [a for a in in_round if part.has(a)]
            outside = _answers(queue)
            queue = part_of(queue, asked, people, coded, in_round)
            outside -= _answers(queue)
            live = None if blind else LiveSuggester(coded, codebook, order, [item.first for item in queue])
            session = Session(
                queue,
                codebook,
                ProjectRecorder(project, question.question_id, coder_id, codebook, known, since, settled),
                Recoding(live or NoSuggestions(), codebook, coded) if recode else live or NoSuggestions(),
                order=order,
                limit=limit,
                known=known,
                usage=_usage(coded),
            )
            queued = {a.answer_id for item in queue for a in item.answers}
        try:
            with one_thread():
                yield Sitting(
                    session,
                    question,
                    people,
                    len(in_round),
                    sum(1 for a in in_round if a.answer_id in coded.decided and a.answer_id not in queued),
                    ProjectPeople(project, coder_id),
                    notes,
                    sample,
                    outside,
                    len(part.shared),
                )
        finally:
            if live is not None:
                live.wait()


def _usage(coded: CodedAnswers) -> Usage:
    by_id = {answer.answer_id: answer for answer in coded.answers}
    codings = sorted(coded.decided.values(), key=lambda coding: coding.coding_id)
    return Usage((by_id[c.answer_id], c.codes) for c in codings if c.status == "coded" and c.answer_id in by_id)


def _answers(queue: Sequence[Item]) -> int:
    return sum(len(item.answers) for item in queue)


def _sample_first(coded: CodedAnswers, sample: Sample, others: Sequence[Answer]) -> list[Answer]:
    by_id = {answer.answer_id: answer for answer in coded.answers}
    drawn = frozenset(sample.to_code)
    return [*(by_id[answer_id] for answer_id in sample.to_code), *(a for a in others if a.answer_id not in drawn)]


def _known(current: Iterable[Coding], part: Part) -> dict[int, Decision]:
    """Return earlier decisions, and this coder's memos."""
    return {
        c.answer_id: Decision(c.status, c.codes, c.memo, c.quote, c.quoted)
        for c in current
        if c.source != "machine"
        and (c.coder_id == part.coder_id or (c.status != "open" and c.answer_id not in part.shared))
    }
