"""The card: everything that the coder sees of one answer, drawn to a given size."""

from __future__ import annotations

from rich.text import Text

from coder.domain.texts import _
from coder.review.desk import Desk
from coder.review.panel import PANEL_KEYS
from coder.terminal.alike import like_lines
from coder.terminal.answer import answer_lines, note_lines, variables_line, wrapped_answer
from coder.terminal.codebook import codebook_page, crossing_of
from coder.terminal.console import one_line
from coder.terminal.frame import Frame
from coder.terminal.header import header
from coder.terminal.layout import SMALLEST_ANSWER, beside, crossed, drawn, rule
from coder.terminal.pages import CARD_KEYS, end_page, help_page
from coder.terminal.person import person_page
from coder.terminal.prompts import bottom_lines
from coder.terminal.side import side_lines, side_width
from coder.terminal.suggestions import chosen_lines, code_lines

LOW = 16  # lines below which a window leaves out the question
LOW_COLUMN = 8  # lines below which the card leaves out who answered, and what was coded so
LOW_ANSWER = 2  # lines that an answer keeps in such a window; elsewhere SMALLEST_ANSWER
FEWEST = 4  # lines that suggestions keep, however long the answer is
LIKELY = 0.1  # probability from which a suggestion stays in view beside a long answer


def render(desk: Desk, frame: Frame, width: int, height: int, color: str | None = None) -> list[str]:
    """Return the lines of the card, at most `height` of them and each at most `width` cells.

    Parameters
    ----------
    color : a color system of Rich ('standard', '256', 'truecolor'), or None for no styles at all. NO_COLOR in the
        environment keeps bold and underline and drops the colors.
    """
    return drawn(_lines(desk, frame, width, height), width, height, color)


def _lines(desk: Desk, frame: Frame, width: int, height: int) -> list[Text]:
    top = header(desk, frame, width)
    if height < LOW:
        del top[1]  # the question, which is the same on every card
    below = height - len(top)
    if desk.mode == "help":
        back = _("Any other key goes back to the card.")
        page, desk.scroll = help_page(CARD_KEYS, back, width, below, desk.scroll)
        return [*top, *page]
    panel = desk.panel if desk.mode == "codebook" else None
    if panel is not None and panel.helping:
        back = _("Any other key goes back to the codebook.")
        page, panel.scroll = help_page(PANEL_KEYS, back, width, below, panel.scroll)
        return [*top, *page]
    if desk.mode == "person" and desk.person is not None:
        return [*top, *person_page(desk.person, width, below)]
    bottom = bottom_lines(desk, width, max(1, (height - 8) // 2))
    if desk.session.item is None:
        return [*top, Text(), *end_page(desk, width), Text(), *bottom]
    room = below - len(bottom)
    if side := side_width(width):
        left = width - side - 1
        room -= 1
        columns = beside(_column(desk, frame, left, room), side_lines(desk, side, room), left, room)
        return [*top[:-1], crossed(top[-1], left, "┬"), *columns, crossed(rule(width), left, "┴"), *bottom]
    if panel is not None:
        # The answer in one line, as the codebook takes the place of the card.
        answer = Text(" " + one_line(desk.session.item.first.text, width - 2), style="italic")
        chosen = chosen_lines(desk, width)
        page = codebook_page(desk, panel, width, height - len(bottom) - len(chosen) - 4)
        at = crossing_of(width)
        over, under = (crossed(line, at, mark) for line, mark in ((top[-1], "┬"), (rule(width), "┴")))
        return [top[0], answer, over, *page, under, *chosen, *bottom]
    return [*top, *_column(desk, frame, width, room), *bottom]


def _column(desk: Desk, frame: Frame, width: int, height: int) -> list[Text]:
    """Return the answer and its codes in `height` lines."""
    answer = wrapped_answer(desk, width)
    low = height < LOW_COLUMN
    about = [] if low else [variables_line(desk, frame, width), *note_lines(desk, frame, width)]
    # The line across and what is chosen are always there; in a low window what was coded so is not.
    shared = height - len(about) - (2 if low else 3)
    codes = code_lines(desk, width, _suggestions(desk, shared, len(answer), low), brief=low)
    room = max(1, height - len(about) - len(codes))
    # What reads alike gets up to half of the room; the answer keeps the rest, or scrolls.
    like = like_lines(desk, width, max(1, room // 2))
    return [*answer_lines(desk, answer, room - len(like)), *like, *about, *codes]


def _suggestions(desk: Desk, room: int, answer: int, low: bool) -> int:
    """Return how many of the lines that they share with the answer the suggestions get.

    A short answer leaves them all; a long one takes from them, down to those that are likely or chosen.
    """
    most = room - (LOW_ANSWER if low else SMALLEST_ANSWER)
    if desk.mode not in ("search", "out"):
        likely = [
            n
            for n, one in enumerate(desk.session.shown.ranked, 2)  # one line more says how many are out of view
            if one.probability >= LIKELY or one.code_id in desk.session.draft.codes
        ]
        most = min(most, max(room - answer, FEWEST, *likely[-1:]))
    return max(1, most)
