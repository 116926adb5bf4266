"""What the desk needs from the outside, as two small interfaces: a place to keep decisions, and suggestions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from coder.domain.codebook import Codebook
from coder.domain.codebook_edits import CodebookEdit
from coder.domain.coding import Status, Suggestions
from coder.domain.survey import Answer
from coder.review.person import Person


@dataclass(frozen=True, slots=True)
class Item:
    """What one card is about: an answer, those that are the same, and those that read alike.

    The same are those that are equal after folding case, spaces and punctuation, and come first; on those that read
    alike see `coder group`.
    """

    answers: tuple[Answer, ...]
    sampled: bool = False
    """Whether the first answer was drawn in a random sample that is to be coded now; such items come first."""
    shared: bool = False
    """Whether several coders code it, to be compared: what others decided is not shown, and leaves it in the queue."""
    blind: bool = False
    """Whether nothing is suggested either."""

    @property
    def first(self) -> Answer:
        """The answer that the card shows."""
        return self.answers[0]

    @property
    def same(self) -> tuple[Answer, ...]:
        """The answers with the text that the card shows."""
        return tuple(a for a in self.answers if a.text_hash == self.first.text_hash)

    @property
    def like(self) -> tuple[Answer, ...]:
        """One answer of each other text, in the order of the card."""
        others = {a.text_hash: a for a in reversed(self.answers) if a.text_hash != self.first.text_hash}
        return tuple(reversed(others.values()))


@dataclass(frozen=True, slots=True)
class Decision:
    """What a coder decided about an item. Memo and quote belong to the answer shown, codes to all of the item."""

    status: Status = "open"
    codes: tuple[str, ...] = ()
    memo: str = ""
    quote: bool = False
    quoted: tuple[int, int] | None = None
    """The part of the verbatim that is the quote, by its characters; None for all of it."""


class Recorder(Protocol):
    """Keeps decisions safe. Each call returns when the decision is on disk, or raises a CoderError."""

    def record(self, item: Item, decision: Decision, shown: Suggestions) -> str:
        """Keep a decision; return the id of the action."""
        ...

    def add_code(self, name: str, definition: str) -> tuple[Codebook, str]:
        """Add a code to the codebook; return the new codebook and the id of the action."""
        ...

    def edit_codebook(self, edit: CodebookEdit) -> tuple[Codebook, str]:
        """Change the codebook; return the new codebook and the id of the action."""
        ...

    def taken(self, item: Item) -> bool:
        """Return whether another coder has decided this item since the sitting began."""
        ...

    def take_out(self, answers: Sequence[Answer]) -> str:
        """Keep that the texts of these answers are not alike with the rest of their card; return the action's id."""
        ...

    def undo(self, action_id: str) -> None:
        """Undo an action of this sitting."""
        ...


class People(Protocol):
    """Knows the respondents behind the answers."""

    def person(self, answer: Answer, *, blind: bool) -> Person:
        """Return who gave an answer; `blind` leaves out what other coders decided. Raises a CoderError."""
        ...


class Suggester(Protocol):
    """Proposes codes, and learns from decisions."""

    def suggest(self, answer: Answer) -> Suggestions:
        """Return what is proposed for an answer."""
        ...

    def learn(self, answer: Answer, codes: Sequence[str], *like: Answer) -> None:
        """Take in a decision about an answer and those that read like it."""
        ...

    def forget(self, answer: Answer, *like: Answer) -> None:
        """Take a decision back."""
        ...

    def use_codebook(self, codebook: Codebook) -> None:
        """Go on with a changed codebook."""
        ...

    def priority(self) -> Mapping[int, float]:
        """Return which answers come first in an order that hangs on what was learnt (by answer id, higher is sooner).

        May be empty, and need not hold every answer.
        """
        ...


class NoSuggestions:
    """A suggester that proposes nothing: for blind coding and for tests."""

    def suggest(self, answer: Answer) -> Suggestions:
        """Propose nothing."""
        return Suggestions()

    def learn(self, answer: Answer, codes: Sequence[str], *like: Answer) -> None:
        """Learn nothing."""

    def forget(self, answer: Answer, *like: Answer) -> None:
        """Forget nothing."""

    def use_codebook(self, codebook: Codebook) -> None:
        """Stay as it is."""

    def priority(self) -> Mapping[int, float]:
        """Know nothing."""
        return {}
