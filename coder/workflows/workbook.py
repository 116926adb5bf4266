"""A project as one workbook: coded table, codings, themes, codebook, variables, methods."""

from __future__ import annotations

from dataclasses import replace

from coder.domain.coded import CodedSurvey
from coder.domain.survey import Cell
from coder.domain.texts import _
from coder.exporters.base import Sheet
from coder.workflows.coded_sheets import JOINED, long, wide
from coder.workflows.methods import Counting, methods
from coder.workflows.project import Progress, Project, no_progress
from coder.workflows.table import tables_of
from coder.workflows.table_files import sheets


def workbook(
    project: Project,
    survey: CodedSurvey,
    question_id: str | None,
    round_id: str | None,
    counting: Counting,
    progress: Progress = no_progress,
) -> list[Sheet]:
    """Return the sheets of a workbook.

    Closed variables are in the coded table only: the sheet of codings refers to it by respondent.

    Raises
    ------
    UsageError : weights are asked for and there are none; all answers are asked for and no sample of them was coded.
    """
    themes = tables_of(
        *(project, question_id, round_id), source=counting.source, weighted=counting.weighted, progress=progress
    )
    named = [replace(one, name=_("themes {question}").format(question=one.name)) for one in sheets(themes)]
    return [
        wide(survey, with_missing=True),
        long(survey, with_variables=False),
        *named,
        _codebook(survey),
        _variables(survey),
        methods(project, survey, counting),
    ]


def _codebook(survey: CodedSurvey) -> Sheet:
    columns = (
        *(_("question"), _("code"), _("label"), _("net"), _("definition"), _("include"), _("exclude")),
        *(_("keywords"), _("exclusive"), _("retired"), _("replaced by")),
    )
    rows: list[tuple[Cell, ...]] = []
    for asked in survey.questions:
        codebook = asked.codebook
        rows += [
            (
                *(asked.question.question_id, code.code_id, code.label),
                codebook.label(code.parent) if code.parent else None,
                *(code.definition or None, code.include or None, code.exclude or None),
                JOINED.join(code.keywords) or None,
                *(code.exclusive, code.retired, JOINED.join(map(codebook.label, code.replaced_by)) or None),
            )
            for code in codebook.codes
        ]
    return Sheet(_("codebook"), columns, rows, heads=3)


def _variables(survey: CodedSurvey) -> Sheet:
    kinds = {"number": _("number"), "text": _("text"), "date": _("date"), "truth": _("yes or no")}
    rows: list[tuple[Cell, ...]] = [
        (asked.question.question_id, asked.question.text, _("open question"), None, None, None)
        for asked in survey.questions
    ]
    for name, one in survey.variables.items():
        head = (name, one.text or None, kinds.get(one.kind, _("text")))
        # Where a range begins or ends, it may have no label of its own.
        ranges = [f"{low or '…'} – {high or '…'}" for low, high in one.declared if low != high]
        single = {low for low, high in one.declared if low == high}
        values: list[tuple[Cell, ...]] = [(value, label, value in single or None) for value, label in one.labels]
        values += [(value, None, True) for value in (*sorted(single - dict(one.labels).keys()), *ranges)]
        rows += [(*head, *value) for value in values] or [(*head, None, None, None)]
    columns = (_("variable"), _("question text"), _("kind"), _("value"), _("value label"), _("missing value"))
    return Sheet(_("variables"), columns, rows, heads=1)
