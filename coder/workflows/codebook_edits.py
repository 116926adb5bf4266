"""Edits of a question's codebook: each keeps the analyst's file as it was written, and can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from coder.domain.codebook import Code, Codebook
from coder.domain.codebook_edits import CodebookEdit, Define, Merge, Move, Rename, Retire, Split, applied
from coder.domain.coding import BY_PEOPLE
from coder.domain.errors import UsageError
from coder.domain.texts import _
from coder.review.finding import found
from coder.store.codings import final
from coder.workflows.project import Project, open_project, the_codebook, the_question
from coder.workflows.recode import Waiting, waiting

COMMANDS: dict[type[CodebookEdit], str] = {
    Rename: "codebook rename",
    Define: "codebook define",
    Move: "codebook move",
    Retire: "codebook retire",
    Merge: "codebook merge",
    Split: "codebook split",
}
"""Under which name an edit stands in the log: that of the command that does the same."""


def edit_codebook(project: Project, question_id: str, edit: CodebookEdit, coder_id: str) -> tuple[Codebook, str]:
    """Edit a codebook in an open project, in one transaction; return the new codebook and the action.

    Raises
    ------
    UsageError : the edit does not fit the codebook (see `coder.domain.codebook_edits.applied`).
    InputError : the text of the codebook file cannot be changed by itself.
    """
    from coder.exporters.codebook_yaml import revised

    with project.transaction():
        before = the_codebook(project, question_id)
        stored = project.codebooks.current(question_id)
        after = applied(before, edit)
        yaml = revised(stored.yaml if stored else "", before, after)
        details = {"question": question_id, **_details(before, edit)}
        action_id = project.actions.add(coder_id, COMMANDS[type(edit)], details)
        project.codebooks.add(question_id, after, yaml, action_id)
    return after, action_id


def _details(codebook: Codebook, edit: CodebookEdit) -> dict[str, str | list[str]]:
    match edit:
        case Merge(code_ids, into):
            return {
                "codes": list(code_ids),
                "labels": [codebook.label(c) for c in code_ids],
                "into": codebook.label(into),
            }
        case Split(code_id, labels):
            return {"code": code_id, "label": codebook.label(code_id), "into": list(labels)}
        case _other:
            return {"code": edit.code_id, "label": codebook.label(edit.code_id)}


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit did, and how many answers it is about."""

    question_id: str
    before: Codebook
    after: Codebook
    code_ids: tuple[str, ...]
    """The codes that were changed, moved or replaced."""
    answers: int
    """Answers that people gave one of these codes."""
    waiting: Waiting
    """Answers that wait to be recoded, from earlier edits too."""

    def as_record(self) -> dict[str, object]:
        """Return it as plain values, for JSON."""
        return {
            "question": self.question_id,
            "version": self.after.version,
            "codes": list(self.code_ids),
            "became": list(dict.fromkeys(one for code in self.code_ids for one in self.after.successors(code))),
            "answers": self.answers,
            "waiting": self.waiting.answers,
            "next": self.waiting.command,
        }


def rename(path: Path, question_id: str | None, code: str, label: str, coder_id: str) -> Edited:
    """Give a code another label; its id, and so all codings, stay. Raises as `edit_codebook` does."""
    return _edited(path, question_id, (code,), lambda ids, _book: Rename(ids[0], label), coder_id)


def define(path: Path, question_id: str | None, code: str, definition: str, coder_id: str) -> Edited:
    """Say anew what a code means. Raises as `edit_codebook` does."""
    return _edited(path, question_id, (code,), lambda ids, _book: Define(ids[0], definition), coder_id)


def move(path: Path, question_id: str | None, code: str, net: str | None, coder_id: str) -> Edited:
    """Bring a code under another net, or to the top for None. Raises as `edit_codebook` does."""
    return _edited(
        path,
        question_id,
        (code,),
        lambda ids, book: Move(ids[0], None if net is None else _the_code(book, net).code_id),
        coder_id,
    )


def retire(path: Path, question_id: str | None, code: str, coder_id: str) -> Edited:
    """Take a code out of use; what was coded with it stays. Raises as `edit_codebook` does."""
    return _edited(path, question_id, (code,), lambda ids, _book: Retire(ids[0]), coder_id)


def merge(path: Path, question_id: str | None, codes: Sequence[str], into: str, coder_id: str) -> Edited:
    """Replace codes by one that is there, or by a new one. Raises as `edit_codebook` does."""

    def make(ids: tuple[str, ...], book: Codebook) -> Merge:
        target = book.find(into)
        return Merge(ids, target.code_id if target else into)

    return _edited(path, question_id, codes, make, coder_id)


def split(path: Path, question_id: str | None, code: str, labels: Sequence[str], coder_id: str) -> Edited:
    """Replace a code by new ones. Raises as `edit_codebook` does."""
    return _edited(path, question_id, (code,), lambda ids, _book: Split(ids[0], tuple(labels)), coder_id)


def _edited(
    path: Path,
    question_id: str | None,
    names: Sequence[str],
    make: Callable[[tuple[str, ...], Codebook], CodebookEdit],
    coder_id: str,
) -> Edited:
    with open_project(path) as project:
        key = the_question(project, question_id).question_id
        before = the_codebook(project, key)
        ids = tuple(_the_code(before, name).code_id for name in names)
        after, _action = edit_codebook(project, key, make(ids, before), coder_id)
        counting = final(project.codings.current(key)).values()
        answers = sum(c.source in BY_PEOPLE and not set(ids).isdisjoint(c.codes) for c in counting)
        return Edited(key, before, after, ids, answers, waiting(after, key, counting))


def _the_code(codebook: Codebook, name: str) -> Code:
    code = codebook.find(name)
    if code is None:
        alike = [f"{one.code_id} ({one.label})" for one in found(codebook.codes, name)[:3]] if name.strip() else []
        meant = _("Perhaps {names}?").format(names=", ".join(alike)) + " " if alike else ""
        raise UsageError(
            _("There is no code '{code}' in the codebook").format(code=name),
            meant + _("coder codebook show lists the codes."),
        )
    return code
