"""`coder undo`."""

from __future__ import annotations

import click

from coder.cli.options import Argument, Command, State, coder_option, pass_state
from coder.domain.texts import N_, _


@click.command(
    cls=Command, help=N_("Take back the last thing you did, whatever command it was, or any ACTION of coder log.")
)
@click.argument("action", cls=Argument, required=False)
@coder_option()
@pass_state
def command(state: State, action: str | None, coder_id: str) -> None:
    from coder.terminal.history import described
    from coder.workflows.history import left_without_code, undo

    undone = undo(state.db, coder_id, action)
    if state.as_json:
        state.output.json({"undone": undone.action_id, "command": undone.command, "coder": undone.coder_id})
    state.output.say(
        _("Undone: {what} ({when}).").format(
            what=described(undone.command, undone.details), when=undone.created_at[:16].replace("T", " ")
        ),
        "green",
    )
    if lost := left_without_code(state.db, undone):
        state.output.warn(
            _("Answers carry codes that the codebook does not have any more: {codes}. They keep them.").format(
                codes=", ".join(lost)
            )
        )
        state.output.next(f"coder review --question {undone.details['question']} --check")
