"""The desk in a terminal: draws the card, feeds the keys. The same desk also works line by line."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable

from coder.review.desk import Desk
from coder.review.held import Held
from coder.review.plain import keys_of
from coder.terminal.card import render
from coder.terminal.console import Output
from coder.terminal.frame import Frame
from coder.terminal.keyboard import raw_keyboard
from coder.terminal.plain import Reader
from coder.terminal.sitting import draw, press

AGAIN = "="  # a line that has everything said again


def run(desk: Desk, frame: Frame, output: Output) -> None:
    """Let a person work at the desk until they leave."""
    color = output.out.color_system or "standard"
    held = Held(desk)
    size, ready = (0, 0), 0.0
    dirty = True
    with raw_keyboard() as keyboard:
        while not desk.finished:
            now = tuple(shutil.get_terminal_size())
            if dirty or now != size:
                size = (now[0], now[1])
                draw(render(desk, frame, size[0], size[1], color))
            if dirty:
                ready = time.monotonic()
            keys = keyboard.keys()
            dirty, waited = bool(keys), time.monotonic() - ready
            for n, key in enumerate(keys):
                shown = desk.session.item
                if held.lets(key, 0.0 if n else waited):
                    press(desk, key, typing=desk.typing)
                if n + 1 < len(keys) and desk.session.item is not shown:  # no card is decided that was never drawn
                    draw(render(desk, frame, size[0], size[1], color))


def run_plain(desk: Desk, frame: Frame, output: Output, lines: Iterable[str]) -> None:
    """Let a person (or a program) work at the desk line by line; the end of the input leaves, everything is kept."""
    reader = Reader(desk, frame)
    _say(reader, output)
    for line in lines:
        if line.strip() == AGAIN and not desk.typing:
            reader.again()
        else:
            for key in keys_of(line, typing=desk.typing, codebook=desk.mode == "codebook"):
                desk.press(key)
        if desk.finished:
            return
        _say(reader, output)
    desk.press("eof")


def _say(reader: Reader, output: Output) -> None:
    if said := reader.lines():
        output.raw("\n".join(said) + "\n")
    if reader.desk.reading:  # it was read out as a whole: the next line is about the card again
        reader.desk.press("escape")
