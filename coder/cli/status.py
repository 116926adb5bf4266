"""`coder status`."""

from __future__ import annotations

from dataclasses import asdict

import click

from coder.cli.options import Command, Option, State, pass_state
from coder.domain.texts import N_


@click.command(cls=Command, help=N_("Where the project stands, and what to do next."))
@click.option("--quick", cls=Option, is_flag=True, help=N_("Leave out the learning curve, the advice and the alarms."))
@pass_state
def command(state: State, quick: bool) -> None:
    from coder.terminal.advice import show_advice
    from coder.terminal.history import show_status, show_to_recode, show_unchecked, show_unreconciled
    from coder.workflows.history import status

    found = status(state.db)
    record = asdict(found)
    for question, plain in zip(found.questions, record["questions"], strict=True):
        for one, of_round in zip(question.rounds, plain["rounds"], strict=True):
            of_round["left"] = one.left
        if question.to_recode is not None:
            plain["to_recode"] |= {"answers": question.to_recode.answers, "command": question.to_recode.command}
    if not quick:
        from coder.workflows.advice import advice, as_record

        with state.output.progress() as progress:
            advised = {key: as_record(one) for key, one in advice(state.db, progress).items()}
        for plain in record["questions"]:
            plain["advice"] = advised.get(plain["question"]["question_id"])
    if state.as_json:
        state.output.json(record)
        return
    show_status(state.output, record)
    show_to_recode(state.output, record)
    show_unreconciled(state.output, record)
    show_unchecked(state.output, found.unchecked, found.unreviewed)
    for plain in record["questions"]:
        if plain.get("advice"):
            show_advice(state.output, plain["question"]["question_id"], plain["advice"])
    for step in found.next_steps:
        state.output.next(step)
