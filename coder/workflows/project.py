"""What every workflow begins with: the project file, the question that is meant, the words of its answers."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from coder.domain.codebook import Codebook
from coder.domain.errors import ProjectError, UsageError
from coder.domain.folding import verbatim_hash
from coder.domain.progress import Progress, no_progress
from coder.domain.survey import Question
from coder.domain.texts import _
from coder.domain.words import Document
from coder.store.project import Project, open_project

__all__ = ["Progress", "Project", "codebook_of", "documents_of", "no_progress", "open_project", "questions_meant"]

WORDS_AT_A_TIME = 2_000  # answers between two reports of progress


@contextmanager
def opening() -> Iterator[None]:
    """Read much that stays in memory: without the collector of garbage, which would look through it time and again.

    What was read is left out of later collections too: they would be felt between two keys.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


def questions_meant(project: Project, question_id: str | None) -> list[Question]:
    """Return the question with this key (or an unambiguous beginning of key or text), or all questions for None.

    Raises
    ------
    UsageError : there is no such question, or several.
    """
    questions = project.answers.questions()
    if question_id is None:
        return questions
    exact = [q for q in questions if q.question_id == question_id]
    wanted = question_id.casefold()
    near = exact or [q for q in questions if q.question_id.casefold().startswith(wanted)]
    near = near or [q for q in questions if q.text.casefold().startswith(wanted)]
    if len(near) != 1:
        message = _("There is no question {question}") if not near else _("Several questions begin with {question}")
        raise UsageError(message.format(question=question_id), _known(questions))
    return near


def the_question(project: Project, question_id: str | None) -> Question:
    """Return the question that is meant; without a key there has to be just one.

    Raises
    ------
    UsageError : there is no such question, or several without a key.
    """
    questions = questions_meant(project, question_id)
    if not questions:
        raise UsageError(
            _("There are no answers in this project yet"),
            _("Read a survey export first: coder ingest FILE --round NAME."),
        )
    if len(questions) > 1:
        raise UsageError(_("There are several questions: say which one with --question"), _known(questions))
    return questions[0]


def _known(questions: Sequence[Question]) -> str:
    return _("Questions in this project: {names}.").format(names=", ".join(q.question_id for q in questions))


def the_round(project: Project, round_id: str | None, question_id: str | None = None) -> str | None:
    """Return the round, checked; None stays None (all rounds).

    Raises
    ------
    UsageError : there is no such round.
    """
    rounds = project.answers.rounds(question_id)
    if round_id is not None and round_id not in rounds:
        raise UsageError(
            _("There is no round {round}").format(round=round_id),
            _("Rounds in this project: {names}.").format(names=", ".join(rounds)),
        )
    return round_id


def codebook_of(project: Project, question_id: str) -> Codebook | None:
    """Return the codebook of a question, or None where it has none yet.

    Raises
    ------
    ProjectError : what is in the project file is not a codebook.
    """
    with undamaged(project, question_id):
        stored = project.codebooks.current(question_id)
    return stored.codebook if stored else None


@contextmanager
def undamaged(project: Project, question_id: str) -> Iterator[None]:
    """Say in plain words when what is in the project file is not a codebook."""
    try:
        yield
    except (ValueError, RecursionError) as error:
        raise ProjectError(
            _("The codebook of question {question} in {path} is damaged").format(
                question=question_id, path=project.path
            ),
            _("Import it again: coder codebook import FILE --question {question}.").format(question=question_id),
        ) from error


def the_codebook(project: Project, question_id: str) -> Codebook:
    """Return the codebook of a question.

    Raises
    ------
    UsageError : it has none yet.
    """
    codebook = codebook_of(project, question_id)
    if codebook is None:
        raise UsageError(
            _("Question {question} has no codebook yet").format(question=question_id),
            _(
                "Import one: coder codebook import FILE --question {question}; or add a code: coder codebook add LABEL "
                "--question {question}."
            ).format(question=question_id),
        )
    return codebook


def documents_of(project: Project, texts: Sequence[str], progress: Progress = no_progress) -> list[Document]:
    """Return the texts with their words, from the cache where they are in it; the rest is analysed and kept.

    spaCy is only loaded when something is not in the cache.
    """
    from coder import language

    version = language.version()
    keys = [verbatim_hash(text) for text in texts]
    by_key = dict(zip(keys, texts, strict=True))
    known = project.words.get(by_key, version)
    missing = {key: text for key, text in by_key.items() if key not in known}
    if missing:
        what = _("Reading the words of the answers")
        progress(what, 0, len(missing))
        found = zip(missing, language.analysed(list(missing.values())), strict=True)
        done = 0
        while batch := dict(islice(found, WORDS_AT_A_TIME)):
            with project.transaction():
                project.words.add(batch, version)
            known |= batch
            done += len(batch)
            progress(what, done, len(missing))
    return [known[key] for key in keys]
