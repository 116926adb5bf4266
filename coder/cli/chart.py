"""`coder chart`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from coder.cli.figures import min_cell_option, rounds_option, source_option, template_option
from coder.cli.options import Command, Option, State, pass_state, question_option
from coder.domain.drawings import Kind
from coder.domain.texts import N_, _


@click.command(cls=Command, help=N_("Show a chart of a question here, or write it to a file (.svg, .png or .pdf)."))
@question_option()
@click.option(
    "--kind",
    cls=Option,
    type=click.Choice(["bar", "groups", "trend", "network", "saturation"]),
    default="bar",
    help=N_(
        "bar: ranked themes; groups: by --by; trend: over the rounds; network: themes that go together; saturation: "
        "how new themes dry up."
    ),
)
@click.option("--by", cls=Option, metavar="COL", help=N_("A closed variable, for the kind groups."))
@rounds_option()
@source_option()
@min_cell_option()
@click.option(
    "-o",
    "--output",
    "file",
    cls=Option,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("Where to; without it the chart is shown here."),
)
@template_option()
@pass_state
def command(
    state: State,
    question_id: str | None,
    kind: Kind,
    by: str | None,
    rounds: tuple[str, ...],
    source: Literal["human", "all"],
    least: int | None,
    file: Path | None,
    template: Path | None,
) -> None:
    from coder.terminal.charts import show_chart
    from coder.workflows.chart import charted, check_target, draw
    from coder.workflows.house_style import house_style
    from coder.workflows.report import ReportOptions

    if file is not None:
        check_target(file)
    style = house_style(template)
    options = ReportOptions(
        (question_id,) if question_id else (), (by,) if by else (), rounds, source, least=least or 0
    )
    with state.output.progress() as progress:
        question = charted(state.db, kind, options, progress)
    if file is None:
        show_chart(state.output, kind, question)
        return
    draw(file, kind, question, style)
    state.output.say(_("Written: {file}").format(file=file), "green")
