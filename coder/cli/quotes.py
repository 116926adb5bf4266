"""`coder quotes`."""

from __future__ import annotations

import click

from coder.cli.options import Command, Option, State, coder_option, pass_state, question_option, round_option
from coder.domain.texts import N_, _


@click.command(
    cls=Command,
    help=N_("Typical short answers with a code, to quote; and what each still needs before a report may quote it."),
)
@click.option("--code", "code", cls=Option, metavar="CODE", required=True, help=N_("The code, by its id or label."))
@question_option()
@round_option()
@click.option("-n", "n", cls=Option, type=click.IntRange(min=1), default=5, metavar="N", help=N_("How many at most."))
@click.option("--mark", cls=Option, is_flag=True, help=N_("Mark them as quotes, as far as you coded them yourself."))
@coder_option()
@pass_state
def command(
    state: State, code: str, question_id: str | None, round_id: str | None, n: int, mark: bool, coder_id: str
) -> None:
    from coder.terminal.quotes import show_quotes
    from coder.workflows.quotes import as_records, commands, quotes

    found = quotes(state.db, code, question_id, round_id, n, coder_id if mark else "")
    if state.as_json:
        state.output.json(as_records(found))
        return
    show_quotes(state.output, found.code.label, as_records(found))
    if mark:
        state.output.say(_("Marked as quotes: {n}").format(n=found.marked), "green")
    for line in commands(found):
        state.output.next(line)
