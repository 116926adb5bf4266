"""Lines that are longer than the room for them: a part, and how much there is more."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text

from coder.domain.texts import ngettext


def window(
    lines: Sequence[Text], first: int, room: int, end: str, more: Callable[[int], str] | None = None
) -> tuple[list[Text], int]:
    """Return the lines from `first` on that fit, the last of them telling what is hidden, and the first one shown.

    Parameters
    ----------
    first : which line to begin with; one beyond the end is brought back to where the last line is in view.
    end : what the last line says where nothing follows.
    more : says how many lines follow; by default with the arrow keys that bring them.
    """
    if len(lines) <= room:
        return list(lines), 0
    first = min(max(0, first), len(lines) - room + 1)
    part = list(lines[first : first + room - 1])
    hidden = len(lines) - first - len(part)
    said = (more or more_lines)(hidden) if hidden else end
    return [*part, Text(" " + said, style="reverse")], first


def more_lines(n: int) -> str:
    """Return how many lines follow that the arrow keys bring."""
    return ngettext("↓ {n} more line (arrow keys)", "↓ {n} more lines (arrow keys)", n).format(n=n)
