"""`coder merge`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from coder.cli.asking import agreed
from coder.cli.options import Argument, Command, Option, State, coder_option, pass_state, question_option
from coder.domain.texts import N_, _


@click.command(
    cls=Command,
    help=N_("Let a colleague's project file join this one: answers, codings, codebooks; their file is only read."),
)
@click.argument("file", cls=Argument, type=click.Path(path_type=Path))
@question_option()
@click.option("--dry-run", cls=Option, is_flag=True, help=N_("Show what would join and keep nothing."))
@click.option("--yes", cls=Option, is_flag=True, help=N_("Do not ask where the codebooks differ."))
@coder_option()
@pass_state
def command(state: State, file: Path, question_id: str | None, dry_run: bool, yes: bool, coder_id: str) -> None:
    from coder.terminal.console import interactive
    from coder.terminal.merging import show_codebooks, show_merged
    from coder.workflows.merge import merge

    def run(dry_run: bool) -> dict[str, Any]:
        with state.output.progress() as progress:
            found = merge(state.db, file, coder_id, question_id, dry_run, progress)
        return {**asdict(found), "changed": found.changed, "dry_run": dry_run}

    if not (dry_run or yes or state.as_json) and interactive():
        preview = run(dry_run=True)
        if preview["changed"] and preview["codebooks"]:
            show_codebooks(state.output, preview["codebooks"])
            if not agreed(_("Codes count as shown. Join the files?")):
                state.output.warn(_("Nothing was changed."))
                return
            state.output.print()
        merged = run(dry_run=False) if preview["changed"] else preview | {"dry_run": False}
        shown = bool(preview["changed"] and preview["codebooks"])
    else:
        merged, shown = run(dry_run), False
    if state.as_json:
        state.output.json(merged)
        return
    if merged["changed"] and not shown:
        show_codebooks(state.output, merged["codebooks"])
    show_merged(state.output, merged)
    if dry_run:
        state.output.warn(_("Nothing was kept (--dry-run)."))
    elif merged["changed"]:
        state.output.say(_("Joined; their file is as it was. coder undo takes all of it back."), "green")
        state.output.next("coder status")
