"""Keys from a terminal that is held in raw mode for the whole sitting, so that none is lost between two cards."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from prompt_toolkit.input import Input, create_input
from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.keys import Keys

try:
    from termios import TCIFLUSH, tcflush
    from termios import error as termios_error
except ImportError:  # Windows
    tcflush = None  # type: ignore[assignment,unused-ignore]
    termios_error = OSError  # type: ignore[misc,assignment,unused-ignore]

ESCAPE_SECONDS = 0.05  # after this silence a lone Esc is the key, not the beginning of an arrow
TICK_SECONDS = 0.2  # how often somebody looks whether the window has another size

PASTE = "paste:"
"""A pasted text arrives as one key: this, and the text."""

_NAMES: dict[str, str] = {
    Keys.ControlM: "enter",
    Keys.ControlJ: "enter",
    Keys.Escape: "escape",
    Keys.ControlH: "backspace",
    Keys.Backspace: "backspace",
    Keys.Up: "up",
    Keys.Down: "down",
    Keys.Left: "left",
    Keys.Right: "right",
    Keys.Home: "home",
    Keys.End: "end",
    Keys.ControlI: "tab",
    Keys.PageUp: "pageup",
    Keys.PageDown: "pagedown",
    Keys.ControlU: "clear",
    Keys.ControlD: "eof",
}


class Keyboard:
    """Reads keys as the desk names them."""

    def __init__(self, source: Input) -> None:
        self._source = source

    def keys(self, wait_seconds: float = TICK_SECONDS) -> list[str]:
        """Return the keys that have come in, after at most `wait_seconds`; an empty list when there are none.

        Raises
        ------
        KeyboardInterrupt : Ctrl-C was typed.
        """
        if not self._ready(wait_seconds):
            return self._named(self._source.flush_keys())
        presses = self._source.read_keys()
        if self._source.closed:
            return [*self._named(presses), "eof"]
        if not presses and not self._ready(ESCAPE_SECONDS):
            presses = self._source.flush_keys()
        return self._named(presses)

    def _ready(self, seconds: float) -> bool:
        if os.name != "nt":
            return bool(select.select([self._source.fileno()], [], [], seconds)[0])
        time.sleep(min(seconds, 0.02))
        return True

    @staticmethod
    def _named(presses: list[KeyPress]) -> list[str]:
        found = []
        for press in presses:
            key = press.key
            if key == Keys.ControlC:
                raise KeyboardInterrupt
            if key == Keys.BracketedPaste:
                found.append(PASTE + press.data)
            elif key in _NAMES:
                found.append(_NAMES[key])
            elif not isinstance(key, Keys):
                found.append(key)
        return found


def _forget_typed(source: Input) -> None:
    """Drop what was typed while the desk opened: it would decide about cards that nobody has seen."""
    if tcflush is not None and os.isatty(source.fileno()):
        tcflush(source.fileno(), TCIFLUSH)


@contextmanager
def raw_keyboard() -> Iterator[Keyboard]:
    """Hold the terminal in raw mode, on a screen of its own, and give it back as it was."""
    source = create_input()
    # Another screen, no cursor, and pasted text marked as such: a paste is never taken for keys.
    sys.stdout.write("\x1b[?1049h\x1b[?25l\x1b[?2004h")
    sys.stdout.flush()
    try:
        with source.raw_mode():
            _forget_typed(source)
            yield Keyboard(source)
    except (OSError, termios_error):
        # The window was closed: there is nobody to tell, and everything confirmed is kept.
        pass
    finally:
        with suppress(OSError):
            sys.stdout.write("\x1b[?2004l\x1b[?25h\x1b[?1049l")
            sys.stdout.flush()
        source.close()
