"""Surveys in REFI-QDA projects that this program wrote: one row a respondent, with a column a question."""

from __future__ import annotations

from dataclasses import replace

from coder.domain.survey import KINDS, Cell, Kind, SurveyTable, Variable
from coder.domain.texts import _
from coder.importers.base import make_table
from coder.importers.refi_codes import CodeItem, codebook_of
from coder.importers.refi_codings import given_codings, selections_left_out
from coder.importers.refi_project import FORMAT, Column, RefiProject


def survey_of(project: RefiProject) -> SurveyTable | None:
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
    values = {guid: values_of(one) for guid, one in columns.items()}
    texts: list[dict[str, str]] = [{} for _case in project.cases]
    for text in project.texts:
        texts[row_of[text.guid]][key_of[text.guid]] = text.text
    rows = [
        (
            case.name,
            *([case.values.get(weight)] if weighted else []),
            *(given.get(key) for key in asked),
            *(
                case.missing.get(one.name) if cell is None else values[guid].get(cell, cell)
                for guid, one in columns.items()
                for cell in [case.values.get(guid)]
            ),
        )
        for case, given in zip(project.cases, texts, strict=True)
    ]
    header = [_("respondent"), *([_("weight")] if weighted else []), *asked, *(one.name for one in columns.values())]
    table = make_table(project.path, FORMAT, header, enumerate(rows, 1), {})
    first = 1 + weighted + len(asked)
    name_of = dict(zip(asked, table.columns[1 + weighted : first], strict=True))
    books = {key: codebook_of(_items(project, key, key_of, len(asked) == 1)) for key in asked}
    codings, dropped = given_codings(
        project,
        [(row_of[text.guid], text) for text in project.texts],
        lambda text: (name_of[key_of[text.guid]], *books[key_of[text.guid]]),
    )
    none = {
        one.name: frozenset(c.missing[one.name] for c in project.cases if one.name in c.missing)
        for one in columns.values()
    }
    variables = {
        name: replace(variable_of(one), missing=none[one.name])
        for name, one in zip(table.columns[first:], columns.values(), strict=False)
    }
    variables |= {name_of[key]: Variable(text=one.text or key, role="open") for key, one in asked.items()}
    variables |= {table.columns[0]: Variable(role="id")}
    variables |= {table.columns[1]: Variable(role="weight")} if weighted else {}
    return replace(
        table,
        variables=variables,
        rounds=tuple(str(case.values.get(of_round) or "") for case in project.cases) if of_round else (),
        codings=codings,
        codebooks={name_of[key]: codebook for key, (codebook, _ids) in books.items() if codebook.codes},
        left_out=selections_left_out(dropped),
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


def variable_of(column: Column) -> Variable:
    """Return what a project says of a variable."""
    kinds: dict[str, Kind] = {"Integer": "number", "Float": "number", "Boolean": "truth", "Date": "date"}
    told = column.facts.get("kind")
    stated: Kind = next((one for one in KINDS if one == told), "")
    kind = stated if column.facts else kinds.get(column.type, "")
    labels, declared = (_pairs(column.facts.get(name)) for name in ("labels", "missing"))
    return Variable(text=column.text, role="closed", kind=kind, labels=labels, declared=declared)


def values_of(column: Column) -> dict[Cell, Cell]:
    """Return values by their labels: projects hold the label of a value that has one."""
    return {label: value for value, label in reversed(_pairs(column.facts.get("labels")))}


def _pairs(told: object) -> tuple[tuple[str, str], ...]:
    pairs = [one for one in told if isinstance(one, list) and len(one) == 2] if isinstance(told, list) else []
    return tuple((first, second) for first, second in pairs if isinstance(first, str) and isinstance(second, str))
