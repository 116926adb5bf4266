"""Texts that occur again and again, each kept once."""

from __future__ import annotations

MOST = 100_000
"""Texts that a pool remembers: enough for labels and names, and bounded where every cell holds another."""


class Pool(dict[str, str]):
    """Gives for a text the one that was seen first: of 60 columns of a survey most hold a few labels.

    `pool[text]` is a text equal to `text`.
    """

    def __missing__(self, text: str) -> str:
        if len(self) < MOST:
            self[text] = text
        return text
