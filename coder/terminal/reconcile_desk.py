"""The card of an answer that people coded differently, and the sitting in which it is settled what counts."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from coder.domain.folding import visible
from coder.domain.survey import Question
from coder.domain.texts import _, ngettext
from coder.review.disputes import Dispute
from coder.review.plain import keys_of
from coder.review.reconcile import RECONCILE_KEYS, ReconcileDesk
from coder.terminal.console import Output, one_line
from coder.terminal.layout import (
    CHOSEN,
    CURSOR,
    KEY,
    MESSAGE,
    QUIET,
    SMALLEST_ANSWER,
    beside,
    drawn,
    in_view,
    key_lines,
    rule,
)
from coder.terminal.scrolling import window
from coder.terminal.sitting import said_to_be_kept, sit, sit_plain

NARROWEST = 45  # cells of a column: most labels fit in it whole
SAME, OTHER = "=", "≠"
"""Before a code that all gave, and one that somebody did not give."""


def run(desk: ReconcileDesk, question: Question, output: Output) -> None:
    """Let a person settle what counts until they leave."""
    with said_to_be_kept(output):
        sit(desk, lambda *size: render(desk, question, *size), output, lambda: desk.mode in ("compose", "memo"))


def run_plain(desk: ReconcileDesk, question: Question, output: Output, lines: Iterable[str]) -> None:
    """Let a person (or a program) settle it line by line; the end of the input leaves, everything is kept."""
    sit_plain(desk, lambda *size: render(desk, question, *size), output, lines, lambda line: _keys(desk, line))


def _keys(desk: ReconcileDesk, line: str) -> list[str]:
    """Return the keys that a line stands for; of a line that is no row of keys the first that is none."""
    keys = keys_of(line, typing=desk.mode == "memo")
    if desk.mode == "card" and keys[0] not in ("/", "m"):
        return [key for key in keys if not desk.takes(key)][:1] or keys
    return keys


def render(
    desk: ReconcileDesk, question: Question, width: int, height: int | None, color: str | None = None
) -> list[str]:
    """Return the lines of the card, at most `height` of them (None: all) and each at most `width` cells."""
    return drawn(_lines(desk, question, width, height), width, height, color)


def _lines(desk: ReconcileDesk, question: Question, width: int, height: int | None) -> list[Text]:
    dispute = desk.dispute
    left = _("Coded differently") + f" · {question.question_id}"
    if dispute is not None:
        left += f" · {dispute.answers[0].round_id} · {dispute.answers[0].respondent_id}"
    right = _("{n} of {all}").format(n=min(desk.place + 1, len(desk.disputes)), all=len(desk.disputes))
    left = " " + one_line(left, max(8, width - cell_len(right) - 3))
    gap = " " * max(1, width - cell_len(left) - cell_len(right) - 1)
    top = [
        Text.assemble((left, "bold"), gap, (right, QUIET)),
        Text(" " + one_line(question.text, width - 2), style="italic"),
        rule(width),
    ]
    if desk.mode == "help":
        return [*top, *_help()]
    bottom = _bottom(desk, width)
    if dispute is None:
        return [*top, Text(), *_end(desk), Text(), *bottom]
    notes = [*_note(desk, dispute, width), *_chosen(desk, width)]
    room = None if height is None else height - len(top) - len(notes) - len(bottom) - 1
    if desk.mode == "compose":
        middle = _offered(desk, width, 9 if room is None else max(1, room - SMALLEST_ANSWER))
    else:
        middle = _sides(desk, dispute, width, None if room is None else room - SMALLEST_ANSWER)
    room = None if room is None else max(SMALLEST_ANSWER, room - len(middle))
    return [*top, *_answer(desk, dispute, width, room), rule(width), *middle, *notes, *bottom]


def _answer(desk: ReconcileDesk, dispute: Dispute, width: int, room: int | None) -> list[Text]:
    text = Text(visible(dispute.answers[0].text))
    text.expand_tabs(4)
    lines = [Text(" ") + line for line in text.wrap(Console(width=width - 2), width - 2)]
    if room is None:
        return [Text(), *lines, Text()]
    lines, desk.scroll = window(lines, desk.scroll, room, _("↑ end of the answer (arrow keys)"))
    return [*lines, *([Text()] * (room - len(lines)))]


def _sides(desk: ReconcileDesk, dispute: Dispute, width: int, room: int | None) -> list[Text]:
    """Return the codings: side by side where there is room, else below each other, in the end a line each."""
    n = len(dispute.sides)
    if n * NARROWEST <= width:
        each = (width - n + 1) // n
        columns = [[Text(" ") + _head(desk, dispute, k), *_body(desk, dispute, k, each)] for k in range(n)]
        height = max(map(len, columns))
        found = columns[-1]
        for column in reversed(columns[:-1]):
            found = beside(column, found, each, height)
    else:
        found = []
        for k in range(n):
            found += [Text(" ") + _head(desk, dispute, k), *_body(desk, dispute, k, width)]
    return found if room is None or len(found) <= room else [_brief(desk, dispute, k, width) for k in range(n)]


def _head(desk: ReconcileDesk, dispute: Dispute, number: int) -> Text:
    side = dispute.sides[number]
    head = Text.assemble((str(number + 1), KEY), " ", (visible(desk.name(number)), "bold"))
    if side.flagged:
        head.append("  " + _("(to talk over)"), style=QUIET)
    return head


def _body(desk: ReconcileDesk, dispute: Dispute, number: int, width: int) -> list[Text]:
    side, common = dispute.sides[number], dispute.common
    lines = []
    for code in desk.codebook.ordered(side.codes):
        label = one_line(desk.codebook.label(code), width - 8)
        same = code in common
        lines.append(Text.assemble(f"   {SAME if same else OTHER} ", (label, "" if same else "bold")))
    if not side.codes:
        same = not dispute.given
        lines.append(
            Text.assemble(f"   {SAME if same else OTHER} ", (_("no theme"), "italic" if same else "bold italic"))
        )
    if side.memo:
        lines.append(Text("   " + one_line(_("memo: {memo}").format(memo=side.memo), width - 5), style=QUIET))
    return lines


def _brief(desk: ReconcileDesk, dispute: Dispute, number: int, width: int) -> Text:
    """Return a coding on one line, what differs first."""
    codes = desk.codebook.ordered(dispute.sides[number].codes)
    line = Text(" ") + _head(desk, dispute, number)
    marked = [
        f"{SAME if code in dispute.common else OTHER} {desk.codebook.label(code)}"
        for code in sorted(codes, key=dispute.common.__contains__)
    ]
    line.append("  " + one_line("  ".join(marked) or f"{OTHER} {_('no theme')}", max(8, width - line.cell_len - 3)))
    return line


def _offered(desk: ReconcileDesk, width: int, most: int) -> list[Text]:
    offered = desk.offered
    if not offered:
        return [Text(" " + _("No code has this in it."), style=MESSAGE)]
    cursor = min(desk.cursor, len(offered) - 1)

    def line(place: int) -> Text:
        code = offered[place]
        mark = "[x]" if code.code_id in desk.draft else "[ ]"
        shown = Text.assemble(
            (f" {place + 1 if place < 9 else ' '} ", KEY), f"{mark} {one_line(code.label, width - 12)}"
        )
        sides = desk.dispute.sides if desk.dispute else ()
        who = ", ".join(desk.name(k) for k, side in enumerate(sides) if code.code_id in side.codes)
        shown.append("  " + one_line(who, max(0, width - shown.cell_len - 4)), style=QUIET)
        if place == cursor:
            shown.stylize(CURSOR, 3)
        return shown

    return in_view(len(offered), cursor, min(most, len(offered)), line)


def _note(desk: ReconcileDesk, dispute: Dispute, width: int) -> list[Text]:
    parts = []
    if dispute.before is not None:
        who = ", ".join(dispute.changed)
        n = len(dispute.changed)
        said = (
            ngettext("a coder coded it otherwise since", "{n} coders coded it otherwise since", n).format(n=n)
            if desk.anonymous
            else _("coded otherwise since by {coders}").format(coders=who)
        )
        labels = ", ".join(map(desk.codebook.label, dispute.before)) or _("no theme")
        parts.append(_("{what}; what counted: {codes}").format(codes=labels, what=said))
    if (same := len(dispute.answers)) > 1:
        parts.append(_("{n} times the same answer").format(n=same))
    if memo := desk.memos[desk.place]:
        parts.append(_("memo: {memo}").format(memo=memo))
    lines = [Text("   " + one_line(part, width - 4), style=QUIET) for part in parts]
    if dispute.before is not None:
        lines[0] = Text(" ? " + one_line(parts[0], width - 4), style=MESSAGE)
    return lines


def _chosen(desk: ReconcileDesk, width: int) -> list[Text]:
    codes = desk.draft if desk.draft or desk.mode == "compose" else desk.settled.get(desk.place)
    if codes is None:
        return []
    shown = ", ".join(map(desk.codebook.label, codes)) or (
        _("nothing yet") if desk.mode == "compose" else _("no theme")
    )
    state = "" if desk.draft or desk.mode == "compose" else "  " + _("(decided before)")
    name = _("Chosen: ")
    room = max(8, width - cell_len(name) - cell_len(state) - 2)
    return [Text.assemble((" " + name, QUIET), (one_line(shown, room), "bold"), (state, QUIET))]


def _bottom(desk: ReconcileDesk, width: int) -> list[Text]:
    message = Text(" " + one_line(desk.message, width - 2), style=MESSAGE)
    if desk.mode == "card":
        return [message, *key_lines(RECONCILE_KEYS, width)]
    name = _("Find code: ") if desk.mode == "compose" else _("Memo: ")
    keys = (
        _("1-9 or space: in or out · typing finds more · Enter keeps · Esc leaves")
        if desk.mode == "compose" and not desk.typed
        else _("Enter toggles · Esc leaves")
        if desk.mode == "compose"
        else _("Enter keeps · Esc leaves")
    )
    typed, room = visible(desk.typed), max(4, width - cell_len(name) - 3)
    shown = typed if cell_len(typed) <= room else "…" + typed[-(room - 1) :]
    return [message, Text.assemble((" " + name, KEY), shown, ("█", "cyan")), Text(" " + keys, style=QUIET)]


def _help() -> list[Text]:
    lines = [Text(), *(Text.assemble((f" {key.shown:>6}  ", KEY), _(key.long)) for key in RECONCILE_KEYS)]
    marks = _("{same} before a code that all gave, {other} before one that somebody did not give").format(
        same=SAME, other=OTHER
    )
    return [*lines, Text(), Text(" " + marks), Text(" " + _("Any key goes back to the card."), style=QUIET)]


def _end(desk: ReconcileDesk) -> list[Text]:
    n = len(desk.settled)
    said = ngettext("{n} card settled, {left} left for later.", "{n} cards settled, {left} left for later.", n)
    return [
        Text(" " + _("That was the last card of this queue."), style=CHOSEN),
        Text(" " + said.format(n=n, left=desk.left)),
        Text(" " + _("q leaves, b goes back, u undoes.")),
    ]
