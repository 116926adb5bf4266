"""A sitting in which a person decides about each finding of personal data; the texts are replaced when it ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from coder.domain.folding import verbatim_hash
from coder.review.findings import FindingDesk, Place
from coder.store.personal import Decided
from coder.workflows.personal import Finder, finder
from coder.workflows.project import Progress, Project, no_progress
from coder.workflows.redact import DECIDE, Replaced, keep, look, redaction


@dataclass(frozen=True, slots=True)
class FindingSitting:
    """A desk with all findings about which nobody decided."""

    desk: FindingDesk
    project: Project
    question_id: str | None
    round_id: str | None
    by: Finder

    def finish(self, coder_id: str, keep_originals: bool, progress: Progress = no_progress) -> tuple[int, Replaced]:
        """Replace what was decided, in this sitting or in one that was broken off; return how many findings."""
        found = look(self.project, self.question_id, self.round_id, self.by, progress, sure=False)
        return len(found.replaced), keep(self.project, found, coder_id, keep_originals, self.question_id)


class ProjectFindingRecorder:
    """Keeps decisions in the project file; a `coder.review.findings.FindingRecorder`."""

    def __init__(self, project: Project, coder_id: str) -> None:
        self._project, self._coder_id = project, coder_id

    def decide(self, places: Sequence[Place], replaced: bool) -> str:
        """Keep a decision about findings, in one transaction."""
        with self._project.transaction():
            details = {"findings": len(places), "kind": places[0].kind, "replaced": replaced}
            action_id = self._project.actions.add(self._coder_id, DECIDE, details)
            self._project.personal.decide(
                (
                    Decided(p.answer.answer_id, p.start, p.end, p.kind, replaced, verbatim_hash(p.answer.text))
                    for p in places
                ),
                action_id,
            )
        return action_id

    def undo(self, action_id: str) -> None:
        """Undo a decision."""
        with self._project.transaction():
            self._project.actions.undo(action_id, self._coder_id)


@contextmanager
def finding_sitting(
    path: Path,
    question_id: str | None,
    round_id: str | None,
    coder_id: str,
    by: Finder | None = None,
    progress: Progress = no_progress,
) -> Iterator[FindingSitting]:
    """Open the project and set the desk ready; it may have nothing to show.

    Raises
    ------
    UsageError : no such question or round.
    ProjectError : the project file cannot be used.
    """
    by = by or finder()
    with redaction(path, question_id, round_id, by, progress, sure=False) as found:
        desk = FindingDesk(found.found.open, ProjectFindingRecorder(found.project, coder_id))
        yield FindingSitting(desk, found.project, found.question_id, round_id, by)
