"""`coder formats`."""

from __future__ import annotations

import click

from coder.cli.options import Command, State, pass_state
from coder.domain.texts import N_, _


@click.command(
    cls=Command, help=N_("List the formats and survey tools that are read and written, and what each carries.")
)
@pass_state
def command(state: State) -> None:
    from dataclasses import asdict

    from coder.workflows.formats import formats

    found = formats()
    if state.as_json:
        state.output.json([asdict(one) for one in found])
        return
    titles = {"in": _("Read by coder ingest (--as NAME)"), "out": _("Written by coder export")}
    for direction, title in titles.items():
        rows = [
            [one.name, one.label, ", ".join(carried.shown for carried in one.carries)]
            for one in found
            if one.direction == direction
        ]
        state.output.table([_("name"), _("what it is"), _("carries")], rows, title, kept=2)
        state.output.print()
