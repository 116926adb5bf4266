"""What the desk shows instead of a card: its keys, and the end of the queue."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from coder.domain.texts import N_, _, decimal, ngettext, percent
from coder.review.desk import Desk
from coder.review.keymap import KEYS, Key
from coder.review.pace import Flow
from coder.terminal.layout import CHOSEN, KEY, QUIET, wrapped
from coder.terminal.scrolling import window

CARD_KEYS = (*KEYS, Key("up", "↑ ↓", "", N_("scroll a long answer; move in a list")))


def help_page(keys: Sequence[Key], back: str, width: int, room: int, first: int) -> tuple[list[Text], int]:
    """Return keys with what they do, from a line on, in at most `room` lines; and that line."""
    left = max(cell_len(key.name) for key in keys) + 3
    lines = []
    for key in keys:
        said = wrapped(Text(_(key.long)), width - left)
        lines += [Text.assemble((key.name.rjust(left - 2) + " ", KEY), said[0])]
        lines += [Text(" " * (left - 1)) + line for line in said[1:]]
    lines += [Text(), Text(" " + back, style=QUIET)]
    if len(lines) <= room:
        return [Text()] * (len(lines) < room) + lines, 0
    return window(lines, first, room, _("↑ end (arrow keys)"))


def flow_lines(flow: Flow) -> list[str]:
    """Return how a sitting went, in words; nothing while it is too early to say."""
    if flow.per_hour is None or flow.keys_per_answer is None:
        return []
    said = _("{n} answers an hour, {keys} keys an answer").format(
        n=round(flow.per_hour), keys=decimal(flow.keys_per_answer)
    )
    if flow.share_accepted is not None:
        said += ", " + _("{share} of the suggestions taken as shown").format(share=percent(flow.share_accepted))
    return [said + "."]


def end_page(desk: Desk, width: int) -> list[Text]:
    """Return what is shown past the last card."""
    n = desk.session.decided
    said = ngettext("{n} card decided in this sitting.", "{n} cards decided in this sitting.", n).format(n=n)
    return [
        Text(" " + _("That was the last card of this queue."), style=CHOSEN),
        Text(" " + said),
        *(line for said in flow_lines(desk.session.flow) for line in wrapped(Text(said), width)),
        Text(" " + _("q leaves, b goes back, u undoes.")),
    ]
