"""The answers on a card that only read alike, and which of them a coder takes out."""

from __future__ import annotations

from collections.abc import Sequence

from coder.domain.survey import Answer

STEPS = {"up": -1, "down": 1, "pageup": -5, "pagedown": 5, "home": -1_000_000, "end": 1_000_000}


class Members:
    """One answer of each other text on a card, a cursor, and what is to come out.

    Parameters
    ----------
    like : see `coder.review.ports.Item.like`.
    """

    def __init__(self, like: Sequence[Answer]) -> None:
        self.like = tuple(like)
        self.cursor = 0
        self.out: frozenset[int] = frozenset()
        """Which of them are to come out, by place."""

    @property
    def leaving(self) -> list[Answer]:
        """What is to come out, in the order of the card."""
        return [self.like[place] for place in sorted(self.out)]

    def press(self, key: str) -> None:
        """Handle a key: arrows move the cursor, space and digits take out or put back."""
        self.cursor = min(max(0, self.cursor + STEPS.get(key, 0)), len(self.like) - 1)
        if key == " ":
            self.out ^= {self.cursor}
        elif len(key) == 1 and key in "123456789" and int(key) <= len(self.like):
            self.out ^= {int(key) - 1}
