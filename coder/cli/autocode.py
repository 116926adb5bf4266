"""`coder autocode`."""

from __future__ import annotations

import math
from typing import Any

import click

from coder.cli.options import Command, Option, State, coder_option, pass_state, question_option, round_option
from coder.domain.texts import N_


class Share(click.FloatRange):
    """A share from a half to just below 1."""

    def __init__(self) -> None:
        super().__init__(min=0.5, max=1, max_open=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401
        """Return the number; what is none, such as 'nan', is refused as out of range."""
        found = super().convert(value, param, ctx)
        return found if not math.isnan(found) else super().convert(math.inf, param, ctx)


@click.command(
    cls=Command,
    help=N_(
        "Code what is sure, within an error budget; the rest stays with people. Each code is right in at least so many "
        "cases, and of the answers that are closed at most the rest misses a code. One coder undo takes it back."
    ),
)
@question_option()
@round_option()
@click.option(
    "--precision",
    cls=Option,
    type=Share(),
    default=0.95,
    show_default=True,
    metavar="P",
    help=N_("The share of given codes that has to be right."),
)
@click.option(
    "--confidence",
    cls=Option,
    type=Share(),
    default=0.95,
    show_default=True,
    metavar="C",
    help=N_("How sure that has to be."),
)
@click.option("--dry-run", cls=Option, is_flag=True, help=N_("Show what would happen, and write nothing."))
@coder_option()
@pass_state
def command(
    state: State,
    question_id: str | None,
    round_id: str | None,
    precision: float,
    confidence: float,
    dry_run: bool,
    coder_id: str,
) -> None:
    from coder.terminal.autocode import show_autocode
    from coder.workflows.autocode import as_record, autocode

    with state.output.progress() as progress:
        made = autocode(state.db, question_id, round_id, precision, confidence, coder_id, dry_run, progress)
    records = [as_record(one) for one in made]
    if state.as_json:
        state.output.json(records)
        return
    for record in records:
        show_autocode(state.output, record, dry_run)
    chosen = (f" --question {question_id}" if question_id else "") + (f" --round {round_id}" if round_id else "")
    left = next((record["question"] for record in records if record["left"]), None)
    if dry_run and any(record["closed"] or record["prefilled"] for record in records):
        state.output.next(f"coder autocode --precision {precision:g} --confidence {confidence:g}{chosen}")
    elif left is not None:
        state.output.next(f"coder review --question {left}" + (f" --round {round_id}" if round_id else ""))
    else:
        state.output.next(f"coder review --question {records[0]['question']} --only machine --order random --limit 50")
