"""`coder score`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import click

from coder.cli.options import Command, Option, State, pass_state
from coder.domain.texts import N_, _, ngettext


@click.command(
    cls=Command,
    help=N_(
        "Apply a trained model to Parquet or CSV files of any size, part by part. A run that was broken off goes on "
        "where it stopped."
    ),
)
@click.argument("model", type=click.Path(path_type=Path), metavar="MODEL")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILES")
@click.option(
    "-o",
    "--output",
    "folder",
    cls=Option,
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=N_("The folder for the results."),
)
@click.option("--column", cls=Option, metavar="COL", help=N_("The column with the answers."))
@click.option("--id", "ids", cls=Option, multiple=True, metavar="COL", help=N_("A column to keep; may be repeated."))
@click.option(
    "--top", cls=Option, type=click.IntRange(min=1), default=3, metavar="K", help=N_("Suggestions per answer.")
)
@click.option(
    "--format",
    "form",
    cls=Option,
    type=click.Choice(["csv", "parquet"]),
    help=N_("Of the results; without it, that of the first file."),
)
@click.option(
    "--engine",
    cls=Option,
    type=click.Choice(["local", "dask"]),
    default="local",
    help=N_("All processors of this computer, or a Dask cluster."),
)
@click.option("--scheduler", cls=Option, metavar="ADDRESS", help=N_("The address of the Dask scheduler."))
@click.option("--processes", cls=Option, type=click.IntRange(min=1), metavar="N", help=N_("Processes at a time."))
@click.option(
    "--rows",
    cls=Option,
    type=click.IntRange(min=1),
    default=20_000,
    metavar="N",
    help=N_("Rows of a part: smaller takes less memory."),
)
@click.option("--encoding", cls=Option, metavar="NAME", help=N_("Encoding of a CSV file, where it is not recognised."))
@click.option("--overwrite", cls=Option, is_flag=True, help=N_("Start anew, and drop earlier results."))
@pass_state
def command(
    state: State,
    /,
    model: Path,
    files: tuple[Path, ...],
    folder: Path,
    form: Literal["csv", "parquet"] | None,
    **chosen: Any,  # noqa: ANN401 - the other options, as they are named in ScoreOptions
) -> None:
    from coder.workflows.score import ScoreOptions, score

    with state.output.progress() as progress:
        done = score(model, files, folder, ScoreOptions(format=form, **chosen), progress)
    if state.as_json:
        found = {"folder": str(done.folder), "rows": done.rows, "empty": done.empty, "parts": done.parts}
        state.output.json(found | {"kept": done.kept})
        return
    rows = ngettext("{n} row in {parts} files: {folder}", "{n} rows in {parts} files: {folder}", done.rows)
    state.output.say(rows.format(n=done.rows, parts=done.parts, folder=done.folder), "green")
    if done.kept:
        state.output.say(_("{n} of these files were there already.").format(n=done.kept))
    if done.empty:
        state.output.warn(_("{n} rows have no answer; they have no codes.").format(n=done.empty))
