"""A desk in a terminal, whichever it is: draws what it shows, feeds it keys; or line by line."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from coder.domain.texts import _
from coder.review.held import Held, Stepwise
from coder.terminal.console import Output
from coder.terminal.keyboard import PASTE, raw_keyboard

PLAIN_WIDTH = 80  # columns where there is no screen


class Pressed(Stepwise, Protocol):
    """A desk: takes one key at a time until somebody leaves."""

    finished: bool


Render = Callable[[int, int | None, str | None], list[str]]
"""Returns the lines to show, for a width, a height (None: as many lines as it takes) and a color system."""


def sit(desk: Pressed, render: Render, output: Output, typing: Callable[[], bool] = lambda: False) -> None:
    """Let a person work at a desk until they leave.

    Parameters
    ----------
    typing : whether a text is typed now: a pasted text belongs there, and is refused elsewhere.
    """
    color = output.out.color_system or "standard"
    held = Held(desk)
    size, dirty, ready = (0, 0), True, 0.0
    with raw_keyboard() as keyboard:
        while not desk.finished:
            now = tuple(shutil.get_terminal_size())
            if dirty or now != size:
                size = (now[0], now[1])
                draw(render(size[0], size[1], color))
            if dirty:
                ready = time.monotonic()
            keys = keyboard.keys()
            dirty, waited = bool(keys), time.monotonic() - ready
            for n, key in enumerate(keys):
                steps = desk.steps
                if held.lets(key, 0.0 if n else waited):
                    press(desk, key, typing=typing())
                if n + 1 < len(keys) and desk.steps != steps:  # no card is decided that was never drawn
                    draw(render(size[0], size[1], color))


@contextmanager
def said_to_be_kept(output: Output) -> Iterator[None]:
    """Say after Ctrl-C that nothing is lost, of a desk that keeps each decision at once."""
    try:
        yield
    except KeyboardInterrupt:
        output.say(_("Interrupted; everything confirmed is kept."), "green")
        raise


def press(desk: Pressed, key: str, *, typing: bool) -> None:
    """Give a desk a key; a pasted text is typed where one types, and refused on the card."""
    if not key.startswith(PASTE):
        desk.press(key)
    elif not typing:
        desk.message = _("Pasted text was ignored: on the card every character is a key.")
    else:
        for character in " ".join(key[len(PASTE) :].split()):
            desk.press(character)


def draw(lines: list[str]) -> None:
    """Put a card on the screen."""
    text = "\x1b[H" + "\x1b[K\r\n".join(lines) + "\x1b[K\x1b[J"
    sys.stdout.write(text)
    sys.stdout.flush()


def sit_plain(
    desk: Pressed, render: Render, output: Output, lines: Iterable[str], keys_of: Callable[[str], Sequence[str]]
) -> None:
    """Let a person (or a program) work at a desk line by line; the end of the input leaves, everything is kept.

    Parameters
    ----------
    keys_of : returns the keys that a line stands for.
    """

    def show() -> None:
        shown = (line.rstrip() for line in render(PLAIN_WIDTH, None, None))
        # A line across would be read out sign by sign.
        output.raw("\n".join(line for line in shown if not line.startswith("──")) + "\n")

    show()
    for line in lines:
        for key in keys_of(line):
            desk.press(key)
        if desk.finished:
            return
        show()
    desk.press("eof")
