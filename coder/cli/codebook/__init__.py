"""`coder codebook`: the group, and its commands by what they are about."""

from __future__ import annotations

import click

from coder.cli.codebook import edits, files, propose, story
from coder.cli.options import Group
from coder.domain.texts import N_


@click.group(
    cls=Group,
    help=N_("The codebook of a question: begin it, take it in and out, change its codes, tell what changed."),
)
def command() -> None:
    """Group the commands on codebooks."""


for one in (
    *(propose.propose, files.import_, files.show, files.check, files.export),
    *(edits.add, edits.rename, edits.define, edits.move, edits.retire, edits.merge, edits.split, edits.recode),
    *(story.log, story.diff),
):
    command.add_command(one)
