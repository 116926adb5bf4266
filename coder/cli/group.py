"""`coder group`."""

from __future__ import annotations

import click

from coder.cli.options import Command, Option, State, coder_option, pass_state, question_option, round_option
from coder.domain.texts import N_, _


@click.command(cls=Command, help=N_("Put answers that read alike on one card: each group is coded in one key."))
@question_option()
@round_option()
@coder_option()
@click.option(
    "--similarity",
    cls=Option,
    type=click.FloatRange(0.5, 1.0),
    default=0.85,
    show_default=True,
    metavar="S",
    help=N_("How alike, 0.5 to 1: lower finds more, and more to look at."),
)
@click.option("--dry-run", cls=Option, is_flag=True, help=N_("Show the groups and keep nothing."))
@pass_state
def command(
    state: State, question_id: str | None, round_id: str | None, coder_id: str, similarity: float, dry_run: bool
) -> None:
    from coder.terminal.groups import show_groups
    from coder.workflows.group import as_record, group

    with state.output.progress() as progress:
        found = group(state.db, question_id, round_id, coder_id, similarity, dry_run, progress)
    if state.as_json:
        state.output.json([as_record(one) for one in found])
        return
    for one in found:
        show_groups(state.output, as_record(one))
    if dry_run:
        state.output.warn(_("Nothing was kept (--dry-run)."))
    elif any(one.changed for one in found):
        saved = next((one for one in found if one.cards_saved), None)
        key = f" --question {saved.question.question_id}" if saved else ""
        state.output.say(_("Kept. coder undo takes it back; no decision was changed."), "green")
        state.output.next(f"coder review{key}" + (f" --round {round_id}" if round_id else ""))
    else:
        state.output.say(_("Nothing new: the groups are as they were."))
