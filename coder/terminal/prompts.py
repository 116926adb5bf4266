"""The bottom of the card: what is being typed or asked, the message, and the keys."""

from __future__ import annotations

from rich.text import Text

from coder.domain.texts import _
from coder.review.desk import Desk
from coder.review.keymap import KEYS, Key
from coder.terminal.codebook import panel_bottom
from coder.terminal.layout import KEY, QUIET, key_lines, message_lines, prompt_line


def bottom_lines(desk: Desk, width: int, keys: int) -> list[Text]:
    """Return the lines below the codes, at most so many of `keys`."""
    if desk.mode == "codebook" and desk.panel is not None:
        return panel_bottom(desk.panel, desk.message, width, keys)
    if desk.typed is not None:
        prompt = prompt_line(typed_for(desk), desk.typed.text, width)
        said = _("Enter toggles · Esc leaves") if desk.mode == "search" else _("Enter keeps · Esc leaves")
        return [prompt, *message_lines(desk.message, width), Text(" " + said, style=QUIET)]
    if desk.mode == "quote":
        what = _("To which word does the quote go?") if desk.selection.at_end else _("At which word does it begin?")
        said = _("← → Home End · space: the other end · Enter keeps · Esc leaves")
        return [Text(" " + what, style=KEY), Text(" " + said)]
    if desk.mode == "out":
        said = _("1-9 or space: in or out · ↑ ↓ · Enter keeps · Esc leaves")
        return [Text(" " + _("Which answers belong on a card of their own?"), style=KEY), Text(" " + said)]
    return [*(message_lines(desk.message, width) or [Text()]), *key_lines(card_keys(desk), width, keys)]


def typed_for(desk: Desk) -> str:
    """Return what the text is that is being typed; nothing while none is."""
    prompts = {
        "search": _("Find code: "),
        "new_name": _("New code, name: "),
        "new_definition": _("Definition (may stay empty): "),
        "memo": _("Memo: "),
    }
    return prompts.get(desk.mode, "")


def card_keys(desk: Desk) -> list[Key]:
    """Return the keys of the card that mean something now."""
    item = desk.session.item
    if item is None:
        return [key for key in KEYS if key.key in ("u", "b", "?", "q")]
    return [key for key in KEYS if key.key != "o" or item.like]
