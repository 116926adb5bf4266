"""Suggestions for answers without a coding, by the stored model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coder.domain.codebook import Codebook
from coder.domain.coding import Coding, Suggestions
from coder.domain.ids import new_id
from coder.domain.survey import Answer, Question
from coder.store.actions import now
from coder.workflows.coded import CodedAnswers, coded_answers, new_engine, stored_model, undecided
from coder.workflows.project import (
    Progress,
    Project,
    codebook_of,
    no_progress,
    open_project,
    questions_meant,
    the_codebook,
    the_round,
)
from coder.workflows.sheets import write_sheets

ALL = 10_000  # more codes than any codebook has


@dataclass(frozen=True, slots=True)
class Suggested:
    """An answer and what is proposed for it."""

    answer: Answer
    suggestions: Suggestions


@dataclass(frozen=True, slots=True)
class SuggestedQuestion:
    """The suggestions of one question."""

    question: Question
    codebook: Codebook
    model_id: str
    """Empty when only the codebook's words proposed."""
    stale: bool
    """Whether codings or codes were added after the model was trained."""
    found: list[Suggested]


def suggest(
    path: Path, question_id: str | None, round_id: str | None, top: int = 9, progress: Progress = no_progress
) -> list[SuggestedQuestion]:
    """Return suggestions for the answers that nobody coded, per question that has a codebook.

    Raises
    ------
    UsageError : no such question or round, or the question has no codebook.
    """
    with open_project(path) as project:
        round_id = the_round(project, round_id)
        found = []
        for question in questions_meant(project, question_id):
            if question_id is not None:
                the_codebook(project, question.question_id)
            codebook = codebook_of(project, question.question_id)
            if codebook is not None:
                coded = coded_answers(project, question.question_id, progress)
                found.append(_suggest(project, question, codebook, coded, round_id, top))
        return found


def _suggest(
    project: Project, question: Question, codebook: Codebook, coded: CodedAnswers, round_id: str | None, top: int
) -> SuggestedQuestion:
    answers = undecided(coded, round_id)
    rows = sorted({coded.row(answer) for answer in answers})
    record = project.models.current(question.question_id)
    lessons = coded.lessons()
    if record is None:
        engine = new_engine(codebook, coded)
        engine.learn(*lessons)
        by_row = dict(zip(rows, engine.suggest_many(rows, top=top, evidence=True), strict=True))
        model_id, stale = "", bool(lessons[0])
    else:
        model = stored_model(project, record, codebook)
        documents = [coded.documents[row] for row in rows]
        by_row = dict(zip(rows, model.suggest_many(documents, top=top, evidence=True), strict=True))
        model_id = record.model_id
        stale = (
            record.manifest.get("lessons") != len(lessons[0])
            or record.manifest.get("codebook_version") != codebook.version
        )
    found = [Suggested(answer, by_row[coded.row(answer)]) for answer in answers]
    return SuggestedQuestion(question, codebook, model_id, stale, found)


def as_records(question: SuggestedQuestion) -> list[dict[str, Any]]:
    """Return the suggestions as plain values, for JSON lines."""
    return [
        {
            "respondent": s.answer.respondent_id,
            "question": s.answer.question_id,
            "round": s.answer.round_id,
            "text": s.answer.text,
            "suggestions": [
                {
                    "code": one.code_id,
                    "probability": round(one.probability, 4),
                    "evidence": [e.text for e in one.evidence],
                }
                for one in s.suggestions.ranked
            ],
            "selected": list(s.suggestions.selected),
        }
        for s in question.found
    ]


def write(path: Path, questions: Sequence[SuggestedQuestion]) -> list[Path]:
    """Write suggestions to a file: one row an answer."""
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        import json

        from coder.exporters.base import atomic

        with atomic(path) as handle:
            for question in questions:
                for record in as_records(question):
                    handle.write(json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        return [path]
    from coder.exporters.base import Sheet

    width = max((len(s.suggestions.ranked) for q in questions for s in q.found), default=0)
    columns = ["question", "round", "respondent", "text", "selected"]
    for n in range(1, width + 1):
        columns += [f"code_{n}", f"probability_{n}"]
    rows = []
    for q in questions:
        for s in q.found:
            cells: list[str | float | None] = [
                s.answer.question_id,
                s.answer.round_id,
                s.answer.respondent_id,
                s.answer.text,
                "; ".join(q.codebook.label(c) for c in s.suggestions.selected),
            ]
            for one in s.suggestions.ranked:
                cells += [q.codebook.label(one.code_id), round(one.probability, 4)]
            rows.append(tuple(cells + [None] * (len(columns) - len(cells))))
    return write_sheets(path, [Sheet("suggestions", tuple(columns), rows)])


def select_by_machine(
    path: Path, question_id: str | None, round_id: str | None, progress: Progress = no_progress
) -> int:
    """Code the undecided answers with what is pre-selected, marked as the machine's; return how many.

    People's codings always come before these, and the answers stay in the queue of the desk.
    """
    questions = suggest(path, question_id, round_id, ALL, progress)
    with open_project(path) as project:
        count = 0
        with project.transaction():
            action_id = project.actions.add("machine", "select", {"round": round_id or ""})
            for question in questions:
                codings = [
                    Coding(
                        coding_id=new_id(),
                        action_id=action_id,
                        answer_id=s.answer.answer_id,
                        coder_id="machine",
                        status="coded",
                        source="machine",
                        codes=s.suggestions.selected,
                        suggested=tuple((x.code_id, round(x.probability, 4)) for x in s.suggestions.ranked[:9]),
                        model_id=question.model_id,
                        codebook_version=question.codebook.version,
                        text_hash=s.answer.text_hash,
                        created_at=now(),
                    )
                    for s in question.found
                ]
                project.codings.add(codings)
                count += len(codings)
        return count
