"""What the desk needs from the outside, as two small interfaces: a place to keep decisions, and suggestions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from coder.domain.codebook import Codebook
from coder.domain.coding import Status, Suggestions
from coder.domain.survey import Answer


@dataclass(frozen=True, slots=True)
class Item:
    """What one card is about: an answer and those that are the same after folding case, spaces and punctuation."""

    answers: tuple[Answer, ...]

    @property
    def first(self) -> Answer:
        """The answer that the card shows."""
        return self.answers[0]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a coder decided about an item. Memo and quote belong to the answer shown, codes to all of the item."""

    status: Status = "open"
    codes: tuple[str, ...] = ()
    memo: str = ""
    quote: bool = False


class Recorder(Protocol):
    """Keeps decisions safe. Each call returns when the decision is on disk, or raises a CoderError."""

    def record(self, item: Item, decision: Decision, shown: Suggestions) -> str:
        """Keep a decision; return the id of the action."""
        ...

    def add_code(self, name: str, definition: str) -> tuple[Codebook, str]:
        """Add a code to the codebook; return the new codebook and the id of the action."""
        ...

    def taken(self, item: Item) -> bool:
        """Return whether another coder has decided this item since the sitting began."""
        ...

    def undo(self, action_id: str) -> None:
        """Undo an action of this sitting."""
        ...


class Suggester(Protocol):
    """Proposes codes, and learns from decisions."""

    def suggest(self, answer: Answer) -> Suggestions:
        """Return what is proposed for an answer."""
        ...

    def learn(self, answer: Answer, codes: Sequence[str]) -> None:
        """Take in a decision."""
        ...

    def forget(self, answer: Answer) -> None:
        """Take a decision back."""
        ...

    def use_codebook(self, codebook: Codebook) -> None:
        """Go on with a changed codebook."""
        ...

    def uncertainty(self) -> Mapping[int, float]:
        """Return how unsure the suggestions of each answer are (by answer id, higher is less sure); may be empty."""
        ...


class NoSuggestions:
    """A suggester that proposes nothing: for blind coding and for tests."""

    def suggest(self, answer: Answer) -> Suggestions:
        """Propose nothing."""
        return Suggestions()

    def learn(self, answer: Answer, codes: Sequence[str]) -> None:
        """Learn nothing."""

    def forget(self, answer: Answer) -> None:
        """Forget nothing."""

    def use_codebook(self, codebook: Codebook) -> None:
        """Stay as it is."""

    def uncertainty(self) -> Mapping[int, float]:
        """Know nothing."""
        return {}
