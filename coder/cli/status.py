"""`coder status`."""

from __future__ import annotations

from dataclasses import asdict

import click

from coder.cli.options import Command, State, pass_state
from coder.domain.texts import N_


@click.command(cls=Command, help=N_("Where the project stands, and what to do next."))
@pass_state
def command(state: State) -> None:
    from coder.terminal.history import show_status
    from coder.workflows.history import status

    found = status(state.db)
    record = asdict(found)
    for question, plain in zip(found.questions, record["questions"], strict=True):
        for one, of_round in zip(question.rounds, plain["rounds"], strict=True):
            of_round["left"] = one.left
    if state.as_json:
        state.output.json(record)
        return
    show_status(state.output, record)
    for step in found.next_steps:
        state.output.next(step)
