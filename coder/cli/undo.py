"""`coder undo`."""

from __future__ import annotations

import click

from coder.cli.options import Command, State, coder_option, pass_state
from coder.domain.texts import N_, _


@click.command(cls=Command, help=N_("Take back the last thing you did, whatever command it was."))
@coder_option()
@pass_state
def command(state: State, coder_id: str) -> None:
    from coder.terminal.history import described
    from coder.workflows.history import undo

    action = undo(state.db, coder_id)
    if state.as_json:
        state.output.json({"undone": action.action_id, "command": action.command, "coder": action.coder_id})
    state.output.say(
        _("Undone: {what} ({when}).").format(
            what=described(action.command, action.details), when=action.created_at[:16].replace("T", " ")
        ),
        "green",
    )
