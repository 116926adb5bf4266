"""Codings and suggestions: what a coder decided about an answer, and what the tool proposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["coded", "skipped", "flagged", "open"]
"""'open' means: no decision (any more); undo and memos on undecided answers write it."""

Source = Literal["human", "machine", "rule", "import", "group", "reconciled"]
"""Who decided. 'import' is a person's coding that came with a file; 'group' that of an answer which reads alike;
'reconciled' what coders who disagreed made of it together. All three teach like 'human'."""

BY_PEOPLE: tuple[Source, ...] = ("human", "import", "group", "reconciled")

RECONCILED = "reconciled"
"""Whose codings those are that coders agreed on: a layer of its own, which counts before what each of them decided."""

MACHINE, AUTOCODE = "machine", "autocode"
"""Whose codings the machine's are: proposals that stay in the queue, and decisions that close an answer because every
code about it keeps to the error budget. Both have the source 'machine'."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A part of the answer that carried a suggestion: characters `start` to `end` of the verbatim."""

    start: int
    end: int
    text: str
    weight: float
    """Share of the part in the score, 0 to 1 within one suggestion."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code proposed for an answer, with its probability (0 to 1) and what it rests on."""

    code_id: str
    probability: float
    evidence: tuple[Evidence, ...] = ()
    like: tuple[str, ...] = ()
    """The most similar answers that people gave this code, most similar first; only where they were asked for."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """All that is proposed for one answer: suggestions best first, and the set to pre-select."""

    ranked: tuple[Suggestion, ...] = ()
    selected: tuple[str, ...] = ()
    model_id: str = ""
    """The model that proposed; empty while only the codebook's own words did."""


@dataclass(frozen=True, slots=True)
class Coding:
    """One decision of one coder about one answer: an event that is added and never changed."""

    coding_id: str
    action_id: str
    answer_id: int
    coder_id: str
    status: Status
    source: Source
    codes: tuple[str, ...] = ()
    suggested: tuple[tuple[str, float], ...] = ()
    """What was proposed at that moment: (code id, probability)."""
    model_id: str = ""
    codebook_version: str = ""
    text_hash: str = ""
    """The text that the coder saw."""
    created_at: str = ""
    """UTC, ISO 8601."""
    memo: str = ""
    quote: bool = False
    quoted: tuple[int, int] | None = None
    """The part of the verbatim that is the quote, by its characters; None for all of it."""
