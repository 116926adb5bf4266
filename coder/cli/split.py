"""`coder split`."""

from __future__ import annotations

import shlex
from dataclasses import asdict
from pathlib import Path

import click

from coder.cli.options import Command, Option, State, pass_state, question_option, round_option, user
from coder.domain.texts import N_, _, ngettext


@click.command(
    cls=Command, help=N_("Make the file that a colleague takes along: what is theirs to code, to merge back later.")
)
@click.option(
    "--coder", "coder_id", cls=Option, required=True, metavar="NAME", help=N_("Whose part: see coder assign.")
)
@question_option()
@round_option()
@click.option(
    "--variables/--no-variables", cls=Option, default=True, help=N_("Whether closed variables and weights go along.")
)
@click.option(
    "--with-codings",
    cls=Option,
    is_flag=True,
    help=N_("Take along what others decided about answers that only one person codes: suggestions learn from it."),
)
@click.option(
    "-o", "--output", "file", cls=Option, type=click.Path(path_type=Path), required=True, metavar="FILE",
    help=N_("The file to write."),
)  # fmt: skip
@click.option("--force", cls=Option, is_flag=True, help=N_("Take the place of an older file."))
@pass_state
def command(
    state: State,
    coder_id: str,
    question_id: str | None,
    round_id: str | None,
    variables: bool,
    with_codings: bool,
    file: Path,
    force: bool,
) -> None:
    from coder.workflows.split import split

    with state.output.progress() as progress:
        part = split(
            state.db, file, coder_id, user(), question_id, round_id,
            variables=variables, codings=with_codings, force=force, progress=progress,
        )  # fmt: skip
    if state.as_json:
        state.output.json(asdict(part))
        return
    state.output.say(
        ngettext(
            "{file} holds the part of {coder}: {n} answer to {questions}.",
            "{file} holds the part of {coder}: {n} answers to {questions}.",
            part.answers,
        ).format(file=part.file, coder=coder_id, n=part.answers, questions=", ".join(part.questions)),
        "green",
    )
    if part.unchecked:
        state.output.warn(
            ngettext(
                "{n} answer in it was not checked for personal data: coder redact does so before you share a file.",
                "{n} answers in it were not checked for personal data: coder redact does so before you share a file.",
                part.unchecked,
            ).format(n=part.unchecked)
        )
    shared, name = shlex.quote(str(file)), shlex.quote(coder_id)
    state.output.next(f"coder --db {shared} review --coder {name}")
    state.output.say(_("When it comes back: coder merge {file}").format(file=shared))
