"""The file that a colleague takes along: their part of the project, which `coder merge` takes in again."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from coder.domain.errors import InputError, ProjectError, UsageError
from coder.domain.texts import _, ngettext
from coder.store.copies import open_copy
from coder.store.foreign import check_rows
from coder.store.parts import SPLIT, fill_part
from coder.workflows.project import Progress, no_progress, open_project, the_question, the_round


@dataclass(frozen=True, slots=True)
class Part:
    """What stands in the file that was made. Counts are answers."""

    file: str
    coder_id: str
    questions: tuple[str, ...]
    answers: int
    """Theirs to code."""
    codings: int
    """Decisions that went along: their own, and where asked for what others decided about other answers."""
    unchecked: int
    """Answers that nobody checked for personal data, or with findings that nobody reviewed."""


def split(
    path: Path,
    file: Path,
    coder_id: str,
    by: str,
    question_id: str | None = None,
    round_id: str | None = None,
    *,
    variables: bool = True,
    codings: bool = False,
    force: bool = False,
    progress: Progress = no_progress,
) -> Part:
    """Write the part of a coder to a project file of its own; the project stays as it is.

    What others decided about answers that are for several coders is never in it: these are coded blind.

    Parameters
    ----------
    by : who makes the part.
    variables : take weights and closed variables along.
    codings : take along what people decided about other answers, so that suggestions can learn from it.
    force : take the place of an older file, unless decisions in it would be lost.

    Raises
    ------
    UsageError : nothing is assigned to this coder, or the file is there already.
    ProjectError : the project cannot be used, or the file not be written.
    """
    with open_project(path) as project:
        key = the_question(project, question_id).question_id if question_id is not None else None
        round_id = the_round(project, round_id, key)
    if file.exists() and not force:
        raise UsageError(
            _("{file} is there already").format(file=file), _("Take another name, or say --force to replace it.")
        )
    temporary = file.with_name(f".coder-{secrets.token_hex(8)}.tmp")
    what = _("Reading the project")
    try:
        with open_copy(path, lambda done, total: progress(what, done, total)) as whole:
            if file.exists():
                _refuse_loss(path, file, frozenset(whole.codings.ids()))
            copy = Path(whole.db.execute("PRAGMA database_list").fetchone()[2])
            with open_project(temporary, create=True) as part:
                answers = fill_part(part.db, copy, coder_id, key, round_id, variables=variables, codings=codings)
                if not answers:
                    raise UsageError(
                        _("Nothing is assigned to {coder}").format(coder=coder_id),
                        _("Divide the answers first: coder assign --coders NAME,NAME; coder assign --show tells how."),
                    )
                questions = tuple(question.question_id for question in part.answers.questions())
                with part.transaction():
                    details = {"question": ", ".join(questions), "coder": coder_id, "answers": answers}
                    part.actions.add(by, SPLIT, details)
                made = Part(file.name, coder_id, questions, answers, len(part.codings.ids()), sum(part.personal.left()))
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
    return made


def _refuse_loss(path: Path, file: Path, here: frozenset[str]) -> None:
    """Refuse to replace a project file in which somebody decided what is not in the project yet."""
    if file.samefile(path):
        raise UsageError(_("{file} is this project itself").format(file=file), _("Take another name for the part."))
    try:
        with open_copy(file) as old:
            check_rows(old, lambda _done, _total: None)
            lost = len(frozenset(old.codings.ids()) - here)
    except (ProjectError, InputError):  # no project file, or none that can be used
        return
    if lost:
        raise UsageError(
            ngettext(
                "{n} coding in {file} is not in the project and would be lost",
                "{n} codings in {file} are not in the project and would be lost",
                lost,
            ).format(n=lost, file=file),
            _("First: coder merge {file}.").format(file=file),
        )
