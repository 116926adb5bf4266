"""Texts of REFI-QDA projects, and where in them the selections stand.

The standard counts characters (Unicode code points) of the text as it is in the file, from 0. Programs differ: some
count a Windows line break once, some count UTF-16 units (an emoji twice), some count the byte order mark. Selections
are often named after their text; that shows how a program counted. Without such names the standard holds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, product
from typing import NamedTuple

from coder.importers.base import clean_text

COMPARED_CHARACTERS = 30
"""How much of a selection's name is compared with the text."""

TELLING_CHARACTERS = 3
"""Shorter names say nothing of where a selection stands."""

BYTE_ORDER_MARK = "\ufeff"


class Selection(NamedTuple):
    """A part of a text as a project names it."""

    start: int
    end: int
    name: str


def located(raw: str, selections: Sequence[Selection]) -> tuple[str, list[tuple[int, int]]]:
    """Return a text as surveys have it, and where each selection stands in it.

    Parameters
    ----------
    raw : the text as it is in the file, with its line breaks and its byte order mark.

    Returns
    -------
    The text with line feeds for line breaks and without spaces around it, '' where nothing is left; and for each
    selection the places of its first character and behind its last one.
    """
    text = (clean_text(raw.removeprefix(BYTE_ORDER_MARK)) or "").strip()
    if not selections:
        return text, []
    places = _places(raw, len(text))
    best: list[tuple[int, int]] = []
    most = (-1, -1)
    for starts in _countings(raw):
        found = [(_raw_place(starts, one.start, len(raw)), _raw_place(starts, one.end, len(raw))) for one in selections]
        spans = [(places[begin], places[max(begin, end)]) for begin, end in found]
        fits = sum(one.end <= (len(raw) if starts is None else starts[-1]) for one in selections)
        named = sum(_named(one.name, text[begin:end]) for one, (begin, end) in zip(selections, spans, strict=True))
        if (named, fits) > most:
            best, most = spans, (named, fits)
    return text, best


def _countings(raw: str) -> list[list[int] | None]:
    """Return the ways in which a program may have counted: the number at each character; None is the standard's."""
    marked, breaks, wide = raw.startswith(BYTE_ORDER_MARK), "\r\n" in raw, any(c > "\uffff" for c in raw)
    found: list[list[int] | None] = []
    ways = product((False, True)[: 1 + marked], (False, True)[: 1 + breaks], (False, True)[: 1 + wide])
    for with_mark, once, units in ways:
        if not (marked or once or units):
            found.append(None)
            continue
        sizes = [2 if units and character > "\uffff" else 1 for character in raw]
        if once:
            for place in range(1, len(raw)):
                sizes[place] -= raw[place - 1 : place + 1] == "\r\n"
        if marked and not with_mark:
            sizes[0] = 0
        found.append([0, *accumulate(sizes)])
    return found


def _raw_place(starts: list[int] | None, position: int, length: int) -> int:
    place = position if starts is None else bisect_left(starts, position)
    return min(max(place, 0), length)


def _places(raw: str, length: int) -> list[int]:
    """Return for each character of the text in the file, and its end, where it stands in the clean text."""
    kept = [
        not (
            character == "\0"
            or (character == "\n" and raw[place - 1 : place] == "\r")
            or (character == BYTE_ORDER_MARK and place == 0)
        )
        for place, character in enumerate(raw)
    ]
    counted = [0, *accumulate(kept)]
    clean = "".join(character for character, keep in zip(raw, kept, strict=True) if keep)
    before = len(clean) - len(clean.lstrip())
    return [min(max(place - before, 0), length) for place in counted]


def _named(name: str, text: str) -> bool:
    wanted = "".join(name.rstrip("….").split())[:COMPARED_CHARACTERS]
    return len(wanted) >= TELLING_CHARACTERS and "".join(text.split()).startswith(wanted)
