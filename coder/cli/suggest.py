"""`coder suggest`."""

from __future__ import annotations

from pathlib import Path

import click

from coder.cli.options import Command, Option, State, pass_state, question_option, round_option
from coder.domain.texts import N_, _


@click.command(cls=Command, help=N_("Suggest codes for answers that nobody coded yet; with --json as JSON lines."))
@question_option()
@round_option()
@click.option(
    "--top", cls=Option, type=click.IntRange(min=1), default=3, metavar="K", help=N_("Suggestions per answer.")
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
def command(state: State, question_id: str | None, round_id: str | None, top: int, file: Path | None) -> None:
    from contextlib import ExitStack

    from coder.terminal.tables import show_suggestions
    from coder.workflows.suggest import as_records, suggesting, write

    with ExitStack() as stack, state.output.progress() as progress:
        # A table of rows has no room for the words that carried a suggestion.
        evidence = state.as_json if file is None else file.suffix.lower() in (".jsonl", ".ndjson")
        found = stack.enter_context(suggesting(state.db, question_id, round_id, top, progress, evidence))
        for question in found:
            if question.stale:
                state.output.warn(
                    _("{question}: answers or codes came after the last training; coder train takes them in.").format(
                        question=question.question.question_id
                    )
                )
        if not found:
            state.output.warn(_("No question has a codebook yet: coder codebook import FILE --question Q."))
        if file is not None:
            for path in write(file, found, top):
                state.output.say(_("Written: {file}").format(file=path), "green")
        elif state.as_json:
            for question in found:
                state.output.json_lines(as_records(question))
        else:
            for question in found:
                show_suggestions(
                    state.output,
                    question.question.question_id,
                    question.codebook,
                    [(s.answer, s.suggestions) for s in question.found],
                )
