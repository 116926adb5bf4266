"""The ranked themes of a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from coder.domain.codebook import Codebook
from coder.domain.coding import BY_PEOPLE
from coder.domain.errors import UsageError
from coder.domain.survey import Cell, Question
from coder.domain.texts import _
from coder.exporters.base import Sheet
from coder.statistics.cross import CrossTable, cross_table
from coder.statistics.frequencies import ThemeTable
from coder.store.codings import final
from coder.workflows.columns import text_of
from coder.workflows.project import Project, codebook_of, open_project, questions_meant, the_round
from coder.workflows.sheets import write_sheets

ROUND_NAMES = ("ronde", "round")
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

    @property
    def table(self) -> ThemeTable:
        """The table of all respondents together."""
        return self.cross.total


def table(
    path: Path, question_id: str | None, round_id: str | None, by: str | None, source: str, weighted: bool
) -> list[QuestionTable]:
    """Count themes per question.

    Parameters
    ----------
    by : a closed variable (its name or the beginning of it) or 'ronde'; None for no groups.
    source : 'human' for what people coded, 'all' to take in what the machine coded.

    Raises
    ------
    UsageError : no such question, round or variable; nothing is coded; weights are asked for and there are none.
    """
    with open_project(path) as project:
        round_id = the_round(project, round_id)
        found = []
        for question in questions_meant(project, question_id):
            codebook = codebook_of(project, question.question_id)
            if codebook is not None:
                made = _table(project, question, codebook, round_id, by, source, weighted)
                if made is not None:
                    found.append(made)
        if not found:
            raise UsageError(
                _("There is nothing to count yet: no answers have been coded"),
                _("Code some with coder review; or take in what the machine selected with --source all."),
            )
        return found


def _table(
    project: Project,
    question: Question,
    codebook: Codebook,
    round_id: str | None,
    by: str | None,
    source: str,
    weighted: bool,
) -> QuestionTable | None:
    answers = project.answers.answers(question.question_id, round_id)
    codings = final(project.codings.current(question.question_id, round_id), BY_PEOPLE if source == "human" else None)
    base = [a for a in answers if (c := codings.get(a.answer_id)) is not None and c.status == "coded"]
    if not base:
        return None
    people = project.answers.respondents(round_id)
    rows = [people.get((a.round_id, a.respondent_id)) for a in base]
    weights = [1.0 if r is None or r.weight is None else r.weight for r in rows] if weighted else None
    without = sum(1 for r in rows if r is None or r.weight is None) if weighted else 0
    if weighted and without == len(rows):
        raise UsageError(
            _("There are no weights in this project"), _("Name the column with coder ingest --weight COL --replace.")
        )
    groups: list[str | None] = [None] * len(base)
    name = None
    if by is not None:
        name = _variable(by, {v for r in rows if r is not None for v in r.variables})
        groups = [
            a.round_id if name in ROUND_NAMES else (text_of(r.variables.get(name)) or None if r else None)
            for a, r in zip(base, rows, strict=True)
        ]
        if len(set(groups)) > MOST_GROUPS:
            raise UsageError(
                _("{variable} has {n} different values: too many for a table").format(
                    variable=name, n=len(set(groups))
                ),
                _("Choose a variable with at most {n} values.").format(n=MOST_GROUPS),
            )
    sets = [frozenset(codings[a.answer_id].codes) for a in base]
    cross = cross_table(groups, sets, codebook, weights)
    machine = sum(1 for a in base if codings[a.answer_id].source not in BY_PEOPLE)
    return QuestionTable(question, round_id, name, len(answers), machine, weighted, without, cross)


def _variable(by: str, known: set[str]) -> str:
    if by in known or by.casefold() in ROUND_NAMES:
        return by if by in known else by.casefold()
    near = sorted(name for name in known if name.casefold().startswith(by.casefold()))
    if len(near) != 1:
        message = _("There is no variable {variable}") if not near else _("Several variables begin with {variable}")
        raise UsageError(
            message.format(variable=by),
            _("Known are: {names}. Others are kept with coder ingest --keep COL.").format(
                names=", ".join([*sorted(known), ROUND_NAMES[0]])
            ),
        )
    return near[0]


def as_record(made: QuestionTable) -> dict[str, Any]:
    """Return a table as plain values, for JSON."""
    groups = [
        {"name": g.name, "base": g.table.base, "weighted_base": g.table.weighted_base, "rows": _rows(g.table)}
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
        "mentions": made.table.mentions,
        "weighted": made.weighted,
        "machine_coded": made.by_machine,
        "rows": _rows(made.table),
        **({"by": made.by, "groups": groups} if made.by else {}),
    }


def _rows(counted: ThemeTable) -> list[dict[str, Any]]:
    return [asdict(row) for row in counted.rows]


def sheets(tables: Sequence[QuestionTable]) -> list[Sheet]:
    """Return theme tables as sheets, one a question."""
    return [_sheet(made) for made in tables]


def _sheet(made: QuestionTable) -> Sheet:
    share, mentions = _("% of respondents"), _("% of mentions")
    low, high = _("from (95 %)"), _("to (95 %)")
    columns = [
        _("question"),
        _("theme"),
        _("code"),
        _("net"),
        "n",
        *([_("weighted n")] if made.weighted else []),
        share,
        low,
        high,
        mentions,
        _("base"),
    ]
    shown = {share, low, high, mentions}
    groups = made.cross.groups if made.by else ()
    for group in groups:
        columns += [f"{group.name}: n", f"{group.name}: %"]
        shown.add(f"{group.name}: %")
    rows = []
    labels = {row.code_id: row.label for row in made.table.rows}
    for place, row in enumerate(made.table.rows):
        cells: list[Cell] = [
            made.question.question_id,
            row.label,
            row.code_id,
            labels.get(row.parent or "", ""),
            row.n,
            *([round(row.weighted_n, 2)] if made.weighted else []),
            round(row.share_of_respondents, 4),
            round(row.low, 4),
            round(row.high, 4),
            round(row.share_of_mentions, 4),
            made.table.base,
        ]
        for group in groups:
            cells += [group.table.rows[place].n, round(group.table.rows[place].share_of_respondents, 4)]
        rows.append(tuple(cells))
    return Sheet(made.question.question_id, tuple(columns), rows, frozenset(shown))


def write(path: Path, tables: Sequence[QuestionTable]) -> list[Path]:
    """Write theme tables to CSV, XLSX, Markdown or JSON Lines."""
    made = sheets(tables)
    if path.suffix.lower() in (".csv", ".tsv", ".jsonl") and len({s.columns for s in made}) == 1:
        # One plain file is easier to go on with than one a question.
        rows = [row for sheet in made for row in sheet.rows]
        made = [Sheet("themes", made[0].columns, rows, made[0].percent_columns)]
    return write_sheets(path, made)
