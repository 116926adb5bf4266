"""REFI-QDA projects (.qdpx) of NVivo, ATLAS.ti, MAXQDA, QualCoder and others, and our own.

A project of another program gives one row a text, with the variables of the text and of its case. One that this
program wrote gives the survey back: one row a respondent, with a column a question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from coder.domain.errors import InputError
from coder.domain.formats import Carries
from coder.domain.survey import Cell, SurveyTable, Variable
from coder.domain.texts import _, ngettext
from coder.importers import foreign
from coder.importers.base import ReadOptions, make_table
from coder.importers.refi_codes import codebook_of
from coder.importers.refi_codings import given_codings, selections_left_out
from coder.importers.refi_project import FORMAT, Case, Column, RefiProject, read_project
from coder.importers.refi_survey import survey_of, values_of, variable_of

NAME = FORMAT
LABEL = "REFI-QDA (.qdpx): NVivo, ATLAS.ti, MAXQDA, QualCoder"
CARRIES = frozenset(
    {
        *(Carries.ANSWERS, Carries.QUESTIONS, Carries.VARIABLES, Carries.LABELS, Carries.WEIGHTS, Carries.DATES),
        *(Carries.CODES, Carries.CODEBOOK, Carries.CODERS, Carries.QUOTES, Carries.MEMOS),
    }
)
TEXT = "text"
"""The column of texts of other programs, and the key of the question that it becomes."""


def recognises(head: bytes, path: Path) -> bool:
    """Tell whether the file is a zip file that holds or is called a REFI-QDA project."""
    return head.startswith(foreign.ZIP) and (path.suffix.lower() == ".qdpx" or b".qde" in head[:512])


def read(path: Path, options: ReadOptions) -> SurveyTable:
    """Read the texts of a project with what is known of them, their codes and who gave them.

    Raises
    ------
    InputError : see `coder.importers.refi_archive`; or the file holds no texts.
    """
    project = read_project(path)
    if not any(text.text for text in project.texts):
        raise InputError(
            _("{file}: this project holds no texts").format(file=path),
            _("Export the project again, with its sources. Pictures, sound, film and PDFs cannot be coded here."),
        )
    table = survey_of(project) or _texts(project)
    source = f"REFI-QDA ({project.origin})" if project.origin else "REFI-QDA"
    return replace(table, source=source, left_out=(*table.left_out, *_left_out(project)))


def _texts(project: RefiProject) -> SurveyTable:
    """Return one row a text: its name, its case where that is another name, the text, and the variables."""
    texts = [text for text in project.texts if text.text]
    case_of: dict[str, Case] = {}
    for case in project.cases:
        for guid in case.sources:
            case_of.setdefault(guid, case)
    cases = [case_of.get(text.guid) for text in texts]
    names = [case.name if case else "" for case in cases]
    own_case = all(names) and len(set(names)) == len(names)
    ids = names if own_case else _different([text.name or text.guid for text in texts])
    columns = _used(project.columns, [*[t.values for t in texts], *[c.values for c in project.cases]])
    values = {guid: values_of(one) for guid, one in columns.items()}
    with_case = any(names) and not own_case
    header = [_("name"), *([_("case")] if with_case else []), TEXT, *(one.name for one in columns.values())]
    rows = [
        (
            name,
            *([case.name if case else None] if with_case else []),
            text.text,
            *(
                values[guid].get(cell, cell)
                for guid in columns
                for cell in [text.values.get(guid, case.values.get(guid) if case else None)]
            ),
        )
        for name, text, case in zip(ids, texts, cases, strict=True)
    ]
    table = make_table(project.path, NAME, header, enumerate(rows, 1), {})
    codebook, code_ids = codebook_of(project.codes)
    place = header.index(TEXT)
    codings, dropped = given_codings(
        project, list(enumerate(texts)), lambda _text: (table.columns[place], codebook, code_ids)
    )
    variables = {
        name: variable_of(one) for name, one in zip(table.columns[place + 1 :], columns.values(), strict=False)
    }
    variables |= {table.columns[0]: Variable(role="id"), table.columns[place]: Variable(role="open")}
    return replace(
        table,
        variables=variables,
        codings=codings,
        codebooks={table.columns[place]: codebook} if codebook.codes else {},
        left_out=selections_left_out(dropped),
    )


def _used(columns: dict[str, Column], values: Sequence[dict[str, Cell]]) -> dict[str, Column]:
    used = {guid for one in values for guid in one}
    return {guid: one for guid, one in columns.items() if guid in used}


def _different(names: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _left_out(project: RefiProject) -> list[str]:
    found = []
    if n := project.others:
        said = ngettext("{n} source that is no text", "{n} sources that are no text", n)
        found.append(said.format(n=n))
    if n := sum(not text.text for text in project.texts):
        said = ngettext("{n} text that is empty or not in the file", "{n} texts that are empty or not in the file", n)
        found.append(said.format(n=n))
    if n := project.links:
        said = ngettext("{n} link or map", "{n} links and maps", n)
        found.append(said.format(n=n))
    return found
