"""Questions, respondents and their answers; and the table that a survey export is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time

Cell = str | int | float | bool | date | datetime | time | None
"""What one cell of an export may hold. Importers give empty cells as None and never a NaN."""


@dataclass(frozen=True, slots=True)
class Question:
    """An open question: a short key and the text that respondents saw."""

    question_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Respondent:
    """One person in one round, with a weight and the closed variables that were kept (column name -> value)."""

    respondent_id: str
    round_id: str
    weight: float | None = None
    variables: dict[str, str | int | float | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """One verbatim: what one respondent wrote to one question in one round."""

    answer_id: int
    question_id: str
    round_id: str
    respondent_id: str
    text: str
    text_hash: str
    position: int = 0
    """Place in the file it came from; the queue in file order follows it."""


@dataclass(frozen=True, slots=True)
class SurveyTable:
    """A survey export as it was read: a header and rows of equal length."""

    path: str
    """The file as the user named it, for messages."""
    format: str
    """What it was recognised as: 'csv', 'xlsx', 'jsonl'."""
    columns: tuple[str, ...]
    """The header, unchanged: may hold line breaks; never two the same (see the importers)."""
    rows: tuple[tuple[Cell, ...], ...]
    row_numbers: tuple[int, ...]
    """Where each row begins in the file, counted from 1 as people do: line of a text file, row of a sheet."""
    details: dict[str, str] = field(default_factory=dict)
    """What was found out on the way: encoding, delimiter, sheet."""
