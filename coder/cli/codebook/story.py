"""`coder codebook log` and `coder codebook diff`: what changed, and what that does to comparisons."""

from __future__ import annotations

import click

from coder.cli.options import Argument, Command, State, pass_state, question_option
from coder.domain.texts import N_


@click.command("log", cls=Command, help=N_("Who changed what in the codebook, and when; what was undone is marked."))
@question_option()
@pass_state
def log(state: State, question_id: str | None) -> None:
    from coder.terminal.codebook_story import show_story
    from coder.workflows.codebook_story import story

    chapters = [chapter.as_record() for chapter in story(state.db, question_id)]
    if state.as_json:
        state.output.json(chapters)
    else:
        show_story(state.output, chapters)


@click.command(
    "diff",
    cls=Command,
    help=N_("What changed in the codebook between two rounds, and which trends are broken by it."),
)
@click.argument("first", cls=Argument, metavar="ROUND1")
@click.argument("second", cls=Argument, metavar="ROUND2")
@question_option()
@pass_state
def diff(state: State, first: str, second: str, question_id: str | None) -> None:
    from coder.terminal.codebook_story import show_difference
    from coder.workflows.codebook_story import difference

    found = difference(state.db, question_id, first, second)
    if state.as_json:
        state.output.json(found.as_record())
        return
    show_difference(state.output, found.as_record())
    if found.next_step:
        state.output.next(found.next_step)
