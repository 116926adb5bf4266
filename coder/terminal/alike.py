"""Answers that read alike, on their card: the other texts in view, and the list to take some of them out."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.text import Text

from coder.domain.folding import visible
from coder.domain.texts import _, ngettext
from coder.review.desk import Desk
from coder.terminal.console import one_line
from coder.terminal.layout import CURSOR, QUIET


def like_lines(desk: Desk, width: int, most: int | None) -> list[Text]:
    """Return the other texts of the card, as many as fit in `most` lines."""
    item = desk.session.item
    if item is None or not item.like or desk.mode == "out":
        return []
    n = len(item.answers) - len(item.same)
    text = Text(ngettext("and {n} like this: ", "and {n} like this: ", n).format(n=n), style="bold")
    texts = [" ".join(visible(answer.text).split()) for answer in item.like]
    text.append(" · ".join(texts), style="not bold")
    lines = list(text.wrap(Console(width=width - 2), width - 2))
    if most is not None and len(lines) > most:
        last = Text(one_line(lines[most - 1].plain, width - 14) + " … ", style="not bold" if most > 1 else "")
        last.append(_("(o: all)"), style=QUIET)
        lines = [*lines[: most - 1], last]
    return [Text(" ") + line for line in lines]


def out_lines(desk: Desk, width: int, most: int) -> list[Text]:
    """Return the list in which answers are chosen that come out of the card."""
    item = desk.session.item
    assert item is not None  # noqa: S101
    times = Counter(answer.text_hash for answer in item.answers)
    first = max(0, min(desk.cursor - most // 2, len(item.like) - most))
    lines = []
    for place, answer in list(enumerate(item.like))[first : first + most]:
        number = str(place + 1) if place < 9 else " "
        mark = _("out") if place in desk.out else ""
        n = times[answer.text_hash]
        said = one_line(answer.text, width - 20) + (f" ({n}×)" if n > 1 else "")
        line = Text(f" {'>' if place == desk.cursor else ' '} {number} {mark:<5} {said}")
        if place == desk.cursor:
            line.stylize(CURSOR)
        lines.append(line)
    return lines
