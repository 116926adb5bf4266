"""The bottom of the card: what is being typed or asked, the message, and the keys."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

from coder.domain.folding import visible
from coder.domain.texts import _
from coder.review.desk import Desk
from coder.review.keymap import KEYS
from coder.terminal.console import one_line
from coder.terminal.layout import KEY, MESSAGE, QUIET, key_lines


def bottom_lines(desk: Desk, width: int) -> list[Text]:
    """Return the lines below the codes."""
    prompts = {
        "search": _("Find code: "),
        "new_name": _("New code, name: "),
        "new_definition": _("Definition (may stay empty): "),
        "memo": _("Memo: "),
    }
    if desk.mode in prompts:
        typed = visible(desk.typed)
        room = max(4, width - cell_len(prompts[desk.mode]) - 3)
        shown = typed if cell_len(typed) <= room else "…" + typed[-(room - 1) :]
        prompt = Text.assemble((" " + prompts[desk.mode], KEY), shown, ("█", "cyan"))
        keys = _("Enter toggles · Esc leaves") if desk.mode == "search" else _("Enter keeps · Esc leaves")
        message = [Text(" " + one_line(desk.message, width - 2), style=MESSAGE)] if desk.message else []
        return [prompt, *message, Text(" " + keys, style=QUIET)]
    if desk.mode == "quote":
        what = _("To which word does the quote go?") if desk.selection.at_end else _("At which word does it begin?")
        keys = _("← → Home End · space: the other end · Enter keeps · Esc leaves")
        return [Text(" " + what, style=KEY), Text(" " + keys)]
    if desk.mode == "out":
        keys = _("1-9 or space: in or out · ↑ ↓ · Enter keeps · Esc leaves")
        return [Text(" " + _("Which answers belong on a card of their own?"), style=KEY), Text(" " + keys)]
    message_line = Text(" " + one_line(desk.message, width - 2), style=MESSAGE)
    item = desk.session.item
    return [message_line, *_key_lines(width, out=item is not None and bool(item.like))]


def _key_lines(width: int, *, out: bool) -> list[Text]:
    return key_lines([key for key in KEYS if out or key.key != "o"], width)
