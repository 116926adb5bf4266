"""`coder open`."""

from __future__ import annotations

import click

from coder.cli.options import Command, Option, State, pass_state
from coder.domain.texts import N_, _


@click.command(
    cls=Command,
    help=N_(
        "Look at the project in a web browser, with Datasette: answers with their codes, decisions, codebook. Only "
        "reading, and only on this computer."
    ),
)
@click.option(
    "--port", cls=Option, type=click.IntRange(1024, 65535), metavar="N", help=N_("The port; else one that is free.")
)
@click.option("--no-browser", cls=Option, is_flag=True, help=N_("Only say the address, and open no browser."))
@pass_state
def command(state: State, port: int | None, no_browser: bool) -> None:
    from coder.workflows.browse import metadata, served

    if state.as_json:
        state.output.json(metadata(state.db))
        return
    with served(state.db, port) as (address, process):
        state.output.say(_("The project is open here; this address works once:"))
        state.output.print(address)
        state.output.say(_("Ctrl-C closes it."), "dim")
        if not no_browser:
            click.launch(address)
        try:
            process.wait()
        except KeyboardInterrupt:
            state.output.say(_("Closed."))
