"""`coder reconcile`."""

from __future__ import annotations

import shlex
import sys
from contextlib import ExitStack

import click

from coder.cli.options import Command, Option, State, coder_option, pass_state, question_option, round_option
from coder.domain.texts import N_, ngettext


@click.command(
    cls=Command,
    help=N_(
        "Settle which coding counts of answers that people coded differently, with the codings side by side; what each "
        "decided stays."
    ),
)
@question_option()
@round_option()
@click.option("--coders", cls=Option, metavar="A,B", help=N_("Compare only these coders. Without it all people."))
@click.option("--anonymous", cls=Option, is_flag=True, help=N_("Numbers in place of the coders' names."))
@click.option("--plain", cls=Option, is_flag=True, help=N_("Line by line, without a screen."))
@coder_option()
@pass_state
def command(
    state: State,
    question_id: str | None,
    round_id: str | None,
    coders: str | None,
    anonymous: bool,
    plain: bool,
    coder_id: str,
) -> None:
    from coder.review.reconcile import ReconcileDesk
    from coder.terminal.console import interactive
    from coder.terminal.reconcile_desk import run, run_plain
    from coder.workflows.coder_names import coder_names
    from coder.workflows.reconcile import reconciling

    names = coder_names(coders) if coders is not None else ()
    with ExitStack() as stack:
        opened = stack.enter_context(reconciling(state.db, question_id, round_id, coder_id, names, anonymous))
        desk = ReconcileDesk(opened.disputes, opened.codebook, opened.recorder, anonymous=anonymous)
        if plain or not interactive():
            run_plain(desk, opened.question, state.output, sys.stdin)
        else:
            run(desk, opened.question, state.output)
        key, n, waiting = opened.question.question_id, desk.answers_settled, opened.waiting
    state.output.say(
        ngettext("{n} answer settled; everything is kept.", "{n} answers settled; everything is kept.", n).format(n=n),
        "green",
    )
    if waiting:
        state.output.warn(
            ngettext(
                "{n} more answer was coded differently: it waits until {coder} has coded it too.",
                "{n} more answers were coded differently: they wait until {coder} has coded them too.",
                waiting,
            ).format(n=waiting, coder=coder_id)
        )
    asked = f"coder reconcile --question {key}" + (f" --round {round_id}" if round_id else "")
    asked += f" --coders {shlex.quote(','.join(names))}" if names else ""
    asked += " --anonymous" if anonymous else ""
    state.output.next(asked if desk.left else f"coder table --question {key}")
