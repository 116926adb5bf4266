"""`coder table`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from coder.cli.figures import min_cell_option, source_option
from coder.cli.options import Command, Option, State, pass_state, question_option, round_option
from coder.domain.errors import UsageError
from coder.domain.texts import N_, _


@click.command(cls=Command, help=N_("The ranked themes of a question: numbers, percentages, intervals."))
@question_option()
@round_option()
@click.option(
    "--by",
    cls=Option,
    multiple=True,
    metavar="COL",
    help=N_("Divide by a closed variable, or by 'ronde'; give it again for several side by side."),
)
@click.option("--asked", cls=Option, is_flag=True, help=N_("Also percentages of all who were asked."))
@source_option()
@click.option(
    "--uncorrected",
    cls=Option,
    is_flag=True,
    help=N_("With --source all: count what the machine selected as it is, mistakes included."),
)
@click.option("--weighted", cls=Option, is_flag=True, help=N_("Count respondents by their weight."))
@min_cell_option()
@click.option(
    "-o",
    "--output",
    "file",
    cls=Option,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("Write to a file: CSV, XLSX, Markdown, HTML, LaTeX, JSON Lines and others, by the ending of its name."),
)
@click.option(
    "--excel-nl",
    cls=Option,
    is_flag=True,
    help=N_("CSV that Excel with Dutch settings opens: semicolons, decimal commas."),
)
@pass_state
def command(
    state: State,
    question_id: str | None,
    round_id: str | None,
    by: tuple[str, ...],
    asked: bool,
    source: Literal["human", "all"],
    uncorrected: bool,
    weighted: bool,
    least: int | None,
    file: Path | None,
    excel_nl: bool,
) -> None:
    from coder.terminal.history import unreconciled
    from coder.terminal.tables import show_table
    from coder.workflows.table import as_record, table
    from coder.workflows.table_files import write

    if uncorrected and source != "all":
        raise UsageError(_("--uncorrected goes with --source all"), "coder table --source all --uncorrected")
    if excel_nl and file is None:
        raise UsageError(_("--excel-nl goes with --output"), "coder table -o FILE.csv --excel-nl")
    with state.output.progress() as progress:
        whose: Literal["human", "all", "uncorrected"] = "uncorrected" if uncorrected else source
        tables = table(state.db, question_id, round_id, by, whose, weighted, progress, least or 0)
    if file is not None:
        for path in write(file, tables, asked, excel_nl=excel_nl):
            state.output.say(_("Written: {file}").format(file=path), "green")
    elif state.as_json:
        state.output.json([as_record(made) for made in tables])
    else:
        for made in tables:
            show_table(state.output, as_record(made), asked)
    for made in tables:
        if made.base.unreconciled:
            key = made.question.question_id
            state.output.warn(f"{key}: {unreconciled(made.base.unreconciled)}")
            state.output.next(f"coder reconcile --question {key}" + (f" --round {round_id}" if round_id else ""))
