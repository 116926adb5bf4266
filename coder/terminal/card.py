"""The card: everything that the coder sees of one answer, drawn to a given size."""

from __future__ import annotations

from rich.text import Text

from coder.review.desk import Desk
from coder.terminal.alike import like_lines
from coder.terminal.answer import SMALLEST_ANSWER, answer_lines, note_lines, variables_line
from coder.terminal.frame import Frame
from coder.terminal.header import header, top_rule
from coder.terminal.layout import beside, drawn, rule
from coder.terminal.pages import end_page, help_page
from coder.terminal.person import person_page
from coder.terminal.prompts import bottom_lines
from coder.terminal.side import side_lines, side_width
from coder.terminal.suggestions import code_lines


def render(desk: Desk, frame: Frame, width: int, height: int | None, color: str | None = None) -> list[str]:
    """Return the lines of the card, at most `height` of them and each at most `width` cells.

    Parameters
    ----------
    height : None for as many lines as it takes.
    color : a color system of Rich ('standard', '256', 'truecolor'), or None for no styles at all. NO_COLOR in the
        environment keeps bold and underline and drops the colors.
    """
    return drawn(_lines(desk, frame, width, height), width, height, color)


def _lines(desk: Desk, frame: Frame, width: int, height: int | None) -> list[Text]:
    top = header(desk, frame, width)
    if desk.mode == "help":
        return [*top, *help_page()]
    if desk.mode == "person" and desk.person is not None:
        return [*top, *person_page(desk.person, width, None if height is None else height - len(top))]
    bottom = bottom_lines(desk, width)
    if desk.session.item is None:
        return [*top, Text(), *end_page(desk), Text(), *bottom]
    room = None if height is None else height - len(top) - len(bottom)
    if room is not None and (side := side_width(width)):
        left = width - side - 1
        top[-1] = top_rule(frame, width, left)
        room -= 1
        columns = beside(_column(desk, frame, left, room), side_lines(desk, side, room), left, room)
        return [*top, *columns, rule(width, left, "┴"), *bottom]
    return [*top, *_column(desk, frame, width, room), *bottom]


def _column(desk: Desk, frame: Frame, width: int, height: int | None) -> list[Text]:
    """Return the answer and its codes, at most `height` lines."""
    # A low window shows fewer suggestions: the chosen codes and the keys always stay in sight.
    note = note_lines(desk, frame, width)
    most = 9 if height is None else max(1, height - SMALLEST_ANSWER - 4 - len(note))
    below = [variables_line(desk, frame, width), *note, *code_lines(desk, width, most)]
    room = None if height is None else max(SMALLEST_ANSWER, height - len(below))
    # What reads alike gets up to half of the room; the answer keeps the rest, or scrolls.
    like = like_lines(desk, width, None if room is None else max(1, room // 2))
    return [*answer_lines(desk, width, None if room is None else room - len(like)), *like, *below]
