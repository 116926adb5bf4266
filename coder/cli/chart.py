"""`coder chart`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

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
    "--min-cell",
    "least",
    cls=Option,
    type=click.IntRange(min=2),
    metavar="N",
    help=N_("Hide numbers of fewer than N respondents, and what would give them away by subtraction."),
)
@click.option(
    "-o",
    "--output",
    "file",
    cls=Option,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("Where to; without it the chart is shown here."),
)
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
    question_id: str | None,
    kind: Kind,
    by: str | None,
    rounds: str | None,
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
    names = tuple(filter(None, (name.strip() for name in (rounds or "").split(","))))
    options = ReportOptions((question_id,) if question_id else (), (by,) if by else (), names, source, least=least or 0)
    with state.output.progress() as progress:
        question = charted(state.db, kind, options, progress)
    if file is None:
        show_chart(state.output, kind, question)
        return
    draw(file, kind, question, style)
    state.output.say(_("Written: {file}").format(file=file), "green")
