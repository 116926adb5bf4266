"""Columns that look like codes which somebody gave to an open answer already, to propose them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from coder.domain.folding import fold
from coder.domain.survey import SurveyTable
from coder.workflows.coded_columns import NAME_PARTS, NO, YES
from coder.workflows.columns import called_after_codes, text_of

_LONGEST = 80
"""Characters of the codes of one answer in one cell; more is a text."""

_NUMBER = re.compile(r"\d{1,4}")
_LEAST_STEM = 2
"""Letters that the name of an open answer and those of its codes share at least."""


def likely_codes(table: SurveyTable, opened: Iterable[int], taken: Collection[int] = ()) -> dict[int, list[int]]:
    """Return, by open answer, the columns that look like its codes (places from 0).

    Their names begin like that of the answer ('trots', 'trots: Netwerk'; 'V5_open', 'V5_1'), they hold yes or no, or
    numbers of codes, and nobody has a code who has no answer: ticks beside 'Other' are no codes of it. Where there is
    one open answer, columns called 'codes' or 'code 1', 'code 2' are its codes too, whatever they hold.
    """
    answers = list(opened)
    stems: dict[str, list[int]] = {}
    for place, name in enumerate(table.columns):
        parts = list(NAME_PARTS.finditer(name))
        if parts and place not in answers and place not in taken:
            stems.setdefault(fold(name[: parts[-1].start()]), []).append(place)
    found = {}
    for answer in answers:
        own = fold(table.columns[answer])
        for stem, alike in stems.items():
            if len(stem) >= _LEAST_STEM and own.startswith(stem):
                places = [place for place in alike if _may_hold_codes(table, place)]
                if len(places) > 1 and _are_codes(table, answer, places):
                    found[answer] = places
    if len(answers) == 1 and not found:
        places = _called_so(table, {*answers, *taken})
        if places and _are_codes(table, answers[0], places):
            found[answers[0]] = places
    return found


def specified(answer: int, places: Sequence[int]) -> str:
    """Return what names columns with codes at the command line: '#4=#5-#10'."""
    return f"#{answer + 1}={numbered(places)}"


def numbered(places: Sequence[int]) -> str:
    """Return the numbers of columns as the command line takes them: '#5-#10', or '#5,#8'."""
    whole = len(places) > 1 and list(places) == list(range(places[0], places[-1] + 1))
    return f"#{places[0] + 1}-#{places[-1] + 1}" if whole else ",".join(f"#{place + 1}" for place in places)


def _called_so(table: SurveyTable, taken: Collection[int]) -> list[int]:
    """Return the columns that are called after codes and hold no texts; a single one may not number the respondents."""
    places = [place for place, name in enumerate(table.columns) if place not in taken and called_after_codes(name)]
    cells = [[text_of(row[place]) for row in table.rows] for place in places]
    if any(len(cell) > _LONGEST for column in cells for cell in column):
        return []
    numbers = len(cells) == 1 and all(cells[0]) and len(set(cells[0])) == len(cells[0])
    return [] if numbers else places


def _may_hold_codes(table: SurveyTable, place: int) -> bool:
    values = {fold(text_of(row[place])) for row in table.rows} - {""}
    return bool(values) and (values <= YES | NO or all(map(_NUMBER.fullmatch, values)))


def _are_codes(table: SurveyTable, answer: int, places: Sequence[int]) -> bool:
    """Tell whether columns, in which somebody has a code, give none to who has no answer."""
    given = [{fold(text_of(row[place])) for place in places} - NO for row in table.rows]
    empty = (codes for codes, row in zip(given, table.rows, strict=True) if not text_of(row[answer]))
    return any(given) and not any(empty)
