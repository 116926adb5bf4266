"""The column beside the card in a wide window: the codebook with counts, and the code that the desk is about."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rich.cells import cell_len
from rich.text import Text

from coder.domain.texts import _, ngettext
from coder.review.desk import Desk
from coder.review.tree import Row, tree
from coder.terminal.console import one_line
from coder.terminal.layout import CHOSEN, CURSOR, QUIET, in_view, rule
from coder.terminal.sheet import sheet_lines

WIDE = 110  # columns from which the codebook stands beside the card
OFFERED = 3  # suggestions whose nets stay open when the codebook is longer than the window


def side_width(width: int) -> int:
    """Return how many columns the codebook gets beside the card; 0 in a window that is not wide enough."""
    return min(60, max(40, width * 35 // 100)) if width >= WIDE else 0


def side_lines(desk: Desk, width: int, height: int) -> list[Text]:
    """Return the column, at most `height` lines."""
    session = desk.session
    code = desk.focus
    rows = tree(session.codebook)
    below = sheet_lines(desk, code, width) if code else []
    # The sheet leaves the tree what it needs, or else the larger part of the room.
    most = max(height - len(rows) - 2, height * 2 // 5)
    below = [rule(width), *cut(below, most - 1)] if below else []
    room = height - 1 - len(below)
    if len(rows) > room:
        rows = tree(session.codebook, _distant(desk, rows))
    place = next((n for n, row in enumerate(rows) if code and row.code.code_id == code.code_id), None)
    lines = [_heading(desk, width), *tree_lines(desk, rows, place, width, room)]
    return [*lines, *([Text()] * (height - len(lines) - len(below))), *below]


def tree_lines(desk: Desk, rows: Sequence[Row], place: int | None, width: int, height: int) -> list[Text]:
    """Return a part of the codebook with the row at `place` in view; what is out of view is counted."""
    at = place
    if at is None:  # what is chosen is worth looking at
        at = next((n for n, row in enumerate(rows) if row.code.code_id in desk.session.draft.codes), 0)
    return in_view(len(rows), at, height, lambda n: row_line(desk, rows[n], n == place, width))


def row_line(desk: Desk, row: Row, marked: bool, width: int) -> Text:
    """Return a code or a net of the codebook with how many answers carry it."""
    session = desk.session
    chosen = row.code.code_id in session.draft.codes
    box = ("▸ " if row.folded else "▾ ") if row.below else "[x] " if chosen else "[ ] "
    blind = session.item is not None and session.item.blind
    n = session.usage.counts(session.codebook).get(row.code.code_id, 0)
    count = f" {n} " if n and not blind else " "
    folded = f" (+{row.below})" if row.folded else ""
    left = f" {'>' if marked else ' '} {'  ' * row.depth}{box}"
    label = one_line(row.code.label, width - cell_len(left) - len(count) - len(folded)) + folded
    line = Text(left + label, style=CHOSEN if chosen else "bold" if row.below else "")
    line.pad_right(width - line.cell_len - len(count))
    line.append(count, style="" if marked else QUIET)
    if marked:
        line.stylize(CURSOR)
    return line


def cut(lines: list[Text], most: int) -> list[Text]:
    """Return the first lines, the last of them saying how many more there are."""
    if len(lines) <= most:
        return lines
    n = len(lines) - most + 1
    more = ngettext("↓ {n} more line (c: codebook)", "↓ {n} more lines (c: codebook)", n).format(n=n)
    return [*lines[: most - 1], Text(" " + more, style=QUIET)]


def _heading(desk: Desk, width: int) -> Text:
    left, right = " " + _("Codebook"), _("answers") + " "
    return Text.assemble((left, "bold"), " " * max(1, width - cell_len(left) - cell_len(right)), (right, QUIET))


def _distant(desk: Desk, rows: Sequence[Row]) -> Collection[str]:
    """Return the nets that hold nothing of what the card is about."""
    session = desk.session
    near = {*session.draft.codes, *(s.code_id for s in session.shown.ranked[:OFFERED])}
    near |= {desk.focus.code_id} if desk.focus else set()
    return {row.code.code_id for row in rows if row.below} - session.codebook.with_nets(near)
