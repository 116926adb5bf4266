"""A colleague's project file joins this one.

Every row has an id that is unique over files, so joining is a union of rows (`coder.store.merges`): doing it twice
changes nothing, and who joins whom makes no difference to what counts. What counts is worked out from the union, as
ever: the newest coding of each coder, the newest text of each answer. Where both sides say something about one thing,
both stay in the file, and it is reported.

What cannot be a union of what is there is written by the merge itself, and follows from the union alone, so that it
comes out the same whoever joins: the codebook that two codebooks make together (`coder.domain.codebook_join`).

Texts from which personal data were removed stay so. Where it was done in one file only, the other follows before the
rows join; respondents who were erased here do not come back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from coder.domain.codebook import Codebook
from coder.domain.codebook_join import followed, join
from coder.domain.errors import InputError, ProjectError, UsageError
from coder.domain.texts import _
from coder.store.comparing import Comparison, OtherText, Place
from coder.store.copies import open_copy
from coder.store.erasing import Change
from coder.store.foreign import check_rows
from coder.store.merges import MERGE
from coder.workflows.codebook_match import Matched, matched
from coder.workflows.examples import replace_examples
from coder.workflows.project import Progress, Project, codebook_of, no_progress, open_project, questions_meant


@dataclass(slots=True)
class Merged:
    """What joining did, or with `dry_run` would do."""

    file: str
    action_id: str = ""
    """Empty where everything was here already."""
    new: dict[str, int] = field(default_factory=dict)
    """Rows that came in, by table."""
    codings: dict[str, int] = field(default_factory=dict)
    """Of these the codings, by coder."""
    codebooks: list[Matched] = field(default_factory=list)
    """How the codes of both files match, per question where they differ."""
    other_questions: list[str] = field(default_factory=list)
    """Questions with another text there."""
    other_texts: list[Place] = field(default_factory=list)
    """Answers with another text there: codings are about the text that their coder saw."""
    other_decisions: list[Place] = field(default_factory=list)
    """Answers that the same person decided in both files, differently; the newest decision counts."""
    changed_codings: list[Place] = field(default_factory=list)
    """Answers with a coding that was changed there behind coder's back; ours stays."""
    replaced_here: int = 0
    """Answers in which personal data were replaced here too, because they were there."""
    kept_replaced: int = 0
    """Answers that came with personal data which had been replaced here; they stay replaced."""
    erased_here: int = 0
    """Respondents who were erased here and did not come back."""
    erased_there: list[tuple[str, str]] = field(default_factory=list)
    """Respondents (round, respondent) who were erased there and are still here."""
    wiped: bool = True
    """Whether the file was written anew where texts were replaced; if not, the next command does it."""

    @property
    def changed(self) -> bool:
        """Whether there is anything new."""
        return bool(self.replaced_here) or any(self.new.values())


def merge(
    path: Path,
    other: Path,
    coder_id: str,
    question_id: str | None = None,
    dry_run: bool = False,
    progress: Progress = no_progress,
) -> Merged:
    """Let another project file join the one at `path`, in one transaction and one action; the other is only read.

    Parameters
    ----------
    question_id : take what is about this question only.
    dry_run : tell what would happen and keep nothing.

    Raises
    ------
    UsageError : both are the same file, or the other has no such question.
    ProjectError : one of them cannot be used.
    InputError : a row of the other is not as coder writes it.
    """
    with open_project(path) as project:
        if other.exists() and other.samefile(path):
            raise UsageError(
                _("{file} is this project itself").format(file=other),
                _("Name the file of a colleague; --db names the one that it is to join."),
            )
        with _opened(other, progress) as theirs:
            key = questions_meant(theirs, question_id)[0].question_id if question_id is not None else None
            report = Merged(other.name)
            copy = Path(theirs.db.execute("PRAGMA database_list").fetchone()[2])
            with project.merges.attached(copy):
                both = Comparison(project.db)
                erased = both.erased_here()
                replaced = both.replaced()
                _mend(theirs, replaced, erased, report)
                try:
                    with project.transaction():
                        _join(project, theirs, both, key, coder_id, report, progress)
                        _follow(project, [one for one in replaced if one.replaced_there], report)
                        if dry_run or not report.changed:
                            raise _NothingKept
                except _NothingKept:
                    pass
                report.action_id = report.action_id if report.changed and not dry_run else ""
        if report.replaced_here and not dry_run:
            report.wiped = project.eraser.wipe()
        return report


class _NothingKept(Exception):
    """Ends a transaction without keeping anything."""


@contextmanager
def _opened(other: Path, progress: Progress) -> Iterator[Project]:
    """Open a copy of the other file, every row of which was looked at."""
    with open_copy(other, lambda done, total: progress(_("Reading the other file"), done, total)) as theirs:
        check_rows(theirs, lambda done, total: progress(_("Checking its rows"), done, total))
        yield theirs


def _mend(theirs: Project, replaced: Sequence[OtherText], erased: Sequence[tuple[str, str]], report: Merged) -> None:
    """Take out of the copy what was removed here: texts with personal data, and respondents."""
    ours = [one for one in replaced if not one.replaced_there]
    report.kept_replaced = len({one.answer_id for one in ours})
    report.erased_here = len(erased)
    if not ours and not erased:
        return
    with theirs.transaction():
        _rewrite(theirs, [(one, one.here) for one in ours])
        for round_id, respondent_id in erased:
            theirs.eraser.forget(respondent_id, round_id)


def _follow(project: Project, replaced: Sequence[OtherText], report: Merged) -> None:
    """Replace here what was replaced there, for good (inside the transaction)."""
    if replaced:
        report.replaced_here = _rewrite(project, [(one, one.there) for one in replaced])
        project.eraser.owe_wipe()


def _rewrite(project: Project, texts: Sequence[tuple[OtherText, str]]) -> int:
    versions = {
        (v.answer.answer_id, v.action_id): v for v in project.versions.of_answers(o.answer_id for o, _t in texts)
    }
    changes = [
        Change(version, text)
        for one, text in texts
        if (version := versions.get((one.answer_id, one.action_id))) is not None and version.answer.text != text
    ]
    made = project.eraser.rewrite(changes)
    project.eraser.drop_models({change.version.answer.question_id for change in made})
    replace_examples(project, [(c.version.answer.question_id, c.version.answer.text, c.text) for c in made])
    return len({change.version.answer.answer_id for change in made})


def _join(
    project: Project,
    theirs: Project,
    both: Comparison,
    question_id: str | None,
    coder_id: str,
    report: Merged,
    progress: Progress,
) -> None:
    what = _("Joining")
    progress(what, 0, 3)
    report.other_questions = both.questions(question_id)
    report.other_texts = both.texts(question_id)
    report.other_decisions = both.decisions(question_id)
    report.changed_codings = both.changed_codings(question_id)
    report.erased_there = both.erased_there()
    report.codings = both.new_codings(question_id)
    keys = [q.question_id for q in theirs.answers.questions() if question_id in (None, q.question_id)]
    ours = {key: _codebook(project, key) for key in keys}
    progress(what, 1, 3)
    details = {"file": report.file, "question": question_id or ""}
    report.action_id = project.actions.add(coder_id, MERGE, details)
    report.new = project.merges.take(question_id, report.action_id)
    progress(what, 2, 3)
    for key in keys:
        there = _codebook(theirs, key)
        joined = join_codebooks(project, key, report.action_id)
        aliases = project.aliases.current().get(key, {})
        if joined is not None:
            one = matched(key, ours[key], there, joined, partial(followed, aliases))
            report.codebooks += [one] if one.differs else []
    progress(what, 3, 3)


def _codebook(project: Project, question_id: str) -> Codebook:
    return codebook_of(project, question_id) or Codebook()


def join_codebooks(project: Project, question_id: str, action_id: str) -> Codebook | None:
    """Make the versions of a question's codebook one (inside a transaction), where they are not; return what counts.

    Raises
    ------
    ProjectError : a version is damaged.
    """
    from coder.exporters.codebook_yaml import revised, write_codebook

    try:
        versions = project.merges.versions(question_id)
    except (ValueError, RecursionError) as error:
        raise ProjectError(
            _("The codebook of question {question} in {path} is damaged").format(
                question=question_id, path=project.path
            ),
            _("Import it again: coder codebook import FILE --question {question}.").format(question=question_id),
        ) from error
    joined = join(versions, project.aliases.current().get(question_id, {}))
    if joined is None:
        return None
    project.aliases.add(question_id, joined.same_as, action_id)
    if _codebook(project, question_id) != joined.codebook:
        newest = next(version.codebook for version in versions if version.action_id == joined.newest)
        yaml = write_codebook(joined.codebook)
        kept = [code.code_id for code in joined.codebook.codes if code.code_id in newest.by_id]
        if kept == [code.code_id for code in newest.codes]:  # else it is too different to be edited in place
            with suppress(InputError):
                yaml = revised(project.merges.yaml(question_id, joined.newest), newest, joined.codebook)
        project.codebooks.add(question_id, joined.codebook, yaml, action_id, joined.parents)
    return joined.codebook
