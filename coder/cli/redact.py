"""`coder redact`."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import click

from coder.cli.asking import agreed
from coder.cli.options import Command, Option, State, coder_option, pass_state, question_option, round_option
from coder.domain.errors import UsageError
from coder.domain.texts import N_, _, ngettext

if TYPE_CHECKING:
    from coder.workflows.redact import Found, Replaced


@click.command(
    cls=Command,
    help=N_(
        "Replace personal data in answers: names, e-mail, telephone, addresses and more. What is certain is replaced, "
        "what is not waits for --review. Guide: coder help privacy."
    ),
)
@question_option()
@round_option()
@click.option("--dry-run", cls=Option, is_flag=True, help=N_("Show what would be replaced, and write nothing."))
@click.option("--review", cls=Option, is_flag=True, help=N_("Decide about each finding yourself, with the keyboard."))
@click.option(
    "--keep-original",
    cls=Option,
    is_flag=True,
    help=N_("Keep the old texts apart in the project file, so that coder undo can put them back."),
)
@click.option("--yes", cls=Option, is_flag=True, help=N_("Replace for good without asking."))
@coder_option()
@pass_state
def command(
    state: State,
    question_id: str | None,
    round_id: str | None,
    dry_run: bool,
    review: bool,
    keep_original: bool,
    yes: bool,
    coder_id: str,
) -> None:
    from coder.terminal.findings import show_counts, show_places
    from coder.workflows.redact import redaction

    if review and dry_run:
        raise UsageError(_("--review and --dry-run do not go together"), _("With q the review stops at any moment."))
    sure_of_it = keep_original or yes
    again = "coder redact" + (f" --question {question_id}" if question_id else "")
    again += f" --round {round_id}" if round_id else ""
    if review:
        _review(state, question_id, round_id, keep_original, sure_of_it, coder_id, again)
        return
    with ExitStack() as stack:
        # The bar has to be gone before a question is asked.
        with state.output.progress() as progress:
            opened = stack.enter_context(redaction(state.db, question_id, round_id, progress=progress))
        found = opened.found
        if not state.as_json:
            if found.replaced or found.open:
                show_counts(state.output, found.counts(), replaced=False)
            else:
                state.output.say(_("No personal data found in {n} answers.").format(n=found.answers), "green")
            if dry_run:
                show_places(state.output, [*found.replaced, *found.open])
        if not dry_run and found.changes and not (sure_of_it or _agreed(found)):
            state.output.warn(_("Nothing was written."))
            return
        done = None if dry_run else opened.apply(coder_id, keep_original)
    if state.as_json:
        state.output.json(_record(found, written=done is not None))
    if done is None:
        state.output.warn(_("Trial run: nothing was written."))
    elif found.replaced:
        n = found.answers_changed
        said = ngettext(
            "Replaced {findings} findings in {n} answer.", "Replaced {findings} findings in {n} answers.", n
        )
        state.output.say(said.format(findings=len(found.replaced), n=n), "green")
        _say_done(state, done, keep_original)
    if found.open:
        n = len(found.open)
        said = ngettext("{n} finding is unsure and waits for you.", "{n} findings are unsure and wait for you.", n)
        state.output.warn(said.format(n=n))
    if dry_run and found.replaced:
        state.output.next(again)
    elif found.open:
        state.output.next(f"{again} --review")


def _agreed(found: Found) -> bool:
    from coder.terminal.console import interactive

    n = found.answers_changed
    said = ngettext(
        "This replaces texts in {n} answer for good: no undo brings them back.",
        "This replaces texts in {n} answers for good: no undo brings them back.",
        n,
    ).format(n=n)
    return _confirm(said, interactive())


def _confirm(said: str, asked: bool) -> bool:
    if not asked:
        raise UsageError(
            said, _("Say --yes to go ahead, or --keep-original to keep the old texts apart in the project file.")
        )
    return agreed(said + " " + _("Go ahead?"))


def _review(
    state: State,
    question_id: str | None,
    round_id: str | None,
    keep_original: bool,
    sure_of_it: bool,
    coder_id: str,
    again: str,
) -> None:
    from coder.terminal.console import interactive
    from coder.terminal.finding_desk import run, run_plain
    from coder.workflows.redact_review import finding_sitting

    with ExitStack() as stack:
        with state.output.progress() as progress:
            sitting = stack.enter_context(finding_sitting(state.db, question_id, round_id, coder_id, progress=progress))
        desk = sitting.desk
        if desk.places and not sure_of_it:
            said = _("What you say to replace is replaced for good when you stop: no undo brings it back.")
            if not _confirm(said, interactive()):
                return
        if desk.places and interactive():
            run(desk, state.output)
        elif desk.places:
            run_plain(desk, state.output, sys.stdin)
        with state.output.progress() as progress:
            n, done = sitting.finish(coder_id, keep_original, progress)
    if state.as_json:
        state.output.json({"replaced": n, "kept": list(desk.decided.values()).count(False), "left": desk.left})
    if not desk.places and not n:
        state.output.say(_("There is nothing to review."), "green")
        return
    said = ngettext("{n} finding replaced; everything is kept.", "{n} findings replaced; everything is kept.", n)
    state.output.say(said.format(n=n), "green")
    if n:
        _say_done(state, done, keep_original)
    if desk.left:
        state.output.next(f"{again} --review")


def _say_done(state: State, done: Replaced, keep_original: bool) -> None:
    if keep_original:
        state.output.say(
            _("The old texts are kept apart. coder undo puts them back; coder forget --originals erases them.")
        )
    say_models(state, done.models, done.codebooks)
    if not done.wiped:
        say_busy(state)


def say_models(state: State, models: tuple[str, ...], codebooks: tuple[str, ...]) -> None:
    """Say what went with the texts."""
    if codebooks:
        state.output.warn(
            _("Such an answer was an example in the codebook of {questions}; that was changed, too.").format(
                questions=", ".join(codebooks)
            )
        )
    for question in models:
        state.output.warn(
            _("The models of {question} were deleted: words of these answers were in them.").format(question=question)
        )
        state.output.next(f"coder train --question {question}")


def say_busy(state: State) -> None:
    """Say that the old bytes are still in the file."""
    state.output.warn(
        _(
            "Another program has the project file open, so traces of the old texts may still be in its free pages. "
            "Close it: the next command of coder on this file cleans it."
        )
    )


def _record(found: Found, *, written: bool) -> dict[str, Any]:
    counts = found.counts()
    record: dict[str, Any] = {
        "answers": found.answers,
        "answers_changed": found.answers_changed,
        "replaced": {kind: n for kind, (n, _left) in counts.items() if n},
        "unsure": {kind: left for kind, (_n, left) in counts.items() if left},
        "kept": found.kept,
        "written": written,
    }
    if not written:
        record["findings"] = [
            {
                "question": p.answer.question_id,
                "round": p.answer.round_id,
                "respondent": p.answer.respondent_id,
                "start": p.start,
                "end": p.end,
                "kind": p.kind,
                "text": p.text,
                "sure": p.sure,
            }
            for p in (*found.replaced, *found.open)
        ]
    return record
