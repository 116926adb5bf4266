"""The codebook as a tree, drawn: nets, chosen codes, and how many answers carry each."""

from __future__ import annotations

from collections.abc import Container, Sequence

from rich.cells import cell_len
from rich.text import Text

from coder.domain.texts import _
from coder.review.desk import Desk
from coder.review.tree import Row
from coder.terminal.console import one_line
from coder.terminal.layout import CHOSEN, CURSOR, QUIET, in_view


def tree_heading(width: int) -> Text:
    """Return the line above the tree."""
    left, right = " " + _("Codebook"), _("answers") + " "
    return Text.assemble((left, "bold"), " " * max(1, width - cell_len(left) - cell_len(right)), (right, QUIET))


def tree_lines(
    desk: Desk, rows: Sequence[Row], place: int | None, width: int, height: int, to_merge: Container[str] = ()
) -> list[Text]:
    """Return a part of the codebook with the row at `place` in view; what is out of view is counted."""
    at = place
    if at is None:  # what is chosen is worth looking at
        at = next((n for n, row in enumerate(rows) if row.code.code_id in desk.session.draft.codes), 0)
    return in_view(
        len(rows), at, height, lambda n: _line(desk, rows[n], width, n == place, rows[n].code.code_id in to_merge)
    )


def _line(desk: Desk, row: Row, width: int, cursor: bool, to_merge: bool) -> Text:
    session = desk.session
    chosen = row.code.code_id in session.draft.codes
    box = ("▸ " if row.folded else "▾ ") if row.below else "[x] " if chosen else "[ ] "
    blind = session.item is not None and session.item.blind
    n = session.usage.counts(session.codebook).get(row.code.code_id, 0)
    count = f" {n} " if n and not blind else " "
    folded = f" (+{row.below})" if row.folded else ""
    left = f"{'*' if to_merge else ' '}{'>' if cursor else ' '} {'  ' * row.depth}{box}"
    label = one_line(row.code.label, width - cell_len(left) - len(count) - len(folded)) + folded
    line = Text(left + label, style=CHOSEN if chosen else "bold" if row.below or to_merge else "")
    line.pad_right(width - line.cell_len - len(count))
    line.append(count, style="" if cursor else QUIET)
    if cursor:
        line.stylize(CURSOR)
    return line
