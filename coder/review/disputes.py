"""Answers that people coded differently, and what the desk for them needs from the outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from coder.domain.coding import Status
from coder.domain.survey import Answer


@dataclass(frozen=True, slots=True)
class Side:
    """What one coder made of an answer."""

    coder_id: str
    codes: tuple[str, ...]
    flagged: bool = False
    """Whether the coder set it apart to be talked over."""
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Dispute:
    """Answers with one text that the same people coded in the same, different ways."""

    answers: tuple[Answer, ...]
    sides: tuple[Side, ...]
    before: tuple[str, ...] | None = None
    """The codes on which it was reconciled before; None where it was not."""
    changed: tuple[str, ...] = ()
    """Who coded it otherwise since then."""
    memo: str = ""

    @property
    def common(self) -> frozenset[str]:
        """The codes that all gave."""
        return frozenset.intersection(*(frozenset(side.codes) for side in self.sides))

    @property
    def given(self) -> frozenset[str]:
        """The codes that anybody gave."""
        return frozenset(code for side in self.sides for code in side.codes)


class ReconcileRecorder(Protocol):
    """Keeps what was reconciled. Each call returns when it is on disk, or raises a CoderError."""

    def settle(self, dispute: Dispute, status: Status, codes: tuple[str, ...], memo: str) -> str:
        """Keep the coding that counts ('open': only the memo); return the id of the action."""
        ...

    def undo(self, action_id: str) -> None:
        """Undo an action of this sitting."""
        ...
