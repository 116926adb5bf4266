"""Automatic coding under an error budget: what is sure is coded, the rest stays with people."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from coder.domain.codebook import Codebook
from coder.domain.coding import AUTOCODE, Coding
from coder.domain.errors import UsageError
from coder.domain.ids import new_id
from coder.domain.survey import Answer, Question
from coder.domain.texts import _
from coder.store.actions import now
from coder.workflows.coded import CodedAnswers, coded_answers, new_engine, undecided
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
from coder.workflows.train import store_model

if TYPE_CHECKING:
    from coder.learning.budget import Budget
    from coder.learning.engine import Engine

AT_A_TIME = 10_000  # answers that are decided together


@dataclass(frozen=True, slots=True)
class Autocoded:
    """What automatic coding did, or would do, for one question."""

    question: Question
    codebook: Codebook
    budget: Budget
    coded: int
    """Distinct coded answers that the thresholds rest on."""
    answers: int
    """Answers that nobody had decided."""
    closed: int
    """Of these, closed by the machine."""
    closed_texts: int
    """How many different answers these are: a mistake about one that many gave counts as often."""
    prefilled: int
    """Of these, left to people with some codes filled in."""
    by_code: dict[str, int]
    """Answers that get each code."""
    expected_errors: float
    """Codes given in closed answers that are wrong, by the probabilities."""
    expected_missed: float
    """Closed answers that miss a code, by the probabilities."""

    @property
    def left(self) -> int:
        """Answers that stay in the queue."""
        return self.answers - self.closed


def autocode(
    path: Path,
    question_id: str | None,
    round_id: str | None,
    precision: float,
    confidence: float,
    coder_id: str,
    dry_run: bool = False,
    progress: Progress = no_progress,
) -> list[Autocoded]:
    """Code the undecided answers as far as the budget allows, per question; all of it is one action.

    Parameters
    ----------
    precision, confidence : see `coder.learning.budget`.

    Raises
    ------
    UsageError : no such question or round; nothing is coded yet.
    """
    with open_project(path) as project:
        round_id = the_round(project, round_id)
        ready = []
        for question in questions_meant(project, question_id):
            if question_id is not None:
                the_codebook(project, question.question_id)
            codebook = codebook_of(project, question.question_id)
            if codebook is not None:
                coded = coded_answers(project, question.question_id, progress)
                if coded.lessons()[0]:
                    ready.append(_ready(question, codebook, coded, precision, confidence))
        if not ready:
            raise _nothing_coded(question_id or "")
        # What the machine closed before is decided anew.
        decided = [_decide(one, undecided(one.coded, round_id, ("open", "machine")), progress) for one in ready]
        if not dry_run:
            with project.transaction():
                details = {
                    "question": [one.question.question_id for one in ready],
                    "round": round_id or "",
                    "precision": precision,
                    "confidence": confidence,
                    "answers": sum(made.closed for made, _decisions in decided),
                }
                action_id = project.actions.add(coder_id, "autocode", details)
                for one, (_made, decisions) in zip(ready, decided, strict=True):
                    _keep(project, one, decisions, action_id)
        return [made for made, _decisions in decided]


@dataclass(frozen=True, slots=True)
class _Ready:
    """What decides: a model and thresholds that keep to the budget."""

    question: Question
    codebook: Codebook
    coded: CodedAnswers
    engine: Engine
    budget: Budget
    exclusive: Any
    lessons: int


def _ready(question: Question, codebook: Codebook, coded: CodedAnswers, precision: float, confidence: float) -> _Ready:
    from coder.learning import budget

    rows, codes = coded.lessons()
    engine = new_engine(codebook, coded)
    engine.learn(rows, codes)
    held = engine.held_out()
    exclusive = np.array([code in codebook.exclusive for code in held.codes], dtype=bool)
    fitted = budget.fit(held.codes, held.probabilities, held.y, exclusive, precision, confidence)
    return _Ready(question, codebook, coded, engine, fitted, exclusive, len(rows))


def _keep(project: Project, ready: _Ready, decisions: list[_Decision], action_id: str) -> None:
    """Write the model and the decisions down (inside a transaction)."""
    question_id = ready.question.question_id
    model_id = store_model(project, question_id, ready.engine.model(), ready.lessons, action_id)
    before = {c.answer_id for c in project.codings.current(question_id) if c.coder_id == AUTOCODE}
    moment = now()
    project.codings.add(
        Coding(
            coding_id=new_id(),
            action_id=action_id,
            answer_id=d.answer.answer_id,
            coder_id=AUTOCODE,
            status="coded" if d.closed else "open",
            source="machine",
            codes=tuple(code for code, _p in d.sure),
            suggested=d.sure,
            model_id=model_id,
            codebook_version=ready.codebook.version,
            text_hash=d.answer.text_hash,
            created_at=moment,
        )
        for d in decisions
        # About what it is not sure of, it says nothing, unless it said something before.
        if d.sure or d.answer.answer_id in before
    )


@dataclass(frozen=True, slots=True)
class _Decision:
    answer: Answer
    sure: tuple[tuple[str, float], ...]
    """The codes that are given, with their probabilities."""
    closed: bool


def _decide(ready: _Ready, answers: list[Answer], progress: Progress) -> tuple[Autocoded, list[_Decision]]:
    from coder.learning.budget import missing

    budget, codes = ready.budget, [code.code_id for code in ready.budget.codes]
    decisions: list[_Decision] = []
    by_code, errors, missed = dict.fromkeys(codes, 0), 0.0, 0.0
    for start in range(0, len(answers), AT_A_TIME):
        progress(_("Coding answers"), start, len(answers))
        batch = answers[start : start + AT_A_TIME]
        rows, place_of = np.unique([ready.coded.row(answer) for answer in batch], return_inverse=True)
        p = ready.engine.probabilities(rows.tolist())[place_of]
        given, closed = budget.decide(p, ready.exclusive)
        errors += float((1 - p)[given & closed[:, None]].sum())
        missed += float(missing(p, given)[closed].sum())
        for place, answer in enumerate(batch):
            sure = tuple((codes[j], round(float(p[place, j]), 4)) for j in np.flatnonzero(given[place]).tolist())
            decisions.append(_Decision(answer, sure, bool(closed[place])))
            for code, _p in sure:
                by_code[code] += 1
    progress(_("Coding answers"), len(answers), len(answers))
    texts = [d.answer.text_hash for d in decisions if d.closed]
    made = Autocoded(
        question=ready.question,
        codebook=ready.codebook,
        budget=budget,
        coded=ready.lessons,
        answers=len(answers),
        closed=len(texts),
        closed_texts=len(set(texts)),
        prefilled=sum(1 for d in decisions if d.sure and not d.closed),
        by_code=by_code,
        expected_errors=errors,
        expected_missed=missed,
    )
    return made, decisions


def as_record(made: Autocoded) -> dict[str, Any]:
    """Return the outcome as plain values, for JSON and for showing."""
    from coder.learning.budget import least

    budget = made.budget
    return {
        "question": made.question.question_id,
        "precision": budget.precision,
        "confidence": budget.confidence,
        "coded": made.coded,
        "answers": made.answers,
        "closed": made.closed,
        "closed_texts": made.closed_texts,
        "prefilled": made.prefilled,
        "left": made.left,
        "expected_errors": round(made.expected_errors, 2),
        "expected_missed": round(made.expected_missed, 2),
        "closed_held_out": budget.closed,
        "missed_held_out": budget.missed,
        "missed_at_most": round(budget.bound, 4),
        "least": least(budget.precision, budget.confidence),
        "codes": [
            {
                "code": code.code_id,
                "label": made.codebook.label(code.code_id),
                "threshold": code.threshold,
                "given": code.given,
                "selected": code.selected,
                "right": code.right,
                "precision_at_least": round(code.bound, 4),
                "answers": made.by_code[code.code_id],
            }
            for code in budget.codes
        ],
    }


def _nothing_coded(question_id: str) -> UsageError:
    return UsageError(
        _("There is nothing to learn from yet: no answers have been coded"),
        _("Code some first: coder review{question}.").format(
            question=f" --question {question_id}" if question_id else ""
        ),
    )
