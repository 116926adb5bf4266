"""`coder agreement`."""

from __future__ import annotations

import click

from coder.cli.options import Command, Option, State, pass_state, question_option, round_option
from coder.domain.texts import N_


@click.command(cls=Command, help=N_("How far coders agree who decided the same answers, and where they do not."))
@question_option()
@round_option()
@click.option(
    "--coders",
    cls=Option,
    metavar="A,B",
    help=N_("Compare only these coders; 'machine' is the machine. Without it all people."),
)
@click.option(
    "--by", cls=Option, type=click.Choice(["code"]), help=N_("With all figures of each code and their intervals.")
)
@pass_state
def command(state: State, question_id: str | None, round_id: str | None, coders: str | None, by: str | None) -> None:
    from coder.terminal.agreement import show_agreement
    from coder.workflows.agreement import agreement_of, as_record
    from coder.workflows.coder_names import coder_names

    names = coder_names(coders, machine=True) if coders is not None else ()
    found = [as_record(one) for one in agreement_of(state.db, question_id, round_id, names)]
    if state.as_json:
        state.output.json(found)
        return
    for one in found:
        show_agreement(state.output, one, by_code=by == "code")
