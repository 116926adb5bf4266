"""`coder train`."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from coder.cli.options import Command, Option, State, coder_option, pass_state, question_option
from coder.domain.texts import N_, _


@click.command(cls=Command, help=N_("Learn from what people coded; shows how good suggestions are on unseen answers."))
@question_option()
@coder_option()
@click.option(
    "--save",
    "file",
    cls=Option,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("Keep the model in a file too; coder score applies it to files of any size."),
)
@pass_state
def command(state: State, question_id: str | None, coder_id: str, file: Path | None) -> None:
    from coder.terminal.tables import show_quality
    from coder.workflows.train import train

    with state.output.progress() as progress:
        trained = train(state.db, question_id, coder_id, progress, file)
    if state.as_json:
        state.output.json(
            [
                {"question": t.question.question_id, "model": t.model_id, "coded": t.coded, "quality": t.quality}
                for t in trained
            ]
        )
        return
    for one in trained:
        show_quality(state.output, one.question.question_id, one.coded, one.quality, one.codebook)
    if file is not None:
        state.output.say(_("Written: {file}").format(file=file), "green")
        state.output.next(f"coder score {shlex.quote(str(file))} {_('FILE')} -o {_('DIR')}")
        return
    state.output.next(f"coder suggest --question {trained[0].question.question_id}")
