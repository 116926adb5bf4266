"""`coder check`."""

from __future__ import annotations

from pathlib import Path

import click

from coder.cli.options import Command, Option, State, pass_state, question_option, round_option
from coder.domain.texts import N_, _, ngettext


@click.command(
    cls=Command,
    help=N_(
        "Find slips in what people coded: the same answer coded otherwise, codes that the codebook forbids, codings "
        "that the model strongly contradicts."
    ),
)
@question_option()
@round_option()
@click.option(
    "--limit", cls=Option, type=click.IntRange(min=1), metavar="N", help=N_("Show at most so many per question.")
)
@click.option(
    "-o",
    "--output",
    "file",
    cls=Option,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("Write to a file (CSV, XLSX, JSON Lines, Markdown)."),
)
@pass_state
def command(state: State, question_id: str | None, round_id: str | None, limit: int | None, file: Path | None) -> None:
    from coder.terminal.slips import show_slips
    from coder.workflows.check import as_records, check, write

    with state.output.progress() as progress:
        checks = check(state.db, question_id, round_id, progress)
    if file is not None:
        for path in write(file, checks, limit):
            state.output.say(_("Written: {file}").format(file=path), "green")
    elif state.as_json:
        state.output.json([record for found in checks for record in as_records(found, limit)])
    else:
        for found in checks:
            show_slips(state.output, found.question.question_id, found.codebook, as_records(found, limit))
    for found in checks:
        key, n = found.question.question_id, len(found.slips)
        state.output.say(
            ngettext(
                "{question}: {n} of {coded} different coded answers deserves a second look.",
                "{question}: {n} of {coded} different coded answers deserve a second look.",
                n,
            ).format(question=key, n=n, coded=found.coded)
        )
        if not found.by_model:
            state.output.say(_("Too few answers are coded for the model to have a say."), "dim")
    first = next((found.question.question_id for found in checks if found.slips), None)
    if first is not None:
        in_round = f" --round {round_id}" if round_id else ""
        state.output.next(f"coder review --question {first}{in_round} --check")
