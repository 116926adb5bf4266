"""Questions, respondents and their answers; and the table that a survey export is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Literal

from coder.domain.codebook import Codebook
from coder.domain.coding import Source, Status

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
    missing: dict[str, str] = field(default_factory=dict)
    """Column name -> value, as a text, of closed variables that say why there is no answer: '99' for 'does not know'.
    These names are not among `variables`."""


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


Role = Literal["", "open", "closed", "id", "weight", "system"]
"""What a column is for. 'system' is what a survey tool adds by itself (IP address, time per page): it is left out.
Empty: the source does not say."""

Kind = Literal["", "number", "text", "date", "truth"]
KINDS: tuple[Kind, ...] = ("", "number", "text", "date", "truth")


@dataclass(frozen=True, slots=True)
class Variable:
    """What a source says of a column besides its cells."""

    text: str = ""
    """The question as respondents saw it, or what the variable is about."""
    role: Role = ""
    why: str = ""
    """Why a 'system' column is left out, in the language in use."""
    kind: Kind = ""
    labels: tuple[tuple[str, str], ...] = ()
    """Value labels, in the source's order: the value as a text ('1'), and what it stands for ('vrouw')."""
    missing: frozenset[str] = frozenset()
    """Values that stand for no answer ('99'); they are read as empty cells."""
    declared: tuple[tuple[str, str], ...] = ()
    """How a statistical program says which values those are, from and to, as texts: ('99', '99'), or ('90', '') where
    it has no end. A project keeps these, to let the values go out as they came; '{not asked}' is none of them."""

    def label(self, value: str) -> str:
        """Return what a value stands for; the value itself where it has no label.

        Of several values with one label, the later ones get their value behind it, so that none is lost.
        """
        found = dict(self.labels).get(value)
        if found is None:
            return value
        first = next((v for v, label in self.labels if label == found), value)
        return found if first == value else f"{found} ({value})"


@dataclass(frozen=True, slots=True)
class ResponseSet:
    """Columns that together are one question with several answers."""

    name: str
    text: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GivenCoding:
    """A coding that comes with a file: of the cell in row `row` (from 0) and the column named `column`."""

    row: int
    column: str
    coder_id: str
    """Empty where the file does not say who coded."""
    codes: tuple[str, ...]
    """Ids of codes of the codebook that comes along (see `SurveyTable.codebooks`)."""
    created_at: str = ""
    """UTC, ISO 8601."""
    memo: str = ""
    quote: bool = False
    quoted: tuple[int, int] | None = None
    """The part of the cell that is the quote, by its characters; None for all of it."""
    status: Status = "coded"
    source: Source = "import"


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
    """What was found out on the way: encoding, delimiter, sheet, the file beside it that holds its labels."""
    header: tuple[Cell, ...] = ()
    """The header to the letter, before empty and equal names were told apart; for recognising the source."""
    source: str = ""
    """The survey tool or program it comes from, as people know it: 'LimeSurvey'. Empty where nothing shows it."""
    variables: Mapping[str, Variable] = field(default_factory=dict)
    """By column name: what the source says of it. Columns that are not in here are as they look."""
    sets: tuple[ResponseSet, ...] = ()
    partial: frozenset[int] = frozenset()
    """Rows (from 0) of respondents who did not finish."""
    left_out: tuple[str, ...] = ()
    """What of the file is not in the rows, in words: 'Three trial answers (preview) were left out'."""
    rounds: tuple[str, ...] = ()
    """The round of each row, where the file says it; empty where it does not."""
    codings: tuple[GivenCoding, ...] = ()
    """One at most of each coder of each cell, oldest first."""
    codebooks: Mapping[str, Codebook] = field(default_factory=dict)
    """By column name: the codebook that `codings` refer to."""

    def variable(self, column: str) -> Variable:
        """Return what is known of a column."""
        return self.variables.get(column, _NOTHING_KNOWN)

    def of_rows(self, places: Sequence[int]) -> SurveyTable:
        """Return the table with these rows (from 0) only, in this order."""
        now_at = {place: number for number, place in enumerate(places)}
        return replace(
            self,
            rows=tuple(self.rows[place] for place in places),
            row_numbers=tuple(self.row_numbers[place] for place in places),
            partial=frozenset(now_at[place] for place in self.partial if place in now_at),
            rounds=tuple(self.rounds[place] for place in places) if self.rounds else (),
            codings=tuple(replace(one, row=now_at[one.row]) for one in self.codings if one.row in now_at),
        )


_NOTHING_KNOWN = Variable()
