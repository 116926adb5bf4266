"""The open codebook: over the card in a narrow window, in the column beside it in a wide one."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from coder.domain.texts import _, ngettext
from coder.review.desk import Desk
from coder.review.panel import PANEL_KEYS, Panel
from coder.terminal.console import one_line
from coder.terminal.layout import (
    CURSOR,
    MESSAGE,
    QUIET,
    beside,
    in_view,
    key_lines,
    message_lines,
    prompt_line,
    rule,
    wrapped,
)
from coder.terminal.scrolling import window
from coder.terminal.sheet import sheet_lines
from coder.terminal.tree import tree_heading, tree_lines

LOW_PAGE = 8  # lines below which a narrow window shows the tree alone
TWO_COLUMNS = 76  # columns from which what is said of a code stands beside the tree, not below it


def codebook_page(desk: Desk, panel: Panel, width: int, height: int) -> list[Text]:
    """Return the tree and what is said of the code under the cursor, in `height` lines."""
    left = crossing_of(width)
    if left is None and height < LOW_PAGE:
        return tree_column(desk, panel, width, height)
    if left is None:
        below = min(height * 2 // 5, len(_sheet(desk, panel, width)) + 1)
        return [
            *tree_column(desk, panel, width, height - below),
            rule(width),
            *sheet_column(desk, panel, width, below - 1),
        ]
    right = width - left - 1
    return beside(tree_column(desk, panel, left, height), sheet_column(desk, panel, right, height), left, height)


def crossing_of(width: int) -> int | None:
    """Return the column of the line between tree and text on `codebook_page`; None where they are not side by side."""
    return None if width < TWO_COLUMNS else width * 11 // 20


def tree_column(desk: Desk, panel: Panel, width: int, height: int) -> list[Text]:
    """Return the tree with the cursor, or the nets to move to, in `height` lines."""
    changes = panel.changes
    if changes.asked == "move":
        nets = [net.label if net else _("no net: at the top") for net in changes.nets]
        lines = in_view(len(nets), changes.option, height, lambda n: _option(nets[n], n == changes.option, width))
    else:
        browser = panel.browser
        shown = tree_lines(desk, browser.rows, browser.place, width, height - 1, changes.marked)
        nothing = [] if browser.rows else [Text(" " + _("No code has this in it."), style=MESSAGE)]
        lines = [tree_heading(width), *shown, *nothing]
    return [*lines, *([Text()] * (height - len(lines)))]


def sheet_column(desk: Desk, panel: Panel, width: int, height: int) -> list[Text]:
    """Return what is said of the code under the cursor, in `height` lines; PgUp and PgDn scroll it."""
    shown, panel.scroll = window(_sheet(desk, panel, width), panel.scroll, height, _("↑ end (PgUp)"), _more)
    return [*shown, *([Text()] * (height - len(shown)))]


def _more(n: int) -> str:
    return ngettext("↓ {n} more line (PgDn)", "↓ {n} more lines (PgDn)", n).format(n=n)


def panel_bottom(panel: Panel, message: str, width: int, most: int) -> list[Text]:
    """Return what is asked, the message and at most so many lines of the keys of the open codebook."""
    said = message_lines(message, width)
    asked, keys = asked_of(panel)
    if not asked:
        return [*(said or [Text()]), *key_lines(PANEL_KEYS, width, most)]
    typed = panel.browser.words if panel.browser.finding else panel.changes.typed
    lines = [prompt_line(asked, typed, width)] if panel.typing else wrapped(Text(asked, style="bold"), width)
    return [*lines, *said, Text(f" {keys}", style=QUIET)]


def asked_of(panel: Panel) -> tuple[str, str]:
    """Return what the codebook asks and the keys that answer it; nothing where nothing is asked."""
    changes = panel.changes
    if panel.browser.finding:
        return _("Find code: "), _("↑ ↓ · Enter goes there · Esc goes back")
    if changes.asked == "sure":
        return changes.question, _("y: yes, do it · n or Esc: no")
    if changes.asked == "merge":
        codebook = panel.session.codebook
        labels = ", ".join(f"'{codebook.label(code_id)}'" for code_id in codebook.ordered(changes.marked))
        keys = _("↑ ↓ and / go there · Enter takes it · n: into a new code · Esc leaves")
        return _("Merge {labels} into which code?").format(labels=labels), keys
    if changes.asked == "move":
        keys = _("↑ ↓ go there · Enter takes it · n: a new net · Esc leaves")
        return _("To which net does '{label}' go?").format(label=changes.code.label), keys
    prompts = {
        "": "",
        "rename": _("Label: "),
        "define": _("Definition: "),
        "split": _("Labels of the new codes, with ; between them: "),
        "new": _("New code, name: "),
        "means": _("Definition (may stay empty): "),
        "into": _("Label of the new code: "),
        "net": _("Name of the new net: "),
    }
    return prompts[changes.asked], _("Enter keeps · Ctrl-U wipes the line · Esc leaves")


def _sheet(desk: Desk, panel: Panel, width: int) -> Sequence[Text]:
    code = panel.browser.code
    return sheet_lines(desk, code, width) if code else []


def _option(label: str, marked: bool, width: int) -> Text:
    line = Text(f" {'>' if marked else ' '}  {one_line(label, width - 5)}")
    line.pad_right(width - line.cell_len)
    if marked:
        line.stylize(CURSOR)
    return line
