"""`coder demo`: the main job on the example survey."""

from __future__ import annotations

from pathlib import Path

import click

from coder.cli.options import Command, Option, State, pass_state
from coder.domain.texts import N_, _


@click.command(
    cls=Command, help=N_("Run the main job on the example survey, in a new folder, without asking anything.")
)
@click.option(
    "--folder",
    cls=Option,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=N_("Where (else a new folder koppelkansen-demo here)."),
)
@pass_state
def command(state: State, folder: Path | None) -> None:
    from coder.terminal.tables import show_quality, show_table
    from coder.workflows import demo
    from coder.workflows.table import as_record

    output = state.output
    place = demo.new_folder(folder)
    output.say(
        _("The example survey Koppelkansen (its answers are invented), in {folder}").format(folder=place), "bold"
    )
    with output.progress() as progress:
        for line in demo.ingest_rounds(place, progress):
            output.say(line, "green")
        trained = demo.train_models(place, progress)
    for one in trained:
        show_quality(output, one.question.question_id, one.coded, one.quality, None)
    with output.progress() as progress:
        selected = demo.select(place, progress)
    output.say(
        _(
            "Round 2023: {n} answers coded by the machine with what it would pre-select; no person has seen them yet."
        ).format(n=selected),
        "green",
    )
    for made in demo.tables(place):
        show_table(output, as_record(made))
    for path in demo.write_files(place):
        output.say(_("Written: {file}").format(file=path), "green")
    with output.progress() as progress:
        quotes = demo.choose_quotes(place, progress)
        written = demo.write_report(place, progress)
    output.say(_("Quotes chosen for the report, and checked for personal data: {n}").format(n=quotes), "green")
    for path in written:
        output.say(_("Written: {file}").format(file=path), "green")
    output.next(demo.next_command(place))
