"""Codes that come with an export, against the codebook: in one column, a column a mention, or a 0/1 column a code."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from coder.domain.codebook import ID_PATTERN, Code, Codebook, slug
from coder.domain.errors import InputError
from coder.domain.folding import fold
from coder.domain.survey import SurveyTable
from coder.domain.texts import _
from coder.workflows.columns import text_of, value_of

# Tried in this order when no separator is given. Never a comma: labels hold commas.
SEPARATORS = ("|", ";")

# What survey tools, statistics programs and people write for a code that was given, or was not.
YES = {"1", "ja", "yes", "x", "true", "waar", "selected", "geselecteerd", "quoted", "genoemd", "mentioned"}
YES |= {"checked", "aangevinkt"}
NO = {"0", "nee", "no", "false", "onwaar", "not selected", "niet geselecteerd", "not quoted", "niet genoemd"}
NO |= {"not mentioned", "unchecked", "niet aangevinkt", "no to", "-", ""}

Shape = Literal["joined", "mentions", "flags"]
"""One column with all codes of an answer; columns with a code each; or a column per code that says yes or no."""

# What divides the name of a column from that of its code: 'trots: Netwerk', 'V5_3', 'q5[geld]', 'Vraag - Geld'.
NAME_PARTS = re.compile(r"(?::\s|\s[-|]\s|_|\[|\(|\.)(?=[^\s])")
_END = re.compile(r"[\])]$")


@dataclass(frozen=True, slots=True)
class CodesFound:
    """Codes per answer, the codebook with the codes that were new, and how the codes stood in the file."""

    codes: dict[int, tuple[str, ...]]
    codebook: Codebook
    new: tuple[Code, ...]
    shape: Shape
    columns: int


def read_codes(
    table: SurveyTable,
    places: Sequence[int],
    rows: Mapping[int, Sequence[int]],
    codebook: Codebook | None,
    separator: str | None,
    new_codes: bool,
) -> CodesFound:
    """Read codes by id, value or label.

    Parameters
    ----------
    places : the columns, one or more.
    rows : by answer id, the rows of the table that are about it.
    codebook : of the question; without one, it is made from the codes found: the most frequent first, numbers by size,
        or in the order of their columns.
    separator : between codes in one cell; None finds it out.
    new_codes : whether codes that the codebook does not know are added to it.

    Raises
    ------
    InputError : a code is unknown.
    """
    known = codebook or Codebook()
    shape = _shape(table, places, rows, known)
    read = _flags if shape == "flags" else _cells
    given = read(table, places, rows, known, separator)
    unknown = Counter(one.name for named in given.values() for one in named if one.code_id is None)
    if unknown and codebook is not None and not new_codes:
        first = next(one for named in given.values() for one in named if one.code_id is None)
        raise _unknown(table, first, codebook)
    new: dict[str, Code] = {}
    places_of = {one.name: one.place for named in given.values() for one in named} if shape == "flags" else {}
    numbers = all(name.isdecimal() for name in unknown)
    for name in sorted(unknown, key=lambda name: int(name) if numbers else places_of.get(name, -unknown[name])):
        if (same := known.find(name)) is not None:  # the same label in other capitals
            new[name] = same
            continue
        value = next(one.value for named in given.values() for one in named if one.name == name)
        taken = known.by_id
        code_id = value if ID_PATTERN.match(value) and value not in taken else slug(name, taken)
        new[name] = Code(code_id, name)
        known = Codebook((*known.codes, new[name]))
    codes = {
        answer_id: known.ordered(one.code_id or new[one.name].code_id for one in named)
        for answer_id, named in given.items()
    }
    fresh = tuple(code for code in known.codes if code.code_id not in (codebook or Codebook()).by_id)
    return CodesFound(codes, known, fresh, shape, len(places))


@dataclass(frozen=True, slots=True)
class _Named:
    """A code as it stands in the file, and the id that it has in the codebook, if any."""

    code_id: str | None
    value: str
    name: str
    """Its label, as far as the file tells it."""
    row: int
    place: int


def _shape(table: SurveyTable, places: Sequence[int], rows: Mapping[int, Sequence[int]], known: Codebook) -> Shape:
    by_column = [
        {fold(text_of(value_of(table, table.rows[row], place))) for which in rows.values() for row in which}
        for place in places
    ]
    only_flags = all(values <= YES | NO for values in by_column) and any(values & YES for values in by_column)
    all_named = all(_code_of_column(table, place, known) for place in places)
    if len(places) == 1:
        return "flags" if only_flags and all_named else "joined"
    if not only_flags:
        return "mentions"
    values = {value for found in by_column for value in found if value}
    return "mentions" if not all_named and known.codes and all(map(known.find, values)) else "flags"


def _cells(
    table: SurveyTable,
    places: Sequence[int],
    rows: Mapping[int, Sequence[int]],
    known: Codebook,
    separator: str | None,
) -> dict[int, list[_Named]]:
    """Return the codes in cells that name them; answers without any are left out."""
    texts = {
        answer_id: [
            (row, place, text) for row in which for place in places if (text := text_of(table.rows[row][place]))
        ]
        for answer_id, which in rows.items()
    }
    if separator is None:
        every = [text for cells in texts.values() for _row, _place, text in cells]
        separator = next((s for s in SEPARATORS if any(s in text for text in every)), SEPARATORS[-1])
    found: dict[int, list[_Named]] = {}
    for answer_id, cells in texts.items():
        named = [
            _named(table, part.strip(), row, place, known)
            for row, place, text in cells
            for part in (text.split(separator) if known.find(text) is None else [text])
            if part.strip()
        ]
        kept = [
            one for one in named if one.code_id or one.value not in table.variable(table.columns[one.place]).missing
        ]
        if kept:
            found[answer_id] = kept
    return found


def _named(table: SurveyTable, value: str, row: int, place: int, known: Codebook) -> _Named:
    label = dict(table.variable(table.columns[place]).labels).get(value, value)
    bare = value.lstrip("0") or value  # '01' for 1
    code = next((code for name in (value, label, bare) if (code := known.find(name)) is not None), None)
    return _Named(code.code_id if code else None, value, label, row, place)


def _flags(
    table: SurveyTable,
    places: Sequence[int],
    rows: Mapping[int, Sequence[int]],
    known: Codebook,
    separator: str | None,
) -> dict[int, list[_Named]]:
    """Return the codes whose column says yes.

    An answer for which all columns say no has none of the codes, in a file that leaves the columns of other answers
    blank, or missing. In a file that says no everywhere it may just as well be one that nobody coded, and is taken as
    such.
    """
    blank = any(all(value_of(table, row, place) is None for place in places) for row in table.rows)
    names = _names_of_columns(table, places)
    codes = {place: _code_of_column(table, place, known) for place in places}
    found: dict[int, list[_Named]] = {}
    for answer_id, which in rows.items():
        named = [
            _Named(codes[place], names[place], names[place], row, place)
            for row in which
            for place in places
            if fold(text_of(value_of(table, table.rows[row], place))) in YES
        ]
        said = any(value_of(table, table.rows[row], place) is not None for row in which for place in places)
        if named or (blank and said):
            found[answer_id] = named
    return found


def _code_of_column(table: SurveyTable, place: int, known: Codebook) -> str | None:
    column = table.columns[place]
    for name in (column, table.variable(column).text):
        ends = [name, *(_END.sub("", name[match.end() :]) for match in NAME_PARTS.finditer(name))]
        for end in ends:
            if end and (code := known.find(end)) is not None:
                return code.code_id
    return None


def _names_of_columns(table: SurveyTable, places: Sequence[int]) -> dict[int, str]:
    """Return what the code of each column is called: its text or name, without what all have in common before it."""
    names = [table.variable(table.columns[place]).text or table.columns[place] for place in places]
    if len(set(names)) < len(names):
        names = [table.columns[place] for place in places]
    low, high = min(names), max(names)  # what these two share, all do
    shared = next((place for place, pair in enumerate(zip(low, high, strict=False)) if len(set(pair)) > 1), 0)
    cut = max((match.end() for match in NAME_PARTS.finditer(low[:shared] + "x")), default=0)
    return {place: _END.sub("", name[cut:]) if cut else name for place, name in zip(places, names, strict=True)}


def nearest(name: str, codebook: Codebook) -> str | None:
    """Return the id or label that a name which the codebook does not know is most like, capitals aside; or None."""
    choices = {n.casefold(): n for code in codebook.codes for n in (code.code_id, code.label)}
    near = difflib.get_close_matches(name.casefold(), choices, n=1)
    return choices[near[0]] if near else None


def _unknown(table: SurveyTable, one: _Named, codebook: Codebook) -> InputError:
    hint = _("Correct the cell, or add such codes to the codebook with --new-codes.")
    if near := nearest(one.name, codebook):
        hint = _("Is '{code}' meant?").format(code=near) + " " + hint
    return InputError(
        _("{file}, row {row}, column '{column}': the code '{code}' is not in the codebook").format(
            file=table.path, row=table.row_numbers[one.row], column=table.columns[one.place], code=one.name[:80]
        ),
        hint,
    )
