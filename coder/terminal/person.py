"""The respondent behind a card, drawn: rounds, closed variables, answers and their codes."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from coder.domain.folding import visible
from coder.domain.texts import _
from coder.review.person import PersonView, Said
from coder.terminal.layout import CHOSEN, KEY, MESSAGE, QUIET
from coder.terminal.scrolling import window


def person_page(view: PersonView, width: int, room: int | None) -> list[Text]:
    """Return the page of a respondent in at most `room` lines; None for all of it."""
    keys = Text(" " + _("↑ ↓ PgUp PgDn: scroll · Tab or Esc: back to the card"), style=QUIET)
    lines = _lines(view, width)
    if room is None:
        return [*lines, keys]
    shown, view.scroll = window(lines, view.scroll, room - 1, _("↑ end of the answers (arrow keys)"))
    return [*shown, *[Text()] * (room - 1 - len(shown)), keys]


def _lines(view: PersonView, width: int) -> list[Text]:
    person = view.person
    lines: list[Text] = []
    for one in person.rounds:
        if lines:
            lines.append(Text())
        head = _("Respondent {name}, round {round}").format(name=person.respondent_id, round=one.round_id)
        lines += _wrapped(Text(visible(head), style=KEY), width, 1)
        variables = " · ".join(f"{name}: {value}" for name, value in one.variables.items())
        lines += _wrapped(Text(visible(variables), style=QUIET), width, 1) if variables else []
        for said in person.said:
            if said.answer.round_id == one.round_id:
                lines += [Text(), *_said(said, width, here=said.answer.answer_id == view.answer_id)]
    return lines


def _said(said: Said, width: int, *, here: bool) -> list[Text]:
    asked = f"{said.question.question_id}: {' '.join(visible(said.question.text).split())}"
    mark = " " + _("(this card)") if here else ""
    answer = Text(visible(said.answer.text))
    answer.expand_tabs(4)
    return [
        *_wrapped(Text.assemble((asked, "italic"), (mark, MESSAGE)), width, 1),
        *_wrapped(answer, width, 3),
        *_wrapped(_decided(said), width, 3),
    ]


def _decided(said: Said) -> Text:
    codes = ", ".join(map(visible, said.codes))
    if said.by_machine:
        return Text(_("by the machine: {codes}").format(codes=codes or _("no theme")), style=QUIET)
    if said.status == "coded":
        return Text(codes, style=CHOSEN) if codes else Text(_("no theme"), style=CHOSEN)
    if said.status == "flagged":
        return Text.assemble((_("flagged"), MESSAGE), (f": {codes}" if codes else "", CHOSEN))
    return Text(_("skipped") if said.status == "skipped" else _("not coded"), style=QUIET)


def _wrapped(text: Text, width: int, indent: int) -> list[Text]:
    room = max(8, width - indent - 1)
    return [Text(" " * indent) + line for line in text.wrap(Console(width=room), room)]
