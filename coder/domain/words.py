"""The words of an answer as the language room found them: what learning reads and the desk highlights."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple


class Word(NamedTuple):
    """One word: characters `start` to `end` of the verbatim, and its dictionary form.

    A tuple, because a project of 10,000 answers has 70,000 of them.
    """

    start: int
    end: int
    lemma: str
    """Lower case."""
    content: bool
    """True for words that carry content: no stop words, no numbers, no punctuation."""
    negator: int | None = None
    """The place, among the words of the answer, of the word that turns this one around: 'niet' for 'tevreden' in
    'niet tevreden'. None for words that mean what they say."""

    @property
    def negated(self) -> bool:
        """Whether the answer says the opposite of this word."""
        return self.negator is not None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that belong together: characters `start` to `end` of the verbatim."""

    start: int
    end: int
    lemma: str
    """The words that matter, by their dictionary form, with spaces: 'gezamenlijk portemonnee', 'probleem oplossen'."""
    kind: Literal["noun", "verb"]
    """A noun with what describes it; or a verb with its object, which may stand apart."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its words, ready for learning."""

    text: str
    words: tuple[Word, ...]
    phrases: tuple[Phrase, ...] = field(default=())
