"""`coder codebook propose`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coder.cli.options import Command, Option, State, pass_state, question_option, round_option
from coder.domain.texts import N_, _, ngettext

if TYPE_CHECKING:
    from coder.workflows.propose import Choice, Proposal


@click.command(
    "propose",
    cls=Command,
    help=N_(
        "Propose themes out of the answers that nobody coded yet. With -o they are kept, renamed, merged or dropped "
        "one by one, and written as a codebook."
    ),
)
@question_option()
@round_option()
@click.option(
    "--themes", "k", cls=Option, type=click.IntRange(min=2), metavar="K", help=N_("How many themes; else 8 to 25.")
)
@click.option("--all", "everything", cls=Option, is_flag=True, help=N_("Take in answers that are coded already."))
@click.option(
    "-o",
    "--output",
    "file",
    cls=Option,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("Write a codebook (YAML) to this new file."),
)
@click.option(
    "--examples", cls=Option, is_flag=True, help=N_("Put typical answers into the file; they can be personal.")
)
@click.option(
    "--ask/--yes",
    "asks",
    cls=Option,
    default=None,
    help=N_("Ask about each theme line by line, or take all; else it asks where a person sits at the terminal."),
)
@pass_state
def propose(
    state: State,
    question_id: str | None,
    round_id: str | None,
    k: int | None,
    everything: bool,
    file: Path | None,
    examples: bool,
    asks: bool | None,
) -> None:
    import shlex

    from coder.terminal.console import interactive
    from coder.terminal.themes import show_proposal
    from coder.workflows.propose import Choice, as_record, check_target, write
    from coder.workflows.propose import propose as find

    if file is not None:
        check_target(file)
    with state.output.progress() as progress:
        proposal = find(state.db, question_id, round_id, k, everything, progress)
    key = proposal.question.question_id
    if state.as_json:
        state.output.json(as_record(proposal))
    if file is None:
        if not state.as_json:
            show_proposal(state.output, as_record(proposal))
            state.output.next(f"coder codebook propose --question {key} -o {key}.yaml")
        return
    choice = Choice(proposal)
    if interactive() if asks is None else asks:
        _ask(state, proposal, choice)
    else:
        for candidate in proposal.candidates:
            choice.keep(candidate)
    codebook = choice.codebook(examples)
    if not codebook.codes:
        state.output.warn(_("No theme was kept: nothing was written."))
        return
    write(file, codebook)
    n = len(codebook.codes)
    state.output.say(
        ngettext("Written: {file}, with {n} code.", "Written: {file}, with {n} codes.", n).format(file=file, n=n),
        "green",
    )
    state.output.next(f"coder codebook import {shlex.quote(str(file))} --question {key}")


def _ask(state: State, proposal: Proposal, choice: Choice) -> None:
    """Go through the candidates; at the end of the input, or q, what was kept so far is kept."""
    from functools import partial

    from coder.terminal.themes import ask, show_theme
    from coder.workflows.propose import as_record

    def read(prompt: str) -> str | None:
        try:
            line: str = click.prompt(prompt, default="", show_default=False, err=True)
        except click.Abort:
            return None
        return line

    themes = as_record(proposal)["themes"]
    for candidate, theme in zip(proposal.candidates, themes, strict=True):
        show_theme(state.output, len(choice.kept) + 1, theme, proposal.answers)
        if not ask(
            read,
            state.output.say,
            keep=partial(choice.keep, candidate),
            merge=partial(choice.merge, candidate),
        ):
            return
