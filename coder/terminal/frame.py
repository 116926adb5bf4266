"""What the card shows besides the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from coder.domain.survey import Question, Respondent


@dataclass(frozen=True, slots=True)
class Frame:
    """What the card shows besides the desk: it stays the same during a sitting."""

    question: Question
    respondents: dict[tuple[str, str], Respondent]
    answers: int
    coded_before: int
    notes: Mapping[int, str] = field(default_factory=dict)
    """By answer id: why the card is shown."""
    part: str = ""
    """Which part of the queue was asked for; empty for all of it."""
    outside: int = 0
    """Answers that are left to code, and not in that part."""
