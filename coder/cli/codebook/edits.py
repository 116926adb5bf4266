"""`coder codebook add`, `rename`, `move`, `retire`, `merge`, `split` and `recode`: changes of the codes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from coder.cli.asking import agreed
from coder.cli.options import Argument, Command, Option, State, coder_option, pass_state, question_option
from coder.domain.errors import UsageError
from coder.domain.texts import N_, _, ngettext

if TYPE_CHECKING:
    from coder.workflows.codebook_edits import Edited


@click.command("add", cls=Command, help=N_("Add a code."))
@click.argument("label", cls=Argument)
@question_option()
@click.option("--id", "code_id", cls=Option, default="", metavar="ID", help=N_("Its id (else made from the label)."))
@click.option("--definition", cls=Option, default="", help=N_("What it means."))
@click.option("--parent", cls=Option, metavar="ID", help=N_("The net it belongs to."))
@click.option("--exclusive", cls=Option, is_flag=True, help=N_("It stands alone, such as 'weet niet'."))
@coder_option()
@pass_state
def add(
    state: State,
    label: str,
    question_id: str | None,
    code_id: str,
    definition: str,
    parent: str | None,
    exclusive: bool,
    coder_id: str,
) -> None:
    from coder.domain.codebook import Code
    from coder.workflows.codebook import add as add_code

    code = Code(code_id, label, definition, parent=parent, exclusive=exclusive)
    change = add_code(state.db, question_id, code, coder_id)
    added = change.after.codes[-1]
    state.output.say(
        _("Added to {question}: {label} ({code}).").format(
            question=change.question_id, label=added.label, code=added.code_id
        ),
        "green",
    )


@click.command("rename", cls=Command, help=N_("Give a code another label; codings stay."))
@click.argument("code", cls=Argument)
@click.argument("label", cls=Argument)
@question_option()
@coder_option()
@pass_state
def rename(state: State, code: str, label: str, question_id: str | None, coder_id: str) -> None:
    from coder.workflows.codebook_edits import rename as rename_code

    done = rename_code(state.db, question_id, code, label, coder_id)
    _tell(
        state,
        done,
        _("Renamed in {question}: {label}.").format(question=done.question_id, label=label),
        _("Codings keep it, under its new label."),
    )


@click.command("define", cls=Command, help=N_("Say anew what a code means."))
@click.argument("code", cls=Argument)
@click.argument("text", cls=Argument)
@question_option()
@coder_option()
@pass_state
def define(state: State, code: str, text: str, question_id: str | None, coder_id: str) -> None:
    from coder.workflows.codebook_edits import define as define_code

    done = define_code(state.db, question_id, code, text, coder_id)
    said = _("'{code}' has a new definition.").format(code=done.after.label(done.code_ids[0]))
    _tell(state, done, said, _("Codings stay; whether they still fit is for you to see."))


@click.command("move", cls=Command, help=N_("Bring a code, with all below it, under another net or to the top."))
@click.argument("code", cls=Argument)
@click.option("--net", cls=Option, metavar="NET", help=N_("The net it belongs to from now on."))
@click.option("--top", cls=Option, is_flag=True, help=N_("It belongs to no net any more."))
@question_option()
@coder_option()
@pass_state
def move(state: State, code: str, net: str | None, top: bool, question_id: str | None, coder_id: str) -> None:
    from coder.workflows.codebook_edits import move as move_code

    if (net is None) != top:
        raise UsageError(_("Say where the code goes: --net NET, or --top"), "coder codebook move CODE --net NET")
    done = move_code(state.db, question_id, code, net, coder_id)
    moved = done.after.by_id[done.code_ids[0]]
    said = _("'{code}' belongs to no net any more.")
    if moved.parent:
        said = _("'{code}' belongs to the net '{net}' now.")
    said = said.format(code=moved.label, net=done.after.label(moved.parent or ""))
    _tell(state, done, said, _("Tables of all rounds count it there; nothing has to be recoded."))


@click.command("retire", cls=Command, help=N_("Take a code out of use; what was coded with it stays."))
@click.argument("code", cls=Argument)
@question_option()
@coder_option()
@pass_state
def retire(state: State, code: str, question_id: str | None, coder_id: str) -> None:
    from coder.workflows.codebook_edits import retire as retire_code

    done = retire_code(state.db, question_id, code, coder_id)
    said = _("'{code}' is no longer offered in {question}.").format(question=done.question_id, code=code)
    _tell(state, done, said, _("Codings keep it, and tables count it."))


@click.command("merge", cls=Command, help=N_("Replace codes by one: one that is there, or a new one."))
@click.argument("codes", cls=Argument, nargs=-1, required=True, metavar="CODE...")
@click.option(
    "--into",
    cls=Option,
    required=True,
    metavar="CODE",
    help=N_("The code that replaces them, or the label of a new one."),
)
@question_option()
@coder_option()
@pass_state
def merge(state: State, codes: tuple[str, ...], into: str, question_id: str | None, coder_id: str) -> None:
    from coder.workflows.codebook_edits import merge as merge_codes

    done = merge_codes(state.db, question_id, codes, into, coder_id)
    said = _("Merged in {question}: {codes} into {into}.").format(
        question=done.question_id, codes=_names(done.before.label(c) for c in done.code_ids), into=_successors(done)
    )
    _tell(state, done, said, _("Until they are recoded, codings and tables keep the old code."))


@click.command("split", cls=Command, help=N_("Replace a code by two or more new ones, and code its answers again."))
@click.argument("code", cls=Argument)
@click.option(
    "--into",
    "labels",
    cls=Option,
    required=True,
    multiple=True,
    metavar="LABEL",
    help=N_("A new code; say it for each."),
)
@question_option()
@coder_option()
@pass_state
def split(state: State, code: str, labels: tuple[str, ...], question_id: str | None, coder_id: str) -> None:
    from coder.workflows.codebook_edits import split as split_code

    done = split_code(state.db, question_id, code, labels, coder_id)
    said = _("Split in {question}: {code} into {into}.").format(
        question=done.question_id, code=_names([done.before.label(done.code_ids[0])]), into=_successors(done)
    )
    _tell(state, done, said, _("Until they are recoded, codings and tables keep the old code."))


@click.command(
    "recode",
    cls=Command,
    help=N_("Recode at once the answers whose codes were only merged; those of split codes go to the desk."),
)
@question_option()
@click.option("--yes", cls=Option, is_flag=True, help=N_("Recode without asking."))
@coder_option()
@pass_state
def recode(state: State, question_id: str | None, yes: bool, coder_id: str) -> None:
    from coder.terminal.console import interactive
    from coder.workflows.recode import recode as recode_all
    from coder.workflows.recode import waiting_for

    left = waiting_for(state.db, question_id)
    asked = ngettext(
        "{n} answer to {question} has codes that were merged since, and can be recoded at once.",
        "{n} answers to {question} have codes that were merged since, and can be recoded at once.",
        left.at_once,
    ).format(n=left.at_once, question=left.question_id)
    n = 0
    if not left.at_once:
        state.output.say(_("No answer can be recoded at once."))
    elif not yes and not interactive():
        raise UsageError(asked, _("Say --yes to go ahead."))
    elif yes or _wanted(state, asked):
        n = recode_all(state.db, left.question_id, coder_id)
        said = ngettext(
            "{n} answer was recoded; coder undo takes it back.",
            "{n} answers were recoded; coder undo takes it back.",
            n,
        )
        state.output.say(said.format(n=n), "green")
    if state.as_json:
        state.output.json({"question": left.question_id, "recoded": n, "waiting": left.answers - n})
    if left.by_people:
        said = ngettext("{n} answer has to be read again.", "{n} answers have to be read again.", left.by_people)
        state.output.say(said.format(n=left.by_people))
        state.output.next(f"coder review --question {left.question_id} --recode")


def _wanted(state: State, asked: str) -> bool:
    state.output.say(asked)
    return agreed(_("Go ahead?"))


def _tell(state: State, done: Edited, said: str, what_now: str) -> None:
    """Say what was done, how many answers it is about, and what comes next."""
    if state.as_json:
        state.output.json(done.as_record())
    state.output.say(said, "green")
    if done.answers:
        n = ngettext("{n} answer is coded so.", "{n} answers are coded so.", done.answers).format(n=done.answers)
        state.output.say(f"{n} {what_now}")
    if done.waiting.command:
        state.output.next(done.waiting.command)


def _successors(done: Edited) -> str:
    return _names(done.after.label(c) for c in done.after.successors(done.code_ids[0]))


def _names(labels: Iterable[str]) -> str:
    return ", ".join(f"'{label}'" for label in labels)
