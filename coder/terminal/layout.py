"""Lines of text on their way to the screen: styles by meaning, fitting, columns side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from coder.domain.folding import visible
from coder.domain.texts import _
from coder.review.keymap import Key

KEY = "bold cyan"
CHOSEN = "bold green"
CURSOR = "bold reverse"
MESSAGE = "bold magenta"
QUIET = "dim"
"""Styles by meaning, of the sixteen colors that a terminal fits to its background. Yellow is none of them, as it
vanishes on white, and each has a mark or weight besides: nothing is said by color alone."""

SMALLEST_ANSWER = 3  # lines that an answer keeps, however many codes there are


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
    shown = lines if height is None else lines[:height]
    for line in shown:
        line.truncate(width, overflow="ellipsis")
    with console.capture() as captured:  # all at once: printing line by line takes three times as long
        console.print(Text("\n").join(shown), end="", no_wrap=True, overflow="ellipsis", crop=True)
    return captured.get().split("\n") if shown else []


def padded(text: str, width: int) -> str:
    """Return a text with spaces after it, `width` cells wide."""
    return text + " " * max(0, width - cell_len(text))


def key_lines(keys: Sequence[Key], width: int, most: int = 100) -> list[Text]:
    """Return the keys with what they do in a word, on at most `most` lines: the last ones make room for `?`."""
    lines = _key_lines(keys, width)
    shown = [key for key in keys if key.key != "?"]
    asks = [key for key in keys if key.key == "?"]
    while len(lines) > most and shown:
        shown.pop()
        lines = _key_lines([*shown, *asks], width)
    return lines


def _key_lines(keys: Sequence[Key], width: int) -> list[Text]:
    lines = [Text(" ")]
    for key in keys:
        part = Text.assemble((key.name, KEY), " ", (_(key.short), QUIET), "  ")
        if lines[-1].cell_len + part.cell_len - 2 > width:  # the two spaces after it may fall off
            lines.append(Text(" "))
        lines[-1].append_text(part)
    for line in lines:
        line.rstrip()
    return lines


def wrapped(text: Text, width: int) -> list[Text]:
    """Return a text in lines with a space before each."""
    return [Text(" ") + line for line in text.wrap(Console(width=width - 2), width - 2)]


def message_lines(message: str, width: int) -> list[Text]:
    """Return a message on as many lines as it takes; nothing for none."""
    return wrapped(Text(" ".join(visible(message).split()), style=MESSAGE), width) if message else []


def prompt_line(asked: str, typed: str, width: int) -> Text:
    """Return what is asked with what is typed, the end of it where it is longer than the line."""
    shown = visible(typed)
    room = max(4, width - cell_len(asked) - 3)
    if cell_len(shown) > room:
        shown = "…" + shown[-(room - 1) :]
    return Text.assemble((f" {asked}", KEY), shown, ("█", "cyan"))


def rule(width: int) -> Text:
    """Return a line across."""
    return Text("─" * width, style=QUIET)


def crossed(line: Text, at: int | None, crossing: str) -> Text:
    """Return a line across with a crossing at a column, unless there are words at it; None for no column."""
    if at is not None and line.plain[at] == "─":
        line.plain = line.plain[:at] + crossing + line.plain[at + 1 :]
    return line


def beside(left: Sequence[Text], right: Sequence[Text], left_width: int, height: int) -> list[Text]:
    """Return two columns as one, with a line between them; what is shorter is filled up."""
    lines = []
    for n in range(height):
        one, two = (column[n] if n < len(column) else Text() for column in (left, right))
        across = (one.plain.startswith("──"), two.plain.startswith("──"))
        between = {(True, True): "┼", (True, False): "┤", (False, True): "├"}.get(across, "│")
        one.truncate(left_width, overflow="ellipsis", pad=True)
        lines.append(Text.assemble(one, (between, QUIET), two))
    return lines


def in_view(count: int, place: int, height: int, line: Callable[[int], Text]) -> list[Text]:
    """Return the part of a list that has the line at `place` in it; how much is above and below stands at its ends.

    Parameters
    ----------
    line : returns the line at a place; only called for those in view.
    """
    first = max(0, min(place - height // 2, count - height))
    last = min(count, first + height)
    lines = [line(n) for n in range(first, last)]
    if first and place > first:
        lines[0] = Text(f" ↑ {first + 1}", style=QUIET)
    if last < count and place < last - 1:
        lines[-1] = Text(f" ↓ {count - last + 1}", style=QUIET)
    return lines
