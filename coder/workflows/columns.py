"""Columns of a survey export: which one is meant, and what they look like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import repeat

from coder.domain.errors import InputError
from coder.domain.folding import fold
from coder.domain.survey import Cell, SurveyTable
from coder.domain.texts import _
from coder.importers.forms import holds_several

# What tells an open answer from a closed one or an id: long enough on average, and mostly different.
OPEN_MEAN_CHARACTERS = 15
OPEN_MEAN_WORDS = 1.5
OPEN_DISTINCT_SHARE = 0.3
ID_NAMES = {
    "id",
    "respondent",
    "respondentid",
    "responseid",
    "responsid",
    "respondentnummer",
    "respnr",
    "respid",
    "casenummer",
    "recordid",
    "respondentnr",
    "caseid",
    "casenr",
    "deelnemer",
    "deelnemernummer",
    "deelnemernr",
    "volgnummer",
    "volgnr",
    "nummer",
    "nr",
}
WEIGHT_NAMES = {"weight", "weights", "weging", "weegfactor", "wegingsfactor", "gewicht", "weightfactor"}
CODES_NAMES = {"code", "codes", "codering", "coderingen", "gecodeerd", "codenummer", "coding", "codings", "coded"}
TICKED_TIMES = 5
"""How often the parts of cells with ticked answers ('radio,tv') come back, on average; parts of open answers do not."""

_NUMBER = re.compile(r"(?=.*\d)[-+]?[\d.,:/ €%T+-]+(?:\s?(?:[ap]\.?m\.?|Z|UTC|GMT|CES?T))?", re.IGNORECASE)
"""Numbers, amounts, dates and times."""


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """What a column looks like. Numbers count filled cells only, but for `filled_share`."""

    number: int
    name: str
    filled_share: float
    mean_characters: float
    distinct: int
    looks_open: bool
    example: str
    text: str = ""
    """The question, where the source gives it beside the name."""
    role: str = ""
    """What the source says it is for (see `coder.domain.survey.Role`)."""


def text_of(cell: Cell) -> str:
    """Return a cell as a text, stripped; empty for None."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell).strip()


def find_column(table: SurveyTable, name: str) -> int:
    """Return the place of a column given by name, by its question text, by an unambiguous beginning, or as '#4'.

    Raises
    ------
    InputError : there is no such column, or several.
    """
    if match := re.fullmatch(r"#(\d{1,6})", name.strip()):
        number = int(match[1])
        if 1 <= number <= len(table.columns):
            return number - 1
        raise InputError(
            _("{file}: there is no column {column}").format(file=table.path, column=name),
            _("The file has {n} columns.").format(n=len(table.columns)),
        )
    if name in table.columns:
        return table.columns.index(name)
    wanted = fold(name)
    folded = [fold(column) for column in table.columns]
    texts = [fold(table.variable(column).text) for column in table.columns]
    for fits in (
        [i for i, c in enumerate(folded) if c == wanted],
        [i for i, c in enumerate(folded) if c.startswith(wanted)],
        [i for i, c in enumerate(texts) if c.startswith(wanted)],
    ):
        if wanted and len(fits) == 1:
            return fits[0]
        if wanted and fits:
            raise InputError(
                _("{file}: several columns begin with '{column}'").format(file=table.path, column=name),
                _("Give more of the name, or its number: {columns}.").format(columns=_listed(table.columns, fits)),
            )
    raise InputError(
        _("{file}: there is no column '{column}'").format(file=table.path, column=name),
        _("Columns of the file: {columns}.").format(columns=_listed(table.columns, range(len(table.columns)))),
    )


def find_columns(table: SurveyTable, names: str) -> list[int]:
    """Return the places of columns: a set of the source, a range ('#12-#30'), a pattern ('V5_*'), or names with commas.

    Raises
    ------
    InputError : there is no such column, or several that might be meant.
    """
    if names in table.columns:
        return [table.columns.index(names)]
    for one in table.sets:
        if fold(one.name) == fold(names):
            return [table.columns.index(column) for column in one.columns]
    if match := re.fullmatch(r"\s*(#\d{1,6})\s*-\s*(#\d{1,6})\s*", names):
        first, last = (find_column(table, number) for number in match.groups())
        return list(range(min(first, last), max(first, last) + 1))
    if "*" in names:
        wanted = re.compile(".*".join(map(re.escape, names.split("*"))), re.IGNORECASE | re.DOTALL)
        if found := [place for place, column in enumerate(table.columns) if wanted.fullmatch(column)]:
            return found
    try:
        return [find_column(table, names)]
    except InputError:
        if "," not in names:
            raise
    parts = [part.strip() for part in names.split(",")]
    return list(dict.fromkeys(place for part in parts if part for place in find_columns(table, part)))


def _listed(columns: Sequence[str], places: Sequence[int]) -> str:
    shown = [f"#{i + 1} {_short(columns[i])}" for i in places[:12]]
    return ", ".join(shown) + (" …" if len(places) > 12 else "")


def _short(name: str) -> str:
    flat = " ".join(name.split())
    return flat if len(flat) <= 40 else flat[:39] + "…"


def profiles(table: SurveyTable) -> list[ColumnProfile]:
    """Return what each column looks like."""
    return [profile(table, place) for place in range(len(table.columns))]


def called_after_codes(name: str) -> bool:
    """Tell whether a column is called 'codes', or 'Code 2'."""
    return fold(name).rstrip("0123456789 _.-") in CODES_NAMES


def profile(table: SurveyTable, place: int) -> ColumnProfile:
    """Return what a column looks like."""
    name = table.columns[place]
    cells = Counter(row[place] for row in table.rows)  # closed questions have a few values, time and again
    texts: Counter[str] = Counter()
    for cell, times in cells.items():
        texts[text_of(cell)] += times
    del texts[""]
    filled, distinct = texts.total(), len(texts)
    typed = any(isinstance(cell, str) for cell in cells)
    characters = sum(len(text) * times for text, times in texts.items()) / (filled or 1)
    words = sum(len(text.split()) * times for text, times in texts.items()) / (filled or 1)
    numbers = sum(times for text, times in texts.items() if _NUMBER.fullmatch(text))
    variable = table.variable(name)
    looks_open = variable.role == "open" or (
        variable.role == ""
        and typed
        and not called_after_codes(name)
        and filled > 0
        and numbers < filled / 2
        and words >= OPEN_MEAN_WORDS
        and characters >= OPEN_MEAN_CHARACTERS
        and distinct >= OPEN_DISTINCT_SHARE * filled
        and not any(holds_several(list(texts.elements()), sign, TICKED_TIMES) for sign in ",;")
    )
    share = filled / len(table.rows) if table.rows else 0.0
    example = next(iter(texts), "")
    text = variable.text if variable.text != " ".join(name.split()) else ""
    return ColumnProfile(place + 1, name, share, characters, distinct, looks_open, example, text, variable.role)


def value_of(table: SurveyTable, row: Sequence[Cell], place: int) -> Cell:
    """Return what a cell says: its label where its value has one, None where the value stands for no answer."""
    cell = row[place]
    variable = table.variable(table.columns[place])
    if cell is None or not (variable.labels or variable.missing):
        return cell
    value = text_of(cell)
    if value in variable.missing:
        return None
    label = variable.label(value)
    return cell if label == value else label


def guess_id(table: SurveyTable) -> int | None:
    """Return the column that numbers the respondents: the source says so, or its name does and its values differ."""
    return next((place for place in _called_ids(table) if _repeated(table, place) is None), None)


def refused_id(table: SurveyTable) -> tuple[str, str] | None:
    """Return a column that is called as if it numbered the respondents, and a value ('' for none) why it does not.

    None where there is no such column, or where `guess_id` finds one that does.
    """
    if guess_id(table) is not None:
        return None
    refused = (
        (table.columns[place], value) for place in _called_ids(table) if (value := _repeated(table, place)) is not None
    )
    return next(refused, None)


def _called_ids(table: SurveyTable) -> list[int]:
    """Return the columns that the source, or their names, say to number the respondents, the likeliest first."""
    named = [place for place, name in enumerate(table.columns) if table.variable(name).role == "id"]
    return named + [place for place, name in enumerate(table.columns) if _bare(name) in ID_NAMES]


def _repeated(table: SurveyTable, place: int) -> str | None:
    """Return the first value of a column that stands there twice in a round, '' where a cell is empty; else None."""
    seen = set[tuple[str, str]]()
    for row, round_id in zip(table.rows, table.rounds or repeat(""), strict=False):
        value = text_of(row[place])
        if not value or (round_id, value) in seen:
            return value
        seen.add((round_id, value))
    return None


def guess_weight(table: SurveyTable) -> int | None:
    """Return the column that the source names as the weight, or that is called so and holds numbers; or None."""
    for place, name in enumerate(table.columns):
        if table.variable(name).role == "weight":
            return place
    for place, name in enumerate(table.columns):
        if _bare(name) in WEIGHT_NAMES:
            missing = table.variable(name).missing
            values = [text for row in table.rows if (text := text_of(row[place])) and text not in missing]
            if values and all(re.fullmatch(r"\d+([.,]\d+)?", text) for text in values):
                return place
    return None


def _bare(name: str) -> str:
    return fold(name).replace(" ", "").replace("_", "")
