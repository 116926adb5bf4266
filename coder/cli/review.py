"""`coder review`: the coding desk."""

from __future__ import annotations

import shlex
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from coder.cli.options import Command, Option, State, coder_option, pass_state, question_option, round_option
from coder.domain.errors import UsageError
from coder.domain.texts import N_, _, ngettext
from coder.review.queue import Order

if TYPE_CHECKING:
    from coder.workflows.audit import Sample


@click.command(cls=Command, help=N_("Code answers at the desk, with the keyboard; ? shows the keys."))
@question_option()
@round_option()
@coder_option()
@click.option(
    "--order",
    cls=Option,
    type=click.Choice(["file", "random", "hardest", "similar"]),
    default="file",
    help=N_("Which answers come first."),
)
@click.option("--limit", cls=Option, type=click.IntRange(min=1), metavar="N", help=N_("Stop after so many cards."))
@click.option("--goal", cls=Option, type=click.IntRange(min=1), metavar="N", help=N_("Stop after so many answers."))
@click.option(
    "--only",
    cls=Option,
    multiple=True,
    type=click.Choice(["open", "skipped", "flagged", "coded", "machine"]),
    help=N_("Take answers that were skipped, flagged or coded before, or closed by the machine; may be repeated."),
)
@click.option(
    "--filter",
    "filters",
    cls=Option,
    multiple=True,
    metavar="COND",
    help=N_("Only respondents for whom this holds, such as 'role=head|owner' or 'age>=40'; may be repeated."),
)
@click.option("--search", cls=Option, default="", metavar="TEXT", help=N_("Only answers with all these words."))
@click.option(
    "--check", "slips", cls=Option, is_flag=True, help=N_("Take codings that deserve a second look: see coder check.")
)
@click.option(
    "--recode",
    cls=Option,
    is_flag=True,
    help=N_("Take answers whose codes were merged or split since they were coded."),
)
@click.option(
    "--audit",
    cls=Option,
    type=click.IntRange(min=1),
    metavar="N",
    help=N_("Draw a random sample of N undecided answers and code it first: coder table --source all needs one."),
)
@click.option(
    "--all", "everything", cls=Option, is_flag=True, help=N_("Where the question is divided: what is others' too.")
)
@click.option("--blind", cls=Option, is_flag=True, help=N_("Without suggestions."))
@click.option("--plain", cls=Option, is_flag=True, help=N_("Line by line, without a screen."))
@pass_state
def command(
    state: State,
    question_id: str | None,
    round_id: str | None,
    coder_id: str,
    order: Order,
    limit: int | None,
    goal: int | None,
    only: tuple[str, ...],
    filters: tuple[str, ...],
    search: str,
    slips: bool,
    recode: bool,
    audit: int | None,
    everything: bool,
    blind: bool,
    plain: bool,
) -> None:
    from coder.review.desk import Desk
    from coder.terminal.console import interactive
    from coder.terminal.desk import run, run_plain
    from coder.terminal.frame import Frame
    from coder.terminal.history import to_recode
    from coder.terminal.pages import flow_lines
    from coder.workflows.audit import sample_of
    from coder.workflows.narrowing import Narrowing
    from coder.workflows.review import sitting

    if audit is not None and slips:
        raise UsageError(_("--audit and --check do not go together"), _("First code the random sample, then check."))
    if recode and (slips or only or audit is not None):
        raise UsageError(
            _("--recode does not go together with --check, --only or --audit"),
            _("First recode, then code the rest."),
        )
    asked = Narrowing(filters, search)
    if audit is not None and asked:
        raise UsageError(
            _("--audit does not go together with --filter and --search"),
            _("A sample of a part says nothing about the whole."),
        )
    if blind and slips:
        raise UsageError(
            _("--blind and --check do not go together"), _("What --check asks about rests on suggestions.")
        )
    if blind and order in ("hardest", "similar"):
        raise UsageError(
            _("--blind and --order {order} do not go together").format(order=order),
            _("That order follows the suggestions; take --order file or random."),
        )
    with ExitStack() as stack:
        # The bar has to be gone before the desk takes the screen.
        with state.output.progress() as progress:
            opened = stack.enter_context(
                sitting(
                    *(state.db, question_id, round_id, coder_id, order, limit, only or ("open",), progress, slips),
                    *(audit, asked, everything, blind, recode),
                )
            )
        if opened.sample is not None:
            state.output.say(_of_sample(opened.sample))
        desk = Desk(opened.session, goal, opened.people)
        frame = Frame(
            opened.question,
            opened.respondents,
            opened.answers,
            opened.coded_before,
            opened.notes,
            str(asked),
            opened.outside,
        )
        if plain or not interactive():
            run_plain(desk, frame, state.output, sys.stdin)
        else:
            run(desk, frame, state.output)
        flow = opened.session.flow
        n, left, key = opened.session.answers_decided, opened.session.left, opened.question.question_id
        left += limit is not None and len(opened.session.queue) >= limit  # there may be more beyond the limit
    state.output.say(
        ngettext("{n} answer decided; everything is kept.", "{n} answers decided; everything is kept.", n).format(n=n),
        "green",
    )
    for line in flow_lines(flow):
        state.output.say(line)
    if goal is not None and n >= goal:
        state.output.say(_("The goal of {n} answers is reached.").format(n=goal), "green")
    if audit is not None:
        sample = sample_of(state.db, key, round_id)
        state.output.say(_of_sample(sample))
        if sample.aside:
            state.output.warn(
                ngettext(
                    "{n} answer of it was skipped or flagged and counts as not coded yet: of respondent {names}.",
                    "{n} answers of it were skipped or flagged and count as not coded yet: of respondents {names}.",
                    len(sample.aside),
                ).format(n=len(sample.aside), names=", ".join(sample.aside))
            )
        table = f"coder table --question {key}" + (f" --round {round_id}" if round_id else "") + " --source all"
        state.output.next(_again(key) if sample.to_code else table)
    elif left:
        state.output.next(_again(key))
    elif opened.outside:
        state.output.next(_again(key, "filters", "search"))
    else:
        state.output.next(f"coder assign --show --question {key}" if opened.shared else f"coder table --question {key}")
    if not recode and (waiting := opened.session.usage.carrying(opened.session.codebook.replaced)):
        state.output.say(to_recode(key, waiting), "magenta")
        state.output.next(f"coder review --question {key} --recode")


def _again(question_id: str, *but: str) -> str:
    """Return this command as it was given, for the question that was meant, without the options named."""
    context = click.get_current_context()
    words = ["coder review --question", shlex.quote(question_id)]
    for option in context.command.params:
        name = option.name or ""
        given = context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
        if given and option.expose_value and name not in ("question_id", *but):
            value = context.params[name]
            for one in value if isinstance(value, tuple) else (value,):
                words += [option.opts[0]] if one is True else [option.opts[0], shlex.quote(str(one))]
    return " ".join(words)


def _of_sample(sample: Sample) -> str:
    n = len(sample.drawn)
    return ngettext(
        "Random sample of {n} answer out of {population}: {coded} coded.",
        "Random sample of {n} answers out of {population}: {coded} coded.",
        n,
    ).format(n=n, population=sample.population, coded=n - len(sample.to_code))
