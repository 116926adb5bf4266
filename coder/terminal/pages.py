"""What the desk shows instead of a card: its keys, and the end of the queue."""

from __future__ import annotations

from rich.text import Text

from coder.domain.texts import _, decimal, ngettext, percent
from coder.review.desk import Desk
from coder.review.keymap import KEYS
from coder.review.pace import Flow
from coder.terminal.layout import CHOSEN, KEY, QUIET


def help_page() -> list[Text]:
    """Return the keys of the desk, a line each."""
    lines = [Text()]
    lines += [Text.assemble((f" {key.shown:>6}  ", KEY), _(key.long)) for key in KEYS]
    lines += [
        Text.assemble((f" {'↑ ↓':>6}  ", KEY), _("scroll a long answer; move in a list")),
        Text(),
        Text(" " + _("Any key goes back to the card."), style=QUIET),
    ]
    return lines


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


def end_page(desk: Desk) -> list[Text]:
    """Return what is shown past the last card."""
    n = desk.session.decided
    said = ngettext("{n} card decided in this sitting.", "{n} cards decided in this sitting.", n).format(n=n)
    return [
        Text(" " + _("That was the last card of this queue."), style=CHOSEN),
        Text(" " + said),
        *(Text(" " + line) for line in flow_lines(desk.session.flow)),
        Text(" " + _("q leaves, b goes back, u undoes.")),
    ]
