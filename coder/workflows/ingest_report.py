"""What an ingest did, or would do."""

from __future__ import annotations

from dataclasses import dataclass, field

from coder.domain.survey import Question, SurveyTable


@dataclass(slots=True)
class IngestReport:
    """What an ingest did, or with `dry_run` would do. Counts are answers unless named otherwise."""

    files: list[SurveyTable] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    id_column: str = ""
    weight_column: str = ""
    respondents: int = 0
    other_zeros: list[str] = field(default_factory=list)
    """New respondents whose number is in the project with other zeros before it."""
    added: int = 0
    unchanged: int = 0
    empty: int = 0
    changed: list[str] = field(default_factory=list)
    """Respondents with an answer that differs from the one in the project."""
    replaced: int = 0
    rounds: list[str] = field(default_factory=list)
    coded: int = 0
    coded_by: dict[str, int] = field(default_factory=dict)
    """Of these, the codings of each coder that a file names."""
    codes_in: dict[str, tuple[str, int]] = field(default_factory=dict)
    """By question: how its codes stood in the file, and in how many columns."""
    codes_without_answer: int = 0
    coded_otherwise: int = 0
    """Answers that kept the codes they had in the project."""
    new_codes: dict[str, list[str]] = field(default_factory=dict)
    """Labels of the codes that were made, by question."""
    personal: list[str] = field(default_factory=list)
    """Columns that say who the respondent is, which `keep_all` does not keep."""
    left_open: list[str] = field(default_factory=list)
    """Columns that look like open answers and were not named: `keep_all` does not keep them."""
    new_variables: list[str] = field(default_factory=list)
    gone_variables: list[str] = field(default_factory=list)
    """Closed variables that no earlier round has, and those of earlier rounds that are not in this one."""
    without_weight: int = 0
    unfinished: int = 0
    """Respondents who did not finish: left out with `finished_only`, else taken like the others."""
    finished_only: bool = False
    redacted: dict[str, int] = field(default_factory=dict)
    """Personal data that were replaced, by kind."""
    unsure: int = 0
    """Findings of personal data that are left for a person."""
    other_texts: dict[str, str] = field(default_factory=dict)
    """Questions whose text in the project, given here, is not that of the file."""
    words_later: int = 0
    """Different answers whose words are still to be read, by the first command that needs them."""
    dry_run: bool = False
