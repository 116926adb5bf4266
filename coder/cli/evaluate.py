"""`coder evaluate`."""

from __future__ import annotations

from pathlib import Path

import click

from coder.cli.options import Command, Option, State, pass_state, question_option
from coder.domain.texts import N_, _


@click.command(
    cls=Command, help=N_("How good suggestions are on answers they did not learn from: per code, and between rounds.")
)
@question_option()
@click.option(
    "--from",
    "earlier",
    cls=Option,
    multiple=True,
    metavar="R",
    help=N_("Learn from this round only (may be given more than once)."),
)
@click.option("--to", "later", cls=Option, metavar="R", help=N_("Test on this round."))
@click.option(
    "--folds",
    cls=Option,
    type=click.IntRange(2, 20),
    default=5,
    show_default=True,
    help=N_("Random parts; each is the test once."),
)
@click.option(
    "-o",
    "--output",
    "file",
    cls=Option,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("Write a report to a file (Markdown, XLSX, CSV, JSON Lines)."),
)
@pass_state
def command(
    state: State, question_id: str | None, earlier: tuple[str, ...], later: str | None, folds: int, file: Path | None
) -> None:
    from coder.terminal.evaluation import show_evaluation
    from coder.workflows.evaluate import as_record, evaluate
    from coder.workflows.evaluate_files import write

    with state.output.progress() as progress:
        found = evaluate(state.db, question_id, earlier, later, folds, progress)
    if file is not None:
        for path in write(file, found):
            state.output.say(_("Written: {file}").format(file=path), "green")
    elif state.as_json:
        state.output.json([as_record(one) for one in found])
    else:
        for one in found:
            show_evaluation(state.output, as_record(one))
