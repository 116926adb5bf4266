"""How large texts can be written in a box of a slide, and how many of them fit."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

POINT_CM = 2.54 / 72
LETTER = 0.56  # of the size of the letters: how wide one is, in a wide font
LINE = 1.25  # of the size: how high a line is
GAP = 0.5  # of the size: between paragraphs


def height_of(texts: Sequence[str], width: float, points: int) -> float:
    """Return how high paragraphs are that are written `width` wide, both in cm, in letters of so many points."""
    size = points * POINT_CM
    letters = max(int(width / (LETTER * size)), 1)
    lines = sum(max(len(wrap(text, letters)), 1) for text in texts)
    return lines * LINE * size + len(texts) * GAP * size


def fitting(texts: Sequence[str], width: float, height: float, sizes: Sequence[int]) -> tuple[int, int]:
    """Return the largest of these sizes in which paragraphs fit; in the smallest, how many of them do.

    The first always counts as one that fits.
    """
    for size in sizes:
        if height_of(texts, width, size) <= height:
            return size, len(texts)
    smallest = sizes[-1]
    kept = len(texts)
    while kept > 1 and height_of(texts[:kept], width, smallest) > height:
        kept -= 1
    return smallest, kept
