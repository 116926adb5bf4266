"""The story of a codebook: who changed what and when, and what changed between the codings of two rounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from coder.domain.codebook import Codebook
from coder.domain.codebook_changes import Change, Trend, changes, trends
from coder.domain.coding import Coding
from coder.domain.errors import UsageError
from coder.domain.texts import _
from coder.store.actions import Action
from coder.store.codebooks import KeptVersion
from coder.store.codings import final
from coder.workflows.project import (
    Project,
    open_project,
    questions_meant,
    the_question,
    the_round,
    undamaged,
)
from coder.workflows.recode import waiting_in


@dataclass(frozen=True, slots=True)
class Chapter:
    """One action that wrote a version of a codebook."""

    question_id: str
    action: Action
    codebook: Codebook
    changes: tuple[Change, ...] | None
    """Against the version that counted at that moment; None for the first."""
    undone_by: str = ""

    def as_record(self) -> dict[str, Any]:
        """Return it as plain values, for JSON."""
        return {
            "question": self.question_id,
            "action": self.action.action_id,
            "command": self.action.command,
            "coder": self.action.coder_id,
            "created_at": self.action.created_at,
            "details": self.action.details,
            "version": self.codebook.version,
            "codes": len(self.codebook.usable),
            "changes": None if self.changes is None else [asdict(one) for one in self.changes],
            "undone": self.action.undone,
            "undone_by": self.undone_by,
        }


def story(path: Path, question_id: str | None) -> list[Chapter]:
    """Return what happened to the codebook of a question (None: of all), oldest first.

    Raises
    ------
    UsageError : there is no such question.
    """
    with open_project(path) as project:
        chapters = [
            chapter
            for question in questions_meant(project, question_id)
            for chapter in _chapters(project, question.question_id)
        ]
        return sorted(chapters, key=lambda chapter: chapter.action.action_id)


def _chapters(project: Project, question_id: str) -> list[Chapter]:
    versions = _versions(project, question_id)
    actions = project.actions.with_undos(version.action_id for version in versions)
    of = {action.action_id: action for action in actions}
    undo_of = {action.undoes: action for action in actions if action.undoes}
    chapters = []
    for n, version in enumerate(versions):
        at = version.action_id
        counted = [v for v in reversed(versions[:n]) if not (u := undo_of.get(v.action_id)) or u.action_id > at]
        # In a project that was merged with another, the newest version need not be the one that was changed.
        before = next((v for v in counted if v.action_id in version.parents), next(iter(counted), None))
        undo = undo_of.get(at)
        told = changes(before.codebook, version.codebook) if before else None
        chapters.append(Chapter(question_id, of[at], version.codebook, told, undo.coder_id if undo else ""))
    return chapters


def _versions(project: Project, question_id: str) -> list[KeptVersion]:
    with undamaged(project, question_id):
        return project.codebooks.versions(question_id)


@dataclass(frozen=True, slots=True)
class CodedRound:
    """With which codebook a round was coded."""

    round_id: str
    codebook: Codebook
    """The last one, where there were several."""
    since: str
    """When that codebook came to be; UTC, ISO 8601."""
    versions: dict[str, int]
    """Answers by version of the codebook that they were coded with, the last version first."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed in the codebook between the codings of two rounds. The first was coded with the older codebook."""

    question_id: str
    first: CodedRound
    second: CodedRound
    changes: tuple[Change, ...]
    trends: tuple[Trend, ...]
    next_step: str
    """The command that recodes what people coded with codes that were replaced, '' where nothing waits."""

    def as_record(self) -> dict[str, Any]:
        """Return it as plain values, for JSON."""
        return {
            "question": self.question_id,
            "rounds": [
                {
                    "round": one.round_id,
                    "version": one.codebook.version,
                    "since": one.since,
                    "codes": len(one.codebook.usable),
                    "versions": one.versions,
                }
                for one in (self.first, self.second)
            ],
            "changes": [asdict(one) for one in self.changes],
            "trends": [asdict(one) for one in self.trends],
            "next": self.next_step,
        }


def difference(path: Path, question_id: str | None, one_round: str, other_round: str) -> Difference:
    """Compare the codebooks that two rounds of a question were coded with.

    Raises
    ------
    UsageError : no such question or round, or nothing in a round was coded with a codebook of this project.
    """
    with open_project(path) as project:
        key = the_question(project, question_id).question_id
        versions = _versions(project, key)
        place = {version.codebook.version: n for n, version in enumerate(versions)}
        current = final(project.codings.current(key))
        answers = project.answers.answers(key)
        rounds: list[tuple[int, CodedRound]] = []
        held: set[str] = set()
        for name in dict.fromkeys(the_round(project, one, key) for one in (one_round, other_round)):
            codings = [c for a in answers if a.round_id == name and (c := current.get(a.answer_id))]
            rounds.append(_coded_round(project, name or "", codings, versions, place))
            held.update(code for coding in codings for code in coding.codes)
        if len(rounds) < 2:
            raise UsageError(_("Two different rounds are compared"), "coder codebook diff 2022 2024")
        (_n, first), (_m, second) = sorted(rounds, key=lambda one: one[0])
        return Difference(
            key,
            first,
            second,
            changes(first.codebook, second.codebook),
            trends(first.codebook, second.codebook, held),
            waiting_in(project, key).command,
        )


def _coded_round(
    project: Project, name: str, codings: Sequence[Coding], versions: Sequence[KeptVersion], place: dict[str, int]
) -> tuple[int, CodedRound]:
    times = Counter(c.codebook_version for c in codings if c.codebook_version in place)
    if not times:
        raise UsageError(
            _("No answer in round {round} was coded with a codebook of this project").format(round=name),
            _("Code some first: coder review --round {round}.").format(round=name),
        )
    newest_first = sorted(times, key=lambda version: -place[version])
    last = versions[place[newest_first[0]]]
    (action, *_undo) = project.actions.with_undos([last.action_id])
    counts = {version: times[version] for version in newest_first}
    return place[newest_first[0]], CodedRound(name, last.codebook, action.created_at, counts)
