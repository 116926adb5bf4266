"""The top of the card: where one is, how far, and the question."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

from coder.domain.texts import _, decimal, ngettext
from coder.review.desk import Desk
from coder.terminal.console import one_line
from coder.terminal.frame import Frame
from coder.terminal.layout import MESSAGE, QUIET, rule


def header(desk: Desk, frame: Frame, width: int) -> list[Text]:
    """Return the lines above the answer."""
    session = desk.session
    round_id = session.item.first.round_id if session.item else ""
    after = f" · {round_id}" if round_id else ""
    after += " · " + _("random sample") if session.item and session.item.sampled else ""
    done = frame.coded_before + session.answers_decided
    right = _("{done} of {all} answers").format(done=done, all=frame.answers)
    cards = ngettext("{n} card left", "{n} cards left", session.left).format(n=session.left)
    right += f" · {cards}"
    seconds = session.pace.seconds_left(session.left)
    if seconds is not None and session.left:
        right += " · " + _("about {time}").format(time=_duration(seconds))
    room = width - cell_len(right) - 4
    # A long key of the question makes way for the round.
    left = one_line(frame.question.question_id, max(8, room - cell_len(after))) + after
    left = " " + one_line(left, max(8, room))
    gap = max(1, width - cell_len(left) - cell_len(right) - 1)
    head = Text.assemble((left, "bold"), " " * gap, (right, QUIET))
    question = Text(" " + one_line(frame.question.text, width - 2), style="italic")
    return [head, question, _rule(frame, width)]


def _rule(frame: Frame, width: int) -> Text:
    """Return the line below the question; it tells which part of the queue one is in."""
    if not frame.part:
        return rule(width)
    outside = ngettext("{n} answer outside it", "{n} answers outside it", frame.outside).format(n=frame.outside)
    part = one_line(_("only {part}").format(part=frame.part), max(8, width - cell_len(outside) - 9))
    shown = Text.assemble(("── ", QUIET), (part, MESSAGE), (f" ─ {outside} ", QUIET))
    return shown + rule(max(0, width - shown.cell_len))


def _duration(seconds: float) -> str:
    if seconds < 90:
        return _("{n} s").format(n=max(1, round(seconds)))
    if seconds < 5400:
        return _("{n} min").format(n=round(seconds / 60))
    return _("{n} h").format(n=decimal(seconds / 3600).removesuffix(",0").removesuffix(".0"))
