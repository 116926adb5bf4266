"""`coder report`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from coder.cli.figures import min_cell_option, rounds_option, source_option, template_option
from coder.cli.options import Command, Option, State, pass_state
from coder.domain.texts import N_, _


@click.command(
    cls=Command,
    help=N_(
        "Write a report: what the answers say, in sentences, tables, charts and cleared quotes, and how it came about. "
        "The guide: coder help report."
    ),
)
@click.option(
    "-o",
    "--output",
    "files",
    cls=Option,
    type=click.Path(path_type=Path),
    multiple=True,
    required=True,
    metavar="FILE",
    help=N_(
        "Where to: a web page (.html), Word (.docx), PowerPoint (.pptx) or Markdown (.md), by the ending; may be "
        "repeated."
    ),
)
@click.option(
    "--question", "questions", cls=Option, multiple=True, metavar="Q", help=N_("A question; may be repeated; else all.")
)
@click.option(
    "--by", cls=Option, multiple=True, metavar="COL", help=N_("Compare by a closed variable; may be repeated.")
)
@rounds_option()
@source_option()
@click.option(
    "--weighted/--unweighted",
    cls=Option,
    default=None,
    help=N_("Weigh respondents; without either: if there are weights."),
)
@min_cell_option()
@click.option(
    "--score",
    "scores",
    cls=Option,
    multiple=True,
    metavar="COL",
    help=N_("A closed question with a score: its mean with and without each theme; may be repeated."),
)
@click.option("--title", cls=Option, metavar="TEXT", default="", help=N_("Above the report."))
@template_option()
@pass_state
def command(
    state: State,
    files: tuple[Path, ...],
    questions: tuple[str, ...],
    by: tuple[str, ...],
    rounds: tuple[str, ...],
    source: Literal["human", "all"],
    weighted: bool | None,
    least: int | None,
    scores: tuple[str, ...],
    title: str,
    template: Path | None,
) -> None:
    from coder.workflows.house_style import house_style
    from coder.workflows.report import ReportOptions, report
    from coder.workflows.report_files import can_draw, write, writer_of

    for file in files:  # before minutes of work
        writer_of(file)
    style = house_style(template)
    options = ReportOptions(questions, by, rounds, source, weighted, least or 0, scores, title, style.survey)
    with state.output.progress() as progress:
        made = report(state.db, options, progress)
        written = write(files, made, style, progress)
    for path in written:
        state.output.say(_("Written: {file}").format(file=path), "green")
    if not can_draw():
        state.output.warn(_("Charts need a package that is not installed"))
        state.output.say(_("Install it: pip install 'enquete-coder[report]'."))
