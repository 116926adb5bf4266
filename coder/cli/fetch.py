"""`coder fetch`: the group, and its commands by survey tool."""

from __future__ import annotations

import os
from pathlib import Path

import click

from coder.cli.options import Command, Group, Option, State, pass_state
from coder.domain.texts import N_, _


@click.group(
    cls=Group,
    help=N_("Fetch responses from a survey server; this opens a network connection, to the server that you name."),
)
def command() -> None:
    """Group the commands by survey tool."""


@command.command(
    "limesurvey",
    cls=Command,
    help=N_(
        "Fetch the responses to a survey and its structure from a LimeSurvey server, over its RemoteControl interface. "
        "Name and password come from the environment: CODER_LIMESURVEY_USER and CODER_LIMESURVEY_PASSWORD. Nothing is "
        "sent but these and the number of the survey."
    ),
)
@click.option("--url", cls=Option, required=True, metavar="URL", help=N_("The address of the server, with https://."))
@click.option("--survey", cls=Option, required=True, type=click.IntRange(1), help=N_("The number of the survey."))
@click.option(
    "-o",
    "--output",
    "path",
    cls=Option,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("The file for the responses; the structure comes beside it, as .lss."),
)
@pass_state
def limesurvey(state: State, url: str, survey: int, path: Path | None) -> None:
    from dataclasses import asdict

    from coder.workflows.fetch import fetch_limesurvey

    report = fetch_limesurvey(url, survey, path or Path(f"results-survey{survey}.csv"), os.environ)
    if state.as_json:
        state.output.json(asdict(report))
        return
    state.output.say(
        _("{responses} and {structure} were written.").format(responses=report.responses, structure=report.structure),
        "green",
    )
    state.output.next(f"coder ingest {report.responses}")
