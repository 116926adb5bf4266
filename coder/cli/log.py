"""`coder log`."""

from __future__ import annotations

from dataclasses import asdict

import click

from coder.cli.options import Command, Option, State, pass_state
from coder.domain.texts import N_


@click.command(cls=Command, help=N_("Who did what and when; with --respondent all about one person's answers."))
@click.option("--respondent", "respondent_id", cls=Option, metavar="ID", help=N_("The respondent."))
@click.option("--limit", cls=Option, type=click.IntRange(min=1), default=30, metavar="N", help=N_("How many lines."))
@pass_state
def command(state: State, respondent_id: str | None, limit: int) -> None:
    from coder.terminal.history import show_events, show_log
    from coder.workflows.history import log, respondent_log

    if respondent_id is not None:
        events = [asdict(event) for event in respondent_log(state.db, respondent_id)]
        if state.as_json:
            state.output.json(events)
        else:
            show_events(state.output, events)
        return
    actions = [asdict(action) for action in log(state.db, limit)]
    if state.as_json:
        state.output.json(actions)
    else:
        show_log(state.output, actions)
