"""`coder formats`."""

from __future__ import annotations

import click

from coder.cli.options import Command, State, pass_state
from coder.domain.texts import N_


@click.command(
    cls=Command, help=N_("List the formats and survey tools that are read and written, and what each carries.")
)
@pass_state
def command(state: State) -> None:
    from dataclasses import asdict

    from coder.terminal.formats import show_formats
    from coder.workflows.formats import formats

    found = formats()
    if state.as_json:
        state.output.json([asdict(one) for one in found])
        return
    show_formats(state.output, [asdict(one) for one in found])
