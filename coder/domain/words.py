"""The words of an answer as the language room found them: what learning reads and the desk highlights."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word: characters `start` to `end` of the verbatim, and its dictionary form."""

    start: int
    end: int
    lemma: str
    """Lower case."""
    content: bool
    """True for words that carry content: no stop words, no numbers, no punctuation."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its words, ready for learning."""

    text: str
    words: tuple[Word, ...]
