"""Learn from what people coded, and keep the model in the project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.domain.codebook import Codebook
from coder.domain.errors import UsageError
from coder.domain.ids import new_id
from coder.domain.survey import Question
from coder.domain.texts import _
from coder.store.actions import now
from coder.store.models import ModelRecord
from coder.workflows.coded import ENOUGH, CodedAnswers, coded_answers, new_engine
from coder.workflows.portable import save
from coder.workflows.project import (
    Progress,
    Project,
    codebook_of,
    no_progress,
    open_project,
    questions_meant,
    the_codebook,
)

if TYPE_CHECKING:
    from coder.learning.stored import StoredModel


@dataclass(frozen=True, slots=True)
class Trained:
    """A model that was trained. `quality` is None while too little is coded to measure it."""

    question: Question
    codebook: Codebook
    model_id: str
    coded: int
    """Distinct answers it learnt from."""
    quality: Mapping[str, Any] | None


def train(
    path: Path, question_id: str | None, coder_id: str, progress: Progress = no_progress, save_as: Path | None = None
) -> list[Trained]:
    """Train a model for a question, or for every question that has codings, and store it.

    Parameters
    ----------
    save_as : a file for the model too, which `coder score` takes; for one question alone.

    Raises
    ------
    UsageError : nothing is coded yet; or the file cannot be written.
    """
    with open_project(path) as project:
        found = []
        for question in questions_meant(project, question_id):
            coded = coded_answers(project, question.question_id, progress, ENOUGH)
            codebook = codebook_of(project, question.question_id)
            if codebook is None or not coded.lessons()[0]:
                if question_id is not None:
                    the_codebook(project, question.question_id)
                    raise _nothing_coded(question.question_id)
                continue
            found.append(_train(project, question, codebook, coded, coder_id))
        if not found:
            raise _nothing_coded(question_id or "")
        if save_as is not None:
            _save(project, found, save_as)
        return found


def _save(project: Project, trained: list[Trained], path: Path) -> None:
    if len(trained) > 1:
        raise UsageError(
            _("A file holds the model of one question"),
            _("Say which one: coder train --question {question} --save {file}.").format(
                question=trained[0].question.question_id, file=path
            ),
        )
    one = trained[0]
    record = project.models.current(one.question.question_id)
    if record is not None:
        save(path, project.models.data(record.model_id), record.manifest, one.codebook, one.question)


def _train(project: Project, question: Question, codebook: Codebook, coded: CodedAnswers, coder_id: str) -> Trained:
    engine = new_engine(codebook, coded)
    rows, codes = coded.lessons()
    engine.learn(rows, codes)
    model = engine.model()
    with project.transaction():
        action_id = project.actions.add(coder_id, "train", {"question": question.question_id, "coded": len(rows)})
        model_id = store_model(project, question.question_id, model, len(rows), action_id)
    return Trained(question, codebook, model_id, len(rows), model.manifest.get("quality"))


def store_model(project: Project, question_id: str, model: StoredModel, lessons: int, action_id: str) -> str:
    """Keep a model in the project (inside a transaction); return its id.

    Parameters
    ----------
    lessons : distinct answers that people coded.
    """
    record = ModelRecord(new_id(), question_id, now(), {**model.manifest, "lessons": lessons})
    project.models.add(record, model.to_bytes(), action_id)
    return record.model_id


def _nothing_coded(question_id: str) -> UsageError:
    return UsageError(
        _("There is nothing to learn from yet: no answers have been coded"),
        _("Code some first: coder review{question}.").format(
            question=f" --question {question_id}" if question_id else ""
        ),
    )
