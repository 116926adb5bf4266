"""A step of a sitting, kept so that it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass

from coder.domain.codebook import Codebook
from coder.review.ports import Decision, Item


@dataclass(frozen=True, slots=True)
class Step:
    """Something that `undo` can take back."""

    action_id: str
    place: int
    before: Decision | None
    codebook: Codebook | None = None
    """The codebook as it was, for a step that changed it."""
    draft: Decision | None = None
    """The choice as it was, for a step that changed codes which may have been chosen."""
    queue: list[Item] | None = None
    """The queue as it was, for a step that took answers out of a card."""
