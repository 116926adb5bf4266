"""Codeframes as tables (CSV, XLSX): a row a code, with Dutch or English headings.

Nets are told in one of these ways: a column with the net of each code; a column with its level; labels that are
indented; a column of labels a level ('niveau 1', 'niveau 2'); or labels without a number above codes that have one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from coder.domain.codebook import Code, Codebook
from coder.domain.errors import InputError
from coder.domain.folding import fold
from coder.domain.survey import Cell, SurveyTable
from coder.domain.texts import _
from coder.importers.base import MAX_CODES, shown
from coder.importers.codebook_place import codeframe, of_question
from coder.importers.codebook_rows import Row, give_ids, give_nets, nest_below_headings, wrong

NAME = "table"
LABEL = "CSV, Excel (.xlsx)"
SUFFIXES = (".csv", ".tsv", ".xlsx", ".xlsm")

# By field: what people call its column, folded.
HEADINGS: dict[str, tuple[str, ...]] = {
    "id": ("id", "code id", "sleutel", "key"),
    "value": ("value", "waarde", "codenummer", "codenr", "nummer", "nr", "number", "code nr", "code nummer"),
    "code": ("code", "codes"),
    "label": (
        "label",
        "naam",
        "name",
        "thema",
        "theme",
        "categorie",
        "category",
        "codelabel",
        "code label",
        "antwoord",
    ),
    "net": ("net", "netten", "parent", "hoofdcode", "hoofdgroep", "groep", "group", "hoofdthema", "hoort bij"),
    "level": ("level", "niveau"),
    "exclusive": ("exclusive", "exclusief", "staat alleen", "alleen"),
    "definition": (
        "definition",
        "definitie",
        "betekenis",
        "toelichting",
        "description",
        "beschrijving",
        "omschrijving",
    ),
    "include": ("include", "ook", "wel", "inclusief", "hoort erbij"),
    "exclude": ("exclude", "niet", "behalve", "hoort er niet bij"),
    "keywords": ("keywords", "trefwoorden", "zoekwoorden", "steekwoorden"),
    "examples": ("examples", "voorbeelden", "voorbeeld"),
    "color": ("color", "colour", "kleur"),
    "retired": ("retired", "vervallen", "uit gebruik"),
    "replaced_by": ("replaced by", "vervangen door"),
}
QUESTION = ("vraag", "question")
"""How the column is called that says of which question a code is."""

_LEVELS = re.compile(r"(?:level|niveau|laag) (\d)")
_NAMED_LEVELS = {"net": 0, "hoofdcode": 0, "subnet": 1, "code": 9, "subcode": 9}
_YES = {"1", "ja", "yes", "x", "true", "waar", "j", "y", "exclusief", "exclusive"}
_GUARD = re.compile(r"(?:^|(?<=[;\n]))'(?=[\s\u200d\ufe00-\ufe0f]*[=+\-@＝＋－＠\t\n])")
"""What is written before a text that a spreadsheet program would take for a formula."""

_COLOR = re.compile(r"#[0-9A-Fa-f]{6}|[a-z]+(_[a-z]+)*[0-9]{0,3}")


def read_codebook(path: Path, variable: str | None = None) -> Codebook:
    """Read a codeframe.

    Raises
    ------
    InputError : no column has a heading that says what it is, or a row is wrong; the message names it.
    """
    table = codeframe(path, variable, headings_known)
    asked = next((place for place, name in enumerate(table.columns) if fold(name) in QUESTION), None)
    table = of_question(table, asked, variable)
    if len(table.rows) > MAX_CODES:
        raise InputError(
            _("{file}: there are more than {limit} codes").format(file=path, limit=MAX_CODES),
            _("Check that this is the right file."),
        )
    rows = [row for row in _rows(table) if row.label]
    if not rows:
        raise InputError(
            _("{file}: there are no codes in it").format(file=table.path), _("Check that this is the right file.")
        )
    give_ids(table, rows)
    added = give_nets(table, rows)
    codes = [_code(row) for row in rows]
    for place, code in reversed(added):
        codes.insert(place, code)
    return Codebook(tuple(_with_successors(table, codes)))


def headings_known(cells: Sequence[Cell]) -> int:
    """Return how many cells are headings of a codeframe; 0 where none is that of a label."""
    names = [fold(cell) for cell in cells if isinstance(cell, str)]
    labels = any(name in HEADINGS[field] for name in names for field in ("label", "code", "definition"))
    if not labels and not any(map(_LEVELS.fullmatch, names)):
        return 0
    return sum(bool(_LEVELS.fullmatch(name)) or any(name in one for one in HEADINGS.values()) for name in names)


def _rows(table: SurveyTable) -> list[Row]:
    """Return the rows by field, with how deep each stands."""
    fields = _fields(table)
    levels = {
        place: int(match[1]) for place, name in enumerate(table.columns) if (match := _LEVELS.fullmatch(fold(name)))
    }
    if levels:
        return _rows_of_levels(table, fields, levels)
    rows = []
    for number, cells in zip(table.row_numbers, table.rows, strict=True):
        found = {field: _text(cells[place]) for field, place in fields.items()}
        level = fold(found.get("level", ""))
        label = found.get("label", "").expandtabs(4)
        depth = len(label) - len(label.lstrip())
        if level:
            if not level.isdigit() and level not in _NAMED_LEVELS:
                raise wrong(table, number, _("the level '{level}' is not a number").format(level=shown(level)))
            depth = int(level[:3]) if level.isdigit() else _NAMED_LEVELS[level]
        rows.append(Row(number, found, depth))
    if not {"net", "level"} & set(fields):
        nest_below_headings(rows)
    return rows


def _rows_of_levels(table: SurveyTable, fields: Mapping[str, int], levels: Mapping[int, int]) -> list[Row]:
    rows: list[Row] = []
    above: dict[int, str] = {}
    for number, cells in zip(table.row_numbers, table.rows, strict=True):
        found = {
            field: _text(cells[place]) for field, place in fields.items() if field not in ("label", "net", "level")
        }
        filled = [(level, text) for place, level in levels.items() if (text := _text(cells[place]).strip())]
        for place, (level, label) in enumerate(filled):
            last = place == len(filled) - 1
            if not last and above.get(level) == label:
                continue  # the nets stand in every row
            above = {one: name for one, name in above.items() if one < level} | {level: label}
            rows.append(Row(number, {**(found if last else {}), "label": label}, level))
    return rows


def _fields(table: SurveyTable) -> dict[str, int]:
    """Return where each field stands."""
    found: dict[str, int] = {}
    for place, name in enumerate(table.columns):
        for field, names in HEADINGS.items():
            if fold(name) in names:
                found.setdefault(field, place)
    by_level = any(_LEVELS.fullmatch(fold(name)) for name in table.columns)
    if "code" in found:  # the label where there is no other and it is in words, else the number or the id
        code = found.pop("code")
        numbers = "definition" in found and all(_text(row[code]).strip().isdigit() for row in table.rows if row[code])
        found.setdefault("id" if "label" in found or by_level or numbers else "label", code)
    if "label" not in found and "definition" in found and not by_level:
        found["label"] = found.pop("definition")
    if "label" not in found and not by_level:
        raise InputError(
            _("{file}: no column is called 'label'").format(file=table.path),
            _(
                "Its columns are: {columns}. Give them headings such as: label, net, value, level, exclusive, "
                "definition, keywords."
            ).format(columns=", ".join(map(shown, table.columns[:8]))),
        )
    return found


def _code(row: Row) -> Code:
    def text(name: str) -> str:
        return row.fields.get(name, "").strip()

    color = text("color")
    return Code(
        code_id=row.code_id,
        label=row.label,
        definition=text("definition"),
        include=text("include"),
        exclude=text("exclude"),
        keywords=_listed(row.fields.get("keywords", "")),
        examples=_listed(row.fields.get("examples", ""), commas=False),
        parent=row.parent,
        exclusive=fold(text("exclusive")) in _YES,
        color=color if _COLOR.fullmatch(color) else None,
        retired=fold(text("retired")) in _YES or bool(text("replaced_by")),
        replaced_by=_listed(row.fields.get("replaced_by", "")),
    )


def _with_successors(table: SurveyTable, codes: Iterable[Code]) -> list[Code]:
    """Return the codes; what replaces them is named by id or label."""
    book = Codebook(tuple(codes))
    found = []
    for code in book.codes:
        after = [book.find(name) for name in code.replaced_by]
        if None in after or code in after:
            raise InputError(
                _("{file}: what replaces the code {name} is not in the file").format(file=table.path, name=code.label),
                _("Correct the file and try again; nothing was changed."),
            )
        found.append(replace(code, replaced_by=tuple(one.code_id for one in after if one is not None)))
    return found


def _listed(text: str, *, commas: bool = True) -> tuple[str, ...]:
    separator = next((sign for sign in ("\n", "|", ";") if sign in text), "," if commas else "\n")
    return tuple(dict.fromkeys(part for one in text.split(separator) if (part := " ".join(one.split()))))


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return _GUARD.sub("", str(cell))
