"""LimeSurvey: responses with codes, texts or both as headers; with its structure (.lss) or R syntax beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from coder.domain.formats import Carries
from coder.domain.survey import Cell, Kind, ResponseSet, Role, SurveyTable, Variable
from coder.domain.texts import _
from coder.importers import survey_tools as tools
from coder.importers.columns_apart import number
from coder.importers.limesurvey_headings import Heading, headings
from coder.importers.limesurvey_structure import NUMBERS, SEVERAL, Field, read_structure
from coder.importers.limesurvey_syntax import read_syntax
from coder.importers.survey_tools import cells_of, open_if_filled, text_of

NAME = "limesurvey"
LABEL = "LimeSurvey"
CARRIES = frozenset(
    {Carries.ANSWERS, Carries.QUESTIONS, Carries.VARIABLES, Carries.LABELS, Carries.MISSING, Carries.SETS}
)

_YES, _NO = {"y", "yes", "ja", "1"}, {"n", "no", "nee", "0", "not selected", "niet geselecteerd"}
_NOT_SHOWN = "{question_not_shown}"
_NOT_ASKED = "N/A"
"""What full answers hold for a closed question that was not asked; in an open one somebody may have typed it."""
_DECIMALS = re.compile(r"-?\d{1,15}\.\d{10}")
"""A number as LimeSurvey keeps it: with ten decimals, 44.0000000000."""

_UPLOAD = re.compile(r'\[\s*\{\s*"')


def recognises(table: SurveyTable) -> bool:
    """Tell whether the columns are there that LimeSurvey adds: number, date, last page, language."""
    own = {heading.own for heading in headings(table)}
    known = own & {"id", "submitted", "page", "language", "seed", "started", "changed"}
    return len(known) >= 3 and bool(known & {"page", "language"}) and bool(known & {"id", "submitted"})


def refined(table: SurveyTable) -> SurveyTable:
    """Return the table with codes as column names where they are known, question texts, labels and roles.

    Raises
    ------
    InputError : the structure file beside it is damaged.
    """
    heads = headings(table)
    beside = _beside(Path(table.path))
    fields = _fields(beside, heads)
    heads = [replace(h, code=field.code) if field else h for h, field in zip(heads, fields, strict=True)]
    answers = [cells_of(table, place) for place in range(len(heads))]
    names: list[Cell] = [head.code or cell for head, cell in zip(heads, table.header, strict=True)]
    found = tools.refined(table, LABEL, list(map(_variable, heads, fields, answers)), columns=names)
    sets = _sets(found, heads, fields)
    chosen = {column for one in sets for column in one.columns}
    texts = {name for name, field in zip(found.columns, fields, strict=True) if field and field.type == "Q"}
    known = {
        name: replace(one, role="closed") if name in chosen - texts and not one.role else one
        for name, one in found.variables.items()
    }
    details = {**found.details, "labels": beside.name} if beside else found.details
    return replace(_with_numbers(found), variables=known, sets=sets, partial=_partial(table, heads), details=details)


def _with_numbers(table: SurveyTable) -> SurveyTable:
    """Return a table with numbers where LimeSurvey writes all of a column with ten decimals."""
    columns = list(zip(*table.rows, strict=True))
    for place, cells in enumerate(columns):
        filled = {cell for cell in cells if cell is not None}
        if filled and all(isinstance(cell, str) and _DECIMALS.fullmatch(cell) for cell in filled):
            columns[place] = tuple(None if cell is None else number(float(str(cell))) for cell in cells)
    return replace(table, rows=tuple(zip(*columns, strict=True)))


def _fields(beside: Path | None, heads: Sequence[Heading]) -> list[Field | None]:
    """Return what a file beside the export says of each column: its structure, or else the syntax for R."""
    if beside is None:
        return [None] * len(heads)
    if beside.suffix == ".R":
        return read_syntax(beside, heads)
    known = read_structure(beside)
    return [None if head.own else known.find(head.code, head.text) for head in heads]


def _beside(path: Path) -> Path | None:
    """Return the file beside an export that says what its columns are."""
    syntax = path.with_name(path.name.replace("_R_data_file", "_R_syntax_file")).with_suffix(".R")
    return _structure_beside(path) or (syntax if syntax.is_file() else None)


def _structure_beside(path: Path) -> Path | None:
    """Return the structure file with the name of the export, or with the number of its survey in the name."""
    if (same := path.with_suffix(".lss")).is_file():
        return same
    number = re.search(r"survey_?(\d+)", path.stem)
    names = [f"{front}survey_{number[1]}.lss" for front in ("limesurvey_", "")] if number else []
    return next((found for name in names if (found := path.with_name(name)).is_file()), None)


def _variable(head: Heading, field: Field | None, answers: Sequence[str]) -> Variable:
    match head.own:
        case "id":
            return Variable(role="id")
        case "submitted" | "started" | "changed":
            return tools.moment()
        case "page" | "seed" | "time":
            return tools.added()
        case "personal":
            return tools.personal()
        case "language":
            return Variable(role="closed")
    text = head.text or (field.text if field else "")
    letter = field.type if field else ""
    if letter == "|" or head.counts_files or any(_UPLOAD.match(answer) for answer in answers):
        return Variable(text=text, role="system", why=_("files that respondents sent"))
    role = _role(head, field, answers)
    kind: Kind = "number" if letter and letter in NUMBERS else "date" if letter == "D" else ""
    gone = {_NOT_SHOWN} if role == "open" else {_NOT_SHOWN, _NOT_ASKED}
    labels = field.labels if field else ()
    return Variable(text, role, kind=kind, labels=labels, missing=frozenset(gone & set(answers)))


def _role(head: Heading, field: Field | None, answers: Sequence[str]) -> Role:
    if _is_extra(head, field):
        written = any(answer.lower() not in _YES | _NO for answer in answers)
        return open_if_filled(answers) if written else ""
    letter = field.type if field else ""
    if letter in ("T", "U"):
        return open_if_filled(answers)
    closed = (letter and letter not in "SQ;") or (field and field.labels)
    return "closed" if closed else ""


def _is_extra(head: Heading, field: Field | None) -> bool:
    return head.extra or bool(field and field.extra)


def _sets(table: SurveyTable, heads: Sequence[Heading], fields: Sequence[Field | None]) -> tuple[ResponseSet, ...]:
    """Return the questions with several columns: ticks, ranks, several short texts."""
    found = []
    questions = [(f.question if f else "") or head.question for head, f in zip(heads, fields, strict=True)]
    for question, group in groupby(range(len(heads)), key=lambda place: questions[place]):
        places = [place for place in group if not _is_extra(heads[place], fields[place])]
        letters = {field.type for place in places if (field := fields[place]) and field.type}
        if not question or len(places) < 2:
            continue
        if letters & {*SEVERAL, "R", "Q"} or (not letters and _ticks(table, places)):
            first = fields[places[0]]
            text = heads[places[0]].question_text or (first.question_text if first else "")
            found.append(ResponseSet(question, text or question, tuple(table.columns[place] for place in places)))
    return tuple(found)


def _ticks(table: SurveyTable, places: Sequence[int]) -> bool:
    """Tell whether columns hold yes or no only, and somebody ticked one and not the other."""
    cells = {cell.lower() for place in places for cell in cells_of(table, place)}
    chosen = any(len({row[place] is None for place in places}) == 2 for row in table.rows)
    return bool(cells & _YES) and cells <= _YES | _NO and (chosen or bool(cells & _NO))


def _partial(table: SurveyTable, heads: Sequence[Heading]) -> frozenset[int]:
    """Return who did not finish: without a date of sending; where that is not in the file, before the last page."""
    places = {head.own: place for place, head in enumerate(heads) if head.own}
    if "submitted" in places:
        return frozenset(i for i, row in enumerate(table.rows) if row[places["submitted"]] is None)
    if "page" not in places:
        return frozenset()
    pages = [text_of(row[places["page"]]) for row in table.rows]
    reached = [int(page) if page.isdecimal() and len(page) < 6 else 0 for page in pages]
    return frozenset(i for i, page in enumerate(reached) if page < max(reached))
