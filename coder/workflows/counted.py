"""What figures of a question are counted from: whose codes count, and what is known of those people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from coder.domain.codebook import Codebook
from coder.domain.coding import BY_PEOPLE, Coding
from coder.domain.errors import UsageError
from coder.domain.report import Method
from coder.domain.survey import Answer, Question, Respondent
from coder.domain.texts import _
from coder.statistics.cross import CrossTable, Division, banner
from coder.store.codings import final
from coder.workflows.coded import CodedAnswers, coded_answers
from coder.workflows.corrected import Basis, basis, corrected_cross
from coder.workflows.disputes import disputed_answers
from coder.workflows.project import Progress, Project, no_progress
from coder.workflows.variables import the_variable, value_of

Source = Literal["human", "all", "uncorrected"]
"""Whose codings count: what people coded; all answers, the machine's part corrected; all answers, the machine's
codings taken as they are."""

MOST_GROUPS = 50  # a variable with more values is not one to divide a table by


@dataclass(frozen=True)
class Counted:
    """The respondents of a question that its figures are about."""

    question: Question
    codebook: Codebook
    round_id: str | None
    source: Source
    answers: Sequence[Answer]
    """The base, round by round in file order: coded answers; with `source` 'all' also those that nobody read."""
    codings: Mapping[int, Coding]
    """By answer id: the coding that counts."""
    people: Mapping[tuple[str, str], Respondent]
    """By (round, respondent); empty where neither weights nor groups were asked for."""
    asked: int
    """Everybody in the rounds in which the question was answered."""
    answered: int
    """Those who wrote something."""
    response: float
    """The share of those asked who wrote something, by weight."""
    weights: Sequence[float] | None
    """Per answer of the base."""
    without_weight: int
    """Of the base, respondents without a weight; they count as 1."""
    by_machine: int
    """Of the base, answers that the machine coded and no person has seen."""
    unreconciled: int
    """Answers that people coded differently, without settling which coding counts."""
    basis: Basis | None = None
    coded: CodedAnswers | None = None
    """With `basis`: all that the machine's predictions are learnt from."""

    @property
    def method(self) -> Method:
        """How shares come about."""
        return "corrected" if self.basis is not None else "uncorrected" if self.by_machine else "counted"

    @cached_property
    def codes(self) -> list[frozenset[str]]:
        """The codes of each answer of the base; nothing where nobody decided."""
        found = (self.codings.get(a.answer_id) for a in self.answers)
        return [frozenset(c.codes) if c is not None and c.status == "coded" else frozenset() for c in found]

    def values(self, variable: str) -> list[str | None]:
        """Return what each respondent of the base has for a closed variable, or the round; None where not known."""
        of = ((self.people.get((a.round_id, a.respondent_id)), a.round_id) for a in self.answers)
        return [value_of(person, round_id, variable) or None for person, round_id in of]

    def divisions(self, by: Sequence[str]) -> list[Division]:
        """Return the groups by each of these variables (their names or the beginning of them; or 'ronde').

        Raises
        ------
        UsageError : there is no such variable, or it has too many values for a table.
        """
        rows = (self.people.get((a.round_id, a.respondent_id)) for a in self.answers) if by else ()
        known = {variable for person in rows if person is not None for variable in person.variables}
        found = []
        for name in dict.fromkeys(the_variable(one, known) for one in by):
            values = self.values(name)
            if len(set(values)) > MOST_GROUPS:
                raise UsageError(
                    _("{variable} has {n} different values: too many for a table").format(
                        variable=name, n=len(set(values))
                    ),
                    _("Choose a variable with at most {n} values.").format(n=MOST_GROUPS),
                )
            found.append(Division(name, values))
        return found

    def cross(self, divisions: Sequence[Division] = ()) -> CrossTable:
        """Return the theme table of all, and those of the groups side by side."""
        if self.basis is not None and self.coded is not None:
            return corrected_cross(self.basis, self.codebook, self.coded, divisions, self.weights)
        return banner(divisions, self.codes, self.codebook, self.weights)


@dataclass(frozen=True, slots=True)
class Material:
    """What was answered to a question and decided about it: read once, counted more than once."""

    answers: Sequence[Answer]
    """Round by round, in file order."""
    codings: Sequence[Coding]
    """The newest of each coder of each answer, oldest first."""
    people: Mapping[tuple[str, str], Respondent]
    """By (round, respondent)."""

    def of_round(self, round_id: str | None) -> Material:
        """Return what is about one round; all of it for None."""
        if round_id is None:
            return self
        answers = [answer for answer in self.answers if answer.round_id == round_id]
        ids = {answer.answer_id for answer in answers}
        return Material(answers, [c for c in self.codings if c.answer_id in ids], self.people)


def material(
    project: Project, question_id: str, people: Mapping[tuple[str, str], Respondent], round_id: str | None = None
) -> Material:
    """Read what there is of a question; `people` are who the respondents are."""
    answers = project.answers.answers(question_id, round_id)
    return Material(answers, project.codings.of_answers(answer.answer_id for answer in answers), people)


def counted(
    project: Project,
    question: Question,
    codebook: Codebook,
    round_id: str | None = None,
    source: Source = "human",
    weighted: bool = False,
    with_people: bool = False,
    progress: Progress = no_progress,
    known: Material | None = None,
) -> Counted | None:
    """Return what figures of a question are counted from; None where nothing is coded.

    Parameters
    ----------
    with_people : also read who the respondents are, for groups and closed scores.
    known : what was read before, of all rounds; nothing of it is read again.

    Raises
    ------
    UsageError : weights are asked for and there are none; all answers are asked for and no random sample of them was
        coded.
    """
    key = question.question_id
    if known is None:
        everybody = project.answers.respondents(round_id) if weighted or with_people else {}
        known = material(project, key, everybody, round_id)
    known = known.of_round(round_id)
    answers, current, people = known.answers, known.codings, known.people
    codings = final(current, None if source == "uncorrected" else BY_PEOPLE)
    rests_on, coded = None, None
    base: Sequence[Answer]
    if source == "all" and any(a.answer_id not in codings for a in answers):
        coded = coded_answers(project, key, progress)
        rests_on = basis(project, key, round_id, answers, coded)
        base = rests_on.answers
    else:
        base = [a for a in answers if (c := codings.get(a.answer_id)) is not None and c.status == "coded"]
    if not base:
        return None
    rounds = {a.round_id for a in answers}
    asked = sum(n for name, n in project.answers.respondents_by_round().items() if name in rounds)
    asked_weight, answered_weight = float(asked), float(len(answers))
    weights, without = None, 0
    if weighted:
        rows = [people.get((a.round_id, a.respondent_id)) for a in base]
        without = sum(1 for r in rows if r is None or r.weight is None)
        if without == len(rows):
            raise UsageError(
                _("There are no weights in this project"),
                _("Name the column with coder ingest --weight COL --replace."),
            )
        weights = [_weight(row) for row in rows]
        asked_weight = sum(_weight(person) for (name, _id), person in people.items() if name in rounds)
        answered_weight = sum(_weight(people.get((a.round_id, a.respondent_id))) for a in answers)
    machine = sum(1 for a in base if (c := codings.get(a.answer_id)) is not None and c.source not in BY_PEOPLE)
    return Counted(
        *(question, codebook, round_id, source, base, codings, people),
        # Whoever answered was asked, also where no list of respondents says so.
        asked=max(asked, len(answers)),
        answered=len(answers),
        response=answered_weight / max(asked_weight, answered_weight),
        weights=weights,
        without_weight=without,
        by_machine=machine,
        unreconciled=disputed_answers(project, key, round_id, current),
        basis=rests_on,
        coded=coded,
    )


def _weight(person: Respondent | None) -> float:
    return 1.0 if person is None or person.weight is None else person.weight
