"""A part of an answer, chosen with the keyboard, word by word."""

from __future__ import annotations

import re

_WORD = re.compile(r"\S+")

SELECTION_KEYS = ("left", "right", "home", "end", " ", "tab")


class Selection:
    """The words from one place to another, one end of which moves.

    Parameters
    ----------
    text : the answer, with at least one word.
    part : what is chosen to begin with, by its characters; None for the first word.
    """

    def __init__(self, text: str, part: tuple[int, int] | None = None) -> None:
        self.text = text
        self._words = [match.span() for match in _WORD.finditer(text)]
        inside = [n for n, (begins, ends) in enumerate(self._words) if part and ends > part[0] and begins < part[1]]
        self.first, self.last = (inside[0], inside[-1]) if inside else (0, 0)
        self.at_end = bool(inside)
        """Whether the arrow keys move the end; else both ends, as a cursor."""

    @property
    def part(self) -> tuple[int, int] | None:
        """The characters that are chosen; None for the whole answer."""
        if not self._words or (self.first == 0 and self.last == len(self._words) - 1):
            return None
        return self.shown

    @property
    def shown(self) -> tuple[int, int]:
        """The characters to mark."""
        return (self._words[self.first][0], self._words[self.last][1]) if self._words else (0, 0)

    def moved(self, key: str) -> Selection:
        """Return the selection after a key: arrows, 'home' and 'end' move, space or tab fixes the beginning."""
        new = Selection.__new__(Selection)
        new.text, new._words = self.text, self._words
        new.first, new.last, new.at_end = self.first, self.last, self.at_end
        furthest = len(self._words) - 1
        if key in (" ", "tab"):
            new.at_end = not self.at_end
            if self.at_end:  # begin again, where it began
                new.last = self.first
            return new
        place = self.last if self.at_end else self.first
        steps = {"left": place - 1, "right": place + 1, "home": 0, "end": furthest}
        if key in steps:
            new.last = min(max(steps[key], self.first if self.at_end else 0), furthest)
            if not self.at_end:
                new.first = new.last
        return new
