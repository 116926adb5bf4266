"""The respondent behind a card: what they said to all questions, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass

from coder.domain.coding import Status
from coder.domain.survey import Answer, Question, Respondent

BACK = ("tab", "escape", "enter", "q")
STEPS = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10, "home": -1_000_000, "end": 1_000_000}


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of a respondent, and what was decided about it."""

    question: Question
    answer: Answer
    status: Status = "open"
    """'open' too where what others decided is not shown."""
    codes: tuple[str, ...] = ()
    """Their labels."""
    by_machine: bool = False
    """Whether the machine gave the codes, and no person has decided."""


@dataclass(frozen=True, slots=True)
class Person:
    """A respondent: the round of the card first, then the other rounds, the last one first."""

    respondent_id: str
    rounds: tuple[Respondent, ...]
    said: tuple[Said, ...]
    """Round by round as `rounds`, in the order of the questions; the answer of the card is among them."""


class PersonView:
    """A respondent on the screen, longer than the window perhaps."""

    def __init__(self, person: Person, answer_id: int) -> None:
        self.person, self.answer_id = person, answer_id
        self.scroll = 0
        """Lines that are scrolled away; whoever draws knows where the end is."""

    def press(self, key: str) -> bool:
        """Handle a key; return whether the respondent stays in view."""
        self.scroll = max(0, self.scroll + STEPS.get(key, 0))
        return key not in BACK
