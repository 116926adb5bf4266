"""A report on coded questions: figures, the sentences that follow from them, quotes, and how it all came about.

Every writer of a report (web page, document, slides, Markdown) and every chart reads this, and nothing else. Shares are
between 0 and 1. A figure that may not be shown, as it would single people out, is None.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from coder.domain.findings import Finding
from coder.domain.survey import Question

Method = Literal["counted", "corrected", "uncorrected"]
"""How shares came about: from codings of people; from all answers, corrected for the machine's mistakes with a random
sample; or with codings of the machine as they are."""


IN_SHORT = ("ranking", "majority", "change", "difference", "score", "half")
"""Rules of the sentences that a summary takes, one of each, the most telling first."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share or a mean, with its 95 % interval."""

    value: float
    low: float
    high: float

    def overlaps(self, other: Estimate) -> bool:
        """Return whether the two intervals have a point in common."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, slots=True)
class Base:
    """Whom the shares of a question are about; counts are respondents."""

    asked: int
    """Everybody in the rounds at hand."""
    answered: int
    """Those who wrote something."""
    coded: int
    """Those whose answer is coded: the base of shares."""
    effective: float
    """Respondents that an unweighted survey would need for the same precision; `coded` without weights."""
    weighted: bool = False
    mentions: int = 0
    method: Method = "counted"
    sampled: int = 0
    """With `corrected`: coded answers of the random sample."""


@dataclass(frozen=True, slots=True)
class ThemeFigure:
    """One code or net of a question."""

    code_id: str
    label: str
    n: int | None
    """Respondents; in a net each of them once."""
    share: Estimate | None
    """Of those whose answer is coded."""
    share_of_asked: float | None
    share_of_mentions: float | None
    parent: str | None = None
    depth: int = 0
    net: bool = False
    apart: bool = False
    """Whether it says nothing of the subject: codes that stand alone ('weet niet'), and what is left over ('overig').
    Such codes come last and are in no ranking."""
    phrase: str = ""
    """The label as it stands within a sentence: 'bemensing', but 'GGD'. Empty: as it is."""

    @property
    def named(self) -> str:
        """The label within a sentence."""
        return self.phrase or self.label


@dataclass(frozen=True, slots=True)
class GroupColumn:
    """The respondents with one value of a closed variable."""

    name: str
    letter: str
    """A, B, C ...: by which other columns point at it. Empty for respondents of whom the value is not known."""
    base: int | None
    small: bool
    """Too few respondents to be tested or to be written about."""
    shares: Mapping[str, Estimate | None]
    """By code id."""
    above: Mapping[str, str] = field(default_factory=dict)
    """By code id: the letters of the columns that this one is certainly above, as research agencies print them."""
    few: bool = False
    """Few respondents, though enough to be tested: shown with a mark."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two groups that differ in a theme, with the certainty that was asked for over the whole table."""

    code_id: str
    high: str
    """The group that names it more often."""
    low: str
    difference: float
    p_adjusted: float


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """The themes by one closed variable."""

    variable: str
    text: str
    columns: tuple[GroupColumn, ...]
    differences: tuple[Difference, ...] = ()
    """Only those that hold, the largest first."""
    fewest: int = 0
    """Respondents (effective ones, with weights) from which a column is tested."""
    few: int = 0
    """Respondents below which a column is marked."""
    correction: str = ""
    """How many tests at once were allowed for: 'Benjamini-Hochberg', 'Holm'."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a theme between two rounds."""

    code_id: str
    before: str
    after: str
    difference: Estimate
    p_adjusted: float
    holds: bool


@dataclass(frozen=True, slots=True)
class TrendFigures:
    """The themes over the rounds."""

    rounds: tuple[str, ...]
    bases: tuple[int, ...]
    shares: Mapping[str, tuple[Estimate | None, ...]]
    """By code id: a share a round; None where the code was not used in it, or is not shown."""
    changes: tuple[Change, ...] = ()
    """Between the last two rounds."""
    broken: Mapping[str, str] = field(default_factory=dict)
    """By code id: why its figures cannot be compared, in words."""
    new: tuple[str, ...] = ()
    """Codes that nobody was given in the round before."""
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two codes that are named together."""

    one: str
    other: str
    n: int
    lift: float
    """How many times as often as if they had nothing to do with each other."""
    jaccard: float
    holds: bool


@dataclass(frozen=True, slots=True)
class ScoreFigure:
    """The mean of a closed score among those who name a theme, and among those who do not."""

    code_id: str
    n: int
    with_theme: Estimate
    without: Estimate
    difference: Estimate
    p_adjusted: float
    holds: bool


@dataclass(frozen=True, slots=True)
class ScoreFigures:
    """The themes against one closed score."""

    variable: str
    text: str
    mean: Estimate
    rows: tuple[ScoreFigure, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What one respondent wrote, cleared for printing."""

    code_id: str
    text: str
    respondent: str
    """Who wrote it; for choosing only, never printed."""
    group: str = ""
    """What may be said of the person: 'projectleider'. Empty where that would single them out."""


@dataclass(frozen=True, slots=True)
class QuestionReport:
    """All there is to say of one question."""

    question: Question
    base: Base
    themes: tuple[ThemeFigure, ...]
    """Nets with their codes below them; the largest first; what is `apart` last."""
    groups: tuple[GroupFigures, ...] = ()
    trend: TrendFigures | None = None
    pairs: tuple[Pair, ...] = ()
    scores: tuple[ScoreFigures, ...] = ()
    new_codes: tuple[int, ...] = ()
    """Saturation: codes that were new in each block of answers, in the order in which they were coded."""
    quotes: tuple[Quote, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    """What a reader has to know: 'Nog 12 antwoorden zijn niet gecodeerd'."""

    def in_short(self, most: int = 3) -> tuple[Finding, ...]:
        """Return the sentences for who reads no further: what comes first, and what changed or differs most."""
        firsts = (next((f for f in self.findings if f.rule == rule), None) for rule in IN_SHORT)
        return tuple(finding for finding in firsts if finding is not None)[:most]

    def quoted(self) -> Iterator[tuple[str, list[Quote]]]:
        """Yield the label of each theme that has quotes, with them, in the order of the themes."""
        for theme in self.themes:
            if quotes := [quote for quote in self.quotes if quote.code_id == theme.code_id]:
                yield theme.label, quotes

    def theme(self, code_id: str) -> ThemeFigure | None:
        """Return the figures of a code."""
        return next((theme for theme in self.themes if theme.code_id == code_id), None)


@dataclass(frozen=True, slots=True)
class MethodSection:
    """One part of the account of methods: paragraphs, and a table where there is one."""

    title: str
    paragraphs: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report as a whole."""

    title: str
    language: str
    dated: str
    """When something was last decided, ISO 8601: the same project gives the same report."""
    rounds: tuple[str, ...]
    questions: tuple[QuestionReport, ...]
    methods: tuple[MethodSection, ...]
    least: int = 0
    """Figures of fewer respondents are hidden, and what would give them away; 0 hides nothing."""
