"""Lines of text on their way to the screen: styles by meaning, fitting, columns side by side."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from coder.domain.texts import _
from coder.review.keymap import Key


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


def padded(text: str, width: int) -> str:
    """Return a text with spaces after it, `width` cells wide."""
    return text + " " * max(0, width - cell_len(text))


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
