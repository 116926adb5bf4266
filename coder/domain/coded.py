"""A coded survey as a whole: what goes out to other programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from coder.domain.codebook import Codebook
from coder.domain.coding import Coding
from coder.domain.survey import Answer, Question, Respondent, Variable


@dataclass(frozen=True, slots=True)
class CodedQuestion:
    """One question with its answers and what was decided about them."""

    question: Question
    codebook: Codebook
    answers: tuple[Answer, ...]
    """Round by round, in file order; without texts where these are to stay behind."""
    final: Mapping[int, Coding]
    """By answer id: the one coding that tables use."""
    codings: tuple[Coding, ...] = ()
    """The newest of each coder of each answer, oldest first."""

    @property
    def shown_codes(self) -> tuple[str, ...]:
        """The codes that a table has columns for: those on offer, and those that were given; no nets."""
        given = {c for coding in self.final.values() for c in coding.codes}
        return self.codebook.ordered({c.code_id for c in self.codebook.usable} | given)


@dataclass(frozen=True, slots=True)
class CodedSurvey:
    """The respondents of a project with their closed variables, and its coded questions."""

    title: str
    respondents: tuple[Respondent, ...]
    """By round, then by id."""
    variables: Mapping[str, Variable]
    """By name, in the order of the file they came from; every closed variable that some respondent has."""
    questions: tuple[CodedQuestion, ...]
    with_texts: bool = True
    """Whether answers, quotes and memos may go out."""
    changed_at: str = ""
    """When something was last decided, UTC, ISO 8601: the date that files carry, so that they can be made again."""
    rounds: tuple[str, ...] = field(default=())
