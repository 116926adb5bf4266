"""Lines above a table: a title, a date of export. They are left out, and told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from coder.domain.survey import Cell
from coder.domain.texts import ngettext
from coder.importers.base import shown

LOOKED = 20
"""Rows among which the header is looked for."""

_TITLE_CELLS = 2
"""Filled cells that a line above a table has at most: 'Exported on', and the date."""

_LEAST_COLUMNS = 3
"""In a table of two columns, one without a name looks like a title too."""

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
    first = title_count([cells for _place, cells in filled])
    titles = [" ".join(str(cell) for cell in cells if cell is not None) for _place, cells in filled[:first]]
    place, header = filled[first]
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
            return 0
    return 0


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
