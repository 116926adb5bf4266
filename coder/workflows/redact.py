"""Replace personal data in answers: `[naam]`, `[telefoon]`; for good, or with the originals kept apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from coder.domain.errors import UsageError
from coder.domain.texts import _
from coder.review.findings import Place
from coder.store.actions import Action
from coder.store.erasing import Change
from coder.store.personal import Checked, Decided, Original
from coder.workflows.examples import replace_examples
from coder.workflows.personal import Finder, finder, rewritten, scan
from coder.workflows.project import Progress, Project, no_progress, open_project, the_question, the_round

REDACT, DECIDE = "redact", "redact review"
"""Commands in the history: texts were replaced, or a person decided about a finding."""


@dataclass(slots=True)
class Found:
    """What was found, and what replacing it will change. Counts and places are of answers as they are now."""

    answers: int = 0
    """Answers that were looked at."""
    replaced: list[Place] = field(default_factory=list)
    """What is replaced."""
    open: list[Place] = field(default_factory=list)
    """What is left for a person to decide."""
    kept: int = 0
    """Findings that a person said to leave as they are."""
    changes: list[Change] = field(default_factory=list)
    """Other texts, for old versions of the answers too."""
    moved: list[Decided] = field(default_factory=list)
    """Decisions to keep something, where it stands in the new texts."""
    checked: list[Checked] = field(default_factory=list)
    """The answers, where this is news."""

    @property
    def answers_changed(self) -> int:
        """Answers in which something is replaced."""
        return len({place.answer.answer_id for place in self.replaced})

    def counts(self) -> dict[str, tuple[int, int]]:
        """Return by kind how many findings are replaced, and how many are left for a person."""
        replaced, left = Counter(p.kind for p in self.replaced), Counter(p.kind for p in self.open)
        kinds = sorted(replaced | left, key=lambda kind: (-replaced[kind] - left[kind], kind))
        return {kind: (replaced[kind], left[kind]) for kind in kinds}


@dataclass(frozen=True, slots=True)
class Replaced:
    """What replacing did beside the answers."""

    models: tuple[str, ...] = ()
    """Questions whose models were deleted: words of the old texts were in them."""
    codebooks: tuple[str, ...] = ()
    """Questions whose codebook had an old text as an example."""
    wiped: bool = True
    """Whether the file was written anew; if not, the next command does it."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """An open project with what was found in it, to look at and then to `apply` or to leave."""

    project: Project
    question_id: str | None
    found: Found

    def apply(self, coder_id: str, keep_originals: bool) -> Replaced:
        """Replace what was found, in one action."""
        return keep(self.project, self.found, coder_id, keep_originals, self.question_id)


@contextmanager
def redaction(
    path: Path,
    question_id: str | None,
    round_id: str | None,
    by: Finder | None = None,
    progress: Progress = no_progress,
    sure: bool = True,
) -> Iterator[Redaction]:
    """Open the project and look for personal data; nothing is written before `apply`.

    Parameters
    ----------
    by : what finds; by default what comes with coder.
    sure : replace what is certain; else only what a person chose.

    Raises
    ------
    UsageError : no such question or round.
    ProjectError : the project file cannot be used.
    """
    with open_project(path) as project:
        if question_id is not None:
            question_id = the_question(project, question_id).question_id
        round_id = the_round(project, round_id, question_id)
        yield Redaction(project, question_id, look(project, question_id, round_id, by or finder(), progress, sure))


def look(
    project: Project, question_id: str | None, round_id: str | None, by: Finder, progress: Progress, sure: bool = True
) -> Found:
    """Return what is found in the answers to a question (None: all) in a round, and the texts without it."""
    found, known = Found(), project.personal.checked(question_id, round_id)
    for person in scan(project, question_id, round_id, by, progress):
        changes, moved = rewritten(person, sure, by)
        found.changes += changes
        found.moved += moved
        new = {id(change.version): change.text_hash for change in changes}
        for scanned in person:
            answer = scanned.version.answer
            if not scanned.version.current or question_id not in (None, answer.question_id):
                continue
            found.answers += 1
            gone = scanned.to_replace(sure)
            left = [f for f in scanned.open if f not in gone]
            found.replaced += (Place(answer, f.start, f.end, str(f.kind), f.sure) for f in gone)
            found.open += (Place(answer, f.start, f.end, str(f.kind), f.sure) for f in left)
            found.kept += len(scanned.kept)
            by_person = bool(scanned.decided) and not left
            key = new.get(id(scanned.version), answer.text_hash)
            checked = Checked(answer.answer_id, key, by_person, len(left))
            if known.get(answer.answer_id) != checked or id(scanned.version) in new:
                found.checked.append(checked)
    return found


def keep(
    project: Project, found: Found, coder_id: str, keep_originals: bool, question_id: str | None = None
) -> Replaced:
    """Write what `look` found, in one action; without originals the old texts leave the file."""
    if not found.changes and not found.checked:
        return Replaced()
    with project.transaction():
        details = {
            "question": question_id or "",
            "checked": found.answers,
            "answers": len({change.version.answer.answer_id for change in found.changes}),
            "findings": {kind: n for kind, (n, _left) in found.counts().items() if n},
            "originals": keep_originals,
        }
        action_id = project.actions.add(coder_id, REDACT, details)
        made = project.eraser.rewrite(found.changes)
        questions = list(dict.fromkeys(change.version.answer.question_id for change in made))
        changed = {change.version.answer.answer_id for change in made}
        if keep_originals:
            project.personal.keep_originals(map(original, made), action_id)
        elif made:
            project.personal.drop_originals(list(changed))
            project.eraser.detach(made)
            project.eraser.owe_wipe()
        project.answers.add_answers(
            (replace(c.version.answer, text=c.text, text_hash=c.text_hash) for c in made if c.version.current),
            action_id,
        )
        project.personal.decide((d for d in found.moved if d.answer_id in changed), action_id)
        project.personal.check(found.checked, action_id)
        models = project.eraser.drop_models(questions)
        texts = [(c.version.answer.question_id, c.version.answer.text, c.text) for c in made]
        codebooks = replace_examples(project, texts)
    wiped = keep_originals or not made or project.eraser.wipe()
    return Replaced(tuple(models), tuple(codebooks), wiped)


def original(change: Change) -> Original:
    """Return what a row of the answers said before a change."""
    old = change.version.answer
    return Original(old.answer_id, change.version.action_id, old.text, old.text_hash)


def take_back(project: Project, action: Action) -> None:
    """Put back what an action replaced, before it is undone (inside a transaction); other actions need nothing.

    Raises
    ------
    UsageError : the originals are not there, because what was replaced was to be gone for good; or a later action
        replaced something in the same answers.
    """
    if action.command == "forget":
        raise UsageError(
            _("Erasing cannot be undone: nothing of what was erased is in the file any more"),
            _("Read the answers again from the survey export, if they are to come back."),
        )
    if action.command != REDACT or not action.details.get("answers"):
        return
    originals = project.personal.originals(action.action_id)
    if not originals:
        raise UsageError(
            _("This replacement of personal data cannot be undone: the originals were not kept"),
            _("Read the answers again from the survey export, if they are to come back."),
        )
    if project.personal.replaced_later(action.action_id):
        raise UsageError(
            _("In the same answers more was replaced later, by another coder"),
            _("That has to be undone first: coder log shows by whom, coder undo --coder NAME undoes it."),
        )
    texts = {(o.answer_id, o.row_action_id): o.text for o in originals}
    versions = project.versions.of_answers(o.answer_id for o in originals)
    project.eraser.rewrite(
        [Change(v, texts[key]) for v in versions if (key := (v.answer.answer_id, v.action_id)) in texts]
    )
    project.personal.drop_originals_of(action.action_id)
