"""The card of one finding of personal data, and the sitting in which a person goes through them."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from coder.domain.folding import visible
from coder.domain.texts import _, ngettext
from coder.review.findings import FINDING_KEYS, FindingDesk, Place
from coder.terminal.console import Output, one_line
from coder.terminal.findings import FOUND, MARKS, kind_name
from coder.terminal.layout import CHOSEN, KEY, MESSAGE, QUIET, SMALLEST_ANSWER, drawn, key_lines, rule
from coder.terminal.scrolling import more_lines
from coder.terminal.sitting import sit, sit_plain


def run(desk: FindingDesk, output: Output) -> None:
    """Let a person decide about findings until they stop."""
    sit(desk, lambda *size: render(desk, *size), output)


def run_plain(desk: FindingDesk, output: Output, lines: Iterable[str]) -> None:
    """Let a person (or a program) decide line by line, an empty line is Enter; the end of the input stops."""
    sit_plain(desk, lambda *size: render(desk, *size), output, lines, lambda line: list(line.strip()) or ["enter"])


def render(desk: FindingDesk, width: int, height: int | None, color: str | None = None) -> list[str]:
    """Return the lines of the card, at most `height` of them (None: all) and each at most `width` cells."""
    return drawn(_lines(desk, width, height), width, height, color)


def _lines(desk: FindingDesk, width: int, height: int | None) -> list[Text]:
    place = desk.place
    left = _("Personal data")
    left += f" · {place.answer.question_id} · {place.answer.round_id} · {place.answer.respondent_id}" if place else ""
    right = _("{n} of {all}").format(n=min(desk.at + 1, len(desk.places)), all=len(desk.places))
    left = " " + one_line(left, max(8, width - cell_len(right) - 3))
    gap = " " * max(1, width - cell_len(left) - cell_len(right) - 1)
    top = [Text.assemble((left, "bold"), gap, (right, QUIET)), rule(width)]
    if desk.helping:
        return [*top, *_help()]
    bottom = [Text(" " + one_line(desk.message, width - 2), style=MESSAGE), *key_lines(FINDING_KEYS, width)]
    if place is None:
        return [*top, Text(), *_end(desk), Text(), *bottom]
    below = [rule(width), _asked(desk, place, width), *bottom]
    room = None if height is None else max(SMALLEST_ANSWER, height - len(top) - len(below))
    return [*top, *_answer(desk, place, width, room), *below]


def _asked(desk: FindingDesk, place: Place, width: int) -> Text:
    kind, sure = kind_name(place.kind), "" if place.sure else " " + _("(unsure)")
    n = sum(one.text.casefold() == place.text.casefold() for one in desk.places[desk.at + 1 :])
    more = " · " + ngettext("{n} more like it", "{n} more like it", n).format(n=n) if n else ""
    decided = desk.decided.get(desk.at)
    state = "" if decided is None else "  " + (_("(will be replaced)") if decided else _("(kept)"))
    found = one_line(place.text, max(8, width - cell_len(kind + sure + more + state) - 8))
    return Text.assemble(
        (f" {kind}: ", QUIET), (MARKS[0] + found + MARKS[1], FOUND), sure + "?", (more, QUIET), (state, QUIET)
    )


def _answer(desk: FindingDesk, place: Place, width: int, room: int | None) -> list[Text]:
    """Return the lines of the answer with the finding marked; a long one opens where the finding is."""
    shown = visible(place.answer.text)
    text = Text(shown[: place.start])
    text.append(MARKS[0] + shown[place.start : place.end] + MARKS[1], style=FOUND + " reverse")
    text.append(shown[place.end :])
    text.expand_tabs(4)
    lines = [Text(" ") + line for line in text.wrap(Console(width=width - 2), width - 2)]
    if room is None:
        return [Text(), *lines, Text()]
    if len(lines) > room:
        first = next((n for n, line in enumerate(lines) if MARKS[0] in line.plain), 0)
        opening = max(0, first - room // 2)
        start = min(max(0, opening + desk.scroll), len(lines) - room + 1)
        desk.scroll = start - opening
        part = lines[start : start + room - 1]
        hidden = len(lines) - start - len(part)
        more = more_lines(hidden) if hidden else _("↑ end of the answer (arrow keys)")
        return [*part, Text(" " + more, style="reverse")]
    return [*lines, *([Text()] * (room - len(lines)))]


def _help() -> list[Text]:
    lines = [Text(), *(Text.assemble((f" {key.shown:>6}  ", KEY), _(key.long)) for key in FINDING_KEYS)]
    return [*lines, Text(), Text(" " + _("Any key goes back to the card."), style=QUIET)]


def _end(desk: FindingDesk) -> list[Text]:
    replaced = sum(desk.decided.values())
    said = _("{replaced} to replace, {kept} kept, {left} left for later.").format(
        replaced=replaced, kept=len(desk.decided) - replaced, left=desk.left
    )
    return [
        Text(" " + _("That was the last finding."), style=CHOSEN),
        Text(" " + said),
        Text(" " + _("Enter or q stops and replaces what was decided; u undoes.")),
    ]
