"""Edits of a question's codebook: each keeps the analyst's file as it was written, and can be undone."""

from __future__ import annotations

from pathlib import Path

from coder.domain.codebook import Code, Codebook
from coder.domain.codebook_edits import CodebookEdit, Define, Merge, Move, Rename, Retire, Split, applied
from coder.domain.errors import UsageError
from coder.domain.texts import _
from coder.workflows.codebook import CodebookChange
from coder.workflows.project import Project, open_project, the_codebook, the_question

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
        details = {"question": question_id, **_details(edit)}
        action_id = project.actions.add(coder_id, COMMANDS[type(edit)], details)
        project.codebooks.add(question_id, after, yaml, action_id)
    return after, action_id


def _details(edit: CodebookEdit) -> dict[str, str | list[str]]:
    match edit:
        case Merge(code_ids, into):
            return {"codes": list(code_ids), "into": into}
        case Split(code_id, labels):
            return {"code": code_id, "into": list(labels)}
        case _other:
            return {"code": edit.code_id}


def rename(path: Path, question_id: str | None, code_name: str, label: str, coder_id: str) -> CodebookChange:
    """Give a code another label; its id, and so all codings, stay.

    Raises
    ------
    UsageError : there is no such code, or another has the label.
    """
    with open_project(path) as project:
        key, before, code = _named(project, question_id, code_name)
        after, _action = edit_codebook(project, key, Rename(code.code_id, label), coder_id)
        return CodebookChange(key, before, after)


def retire(path: Path, question_id: str | None, code_name: str, coder_id: str) -> CodebookChange:
    """Take a code out of use: it is no longer offered, what was coded with it stays.

    Raises
    ------
    UsageError : there is no such code, or it is a net in use.
    """
    with open_project(path) as project:
        key, before, code = _named(project, question_id, code_name)
        after, _action = edit_codebook(project, key, Retire(code.code_id), coder_id)
        return CodebookChange(key, before, after)


def _named(project: Project, question_id: str | None, name: str) -> tuple[str, Codebook, Code]:
    question = the_question(project, question_id)
    codebook = the_codebook(project, question.question_id)
    code = codebook.find(name)
    if code is None:
        raise UsageError(
            _("There is no code '{code}' in the codebook of {question}").format(
                code=name, question=question.question_id
            ),
            _("coder codebook show lists the codes."),
        )
    return question.question_id, codebook, code
