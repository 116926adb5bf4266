"""Sentences about figures, and what they claim in a form that can be checked against the figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ClaimKind = Literal[
    "share",
    "first",
    "ahead",
    "level",
    "close",
    "majority",
    "half",
    "apart",
    "between",
    "no_difference",
    "rose",
    "fell",
    "no_change",
    "new",
    "gone",
    "broken",
    "together",
    "score",
]
"""What a sentence says of figures. 'share': a code has this share. 'first': no theme has a larger one. 'ahead': the
first code has a larger share than the second, by more than chance explains. 'level': the shares of all these codes are
too close to be put in an order. 'close': each is too close to the one after it. 'majority': certainly more than half.
'half': more than half of these respondents, though the interval leaves room for less. 'between': one group names a code
more often than another. 'rose', 'fell': between two rounds."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a sentence says, in a form that can be checked against the figures."""

    kind: ClaimKind
    codes: tuple[str, ...] = ()
    values: tuple[float, ...] = ()
    names: tuple[str, ...] = ()
    """Groups, rounds or variables that it is about."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence, the rule that made it, and the rows of the tables that prove it."""

    rule: str
    text: str
    rows: tuple[str, ...]
    """Anchors: see `anchor`."""
    claims: tuple[Claim, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that the sentence names, in its order."""
        return tuple(dict.fromkeys(code for claim in self.claims for code in claim.codes))


def anchor(question_id: str, code_id: str, table: str = "themes") -> str:
    """Return the name of the row of a code in a table of a question, for links from a sentence to its proof."""
    return f"{table}-{question_id}-{code_id}"
