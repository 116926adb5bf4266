"""Who codes what of a question, and how far they are."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from coder.domain.coding import BY_PEOPLE
from coder.domain.survey import Question
from coder.store.codings import closed_by_machine, final
from coder.workflows.project import Project, open_project, questions_meant, the_round


@dataclass(frozen=True, slots=True)
class CoderPart:
    """The part of one coder. Counts are answers."""

    coder_id: str
    own: int
    shared: int
    """Answers that others code as well."""
    done: int
    """Of both: own answers that somebody decided, shared ones that this coder decided."""

    @property
    def left(self) -> int:
        """Answers still to be coded by this coder."""
        return self.own + self.shared - self.done


@dataclass(frozen=True, slots=True)
class Division:
    """How the answers of a question are divided; without parts they are not."""

    question: Question
    round_id: str | None
    parts: tuple[CoderPart, ...]
    shared: int
    """Answers for several coders."""
    shared_texts: int
    """Different texts among those."""
    blind: bool
    """Whether those are coded without suggestions."""
    loose: int
    """Answers that are nobody's and that nobody decided."""


def divisions(path: Path, question_id: str | None, round_id: str | None) -> list[Division]:
    """Return how the answers are divided, of one question or (None) of all.

    Raises
    ------
    UsageError : no such question or round.
    """
    with open_project(path) as project:
        round_id = the_round(project, round_id)
        return [division(project, question, round_id) for question in questions_meant(project, question_id)]


def division(project: Project, question: Question, round_id: str | None) -> Division:
    """Return how the answers of a question are divided."""
    key = question.question_id
    answers = {a.answer_id: a for a in project.answers.answers(key, round_id)}
    current = project.codings.current(key, round_id)
    done = closed_by_machine(current) | final(current, BY_PEOPLE).keys()
    decided = {(c.answer_id, c.coder_id) for c in current if c.status != "open"}
    assigned = [one for one in project.assignments.current(key) if one.answer_id in answers]
    parts = []
    for name in dict.fromkeys(sorted(one.coder_id for one in assigned)):
        mine = [one for one in assigned if one.coder_id == name]
        own = [one.answer_id for one in mine if not one.shared]
        shared = [one.answer_id for one in mine if one.shared]
        n = sum(a in done for a in own) + sum((a, name) in decided for a in shared)
        parts.append(CoderPart(name, len(own), len(shared), n))
    together = {one.answer_id for one in assigned if one.shared}
    return Division(
        question,
        round_id,
        tuple(parts),
        len(together),
        len({answers[a].text_hash for a in together}),
        any(one.blind for one in assigned if one.shared),
        len(answers.keys() - {one.answer_id for one in assigned} - done),
    )


def as_record(found: Division) -> dict[str, Any]:
    """Return a division as plain values."""
    return {
        "question": found.question.question_id,
        "round": found.round_id,
        "coders": [asdict(part) | {"left": part.left} for part in found.parts],
        "shared": found.shared,
        "shared_texts": found.shared_texts,
        "blind": found.blind,
        "not_divided": found.loose,
    }
