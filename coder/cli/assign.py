"""`coder assign`."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from coder.cli.options import Command, Option, State, coder_option, pass_state, question_option, round_option
from coder.domain.errors import UsageError
from coder.domain.texts import N_, _

if TYPE_CHECKING:
    from coder.workflows.assign import By


@click.command(
    cls=Command,
    help=N_("Divide the open answers of a question over coders; a random part is for all, to compare them."),
)
@question_option()
@round_option()
@click.option("--coders", cls=Option, metavar="A,B", help=N_("Who are to code, with commas."))
@click.option(
    "--double",
    cls=Option,
    default="0",
    metavar="N",
    help=N_("How many different answers all of them code: a share such as 20%, or a number."),
)
@click.option(
    "--by",
    cls=Option,
    type=click.Choice(["random", "round"]),
    default="random",
    help=N_("Deal the rest out evenly and at random, or by whole rounds."),
)
@click.option("--seed", cls=Option, type=click.IntRange(min=0), metavar="N", help=N_("Repeat an earlier draw."))
@click.option(
    "--blind/--no-blind",
    cls=Option,
    default=True,
    help=N_("Whether suggestions are hidden on the answers for all; what others decided always is."),
)
@click.option("--force", cls=Option, is_flag=True, help=N_("Also where the part for all has been begun."))
@click.option("--show", cls=Option, is_flag=True, help=N_("Show who codes what and how far they are; change nothing."))
@coder_option()
@pass_state
def command(
    state: State,
    question_id: str | None,
    round_id: str | None,
    coders: str | None,
    double: str,
    by: By,
    seed: int | None,
    blind: bool,
    force: bool,
    show: bool,
    coder_id: str,
) -> None:
    from coder.terminal.assignments import show_division
    from coder.workflows.assign import Double, assign
    from coder.workflows.coder_names import coder_names
    from coder.workflows.division import as_record, divisions

    if show:
        found = divisions(state.db, question_id, round_id)
    elif coders is None:
        raise UsageError(
            _("Say who are to code: --coders anna,bram"), _("coder assign --show shows how it is divided now.")
        )
    else:
        names, part = coder_names(coders), Double.of(double)
        made = assign(
            state.db, question_id, round_id, names, part, coder_id, by=by, seed=seed, blind=blind, force=force
        )
        found = [made]
    if state.as_json:
        state.output.json([as_record(one) for one in found])
        return
    for one in found:
        show_division(state.output, as_record(one))
    if show:
        return
    key = made.question.question_id
    if by == "round":
        state.output.warn(
            _("Rounds now differ in who coded them too: a trend may be the coder's. Let all code a part: --double 20%.")
        )
    in_round = f" --round {round_id}" if round_id else ""
    for name in names:
        state.output.next(f"coder review --question {key}{in_round} --coder {shlex.quote(name)}")
