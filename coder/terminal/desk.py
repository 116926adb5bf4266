"""The desk in a terminal: draws the card, feeds the keys. The same desk also works line by line."""

from __future__ import annotations

from collections.abc import Iterable

from coder.review.desk import Desk
from coder.review.plain import keys_of
from coder.terminal.card import render
from coder.terminal.console import Output
from coder.terminal.frame import Frame
from coder.terminal.plain import Reader
from coder.terminal.sitting import said_to_be_kept, sit

AGAIN = "="  # a line that has everything said again


def run(desk: Desk, frame: Frame, output: Output) -> None:
    """Let a person work at the desk until they leave."""
    with said_to_be_kept(output):
        sit(desk, lambda *size: render(desk, frame, *size), output, lambda: desk.typing)


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
