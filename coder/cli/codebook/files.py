"""`coder codebook import`, `show`, `check`, `export`: between the project and files."""

from __future__ import annotations

from pathlib import Path

import click

from coder.cli.options import Argument, Command, Option, State, coder_option, pass_state, question_option
from coder.domain.texts import N_, _, ngettext

VARIABLE = click.option(
    "--variable",
    cls=Option,
    metavar="NAME",
    help=N_("Of a file with several codebooks, the one that is meant: a variable of SPSS, a question, or a sheet."),
)
FILE = click.argument("file", cls=Argument, type=click.Path(path_type=Path))


@click.command(
    "import",
    cls=Command,
    help=N_(
        "Make a file the codebook of a question: YAML, a codeframe (CSV, Excel), REFI-QDA (.qdc), or the value labels "
        "of a variable of SPSS, Stata, SAS or R."
    ),
)
@FILE
@question_option()
@VARIABLE
@coder_option()
@pass_state
def import_(state: State, file: Path, question_id: str | None, variable: str | None, coder_id: str) -> None:
    from coder.workflows.codebook import import_codebook

    change = import_codebook(state.db, file, question_id, coder_id, variable)
    n = len(change.after.usable)
    state.output.say(
        ngettext(
            "Question {question} has a codebook of {n} code.", "Question {question} has a codebook of {n} codes.", n
        ).format(question=change.question_id, n=n),
        "green",
    )
    if nets := [code.label for code in change.after.codes if code.code_id in change.after.nets]:
        state.output.say(_("Nets: {names}.").format(names=", ".join(nets)))
    if change.dropped:
        state.output.warn(
            _("Answers carry codes that this codebook does not have: {codes}. They keep them.").format(
                codes=", ".join(change.dropped)
            )
        )
    state.output.next(f"coder review --question {change.question_id}")


@click.command("show", cls=Command, help=N_("Show the codes of a question."))
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


@click.command("check", cls=Command, help=N_("Check a codebook file without importing it."))
@FILE
@VARIABLE
@pass_state
def check(state: State, file: Path, variable: str | None) -> None:
    from coder.workflows.codebook import read_codebook_file

    codebook, _text = read_codebook_file(file, variable)
    n = len(codebook.usable)
    state.output.say(
        ngettext("{file} is right: {n} code, {nets} nets.", "{file} is right: {n} codes, {nets} nets.", n).format(
            file=file, n=n, nets=len(codebook.nets)
        ),
        "green",
    )


@click.command(
    "export",
    cls=Command,
    help=N_("Write the codebook of a question to a file, by its ending: YAML (comments included), CSV, Excel, .qdc."),
)
@FILE
@question_option()
@pass_state
def export(state: State, file: Path, question_id: str | None) -> None:
    from coder.workflows.codebook import export_codebook

    key = export_codebook(state.db, file, question_id)
    state.output.say(_("The codebook of {question} was written to {file}.").format(question=key, file=file), "green")
