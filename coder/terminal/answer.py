"""The answer on the card, with the words that suggestions rest on, and what is known of who gave it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from coder.domain.folding import visible
from coder.domain.texts import _
from coder.review.desk import Desk
from coder.terminal.console import one_line
from coder.terminal.frame import Frame
from coder.terminal.layout import QUIET
from coder.terminal.scrolling import window

EVIDENCE = "bold underline"


def wrapped_answer(desk: Desk, width: int) -> list[Text]:
    """Return all lines of the answer, with the words marked that chosen suggestions rest on."""
    session = desk.session
    item = session.item
    assert item is not None  # noqa: S101 - the caller has looked
    text = Text(visible(item.first.text))
    chosen = set(session.draft.codes)
    for suggestion in session.shown.ranked:
        if suggestion.code_id in chosen:
            for span in suggestion.evidence:
                text.stylize(EVIDENCE + " magenta", span.start, span.end)
    if desk.mode == "quote":
        text.stylize("reverse", *desk.selection.shown)
    text.expand_tabs(4)
    return [Text(" ") + line for line in text.wrap(Console(width=width - 2), width - 2)]


def answer_lines(desk: Desk, lines: Sequence[Text], room: int) -> list[Text]:
    """Return `room` of the lines of the answer; a longer one scrolls."""
    if len(lines) <= room:
        return [*lines, *([Text()] * (room - len(lines)))]
    if desk.mode == "quote":
        marked = next((n for n, line in enumerate(lines) if any(s.style == "reverse" for s in line.spans)), 0)
        desk.scroll = min(max(desk.scroll, marked - room + 2), marked)
    shown, desk.scroll = window(lines, desk.scroll, room, _("↑ end of the answer (arrow keys)"))
    return shown


def variables_line(desk: Desk, frame: Frame, width: int) -> Text:
    """Return the line with marks, memo, respondent and closed variables."""
    return Text(" " + one_line(" · ".join(about(desk, frame)), width - 2), style=QUIET)


def about(desk: Desk, frame: Frame) -> list[str]:
    """Return what there is to say of the answer: marks, memo, respondent and closed variables."""
    item = desk.session.item
    assert item is not None  # noqa: S101
    parts = [_("random sample")] if item.sampled else []
    if item.shared:
        parts.append(_("blind: also coded by others") if item.blind else _("also coded by others"))
    if (same := len(item.same)) > 1:
        parts.append(_("{n} times the same answer").format(n=same))
    if desk.session.draft.quote:
        quoted = desk.session.draft.quoted
        part = one_line(item.first.text[slice(*quoted)], 40) if quoted else ""
        parts.append(_("* quote: {part}").format(part=part) if part else _("* quote"))
    if desk.session.draft.memo:
        parts.append(_("memo: {memo}").format(memo=desk.session.draft.memo))
    person = frame.respondents.get((item.first.round_id, item.first.respondent_id))
    parts.append(item.first.respondent_id)
    return parts + [f"{name}: {value}" for name, value in (person.variables if person else {}).items()]


def note_lines(desk: Desk, frame: Frame, width: int) -> list[Text]:
    """Return why the card is shown, where there is a reason."""
    item = desk.session.item
    note = frame.notes.get(item.first.answer_id) if item else None
    return [Text(" ? " + one_line(note, width - 4), style="magenta")] if note else []
