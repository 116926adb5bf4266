"""Suggestions for answers without a coding, by the stored model."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from coder.domain.codebook import Codebook
from coder.domain.coding import BY_PEOPLE, Coding, Suggestions
from coder.domain.ids import new_id
from coder.domain.survey import Answer, Cell, Question
from coder.domain.texts import _
from coder.store.actions import now
from coder.store.codings import closed_by_machine, final
from coder.store.models import ModelRecord
from coder.workflows.coded import coded_answers, lesson, new_engine, stored_model, undecided
from coder.workflows.project import (
    Progress,
    Project,
    codebook_of,
    documents_of,
    no_progress,
    open_project,
    questions_meant,
    the_codebook,
    the_round,
)
from coder.workflows.sheets import write_sheets
from coder.workflows.special import with_special

ALL = 10_000  # more codes than any codebook has
AT_A_TIME = 10_000  # answers that are in memory together
REMEMBERED = 50_000  # distinct answers whose suggestions are kept for answers that are the same


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
    n: int
    """How many answers there are suggestions for."""
    found: Iterable[Suggested]
    """Made while they are read, once, as long as the project is open."""


@contextmanager
def suggesting(
    path: Path,
    question_id: str | None,
    round_id: str | None,
    top: int = 9,
    progress: Progress = no_progress,
    evidence: bool = True,
) -> Iterator[list[SuggestedQuestion]]:
    """Open the project, and give suggestions for the answers that nobody coded, per question that has a codebook.

    Evidence, the words that carried a suggestion, takes most of the time.

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
                found.append(_suggest(project, question, codebook, round_id, top, progress, evidence))
        yield found


def suggest(
    path: Path, question_id: str | None, round_id: str | None, top: int = 9, progress: Progress = no_progress
) -> list[SuggestedQuestion]:
    """Return the same with all suggestions in memory."""
    with suggesting(path, question_id, round_id, top, progress) as questions:
        return [replace(question, found=list(question.found)) for question in questions]


def _suggest(
    project: Project,
    question: Question,
    codebook: Codebook,
    round_id: str | None,
    top: int,
    progress: Progress,
    evidence: bool,
) -> SuggestedQuestion:
    key = question.question_id
    record = project.models.current(key)
    if record is None:
        coded = coded_answers(project, key, progress)
        lessons = coded.lessons()
        engine = new_engine(codebook, coded)
        engine.learn(*lessons)
        answers = undecided(coded, round_id)
        rows = sorted({coded.row(answer) for answer in answers})
        by_row = dict(zip(rows, engine.suggest_many(rows, top=top, evidence=evidence), strict=True))
        found = [Suggested(a, with_special(by_row[coded.row(a)], a.text, codebook)) for a in answers]
        return SuggestedQuestion(question, codebook, "", bool(lessons[0]), len(found), found)
    open_ids, lessons_now = _open(project, key, round_id, codebook)
    stale = record.manifest.get("lessons") != lessons_now or record.manifest.get("codebook_version") != codebook.version
    streamed = _streamed(project, record, codebook, key, round_id, open_ids, top, progress, evidence)
    return SuggestedQuestion(question, codebook, record.model_id, stale, len(open_ids), streamed)


def _open(project: Project, question_id: str, round_id: str | None, codebook: Codebook) -> tuple[set[int], int]:
    """Return the answers that nobody decided, and how many distinct answers that people coded teach something."""
    current = project.codings.current(question_id)
    decided, closed = final(current, BY_PEOPLE), closed_by_machine(current)
    coded: set[str] = set()
    open_ids = set()
    for answer in project.answers.each(question_id):
        coding = decided.get(answer.answer_id)
        if coding is not None and coding.status == "coded":
            if lesson(codebook, coding.codes) is not None:
                coded.add(answer.text_hash)
        elif coding is None and answer.answer_id not in closed and round_id in (None, answer.round_id):
            open_ids.add(answer.answer_id)
    return open_ids, len(coded)


def _streamed(
    project: Project,
    record: ModelRecord,
    codebook: Codebook,
    question_id: str,
    round_id: str | None,
    open_ids: set[int],
    top: int,
    progress: Progress,
    evidence: bool,
) -> Iterator[Suggested]:
    """Suggest batch by batch: memory stays flat however many answers there are."""
    model = stored_model(project, record, codebook)
    answers = (a for a in project.answers.each(question_id, round_id) if a.answer_id in open_ids)
    known: OrderedDict[str, Suggestions] = OrderedDict()
    done = 0
    while batch := list(islice(answers, AT_A_TIME)):
        progress(_("Suggesting codes"), done, len(open_ids))
        new = {a.text_hash: a.text for a in batch if a.text_hash not in known}
        documents = documents_of(project, list(new.values()))
        suggested = model.suggest_many(documents, top=top, evidence=evidence)
        known.update((key, with_special(s, new[key], codebook)) for key, s in zip(new, suggested, strict=True))
        yield from (Suggested(answer, known[answer.text_hash]) for answer in batch)
        done += len(batch)
        while len(known) > REMEMBERED:
            known.popitem(last=False)
    progress(_("Suggesting codes"), done, len(open_ids))


def as_records(question: SuggestedQuestion) -> Iterator[dict[str, Any]]:
    """Yield the suggestions as plain values, for JSON lines."""
    for s in question.found:
        yield {
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
            "nets": _nets(question.codebook, s.suggestions),
        }


def _nets(codebook: Codebook, suggestions: Suggestions) -> dict[str, float]:
    """Return the probability of each net that a suggested code belongs to: that of its most probable code."""
    found: dict[str, float] = {}
    for one in suggestions.ranked:  # best first
        for net in codebook.nets_of(one.code_id):
            found.setdefault(net, round(one.probability, 4))
    return found


def write(path: Path, questions: Sequence[SuggestedQuestion], top: int) -> list[Path]:
    """Write suggestions to a file: one row an answer, with the first `top` codes."""
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        import json

        from coder.exporters.base import atomic

        with atomic(path) as handle:
            for question in questions:
                for record in as_records(question):
                    handle.write(json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        return [path]
    from coder.exporters.base import Sheet, Stream

    top = min(top, max((len(q.codebook.usable) for q in questions), default=0))
    columns = ["question", "round", "respondent", "text", "selected"]
    for n in range(1, top + 1):
        columns += [f"code_{n}", f"probability_{n}"]
    rows: Iterable[tuple[Cell, ...]] = (_row(q, s, len(columns)) for q in questions for s in q.found)
    streams = path.suffix.lower() in (".csv", ".tsv", ".txt")
    kept = Stream(rows, sum(q.n for q in questions)) if streams else list(rows)
    return write_sheets(path, [Sheet("suggestions", tuple(columns), kept)])


def _row(question: SuggestedQuestion, s: Suggested, width: int) -> tuple[Cell, ...]:
    label = question.codebook.label
    cells: list[Cell] = [
        s.answer.question_id,
        s.answer.round_id,
        s.answer.respondent_id,
        s.answer.text,
        "; ".join(label(c) for c in s.suggestions.selected),
    ]
    for one in s.suggestions.ranked:
        cells += [label(one.code_id), round(one.probability, 4)]
    return tuple(cells + [None] * (width - len(cells)))


def select_by_machine(
    path: Path, question_id: str | None, round_id: str | None, progress: Progress = no_progress
) -> int:
    """Code the undecided answers with what is pre-selected, marked as the machine's; return how many.

    People's codings always come before these, and the answers stay in the queue of the desk.
    """
    with suggesting(path, question_id, round_id, ALL, progress, evidence=False) as found:
        questions = [replace(question, found=list(question.found)) for question in found]
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
