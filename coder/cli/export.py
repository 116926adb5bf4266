"""`coder export`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from coder.cli.options import Argument, Command, Option, State, pass_state, question_option, round_option
from coder.domain.errors import UsageError
from coder.domain.texts import N_, _


@click.command(
    cls=Command,
    help=N_(
        "Write every answer with its codes to FILE, in the format of its ending; coder formats lists them. A workbook "
        "(.xlsx) gets theme tables, codebook, variables and methods beside it. The guide: coder help export."
    ),
)
@click.argument("file", cls=Argument, type=click.Path(path_type=Path))
@click.option(
    "--shape",
    cls=Option,
    type=click.Choice(["wide", "long"]),
    help=N_(
        "One table: wide has one row a respondent and a 0/1 column per code, long one row a coding. Without it, all "
        "that the format holds."
    ),
)
@question_option()
@round_option()
@click.option(
    "--no-text",
    cls=Option,
    is_flag=True,
    help=N_(
        "Leave out what respondents and coders wrote, closed variables and weights: ids, codes, probabilities only."
    ),
)
@click.option(
    "--keep-variables", cls=Option, is_flag=True, help=N_("With --no-text: keep closed variables and weights.")
)
@click.option(
    "--uncleared-quotes",
    cls=Option,
    is_flag=True,
    help=N_("Write quotes too that were not checked for personal data."),
)
@click.option(
    "--source",
    cls=Option,
    type=click.Choice(["human", "all"]),
    default="human",
    help=N_("What the theme tables in a workbook count: see coder table."),
)
@click.option("--weighted", cls=Option, is_flag=True, help=N_("Weigh the theme tables in a workbook."))
@click.option(
    "--excel-nl",
    cls=Option,
    is_flag=True,
    help=N_("CSV that Excel with Dutch settings opens: semicolons, decimal commas."),
)
@pass_state
def command(
    state: State,
    file: Path,
    shape: Literal["wide", "long"] | None,
    question_id: str | None,
    round_id: str | None,
    no_text: bool,
    keep_variables: bool,
    uncleared_quotes: bool,
    source: Literal["human", "all"],
    weighted: bool,
    excel_nl: bool,
) -> None:
    from coder.workflows.export import ExportOptions, export

    if keep_variables and not no_text:
        raise UsageError(_("--keep-variables goes with --no-text"), "coder export FILE --no-text --keep-variables")
    options = ExportOptions(
        shape=shape or "",
        question_id=question_id,
        round_id=round_id,
        with_texts=not no_text,
        keep_variables=keep_variables,
        uncleared_quotes=uncleared_quotes,
        source=source,
        weighted=weighted,
        excel_nl=excel_nl,
    )
    with state.output.progress() as progress:
        written, rows = export(state.db, file, options, progress)
    for path in written:
        state.output.say(_("Written: {file} ({rows} rows)").format(file=path, rows=rows), "green")
