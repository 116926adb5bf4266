"""`coder help`: the guides."""

from __future__ import annotations

from pathlib import Path

import click

from coder.cli.options import Argument, Command, State, pass_state
from coder.domain.errors import UsageError
from coder.domain.texts import N_, _, language

FOLDER = Path(__file__).resolve().parent.parent / "help"


@click.command(cls=Command, help=N_("Show a guide; without a topic, the list of guides."))
@click.argument("topic", cls=Argument, required=False)
@pass_state
def command(state: State, topic: str | None) -> None:
    from coder.terminal.tables import show_guide

    folder = FOLDER / language()
    topics = sorted(path.stem for path in folder.glob("*.md"))
    if topic is None:
        state.output.print(_("Guides: coder help TOPIC"))
        for name in topics:
            title = (folder / f"{name}.md").read_text(encoding="utf-8").splitlines()[0].lstrip("# ")
            state.output.print(f"  {name:<12} {title}")
        return
    if topic not in topics:
        raise UsageError(
            _("There is no guide '{topic}'").format(topic=topic),
            _("Guides: {topics}. About a command: coder COMMAND --help.").format(topics=", ".join(topics)),
        )
    show_guide(state.output, (folder / f"{topic}.md").read_text(encoding="utf-8"))
