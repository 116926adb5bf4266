"""The column beside the card in a wide window: the codebook with counts, and the code that the desk is about."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rich.text import Text

from coder.domain.texts import ngettext
from coder.review.desk import Desk
from coder.review.tree import Row, tree
from coder.terminal.codebook import sheet_column, tree_column
from coder.terminal.layout import QUIET, rule
from coder.terminal.sheet import sheet_lines
from coder.terminal.tree import tree_heading, tree_lines

WIDE = 110  # columns from which the codebook stands beside the card
OFFERED = 3  # suggestions whose nets stay open when the codebook is longer than the window


def side_width(width: int) -> int:
    """Return how many columns the codebook gets beside the card; 0 in a window that is not wide enough."""
    return min(60, max(40, width * 35 // 100)) if width >= WIDE else 0


def side_lines(desk: Desk, width: int, height: int) -> list[Text]:
    """Return the column, at most `height` lines."""
    session, code = desk.session, desk.focus
    rows = tree(session.codebook)
    said = sheet_lines(desk, code, width) if code else []
    # The sheet leaves the tree what it needs, or else the larger part of the room.
    most = min(len(said) + 1, max(height - len(rows) - 2, height * 2 // 5)) if said else 0
    if desk.mode == "codebook" and desk.panel is not None:
        below = sheet_column(desk, desk.panel, width, most - 1) if most else []
        return [*tree_column(desk, desk.panel, width, height - most), *([rule(width), *below] if most else [])]
    below = [rule(width), *_cut(said, most - 1)] if said else []
    room = height - 1 - len(below)
    if len(rows) > room:
        rows = tree(session.codebook, _distant(desk, rows))
    place = next((n for n, row in enumerate(rows) if code and row.code.code_id == code.code_id), None)
    lines = [tree_heading(width), *tree_lines(desk, rows, place, width, room)]
    return [*lines, *([Text()] * (height - len(lines) - len(below))), *below]


def _cut(lines: list[Text], most: int) -> list[Text]:
    """Return the first lines, the last of them saying how many more there are."""
    if len(lines) <= most:
        return lines
    n = len(lines) - most + 1
    more = ngettext("↓ {n} more line (c: codebook)", "↓ {n} more lines (c: codebook)", n).format(n=n)
    return [*lines[: most - 1], Text(" " + more, style=QUIET)]


def _distant(desk: Desk, rows: Sequence[Row]) -> Collection[str]:
    """Return the nets that hold nothing of what the card is about."""
    session = desk.session
    near = {*session.draft.codes, *(s.code_id for s in session.shown.ranked[:OFFERED])}
    near |= {desk.focus.code_id} if desk.focus else set()
    return {row.code.code_id for row in rows if row.below} - session.codebook.with_nets(near)
