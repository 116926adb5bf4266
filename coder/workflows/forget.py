"""Erase a respondent from the project, to the last byte of the file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coder.domain.errors import UsageError
from coder.domain.texts import _
from coder.store.versions import Version
from coder.workflows.examples import replace_examples
from coder.workflows.project import Project, open_project

FORGET = "forget"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was erased. It names nobody."""

    rounds: tuple[str, ...] = ()
    answers: int = 0
    originals: int = 0
    """Answers of which an original was erased."""
    models: tuple[str, ...] = ()
    """Questions whose models were deleted: words of the answers were in them."""
    codebooks: tuple[str, ...] = ()
    """Questions whose codebook had an answer as an example."""
    wiped: bool = True
    """Whether the file was written anew; if not, the next command does it."""


def rounds_of(path: Path, respondent_id: str, round_id: str | None) -> tuple[str, ...]:
    """Return the rounds from which a respondent would be erased.

    Raises
    ------
    UsageError : there is no such respondent, or not in this round.
    """
    with open_project(path) as project:
        return _rounds(project, respondent_id, round_id)


def _rounds(project: Project, respondent_id: str, round_id: str | None) -> tuple[str, ...]:
    rounds = tuple(r for r in project.versions.rounds_of(respondent_id) if round_id in (None, r))
    if not rounds:
        # No list of those there are: they would be names on a screen.
        message = (
            _("There is no respondent {respondent}")
            if round_id is None
            else _("There is no respondent {respondent} in round {round}")
        )
        raise UsageError(
            message.format(respondent=respondent_id, round=round_id),
            _("Ids are as they stand in the survey file; coder export lists them."),
        )
    return rounds


def forget(path: Path, respondent_id: str, round_id: str | None, coder_id: str) -> Forgotten:
    """Erase a respondent: answers, closed variables, codings, samples, groups, findings, originals, caches, models.

    In one transaction, and after it the file is written anew without its free pages. What stays is that it happened.

    Parameters
    ----------
    round_id : None for all rounds.

    Raises
    ------
    UsageError : there is no such respondent.
    """
    with open_project(path) as project:
        with project.transaction():
            rounds = _rounds(project, respondent_id, round_id)
            versions = project.eraser.forget(respondent_id, round_id)
            project.eraser.scrub_details(respondent_id)
            models = project.eraser.drop_models({v.answer.question_id for v in versions})
            codebooks = replace_examples(project, ((*one, None) for one in _nobody_else(project, versions)))
            answers = len({version.answer.answer_id for version in versions})
            project.actions.add(coder_id, FORGET, {"answers": answers})
            project.eraser.owe_wipe()
        wiped = project.eraser.wipe()
        return Forgotten(rounds, answers, 0, tuple(sorted(models)), tuple(codebooks), wiped)


def _nobody_else(project: Project, versions: list[Version]) -> list[tuple[str, str]]:
    """Return the texts, with their question, that no answer left in the project has."""
    found = []
    for question_id in {version.answer.question_id for version in versions}:
        texts = {v.answer.text_hash: v.answer.text for v in versions if v.answer.question_id == question_id}
        found += [(question_id, texts[key]) for key in project.eraser.gone(question_id, texts)]
    return found


def forget_originals(path: Path, coder_id: str) -> Forgotten:
    """Erase the originals that were kept when personal data were replaced."""
    with open_project(path) as project:
        n = project.personal.count_originals()
        if not n:
            return Forgotten()
        with project.transaction():
            project.personal.drop_originals()
            project.actions.add(coder_id, FORGET, {"originals": n})
            project.eraser.owe_wipe()
        return Forgotten(originals=n, wiped=project.eraser.wipe())
