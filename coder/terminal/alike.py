"""Answers that read alike, on their card: the other texts in view, and the list to take some of them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from rich.cells import cell_len
from rich.text import Text

from coder.domain.folding import bare, visible
from coder.domain.survey import Answer
from coder.domain.texts import _, ngettext
from coder.review.desk import Desk
from coder.review.ports import Item
from coder.terminal.layout import CURSOR, QUIET, in_view

DIFFERENT = "bold underline"
BETWEEN = " · "
SHORTEST = 8  # cells below which the beginning of an answer says nothing


def like_lines(desk: Desk, width: int, most: int) -> list[Text]:
    """Return the other texts of the card, as many as fit in `most` lines; how many are out of view is counted."""
    item = desk.session.item
    if item is None or not item.like or desk.mode == "out":
        return []
    n = len(item.answers) - len(item.same)
    said = " " + ngettext("and {n} like this: ", "and {n} like this: ", n).format(n=n)
    head = Text.assemble((said, "bold"))
    times = _times(item)
    texts = [_member(item, answer, times, width - 4) for answer in item.like]
    lines, shown = _packed(head, texts, width - 1, most, cell_len(_more(len(texts))))
    if shown < len(texts):
        more = _more(len(texts) - shown)
        lines[-1].truncate(max(1, width - 1 - cell_len(more)), overflow="ellipsis")  # in a very narrow window
        lines[-1].append(more, style=QUIET)
    return lines


def _more(n: int) -> str:
    return BETWEEN + ngettext("{n} more text (o: all)", "{n} more texts (o: all)", n).format(n=n)


def out_lines(desk: Desk, width: int, most: int) -> list[Text]:
    """Return the list in which answers are chosen that come out of the card."""
    item, members = desk.session.item, desk.members
    assert item is not None  # noqa: S101
    times = _times(item)

    def line(place: int) -> Text:
        number = str(place + 1) if place < 9 else " "
        mark = _("out") if place in members.out else ""
        said = Text(f" {'>' if place == members.cursor else ' '} {number} {mark:<5} ")
        said.append_text(_member(item, members.like[place], times, width - said.cell_len - 1))
        if place == members.cursor:
            said.stylize(CURSOR)
        return said

    return in_view(len(members.like), members.cursor, most, line)


def _packed(head: Text, texts: Sequence[Text], width: int, most: int, reserved: int) -> tuple[list[Text], int]:
    """Return texts one after another on at most `most` lines, and how many of them are there.

    None goes over the end of a line, and the last line keeps `reserved` cells free.
    """
    lines, between = [head], ""
    for shown, text in enumerate(texts):
        last = len(lines) == most
        room = width - (reserved if last else 0) - lines[-1].cell_len - len(between)
        if text.cell_len > room:
            if last and (shown or room < SHORTEST):
                return lines, shown
            if last:
                text.truncate(room, overflow="ellipsis")
            else:
                lines, between = [*lines, Text(" ")], ""
        lines[-1].append(between, style=QUIET).append_text(text)
        between = BETWEEN
    return lines, len(texts)


def _times(item: Item) -> Counter[str]:
    return Counter(answer.text_hash for answer in item.answers)


def _member(item: Item, answer: Answer, times: Counter[str], width: int) -> Text:
    """Return an answer on one line, how often it was given, and marked what the shown one has not."""
    n = times[answer.text_hash]
    count = f" ({n}×)" if n > 1 else ""
    text = _differing(answer.text, item.first.text).copy()
    text.truncate(max(SHORTEST, width - len(count)), overflow="ellipsis")
    return text.append(count)


@lru_cache(1024)
def _differing(text: str, shown: str) -> Text:
    words = visible(text).split()
    same, other = [bare(word) for word in shown.split()], [bare(word) for word in words]
    marked = {n for tag, _a, _b, first, last in SequenceMatcher(None, same, other, autojunk=False).get_opcodes()
              for n in range(first, last) if tag != "equal"}  # fmt: skip
    said = Text()
    for n, word in enumerate(words):
        said.append(" " if n else "").append(word, style=DIFFERENT if n in marked else "")
    return said
