"""The codebook of a question: import, check, export, and edits that keep the analyst's comments."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coder import plugins
from coder.domain.codebook import Code, Codebook, slug
from coder.domain.errors import InputError, UsageError, reason_of
from coder.domain.texts import _
from coder.importers.base import read_head
from coder.importers.protocols import CodebookFormat
from coder.workflows.project import Project, codebook_of, open_project, the_codebook, the_question

YAML_SUFFIXES = (".yaml", ".yml", ".txt", "")
MAX_BYTES = 2_000_000  # a codebook of 1,000 codes with definitions takes 0.3 MB


@dataclass(frozen=True, slots=True)
class CodebookChange:
    """What an import or edit did to a codebook."""

    question_id: str
    before: Codebook | None
    after: Codebook
    dropped: tuple[str, ...] = ()
    """Codes that answers were given but that the new codebook does not have."""


def read_codebook_file(path: Path, variable: str | None = None) -> tuple[Codebook, str]:
    """Read and check a codebook file in the format of its ending, else YAML; return it with its YAML text.

    Parameters
    ----------
    variable : of a file with several codebooks, the one that is meant: a variable of SPSS, or a question.

    Raises
    ------
    InputError : it cannot be read, or is not right; the message names file, line and reason.
    MissingError : a package that reads it is not installed.
    """
    from coder.exporters.codebook_yaml import write_codebook
    from coder.importers.codebook_yaml import read_codebook

    if (foreign := _format_of(path)) is not None:
        read_head(path)  # a file that is not there is told alike for all formats
        text = write_codebook(foreign.read_codebook(path, variable))
        return read_codebook(text, str(path)), text
    try:
        size = path.stat().st_size
        text = path.read_bytes()[: MAX_BYTES + 1].decode("utf-8-sig")
    except OSError as error:
        raise InputError(
            _("{file} cannot be read: {reason}").format(file=path, reason=reason_of(error)),
            _("Check the name of the file and whether you may read it."),
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            _("{file}: the codebook is not in UTF-8").format(file=path), _("Save it again as UTF-8.")
        ) from error
    if size > MAX_BYTES:
        raise InputError(_("{file}: this is too large for a codebook").format(file=path), _("Is it the right file?"))
    return read_codebook(text, str(path)), text


def _format_of(path: Path) -> CodebookFormat | None:
    for name in plugins.names("codebooks"):
        found: CodebookFormat = plugins.load("codebooks", name)
        if path.suffix.lower() in found.SUFFIXES:
            return found
    return None


def import_codebook(
    path: Path, file: Path, question_id: str | None, coder_id: str, variable: str | None = None
) -> CodebookChange:
    """Make a file the codebook of a question.

    Raises
    ------
    InputError, UsageError, ProjectError : see `read_codebook_file` and `coder.workflows.project`.
    """
    codebook, text = read_codebook_file(file, variable)
    with open_project(path) as project:
        question = the_question(project, question_id)
        with project.transaction():
            before = codebook_of(project, question.question_id)
            _keep(project, question.question_id, codebook, text, coder_id, "codebook import", {"file": file.name})
        return CodebookChange(question.question_id, before, codebook, unknown_codes(project, question.question_id))


def unknown_codes(project: Project, question_id: str) -> tuple[str, ...]:
    """Return the codes that answers to a question have but its codebook does not know (any more)."""
    codebook = codebook_of(project, question_id) or Codebook()
    used = {code_id for coding in project.codings.current(question_id) for code_id in coding.codes}
    return tuple(sorted(used - set(codebook.by_id)))


def refuse_below_newer(project: Project, action_id: str) -> None:
    """Refuse to undo a change of a codebook on which a newer one rests: the codebook would stay as it is.

    Raises
    ------
    UsageError : there is a newer change.
    """
    for question_id in project.codebooks.written_by(action_id):
        current = project.codebooks.current(question_id)
        if current is not None and current.action_id != action_id:
            raise UsageError(
                _("The codebook of {question} was changed again after that").format(question=question_id),
                _("Undo the later changes first, the last one before the others: coder codebook log shows them."),
            )


def shown_codebook(path: Path, question_id: str | None) -> tuple[str, Codebook, str]:
    """Return the key of the question, its codebook and the YAML text."""
    with open_project(path) as project:
        question = the_question(project, question_id)
        the_codebook(project, question.question_id)
        stored = project.codebooks.current(question.question_id)
        assert stored is not None  # noqa: S101 - the_codebook has checked it
        return question.question_id, stored.codebook, stored.yaml


def export_codebook(path: Path, file: Path, question_id: str | None) -> str:
    """Write the codebook of a question in the format of the file's ending; return the key of the question.

    YAML is written as it was by hand; .qdc for other programs; the rest as tables.

    Raises
    ------
    UsageError : the file cannot be written, or coder does not write this kind of file.
    """
    from coder.exporters.base import atomic
    from coder.exporters.codebook_table import codebook_sheet
    from coder.exporters.qdc import write_codebook
    from coder.workflows.sheets import write_sheets

    key, codebook, yaml = shown_codebook(path, question_id)
    suffix = file.suffix.lower()
    if suffix not in (*YAML_SUFFIXES, ".qdc"):
        write_sheets(file, [codebook_sheet(codebook)])
        return key
    with atomic(file) as handle:
        handle.write(write_codebook(codebook, key) if suffix == ".qdc" else yaml.encode())
    return key


def add(path: Path, question_id: str | None, code: Code, coder_id: str) -> CodebookChange:
    """Add a code to the codebook of a question; a question without a codebook gets one.

    Raises
    ------
    UsageError : the id or label is there already, or the net does not exist.
    """
    with open_project(path) as project:
        question = the_question(project, question_id)
        before = codebook_of(project, question.question_id)
        after, _action = add_code(project, question.question_id, code, coder_id)
        return CodebookChange(question.question_id, before, after)


def add_code(project: Project, question_id: str, code: Code, coder_id: str) -> tuple[Codebook, str]:
    """Add a code in an open project; return the codebook and the action. An empty id is made from the label."""
    from coder.exporters.codebook_yaml import add_code as add_to_yaml
    from coder.exporters.codebook_yaml import write_codebook

    with project.transaction():  # what another desk adds meanwhile is not lost
        stored = project.codebooks.current(question_id)
        before = stored.codebook if stored else Codebook()
        code = _checked(before, code)
        after = Codebook((*before.codes, code))
        yaml = add_to_yaml(stored.yaml, code) if stored else write_codebook(after)
        action_id = _keep(
            project, question_id, after, yaml, coder_id, "codebook add", {"code": code.code_id, "label": code.label}
        )
    return after, action_id


def _checked(before: Codebook, code: Code) -> Code:
    from dataclasses import replace

    label = " ".join(code.label.split())
    if not label:
        raise UsageError(_("A code needs a label"), _("Give one, such as 'Netwerk en contacten'."))
    if (known := before.named(label)) is not None:
        raise UsageError(
            _("The codebook has '{label}' already").format(label=known.label), _("Choose it, or take another label.")
        )
    if code.code_id and before.named(code.code_id):
        raise UsageError(_("The codebook has the id '{code}' already").format(code=code.code_id), _("Take another id."))
    if code.parent and code.parent not in before.by_id:
        raise UsageError(_("There is no code '{code}' to be the net").format(code=code.parent), _("Add the net first."))
    return replace(code, label=label, code_id=code.code_id or slug(label, before.by_id))


def _keep(
    project: Project,
    question_id: str,
    codebook: Codebook,
    yaml: str,
    coder_id: str,
    command: str,
    details: dict[str, str],
) -> str:
    action_id = project.actions.add(coder_id, command, {"question": question_id, **details})
    project.codebooks.add(question_id, codebook, yaml, action_id)
    return action_id
