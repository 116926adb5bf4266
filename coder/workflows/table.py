"""The ranked themes of a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from coder.domain.codebook import Codebook
from coder.domain.coding import BY_PEOPLE
from coder.domain.errors import UsageError
from coder.domain.survey import Answer, Question, Respondent
from coder.domain.texts import _
from coder.statistics.cross import CrossTable, cross_table
from coder.statistics.frequencies import ThemeTable
from coder.store.codings import final
from coder.workflows.coded import coded_answers
from coder.workflows.corrected import Basis, basis, corrected_cross
from coder.workflows.disputes import disputed_answers
from coder.workflows.project import (
    Progress,
    Project,
    codebook_of,
    no_progress,
    open_project,
    questions_meant,
    the_round,
)
from coder.workflows.small_cells import guarded
from coder.workflows.variables import the_variable, value_of

Source = Literal["human", "all", "uncorrected"]
"""Whose codings count: what people coded; all answers, the machine's part corrected; all answers, the machine's
codings taken as they are."""

MOST_GROUPS = 50  # a variable with more values is not one to divide a table by


@dataclass(frozen=True, slots=True)
class QuestionTable:
    """The theme table of one question."""

    question: Question
    round_id: str | None
    by: str | None
    answered: int
    """Respondents with an answer to the question."""
    by_machine: int
    """Of the base, answers that the machine coded and no person has seen."""
    weighted: bool
    without_weight: int
    """Of the base, respondents without a weight; they count as 1."""
    cross: CrossTable
    source: Source = "human"
    basis: Basis | None = None
    """What the shares rest on, where they are corrected for the machine's mistakes."""
    unreconciled: int = 0
    """Answers that people coded differently, without settling which coding counts."""
    least: int = 0
    """Numbers of fewer respondents than this are hidden, and what would give them away."""

    @property
    def method(self) -> str:
        """How shares came about: 'counted', 'corrected' or 'uncorrected' (with codings of the machine)."""
        return "corrected" if self.basis is not None else "uncorrected" if self.by_machine else "counted"

    @property
    def table(self) -> ThemeTable:
        """The table of all respondents together."""
        return self.cross.total


def table(
    path: Path,
    question_id: str | None,
    round_id: str | None,
    by: str | None,
    source: Source,
    weighted: bool,
    progress: Progress = no_progress,
    least: int = 0,
) -> list[QuestionTable]:
    """Count themes per question.

    Parameters
    ----------
    by : a closed variable (its name or the beginning of it) or 'ronde'; None for no groups.
    least : hide numbers of fewer respondents, and what would give them away; 0 hides nothing.

    Raises
    ------
    UsageError : no such question, round or variable; nothing is coded; weights are asked for and there are none; all
        answers are asked for and no random sample of them was coded.
    """
    with open_project(path) as project:
        round_id = the_round(project, round_id)
        found = tables_of(project, question_id, round_id, by, source, weighted, progress, least)
        if not found:
            raise UsageError(
                _("There is nothing to count yet: no answers have been coded"), _("Code some with coder review.")
            )
        return found


def tables_of(
    project: Project,
    question_id: str | None,
    round_id: str | None,
    by: str | None = None,
    source: Source = "human",
    weighted: bool = False,
    progress: Progress = no_progress,
    least: int = 0,
) -> list[QuestionTable]:
    """Count themes per question, as `table` does; none where nothing is coded."""
    found = []
    for question in questions_meant(project, question_id):
        codebook = codebook_of(project, question.question_id)
        if codebook is not None:
            made = _table(project, question, codebook, round_id, by, source, weighted, progress)
            if made is not None:
                found.append(replace(made, cross=guarded(made.cross, least), least=least) if least else made)
    return found


def _table(
    project: Project,
    question: Question,
    codebook: Codebook,
    round_id: str | None,
    by: str | None,
    source: Source,
    weighted: bool,
    progress: Progress,
) -> QuestionTable | None:
    key = question.question_id
    answers = project.answers.answers(key, round_id)
    current = project.codings.current(key, round_id)
    codings = final(current, None if source == "uncorrected" else BY_PEOPLE)
    rests_on = None
    if source == "all" and any(a.answer_id not in codings for a in answers):
        coded = coded_answers(project, key, progress)
        rests_on = basis(project, key, round_id, answers, coded)
        base = rests_on.answers
    else:
        base = [a for a in answers if (c := codings.get(a.answer_id)) is not None and c.status == "coded"]
    if not base:
        return None
    people = project.answers.respondents(round_id) if weighted or by is not None else {}
    rows = [people.get((a.round_id, a.respondent_id)) for a in base]
    weights = [1.0 if r is None or r.weight is None else r.weight for r in rows] if weighted else None
    without = sum(1 for r in rows if r is None or r.weight is None) if weighted else 0
    if weighted and without == len(rows):
        raise UsageError(
            _("There are no weights in this project"), _("Name the column with coder ingest --weight COL --replace.")
        )
    name, groups = _groups(base, rows, by)
    if rests_on is not None:
        cross = corrected_cross(rests_on, codebook, coded, groups, weights)
    else:
        cross = cross_table(groups, [frozenset(codings[a.answer_id].codes) for a in base], codebook, weights)
    machine = sum(1 for a in base if (c := codings.get(a.answer_id)) is not None and c.source not in BY_PEOPLE)
    return QuestionTable(
        *(question, round_id, name, len(answers), machine, weighted, without, cross, source, rests_on),
        disputed_answers(project, key, round_id, current),
    )


def _groups(
    base: Sequence[Answer], rows: Sequence[Respondent | None], by: str | None
) -> tuple[str | None, list[str | None]]:
    """Return the name of the variable, and the group of each respondent."""
    if by is None:
        return None, [None] * len(base)
    name = the_variable(by, {v for r in rows if r is not None for v in r.variables})
    groups = [value_of(r, a.round_id, name) or None for a, r in zip(base, rows, strict=True)]
    if len(set(groups)) > MOST_GROUPS:
        raise UsageError(
            _("{variable} has {n} different values: too many for a table").format(variable=name, n=len(set(groups))),
            _("Choose a variable with at most {n} values.").format(n=MOST_GROUPS),
        )
    return name, groups


def as_record(made: QuestionTable) -> dict[str, Any]:
    """Return a table as plain values, for JSON; None stands for numbers that are hidden."""
    groups = [
        {
            "name": g.name,
            "base": None if g.table.hidden else g.table.base,
            "weighted_base": None if g.table.hidden else g.table.weighted_base,
            "rows": _rows(g.table),
        }
        | ({"too_few": not g.table.rows} if made.basis is not None else {})
        for g in made.cross.groups
    ]
    return {
        "question": made.question.question_id,
        "text": made.question.text,
        "round": made.round_id,
        "answered": made.answered,
        "base": made.table.base,
        "weighted_base": made.table.weighted_base,
        "effective_base": made.table.effective_base,
        "mentions": None if made.table.guarded else made.table.mentions,
        "weighted": made.weighted,
        "machine_coded": made.by_machine,
        "unreconciled": made.unreconciled,
        "method": made.method,
        **({"sample": _sample(made.basis)} if made.basis is not None else {}),
        **({"min_cell": made.least} if made.least else {}),
        "rows": _rows(made.table),
        **({"by": made.by, "groups": groups} if made.by else {}),
    }


def _sample(rests_on: Basis) -> dict[str, int]:
    return {"coded": len(rests_on.drawn), "population": rests_on.population, "counted": rests_on.counted}


_NUMBERS = ("n", "weighted_n", "share_of_respondents", "low", "high")


def _rows(counted: ThemeTable) -> list[dict[str, Any]]:
    rows = []
    for row in counted.rows:
        record = asdict(row)
        hidden = record.pop("hidden")
        if hidden:
            record |= dict.fromkeys(_NUMBERS) | {"hidden": True}
        if counted.guarded:
            record["share_of_mentions"] = None
        rows.append(record)
    return rows
