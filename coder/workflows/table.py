"""The ranked themes of a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from coder.domain.errors import UsageError
from coder.domain.report import GroupFigures, Method
from coder.domain.survey import Question
from coder.domain.texts import _
from coder.statistics.cross import CrossTable
from coder.statistics.frequencies import ThemeRow, ThemeTable
from coder.statistics.groups import FEW, FEWEST_TESTED, group_figures
from coder.workflows.corrected import Basis
from coder.workflows.counted import Counted, Source, counted
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

LIMITS = {"tested": FEWEST_TESTED, "few": FEW}
"""Respondents below which a column is not tested, and below which it is marked."""


@dataclass(frozen=True, slots=True)
class QuestionTable:
    """The theme table of one question."""

    base: Counted
    by: tuple[str, ...]
    """The variables that divide it, side by side."""
    cross: CrossTable
    groups: tuple[GroupFigures, ...] = ()
    """The groups of each variable, with the differences between them that hold."""
    least: int = 0
    """Numbers of fewer respondents than this are hidden, and what would give them away."""

    @property
    def question(self) -> Question:
        """The question that it is about."""
        return self.base.question

    @property
    def basis(self) -> Basis | None:
        """What the shares rest on, where they are corrected for the machine's mistakes."""
        return self.base.basis

    @property
    def method(self) -> Method:
        """How shares came about."""
        return self.base.method

    @property
    def table(self) -> ThemeTable:
        """The table of all respondents together."""
        return self.cross.total

    def share_of_asked(self, row: ThemeRow) -> float:
        """Return the share of a theme among all who were asked, those without an answer included.

        Where not all answers are coded yet, those that are stand for the others.
        """
        return row.share_of_respondents * self.base.response


def table(
    path: Path,
    question_id: str | None,
    round_id: str | None,
    by: Sequence[str],
    source: Source,
    weighted: bool,
    progress: Progress = no_progress,
    least: int = 0,
) -> list[QuestionTable]:
    """Count themes per question.

    Parameters
    ----------
    by : closed variables (their names or the beginning of them) or 'ronde', side by side.
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
    by: Sequence[str] = (),
    source: Source = "human",
    weighted: bool = False,
    progress: Progress = no_progress,
    least: int = 0,
) -> list[QuestionTable]:
    """Count themes per question, as `table` does; none where nothing is coded."""
    found = []
    texts = {name: variable.text for name, variable in project.variables.current(round_id).items() if variable.text}
    for question in questions_meant(project, question_id):
        codebook = codebook_of(project, question.question_id)
        if codebook is None:
            continue
        base = counted(project, question, codebook, round_id, source, weighted, bool(by), progress)
        if base is not None:
            found.append(table_of(base, by, least, texts))
    return found


def table_of(
    base: Counted, by: Sequence[str] = (), least: int = 0, texts: Mapping[str, str] | None = None
) -> QuestionTable:
    """Return the theme table of what was counted.

    Parameters
    ----------
    by, least : as in `table`. texts : what closed variables ask, by name.

    Raises
    ------
    UsageError : there is no such variable, or it has too many values; there are fewer than `least` respondents.
    """
    divisions = base.divisions(by)
    cross = base.cross(divisions)
    if least:
        cross = guarded(cross, least)
    return QuestionTable(base, tuple(name for name, _groups in divisions), cross, group_figures(cross, texts), least)


def as_record(made: QuestionTable) -> dict[str, Any]:
    """Return a table as plain values, for JSON; None stands for numbers that are hidden."""
    base, columns = made.base, [column for figures in made.groups for column in figures.columns]
    groups = [
        {
            "variable": g.variable,
            "name": g.name,
            "letter": column.letter,
            "base": column.base,
            "weighted_base": None if g.table.hidden else g.table.weighted_base,
            "small": column.small,
            "few": column.few,
            "rows": [row | {"above": column.above.get(row["code_id"], "")} for row in _rows(g.table)],
        }
        | ({"too_few": not g.table.rows} if base.basis is not None else {})
        for g, column in zip(made.cross.groups, columns, strict=True)
    ]
    return {
        "question": made.question.question_id,
        "text": made.question.text,
        "round": base.round_id,
        "asked": base.asked,
        "answered": base.answered,
        "base": made.table.base,
        "weighted_base": made.table.weighted_base,
        "effective_base": made.table.effective_base,
        "mentions": None if made.table.guarded else made.table.mentions,
        "weighted": base.weights is not None,
        "machine_coded": base.by_machine,
        "unreconciled": base.unreconciled,
        "method": base.method,
        **({"sample": _sample(base.basis)} if base.basis is not None else {}),
        **({"min_cell": made.least} if made.least else {}),
        "rows": [
            row | {"share_of_asked": None if one.hidden else made.share_of_asked(one)}
            for row, one in zip(_rows(made.table), made.table.rows, strict=True)
        ],
        **(
            {"by": list(made.by), "groups": groups, "differences": _differences(made), "limits": LIMITS}
            if made.by
            else {}
        ),
    }


def _differences(made: QuestionTable) -> list[dict[str, Any]]:
    return [
        {"variable": figures.variable, **asdict(difference), "correction": figures.correction}
        for figures in made.groups
        for difference in figures.differences
    ]


def _sample(rests_on: Basis) -> dict[str, int]:
    return {"coded": len(rests_on.drawn), "population": rests_on.population, "counted": rests_on.counted}


_NUMBERS = ("n", "weighted_n", "share_of_respondents", "low", "high")


def _rows(found: ThemeTable) -> list[dict[str, Any]]:
    rows = []
    for row in found.rows:
        record = asdict(row)
        hidden = record.pop("hidden")
        if hidden:
            record |= dict.fromkeys(_NUMBERS) | {"hidden": True}
        if found.guarded:
            record["share_of_mentions"] = None
        rows.append(record)
    return rows
