"""The card: everything that the coder sees of one answer, drawn to a given size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from coder.domain.codebook import Code
from coder.domain.coding import Suggestion
from coder.domain.folding import visible
from coder.domain.survey import Question, Respondent
from coder.domain.texts import _, decimal, ngettext, percent
from coder.review.desk import Desk
from coder.review.keymap import KEYS, Key
from coder.terminal.alike import like_lines, out_lines
from coder.terminal.console import one_line
from coder.terminal.pages import end_page, help_page

SMALLEST_ANSWER = 3  # lines that an answer keeps, however low the window
SUREST = 0.99  # nothing a machine proposes is shown as certain
EVIDENCE = "bold underline"


@dataclass(frozen=True, slots=True)
class Frame:
    """What the card shows besides the desk: it stays the same during a sitting."""

    question: Question
    respondents: dict[tuple[str, str], Respondent]
    answers: int
    coded_before: int
    notes: Mapping[int, str] = field(default_factory=dict)
    """By answer id: why the card is shown."""


def render(desk: Desk, frame: Frame, width: int, height: int | None, color: str | None = None) -> list[str]:
    """Return the lines of the card, at most `height` of them and each at most `width` cells.

    Parameters
    ----------
    height : None for as many lines as it takes.
    color : a color system of Rich ('standard', '256', 'truecolor'), or None for no styles at all. NO_COLOR in the
        environment keeps bold and underline and drops the colors.
    """
    return drawn(_lines(desk, frame, width, height), width, height, color)


def drawn(lines: list[Text], width: int, height: int | None, color: str | None) -> list[str]:
    """Return lines as they go to the screen; see `render`."""
    console = Console(
        file=StringIO(),
        width=width,
        color_system=color,  # type: ignore[arg-type]
        force_terminal=color is not None,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    shown = []
    for line in lines if height is None else lines[:height]:
        line.truncate(width, overflow="ellipsis")
        with console.capture() as captured:
            console.print(line, end="", no_wrap=True, overflow="ellipsis", crop=True)
        shown.append(captured.get())
    return shown


def _lines(desk: Desk, frame: Frame, width: int, height: int | None) -> list[Text]:
    top = _header(desk, frame, width)
    if desk.mode == "help":
        return [*top, *help_page()]
    session = desk.session
    if session.item is None:
        return [*top, Text(), *end_page(desk), Text(), *_bottom(desk, width)]
    bottom = _bottom(desk, width)
    # A low window shows fewer suggestions: the chosen codes and the keys always stay in sight.
    note = _note(frame, desk, width)
    most = 9 if height is None else max(1, height - len(top) - SMALLEST_ANSWER - 4 - len(note) - len(bottom))
    below = [_variables(frame, desk, width), *note, *_middle(desk, width, most), *bottom]
    room = None if height is None else max(SMALLEST_ANSWER, height - len(top) - len(below))
    # What reads alike gets up to half of the room; the answer keeps the rest, or scrolls.
    like = like_lines(desk, width, None if room is None else max(1, room // 2))
    return [*top, *_answer(desk, width, None if room is None else room - len(like)), *like, *below]


def _header(desk: Desk, frame: Frame, width: int) -> list[Text]:
    session = desk.session
    round_id = session.item.first.round_id if session.item else ""
    left = f" {frame.question.question_id}" + (f" · {round_id}" if round_id else "")
    left += " · " + _("random sample") if session.item and session.item.sampled else ""
    done = frame.coded_before + session.answers_decided
    right = _("{done} of {all} answers").format(done=done, all=frame.answers)
    cards = ngettext("{n} card left", "{n} cards left", session.left).format(n=session.left)
    right += f" · {cards}"
    seconds = session.pace.seconds_left(session.left)
    if seconds is not None and session.left:
        right += " · " + _("about {time}").format(time=_duration(seconds))
    gap = max(1, width - cell_len(left) - cell_len(right) - 1)
    head = Text.assemble((" " + one_line(left, max(8, width - len(right) - 4)), "bold"), " " * gap, (right, "dim"))
    question = Text(" " + one_line(frame.question.text, width - 2), style="italic")
    return [head, question, Text("─" * width, style="dim")]


def _duration(seconds: float) -> str:
    if seconds < 90:
        return _("{n} s").format(n=max(1, round(seconds)))
    if seconds < 5400:
        return _("{n} min").format(n=round(seconds / 60))
    return _("{n} h").format(n=decimal(seconds / 3600).removesuffix(",0").removesuffix(".0"))


def _answer(desk: Desk, width: int, room: int | None) -> list[Text]:
    session = desk.session
    item = session.item
    assert item is not None  # noqa: S101 - the caller has looked
    text = Text(visible(item.first.text))
    chosen = set(session.draft.codes)
    for suggestion in session.shown.ranked:
        if suggestion.code_id in chosen:
            for span in suggestion.evidence:
                text.stylize(EVIDENCE + " yellow", span.start, span.end)
    if desk.mode == "quote":
        text.stylize("reverse", *desk.selection.shown)
    text.expand_tabs(4)
    wrapped = [Text(" ") + line for line in text.wrap(Console(width=width - 2), width - 2)]
    if room is None:
        return [Text(), *wrapped, Text()]
    body = room - (1 if room > SMALLEST_ANSWER else 0)
    if len(wrapped) > body:
        if desk.mode == "quote":
            marked = next((n for n, line in enumerate(wrapped) if any(s.style == "reverse" for s in line.spans)), 0)
            desk.scroll = min(max(desk.scroll, marked - body + 2), marked)
        desk.scroll = min(desk.scroll, len(wrapped) - body + 1)
        part = wrapped[desk.scroll : desk.scroll + body - 1]
        hidden = len(wrapped) - desk.scroll - len(part)
        more = _("↓ {n} more lines (arrow keys)").format(n=hidden) if hidden else _("↑ end of the answer (arrow keys)")
        wrapped = [*part, Text(" " + more, style="reverse")]
    shown = [*wrapped, *([Text()] * (room - len(wrapped)))]
    return shown[:room]


def _variables(frame: Frame, desk: Desk, width: int) -> Text:
    item = desk.session.item
    assert item is not None  # noqa: S101
    parts = [_("random sample")] if item.sampled else []
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
    parts += [f"{name}: {value}" for name, value in (person.variables if person else {}).items()]
    return Text(" " + one_line(" · ".join(parts), width - 2), style="dim")


def _note(frame: Frame, desk: Desk, width: int) -> list[Text]:
    item = desk.session.item
    note = frame.notes.get(item.first.answer_id) if item else None
    return [Text(" ? " + one_line(note, width - 4), style="yellow")] if note else []


def _middle(desk: Desk, width: int, most: int) -> list[Text]:
    rule = [Text("─" * width, style="dim")]
    if desk.mode == "search":
        return [*rule, *_found(desk, width, most)]
    if desk.mode == "out":
        return [*rule, *out_lines(desk, width, most)]
    ranked = desk.session.shown.ranked
    if not ranked:
        usable = desk.session.codebook.usable
        hint = _("n makes the first code") if not usable else _("No suggestions: / finds a code")
        return [*rule, Text(" " + hint, style="dim"), *_chosen(desk, width)]
    return [
        *rule,
        *(_suggestion(desk, n, s, width) for n, s in enumerate(ranked[:most], start=1)),
        *_alike(desk, width),
        *_chosen(desk, width),
    ]


def _alike(desk: Desk, width: int) -> list[Text]:
    """Show what was coded so before: of the first suggestion that is chosen, else of the first."""
    ranked = desk.session.shown.ranked
    chosen = [s for s in ranked if s.code_id in desk.session.draft.codes and s.like]
    like = (chosen or ranked)[0].like
    if not like:
        return []
    texts = " · ".join(f"“{one_line(visible(text), max(12, (width - 24) // 2))}”" for text in like)
    return [Text(" " + one_line(_("coded so: {answers}").format(answers=texts), width - 2), style="dim italic")]


def _suggestion(desk: Desk, number: int, suggestion: Suggestion, width: int) -> Text:
    chosen = suggestion.code_id in desk.session.draft.codes
    label = desk.session.codebook.label(suggestion.code_id)
    room = max(12, min(44, width - 30))
    bar = "█" * round(8 * suggestion.probability)
    evidence = ", ".join(dict.fromkeys(visible(e.text) for e in suggestion.evidence))
    line = Text.assemble(
        (f" {number} ", "bold cyan"),
        ("[x] " if chosen else "[ ] ", "bold green" if chosen else ""),
        (_padded(one_line(label, room), room), "bold green" if chosen else ""),
        f" {percent(min(suggestion.probability, SUREST)):>5} ",
        (f"{bar:<8} ", "green" if chosen else "dim"),
    )
    line.append(one_line(evidence, max(0, width - line.cell_len - 1)), style="dim")
    return line


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - cell_len(text))


def _chosen(desk: Desk, width: int) -> list[Text]:
    labels = [desk.session.codebook.label(c) for c in desk.session.draft.codes]
    text = ", ".join(labels) if labels else _("nothing yet")
    name = _("Chosen: ")
    state = "  " + _("(decided before)") if desk.session.revisiting else ""
    room = width - cell_len(name) - cell_len(state) - 2
    return [Text.assemble((f" {name}", "dim"), (one_line(text, room), "bold" if labels else "dim"), (state, "dim"))]


def _found(desk: Desk, width: int, most: int) -> list[Text]:
    found: Sequence[Code] = desk.found
    cursor = min(desk.cursor, max(0, len(found) - 1))
    first = max(0, min(cursor - most // 2, len(found) - most))
    lines = []
    for place, code in list(enumerate(found))[first : first + most]:
        mark = "[x]" if code.code_id in desk.session.draft.codes else "[ ]"
        line = Text(f" {'>' if place == cursor else ' '} {mark} {one_line(code.label, 44)}")
        if code.definition:
            line.append("  " + one_line(code.definition, max(0, width - line.cell_len - 3)), style="dim")
        if place == cursor:
            line.stylize("bold cyan")
        lines.append(line)
    if not found:
        lines.append(Text(" " + _("No code has this in it."), style="yellow"))
    return [*lines, *_chosen(desk, width)]


def _bottom(desk: Desk, width: int) -> list[Text]:
    prompts = {
        "search": _("Find code: "),
        "new_name": _("New code, name: "),
        "new_definition": _("Definition (may stay empty): "),
        "memo": _("Memo: "),
    }
    if desk.mode in prompts:
        typed = visible(desk.typed)
        room = max(4, width - cell_len(prompts[desk.mode]) - 3)
        shown = typed if cell_len(typed) <= room else "…" + typed[-(room - 1) :]
        prompt = Text.assemble((" " + prompts[desk.mode], "bold cyan"), shown, ("█", "cyan"))
        keys = _("Enter toggles · Esc leaves") if desk.mode == "search" else _("Enter keeps · Esc leaves")
        message = [Text(" " + one_line(desk.message, width - 2), style="yellow")] if desk.message else []
        return [prompt, *message, Text(" " + keys, style="dim")]
    if desk.mode == "quote":
        what = _("To which word does the quote go?") if desk.selection.at_end else _("At which word does it begin?")
        keys = _("← → Home End · space: the other end · Enter keeps · Esc leaves")
        return [Text(" " + what, style="bold cyan"), Text(" " + keys)]
    if desk.mode == "out":
        keys = _("1-9 or space: in or out · ↑ ↓ · Enter keeps · Esc leaves")
        return [Text(" " + _("Which answers belong on a card of their own?"), style="bold cyan"), Text(" " + keys)]
    message_line = Text(" " + one_line(desk.message, width - 2), style="yellow")
    item = desk.session.item
    return [message_line, *_key_lines(width, out=item is not None and bool(item.like))]


def _key_lines(width: int, *, out: bool) -> list[Text]:
    return key_lines([key for key in KEYS if out or key.key != "o"], width)


def key_lines(keys: Sequence[Key], width: int) -> list[Text]:
    """Return the keys with what they do in a word, on as many lines as that takes."""
    lines = [Text(" ")]
    for key in keys:
        part = Text.assemble((key.shown, "bold cyan"), " ", (_(key.short), "dim"), "  ")
        if lines[-1].cell_len + part.cell_len - 2 > width:  # the two spaces after it may fall off
            lines.append(Text(" "))
        lines[-1].append_text(part)
    for line in lines:
        line.rstrip()
    return lines
