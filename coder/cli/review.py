"""`coder review`: the coding desk."""

from __future__ import annotations

import sys
from contextlib import ExitStack

import click

from coder.cli.options import Command, Option, State, coder_option, pass_state, question_option, round_option
from coder.domain.coding import Status
from coder.domain.texts import N_, ngettext
from coder.review.queue import Order


@click.command(cls=Command, help=N_("Code answers at the desk, with the keyboard; ? shows the keys."))
@question_option()
@round_option()
@coder_option()
@click.option(
    "--order",
    cls=Option,
    type=click.Choice(["file", "random", "hardest"]),
    default="file",
    help=N_("Which answers come first."),
)
@click.option("--limit", cls=Option, type=click.IntRange(min=1), metavar="N", help=N_("Stop after so many cards."))
@click.option(
    "--only",
    cls=Option,
    multiple=True,
    type=click.Choice(["open", "skipped", "flagged", "coded"]),
    help=N_("Take answers that were skipped, flagged or coded before; may be repeated."),
)
@click.option("--plain", cls=Option, is_flag=True, help=N_("Line by line, without a screen."))
@pass_state
def command(
    state: State,
    question_id: str | None,
    round_id: str | None,
    coder_id: str,
    order: Order,
    limit: int | None,
    only: tuple[Status, ...],
    plain: bool,
) -> None:
    from coder.review.desk import Desk
    from coder.terminal.card import Frame
    from coder.terminal.console import interactive
    from coder.terminal.desk import run, run_plain
    from coder.workflows.review import sitting

    with ExitStack() as stack:
        # The bar has to be gone before the desk takes the screen.
        with state.output.progress() as progress:
            opened = stack.enter_context(
                sitting(state.db, question_id, round_id, coder_id, order, limit, only or ("open",), progress)
            )
        desk = Desk(opened.session)
        frame = Frame(opened.question, opened.respondents, opened.answers, opened.coded_before)
        if plain or not interactive():
            run_plain(desk, frame, state.output, sys.stdin)
        else:
            run(desk, frame, state.output)
        n, left, key = opened.session.answers_decided, opened.session.left, opened.question.question_id
    state.output.say(
        ngettext("{n} answer decided; everything is kept.", "{n} answers decided; everything is kept.", n).format(n=n),
        "green",
    )
    again = f"coder review --question {key}" + (f" --round {round_id}" if round_id else "")
    state.output.next(again if left else f"coder table --question {key}")
