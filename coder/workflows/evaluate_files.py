"""The evaluation of a project as a report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from coder.domain.survey import Cell
from coder.domain.texts import _
from coder.exporters.base import Sheet
from coder.workflows.evaluate import EvaluatedQuestion, Evaluation, Measure
from coder.workflows.sheets import write_sheets


def measure_names() -> dict[str, str]:
    """Return the names of the measures over all codes, in the order of a report."""
    return {
        "precision": _("precision"),
        "recall": _("recall"),
        "f1": _("F1 (micro)"),
        "macro_f1": _("F1 (macro)"),
        "exact": _("whole set right"),
        "top3": _("among the first three"),
        "calibration_error": _("calibration error"),
    }


def write(path: Path, questions: Sequence[EvaluatedQuestion]) -> list[Path]:
    """Write a report: per evaluation a table of measures and a table of codes (Markdown, XLSX, CSV)."""
    sheets = [sheet for found in questions for one in found.evaluations for sheet in _sheets(found, one)]
    return write_sheets(path, sheets)


def _sheets(found: EvaluatedQuestion, one: Evaluation) -> list[Sheet]:
    name = f"{found.question.question_id} · {one.name}"
    bounds = ("95 % -", "95 % +")
    head: list[tuple[Cell, ...]] = [
        (_("different answers learnt from"), one.learnt, None, None),
        (_("different answers tested"), one.tested, None, None),
    ]
    if one.unknown:
        return [Sheet(name, (_("measure"), _("value"), *bounds), [*head, (one.unknown, None, None, None)])]
    head += [(title, *_cells(one.measures[key])) for key, title in measure_names().items()]
    columns = [_("code"), _("given"), _("selected")]
    for title in (_("precision"), _("recall"), "F1"):
        columns += [title, *(f"{title} {bound}" for bound in bounds)]
    rows: list[tuple[Cell, ...]] = [
        (c.label, c.given, c.selected, *_cells(c.precision), *_cells(c.recall), *_cells(c.f1)) for c in one.codes
    ]
    return [
        Sheet(name, (_("measure"), _("value"), *bounds), head),
        Sheet(f"{name} · {_('codes')}", tuple(columns), rows),
    ]


def _cells(measure: Measure) -> tuple[Cell, Cell, Cell]:
    return measure.value, measure.low, measure.high
