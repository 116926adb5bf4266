"""One chart of one question, as a picture."""

from __future__ import annotations

from pathlib import Path

from coder.domain.drawings import Kind
from coder.domain.errors import UsageError
from coder.domain.folding import visible
from coder.domain.house_style import HouseStyle
from coder.domain.report import QuestionReport
from coder.domain.texts import N_, _
from coder.workflows.project import Progress, no_progress
from coder.workflows.report import ReportOptions, report

SUFFIXES = (".svg", ".png", ".pdf")

_WITHOUT = {
    "bar": N_("Nothing is coded yet: coder review."),
    "groups": N_("Name a closed variable with --by, of which two groups are large enough."),
    "trend": N_("A trend takes two rounds with coded answers."),
    "network": N_("No two themes are named together more often than chance explains."),
    "saturation": N_("Nothing is coded yet: coder review."),
}


def charted(path: Path, kind: Kind, options: ReportOptions, progress: Progress = no_progress) -> QuestionReport:
    """Return the figures of the one question that a chart is about.

    Raises
    ------
    UsageError : no or several questions are meant, or the question has no figures for such a chart.
    """
    found = report(path, options, progress).questions
    if len(found) != 1:
        raise UsageError(
            _("A chart is about one question: say which one with --question"),
            _("Questions in this project: {names}.").format(names=", ".join(q.question.question_id for q in found)),
        )
    if not _figures(kind, found[0]):
        raise UsageError(
            _("Question {question} has no figures for such a chart").format(question=found[0].question.question_id),
            _(_WITHOUT[kind]),
        )
    return found[0]


def _figures(kind: Kind, question: QuestionReport) -> bool:
    return {
        "bar": any(theme.share is not None and theme.n for theme in question.themes),
        "groups": any(sum(1 for c in one.columns if c.base and not c.small) > 1 for one in question.groups),
        "trend": question.trend is not None and len(question.trend.rounds) > 1,
        "network": any(pair.holds and pair.lift > 1 for pair in question.pairs),
        "saturation": bool(question.new_codes),
    }[kind]


def check_target(file: Path) -> None:
    """Refuse a file whose ending names no picture.

    Raises
    ------
    UsageError : it does not end in .svg, .png or .pdf.
    """
    if file.suffix.lower() not in SUFFIXES:
        raise UsageError(
            _("{file}: coder draws no chart of this kind").format(file=visible(str(file))),
            _("Choose a name that ends in {endings}.").format(endings=", ".join(SUFFIXES)),
        )


def draw(file: Path, kind: Kind, question: QuestionReport, style: HouseStyle) -> None:
    """Write a chart to a file, as SVG, PNG or PDF by its ending.

    Raises
    ------
    UsageError : the ending is none of these, or the file cannot be written.
    MissingError : the package that draws is not installed.
    """
    from coder.charts import KINDS, drawing
    from coder.exporters.base import atomic

    check_target(file)
    spec = KINDS[kind](question, style)
    assert spec is not None  # noqa: S101 - `charted` has looked
    suffix = file.suffix.lower()
    data = drawing.svg(spec).encode() if suffix == ".svg" else (drawing.png if suffix == ".png" else drawing.pdf)(spec)
    with atomic(file) as handle:
        handle.write(data)
