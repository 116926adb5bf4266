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
from coder.domain.survey import KINDS, Cell, Kind, Role, SurveyTable, Variable
from coder.domain.texts import _, ngettext
from coder.importers import foreign
from coder.importers.base import ReadOptions, make_table
from coder.importers.refi_codes import CodeItem, codebook_of
from coder.importers.refi_codings import given_codings
from coder.importers.refi_project import Case, Column, RefiProject, read_project

NAME = "qdpx"
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
    table = _survey(project) or _texts(project)
    return replace(table, source=project.origin, left_out=(*table.left_out, *_left_out(project)))


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
    with_case = any(names) and not own_case
    header = [_("name"), *([_("case")] if with_case else []), TEXT, *(one.name for one in columns.values())]
    rows = [
        (
            name,
            *([case.name if case else None] if with_case else []),
            text.text,
            *(text.values.get(guid, case.values.get(guid) if case else None) for guid in columns),
        )
        for name, text, case in zip(ids, texts, cases, strict=True)
    ]
    table = make_table(project.path, NAME, header, enumerate(rows, 1), {})
    codebook, code_ids = codebook_of(project.codes)
    place = header.index(TEXT)
    codings, dropped = given_codings(
        project, list(enumerate(texts)), lambda _text: (table.columns[place], codebook, code_ids)
    )
    variables = {name: _variable(one) for name, one in zip(table.columns[place + 1 :], columns.values(), strict=False)}
    variables |= {table.columns[0]: Variable(role="id"), table.columns[place]: Variable(role="open")}
    return replace(
        table,
        variables=variables,
        codings=codings,
        codebooks={table.columns[place]: codebook} if codebook.codes else {},
        left_out=_selections_left_out(dropped),
    )


def _survey(project: RefiProject) -> SurveyTable | None:
    """Return one row a respondent, of a project that this program wrote; None for others."""
    asked = {key: one for one in project.sets if isinstance(key := one.facts.get("question"), str)}
    key_of = {guid: key for key, one in asked.items() for guid in one.sources}
    row_of = {guid: row for row, case in enumerate(project.cases) for guid in case.sources}
    if not asked or not all(text.guid in key_of and text.guid in row_of for text in project.texts):
        return None
    roles = {guid: str(one.facts.get("role", "")) for guid, one in project.columns.items()}
    weighted = any(guid in case.values for case in project.cases for guid, role in roles.items() if role == "weight")
    weight = next((guid for guid, role in roles.items() if role == "weight"), "")
    of_round = next((guid for guid, role in roles.items() if role == "round"), "")
    columns = {guid: one for guid, one in project.columns.items() if guid not in (weight, of_round)}
    texts: list[dict[str, str]] = [{} for _case in project.cases]
    for text in project.texts:
        texts[row_of[text.guid]][key_of[text.guid]] = text.text
    rows = [
        (
            case.name or None,
            *([case.values.get(weight)] if weighted else []),
            *(given.get(key) for key in asked),
            *(case.values.get(g) for g in columns),
        )
        for case, given in zip(project.cases, texts, strict=True)
    ]
    header = [_("respondent"), *([_("weight")] if weighted else []), *asked, *(one.name for one in columns.values())]
    table = make_table(project.path, NAME, header, enumerate(rows, 1), {})
    first = 1 + weighted + len(asked)
    name_of = dict(zip(asked, table.columns[1 + weighted : first], strict=True))
    books = {key: codebook_of(_items(project, key, key_of, len(asked) == 1)) for key in asked}
    codings, dropped = given_codings(
        project,
        [(row_of[text.guid], text) for text in project.texts],
        lambda text: (name_of[key_of[text.guid]], *books[key_of[text.guid]]),
    )
    variables = {name: _variable(one) for name, one in zip(table.columns[first:], columns.values(), strict=False)}
    variables |= {name_of[key]: Variable(text=one.text or key, role="open") for key, one in asked.items()}
    variables |= {table.columns[0]: Variable(role="id")}
    variables |= {table.columns[1]: Variable(role="weight")} if weighted else {}
    return replace(
        table,
        variables=variables,
        rounds=tuple(str(case.values.get(of_round) or "") for case in project.cases) if of_round else (),
        codings=codings,
        codebooks={name_of[key]: codebook for key, (codebook, _ids) in books.items() if codebook.codes},
        left_out=_selections_left_out(dropped),
    )


def _items(project: RefiProject, key: str, key_of: dict[str, str], alone: bool) -> list[CodeItem]:
    """Return the codes of a question: those below it, and those from elsewhere that were given to its answers."""
    if alone:
        return project.codes
    given = {code for text in project.texts if key_of[text.guid] == key for part in text.parts for code in part.codes}
    parents = {item.guid: item.parent for item in project.codes if not item.question}
    wanted = set[str]()
    for guid in given:
        while guid in parents and guid not in wanted:
            wanted.add(guid)
            guid = parents[guid]
    return [item for item in project.codes if item.question == key or item.guid in wanted]


def _used(columns: dict[str, Column], values: Sequence[dict[str, Cell]]) -> dict[str, Column]:
    used = {guid for one in values for guid in one}
    return {guid: one for guid, one in columns.items() if guid in used}


def _variable(column: Column) -> Variable:
    kinds: dict[str, Kind] = {"Integer": "number", "Float": "number", "Boolean": "truth", "Date": "date"}
    told = column.facts.get("kind")
    stated: Kind = next((one for one in KINDS if one == told), "")
    kind = stated if column.facts else kinds.get(column.type, "")
    role: Role = "closed"
    labels = column.facts.get("labels")
    pairs = [tuple(one) for one in labels if isinstance(one, list)] if isinstance(labels, list) else []
    fitting = tuple(
        (a, b) for a, b in (one for one in pairs if len(one) == 2) if isinstance(a, str) and isinstance(b, str)
    )
    return Variable(text=column.text, role=role, kind=kind, labels=fitting)


def _different(names: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _selections_left_out(n: int) -> tuple[str, ...]:
    said = ngettext(
        "{n} selection: of each coder the longest of a text is kept as the quote, and the codes of all",
        "{n} selections: of each coder the longest of a text is kept as the quote, and the codes of all",
        n,
    )
    return (said.format(n=n),) if n else ()


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
