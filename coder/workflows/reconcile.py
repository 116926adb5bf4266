"""A sitting on answers that people coded differently: what counts becomes a layer of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from coder.domain.codebook import Codebook
from coder.domain.coding import BY_PEOPLE, RECONCILED, Coding, Status
from coder.domain.errors import UsageError
from coder.domain.ids import new_id
from coder.domain.survey import Question
from coder.domain.texts import _, ngettext
from coder.review.disputes import Dispute
from coder.store.actions import now
from coder.workflows.disputes import COMMAND, decided_of, disputes, settled_by
from coder.workflows.project import Project, codebook_of, open_project, questions_meant, the_round


@dataclass(frozen=True, slots=True)
class Reconciling:
    """All that the desk for disagreements needs."""

    question: Question
    codebook: Codebook
    disputes: tuple[Dispute, ...]
    recorder: ProjectReconciler
    waiting: int
    """Answers left out, because this person is to code them too and has not seen them yet."""


class ProjectReconciler:
    """Keeps what was reconciled in the project file; a `coder.review.disputes.ReconcileRecorder`."""

    def __init__(self, project: Project, question_id: str, coder_id: str, version: str) -> None:
        self._project, self._question_id = project, question_id
        self._coder_id, self._version = coder_id, version

    def settle(self, dispute: Dispute, status: Status, codes: tuple[str, ...], memo: str) -> str:
        """Keep the coding that counts, of all answers of a dispute, in one transaction; the others stay as they are."""
        with self._project.transaction():
            details = {
                "question": self._question_id,
                "answers": len(dispute.answers),
                "of": decided_of(dispute.sides),
            }
            action_id = self._project.actions.add(self._coder_id, COMMAND, details)
            self._project.codings.add(
                Coding(
                    coding_id=new_id(),
                    action_id=action_id,
                    answer_id=answer.answer_id,
                    coder_id=RECONCILED,
                    status=status,
                    source="reconciled",
                    codes=codes,
                    codebook_version=self._version,
                    text_hash=answer.text_hash,
                    created_at=now(),
                    memo=memo,
                )
                for answer in dispute.answers
            )
        return action_id

    def undo(self, action_id: str) -> None:
        """Undo an action."""
        with self._project.transaction():
            self._project.actions.undo(action_id, self._coder_id)


@contextmanager
def reconciling(
    path: Path,
    question_id: str | None,
    round_id: str | None,
    coder_id: str,
    coders: Sequence[str] = (),
    anonymous: bool = False,
) -> Iterator[Reconciling]:
    """Open the project with the disagreements of a question; without a key, the first that has any.

    Parameters
    ----------
    coder_id : who decides what counts.
    coders : whose codings are compared; nobody means everybody's.
    anonymous : put the coders of each answer in an order by chance.

    Raises
    ------
    UsageError : no such question, round or coder, or nothing to settle.
    """
    with open_project(path) as project:
        round_id = the_round(project, round_id)
        _known(project, coders)
        settled = settled_by(project)
        waiting = 0
        for question in questions_meant(project, question_id):
            key = question.question_id
            codebook = codebook_of(project, key) or Codebook()
            current = project.codings.current(key, round_id)
            found = disputes(project.answers.answers(key, round_id), current, settled, codebook, coders)
            unseen = _unseen(project, key, coder_id)
            ready = [one for one in found if unseen.isdisjoint(a.answer_id for a in one.answers)]
            waiting += sum(len(one.answers) for one in found) - sum(len(one.answers) for one in ready)
            if ready:
                recorder = ProjectReconciler(project, key, coder_id, codebook.version)
                shown = tuple(_mixed(one) if anonymous else one for one in ready)
                yield Reconciling(question, codebook, shown, recorder, waiting)
                return
        if waiting:
            raise UsageError(
                ngettext(
                    "{n} answer was coded differently, and {coder} is to code it too, without seeing that",
                    "{n} answers were coded differently, and {coder} is to code them too, without seeing that",
                    waiting,
                ).format(n=waiting, coder=coder_id),
                _("First code your part: coder review. Or let somebody else reconcile."),
            )
        raise UsageError(
            _("There is nothing to reconcile: nowhere did people code the same answer differently"),
            _("coder agreement shows how far coders agree; coder assign lets several code the same answers."),
        )


def _known(project: Project, coders: Sequence[str]) -> None:
    names = {c.coder_id for c in project.codings.current() if c.source in BY_PEOPLE} - {RECONCILED} if coders else ()
    if unknown := [name for name in coders if name not in names]:
        raise UsageError(
            _("Nobody called {coder} coded in this project").format(coder=unknown[0]),
            _("Coders: {names}.").format(names=", ".join(sorted(names))),
        )


def _unseen(project: Project, question_id: str, coder_id: str) -> set[int]:
    """Return the answers for several coders that this coder has still to code."""
    shared = {one.answer_id for one in project.assignments.current(question_id, coder_id) if one.shared}
    if not shared:
        return shared
    current = project.codings.current(question_id)
    return shared - {c.answer_id for c in current if c.coder_id == coder_id and c.status != "open"}


def _mixed(dispute: Dispute) -> Dispute:
    """Return a dispute with its coders in an order that tells nothing."""
    seed = dispute.answers[0].text_hash

    def lot(coder_id: str) -> bytes:
        return hashlib.blake2b(f"{seed}:{coder_id}".encode(), digest_size=8).digest()

    return replace(dispute, sides=tuple(sorted(dispute.sides, key=lambda side: lot(side.coder_id))))
