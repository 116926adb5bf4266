"""`coder report`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from coder.cli.options import Command, Option, State, pass_state
from coder.domain.errors import UsageError
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
@click.option(
    "--rounds",
    cls=Option,
    metavar="R1,R2",
    help=N_("Rounds to compare; the last one is reported. Without it: all rounds."),
)
@click.option(
    "--source",
    cls=Option,
    type=click.Choice(["human", "all"]),
    default="human",
    help=N_("What people coded, or all answers: corrected for the machine's mistakes by a random sample."),
)
@click.option(
    "--weighted/--unweighted",
    cls=Option,
    default=None,
    help=N_("Weigh respondents; without either: if there are weights."),
)
@click.option(
    "--min-cell",
    "least",
    cls=Option,
    type=click.IntRange(min=2),
    metavar="N",
    help=N_("Hide numbers of fewer than N respondents, and what would give them away by subtraction."),
)
@click.option(
    "--score",
    "scores",
    cls=Option,
    multiple=True,
    metavar="COL",
    help=N_("A closed question with a score: its mean with and without each theme; may be repeated."),
)
@click.option("--title", cls=Option, metavar="TEXT", default="", help=N_("Above the report."))
@click.option(
    "--template",
    cls=Option,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=N_("A folder with a house style: style.toml, and a logo and style.css where wanted."),
)
@pass_state
def command(
    state: State,
    files: tuple[Path, ...],
    questions: tuple[str, ...],
    by: tuple[str, ...],
    rounds: str | None,
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

    names = tuple(filter(None, (name.strip() for name in (rounds or "").split(","))))
    if rounds is not None and not names:
        raise UsageError(_("--rounds names no round"), "coder report --rounds 2022,2023 -o report.html")
    for file in files:  # before minutes of work
        writer_of(file)
    style = house_style(template)
    options = ReportOptions(questions, by, names, source, weighted, least or 0, scores, title)
    with state.output.progress() as progress:
        made = report(state.db, options, progress)
        written = write(files, made, style, progress)
    for path in written:
        state.output.say(_("Written: {file}").format(file=path), "green")
    if not can_draw():
        state.output.warn(_("Charts need a package that is not installed"))
        state.output.say(_("Install it: pip install 'enquete-coder[report]'."))
