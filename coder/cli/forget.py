"""`coder forget`."""

from __future__ import annotations

from dataclasses import asdict

import click

from coder.cli.asking import agreed
from coder.cli.options import Command, Option, State, coder_option, pass_state, round_option
from coder.cli.redact import say_busy, say_models
from coder.domain.errors import UsageError
from coder.domain.texts import N_, _, ngettext


@click.command(
    cls=Command,
    help=N_("Erase a respondent from the project file for good: answers, codings, history. No undo brings them back."),
)
@click.option("--respondent", "respondent_id", cls=Option, metavar="ID", help=N_("The respondent to erase."))
@round_option()
@click.option(
    "--originals", cls=Option, is_flag=True, help=N_("Erase the old texts that coder redact --keep-original kept.")
)
@click.option("--yes", cls=Option, is_flag=True, help=N_("Erase without asking."))
@coder_option()
@pass_state
def command(
    state: State, respondent_id: str | None, round_id: str | None, originals: bool, yes: bool, coder_id: str
) -> None:
    from coder.workflows.forget import forget, forget_originals, rounds_of

    if (respondent_id is None) == (not originals):
        raise UsageError(_("Say which respondent is to be erased, or --originals"), "coder forget --respondent ID")
    if respondent_id is None:
        question = _("This erases for good what answers said before personal data were replaced.")
    else:
        rounds = ", ".join(rounds_of(state.db, respondent_id, round_id))
        question = _("This erases respondent {respondent} for good, in: {rounds}.").format(
            respondent=respondent_id, rounds=rounds
        )
    if not yes and not _agreed(question):
        state.output.warn(_("Nothing was erased."))
        return
    if respondent_id is None:
        done = forget_originals(state.db, coder_id)
        n = done.originals
        said = ngettext("The original of {n} answer was erased.", "The originals of {n} answers were erased.", n)
    else:
        done = forget(state.db, respondent_id, round_id, coder_id)
        n = done.answers
        said = ngettext(
            "The respondent was erased, with {n} answer.", "The respondent was erased, with {n} answers.", n
        )
    if state.as_json:
        state.output.json(asdict(done))
    state.output.say(said.format(n=n), "green")
    say_models(state, done.models, done.codebooks)
    if not done.wiped:
        say_busy(state)
    state.output.say(_("Copies of the project file, exports and saved models are not touched: look for them."), "dim")


def _agreed(question: str) -> bool:
    from coder.terminal.console import interactive

    if not interactive():
        raise UsageError(question, _("Say --yes to go ahead."))
    return agreed(question + " " + _("Go ahead?"))
