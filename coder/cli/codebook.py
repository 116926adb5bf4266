"""`coder codebook`: import, show, check, export, add, rename, retire, propose."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coder.cli.options import (
    Argument,
    Group,
    Option,
    State,
    coder_option,
    pass_state,
    question_option,
    round_option,
)
from coder.domain.texts import N_, _, ngettext

if TYPE_CHECKING:
    from coder.workflows.propose import Choice, Proposal

FILE = click.argument("file", cls=Argument, type=click.Path(path_type=Path))


@click.group(
    cls=Group, help=N_("The codebook of a question: propose, import, show, check, export, add, rename, retire.")
)
def command() -> None:
    """Group the commands on codebooks."""


@command.command("import", help=N_("Make a YAML file the codebook of a question."))
@FILE
@question_option()
@coder_option()
@pass_state
def import_(state: State, file: Path, question_id: str | None, coder_id: str) -> None:
    from coder.workflows.codebook import import_codebook

    change = import_codebook(state.db, file, question_id, coder_id)
    n = len(change.after.usable)
    state.output.say(
        ngettext(
            "Question {question} has a codebook of {n} code.", "Question {question} has a codebook of {n} codes.", n
        ).format(question=change.question_id, n=n),
        "green",
    )
    if change.dropped:
        state.output.warn(
            _("Answers carry codes that this codebook does not have: {codes}. They keep them.").format(
                codes=", ".join(change.dropped)
            )
        )
    state.output.next(f"coder review --question {change.question_id}")


@command.command("show", help=N_("Show the codes of a question."))
@question_option()
@pass_state
def show(state: State, question_id: str | None) -> None:
    import json

    from coder.terminal.tables import show_codebook
    from coder.workflows.codebook import shown_codebook

    key, codebook, _yaml = shown_codebook(state.db, question_id)
    if state.as_json:
        state.output.json({"question": key, "version": codebook.version, "codes": json.loads(codebook.to_json())})
    else:
        show_codebook(state.output, key, codebook)


@command.command("check", help=N_("Check a codebook file without importing it."))
@FILE
@pass_state
def check(state: State, file: Path) -> None:
    from coder.workflows.codebook import read_codebook_file

    codebook, _text = read_codebook_file(file)
    n = len(codebook.usable)
    state.output.say(
        ngettext("{file} is right: {n} code, {nets} nets.", "{file} is right: {n} codes, {nets} nets.", n).format(
            file=file, n=n, nets=len(codebook.nets)
        ),
        "green",
    )


@command.command("export", help=N_("Write the codebook of a question to a YAML file, comments included."))
@FILE
@question_option()
@pass_state
def export(state: State, file: Path, question_id: str | None) -> None:
    from coder.workflows.codebook import export_codebook

    key = export_codebook(state.db, file, question_id)
    state.output.say(_("The codebook of {question} was written to {file}.").format(question=key, file=file), "green")


@command.command("add", help=N_("Add a code."))
@click.argument("label", cls=Argument)
@question_option()
@click.option("--id", "code_id", cls=Option, default="", metavar="ID", help=N_("Its id (else made from the label)."))
@click.option("--definition", cls=Option, default="", help=N_("What it means."))
@click.option("--parent", cls=Option, metavar="ID", help=N_("The net it belongs to."))
@click.option("--exclusive", cls=Option, is_flag=True, help=N_("It stands alone, such as 'weet niet'."))
@coder_option()
@pass_state
def add(
    state: State,
    label: str,
    question_id: str | None,
    code_id: str,
    definition: str,
    parent: str | None,
    exclusive: bool,
    coder_id: str,
) -> None:
    from coder.domain.codebook import Code
    from coder.workflows.codebook import add as add_code

    code = Code(code_id, label, definition, parent=parent, exclusive=exclusive)
    change = add_code(state.db, question_id, code, coder_id)
    added = change.after.codes[-1]
    state.output.say(
        _("Added to {question}: {label} ({code}).").format(
            question=change.question_id, label=added.label, code=added.code_id
        ),
        "green",
    )


@command.command("rename", help=N_("Give a code another label; codings stay."))
@click.argument("code", cls=Argument)
@click.argument("label", cls=Argument)
@question_option()
@coder_option()
@pass_state
def rename(state: State, code: str, label: str, question_id: str | None, coder_id: str) -> None:
    from coder.workflows.codebook_edits import rename as rename_code

    change = rename_code(state.db, question_id, code, label, coder_id)
    state.output.say(_("Renamed in {question}: {label}.").format(question=change.question_id, label=label), "green")


@command.command("retire", help=N_("Take a code out of use; what was coded with it stays."))
@click.argument("code", cls=Argument)
@question_option()
@coder_option()
@pass_state
def retire(state: State, code: str, question_id: str | None, coder_id: str) -> None:
    from coder.workflows.codebook_edits import retire as retire_code

    change = retire_code(state.db, question_id, code, coder_id)
    state.output.say(
        _("'{code}' is no longer offered in {question}.").format(question=change.question_id, code=code), "green"
    )


@command.command(
    "propose",
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
