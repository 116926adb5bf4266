"""`coder export`."""

from __future__ import annotations

from pathlib import Path

import click

from coder.cli.options import Argument, Command, Option, State, pass_state, question_option, round_option
from coder.domain.texts import N_, _


@click.command(
    cls=Command,
    help=N_("Write every answer with its codes to FILE, in the format of its ending; coder formats lists them."),
)
@click.argument("file", cls=Argument, type=click.Path(path_type=Path))
@click.option(
    "--shape",
    cls=Option,
    type=click.Choice(["wide", "long"]),
    default="wide",
    help=N_("wide: one row a respondent, a 0/1 column per code; long: one row a coding."),
)
@question_option()
@round_option()
@click.option(
    "--no-text", cls=Option, is_flag=True, help=N_("Leave out what respondents and coders wrote: codes only.")
)
@click.option(
    "--uncleared-quotes",
    cls=Option,
    is_flag=True,
    help=N_("Write quotes too that were not checked for personal data."),
)
@pass_state
def command(
    state: State,
    file: Path,
    shape: str,
    question_id: str | None,
    round_id: str | None,
    no_text: bool,
    uncleared_quotes: bool,
) -> None:
    from coder.workflows.export import ExportOptions, export

    options = ExportOptions(shape, question_id, round_id, not no_text, uncleared_quotes)
    with state.output.progress() as progress:
        written, rows = export(state.db, file, options, progress)
    for path in written:
        state.output.say(_("Written: {file} ({rows} rows)").format(file=path, rows=rows), "green")
