"""Lines around a table: a title, names of groups of columns, totals, a source. They are left out, and told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from coder.domain.folding import fold
from coder.domain.survey import Cell, SurveyTable
from coder.domain.texts import ngettext
from coder.importers.base import shown

LOOKED = 20
"""Rows among which the header is looked for."""

_TITLE_CELLS = 2
"""Filled cells that a line above a table has at most: 'Exported on', and the date."""

_LEAST_COLUMNS = 3
"""In a table of two columns, one without a name looks like a title too."""

_BELOW = 5
"""Rows at the end that may stand below a table."""

_TOTALS = frozenset({"totaal", "totalen", "total", "totals", "som", "sum", "gemiddelde", "mean", "average"})

_NUMBER = re.compile(r"\s*[-+]?\d+([.,]\d+)?\s*")

Row = tuple[int, Sequence[Cell]]


def below_titles(rows: Iterable[Row]) -> tuple[list[str], Sequence[Cell] | None, Iterator[Row]]:
    """Return the lines above a table, its header (None when there are no filled rows), and the rows below it."""
    begin = iter(rows)
    looked = list(islice(begin, LOOKED))
    filled = [
        (place, cells) for place, (_number, cells) in enumerate(looked) if any(cell is not None for cell in cells)
    ]
    if not filled:
        header = next((cells for _number, cells in begin if any(cell is not None for cell in cells)), None)
        return [], header, begin
    seen = [cells for _place, cells in filled]
    first = title_count(seen)
    above = seen[:first]
    place, header = filled[first]
    if _names_groups(seen[first:]):
        above, (place, names) = seen[: first + 1], filled[first + 1]
        header = _told_apart(header, names)
    titles = [" ".join(str(cell) for cell in cells if cell is not None) for cells in above]
    return titles, header, chain(looked[place + 1 :], begin)


def title_count(rows: Sequence[Sequence[Cell]]) -> int:
    """Return how many of the filled rows at the beginning stand above the table: 0 when the first is its header.

    A title stands at the left with nothing beside it; below it comes a wider row of names, no two the same and none a
    number.
    """
    widest = max((_filled(cells) for cells in rows), default=0)
    if widest < _LEAST_COLUMNS:
        return 0
    for place, cells in enumerate(rows):
        wide = _filled(cells)
        if wide > _TITLE_CELLS or 2 * wide > widest:
            return place if _is_header(cells) else 0
        if cells[0] is None or any(cell is not None for cell in cells[wide:]):
            return place if _names_groups(rows[place:]) else 0
    return 0


def _names_groups(rows: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether the first row names groups of columns (merged cells) and the second is the header.

    The second row is names only and fills what the first leaves open; in one of its columns at least stand numbers
    below it, so it is no answer itself.
    """
    if len(rows) <= 2:
        return False
    groups, names, body = rows[0], rows[1], rows[2:]
    texts = all(isinstance(cell, str) and not _NUMBER.fullmatch(cell) for cell in (*groups, *names) if cell is not None)
    under = all(name is not None for group, name in zip(groups, names, strict=False) if group is not None)
    if not texts or not under or len(names) < len(groups) or not 0 < 2 * _filled(groups) <= _filled(names):
        return False
    columns = ([row[place] for row in body if place < len(row) and row[place] is not None] for place in _places(names))
    return any(len(cells) > 1 and all(map(_is_number, cells[:-_BELOW] or cells)) for cells in columns)


def _told_apart(groups: Sequence[Cell], names: Sequence[Cell]) -> list[Cell]:
    """Return the names of columns; of those that occur more than once, with the group before it: 'Parks: grade'."""
    times, group, found = Counter(names), None, list[Cell]()
    for place, name in enumerate(names):
        group = groups[place] if place < len(groups) and groups[place] is not None else group
        found.append(f"{group}: {name}" if name is not None and group is not None and times[name] > 1 else name)
    return found


def without_rows_below(table: SurveyTable) -> SurveyTable:
    """Return a table without rows of totals, and without notes in its first column, at its end."""
    end = len(table.rows)
    for place in range(len(table.rows) - 1, max(0, len(table.rows) - 1 - _BELOW), -1):
        cells = table.rows[place]
        apart = table.row_numbers[place] - table.row_numbers[place - 1] > 1
        if _is_total(cells) or (_is_note(cells) and (apart or fold(str(cells[0])).startswith("bron "))):
            end = place
        elif not _is_note(cells):
            break
    below = table.rows[end:]
    if len(table.columns) < _LEAST_COLUMNS or not below:
        return table
    said = ngettext("{n} line below the table ({text})", "{n} lines below the table ({text})", len(below))
    first = " ".join(str(cell) for cell in below[0] if cell is not None)
    return replace(table.of_rows(range(end)), left_out=(*table.left_out, said.format(n=len(below), text=shown(first))))


def _is_total(cells: Sequence[Cell]) -> bool:
    first = next((cell for cell in cells[:_TITLE_CELLS] if cell is not None), None)
    return isinstance(first, str) and fold(first) in _TOTALS


def _is_note(cells: Sequence[Cell]) -> bool:
    """Tell whether there is only a text of some words at the left; an id is one word."""
    return _filled(cells) == 1 and isinstance(cells[0], str) and " " in cells[0].strip()


def _is_number(cell: Cell) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(_NUMBER.fullmatch(cell)))


def _places(cells: Sequence[Cell]) -> list[int]:
    return [place for place, cell in enumerate(cells) if cell is not None]


def told(titles: Sequence[str]) -> tuple[str, ...]:
    """Return what is said of lines that were left out."""
    if not titles:
        return ()
    n = len(titles)
    said = ngettext("{n} line above the table ({text})", "{n} lines above the table ({text})", n)
    return (said.format(n=n, text=shown(titles[0])),)


def _filled(cells: Sequence[Cell]) -> int:
    return sum(cell is not None for cell in cells)


def _is_header(cells: Sequence[Cell]) -> bool:
    names = [cell for cell in cells if cell is not None]
    texts = [cell for cell in names if isinstance(cell, str) and not _NUMBER.fullmatch(cell)]
    return len(texts) == len(names) == len(set(texts))
