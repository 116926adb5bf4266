"""A report into files: the writer that the ending of a file asks for, the charts, the house style."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder import plugins
from coder.domain.drawings import Drawing, Drawings, Kind
from coder.domain.errors import UsageError
from coder.domain.folding import visible
from coder.domain.house_style import HouseStyle
from coder.domain.report import QuestionReport, Report
from coder.domain.texts import _
from coder.workflows.project import Progress, no_progress

if TYPE_CHECKING:
    from coder.charts import Spec


def writer_of(path: Path) -> Any:  # noqa: ANN401 - a module, or what a plugin makes of it
    """Return the writer of reports for the ending of a file.

    Raises
    ------
    UsageError : there is none.
    """
    known: list[str] = []
    for name in plugins.names("reports"):
        writer = plugins.load("reports", name)
        known += writer.SUFFIXES
        if path.suffix.lower() in writer.SUFFIXES:
            return writer
    raise UsageError(
        _("{file}: coder writes no report of this kind").format(file=visible(str(path))),
        _("Choose a name that ends in {endings}.").format(endings=", ".join(known)),
    )


def write(
    files: Sequence[Path], report: Report, style: HouseStyle | None = None, progress: Progress = no_progress
) -> list[Path]:
    """Write a report to each of these files; return the files.

    Raises
    ------
    UsageError : no writer has the ending, or a file cannot be written. MissingError : a package for it is missing.
    """
    style = style or HouseStyle()
    writers = [(writer_of(path), path) for path in files]
    drawings = drawings_of(report, style) if can_draw() else {}
    written: list[Path] = []
    what = _("Writing the report")
    for place, (writer, path) in enumerate(writers):
        progress(what, place, len(writers))
        written += writer.write_report(path, report, style, drawings)
    progress(what, len(writers), len(writers))
    return written


def can_draw() -> bool:
    """Return whether charts can be drawn here; without them a report holds its tables alone."""
    return find_spec("vl_convert") is not None


def drawings_of(report: Report, style: HouseStyle) -> Drawings:
    """Return the charts of each question; pictures of them are drawn when a writer asks."""
    return {one.question.question_id: _drawings(one, style) for one in report.questions}


def _drawings(question: QuestionReport, style: HouseStyle) -> tuple[Drawing, ...]:
    from coder import charts

    made: list[tuple[Kind, int, charts.Spec | None]] = [("bar", 0, charts.bar(question, style))]
    if any(theme.parent is not None for theme in question.themes):
        made.append(("bar", 1, charts.bar(question, style, top=True)))
    made += [("groups", place, charts.groups(question, style, place)) for place in range(len(question.groups))]
    made += [
        ("trend", 0, charts.trend(question, style)),
        ("network", 0, charts.network(question, style)),
    ]
    return tuple(_drawing(kind, place, spec) for kind, place, spec in made if spec is not None)


def _drawing(kind: Kind, place: int, spec: Spec) -> Drawing:
    from coder.charts import drawing

    svg = cache(partial(drawing.svg, spec))  # the PNG is made of it, and a report may want both
    return Drawing(kind, str(spec.get("description", "")), spec, svg, lambda: drawing.raster(svg()), place)
