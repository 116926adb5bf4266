"""What desks with one card after another share: keys, steps that can be taken back, messages. Pure state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from coder.domain.errors import CoderError
from coder.domain.texts import _

S = TypeVar("S")

PAGE = 5  # lines that 'pageup' and 'pagedown' scroll


class CardDesk(Generic[S]):
    """Cards in their order; `press` takes one key at a time. `S` is a step, with all that taking it back needs."""

    def __init__(self) -> None:
        self.scroll = 0
        self.message = ""
        self.finished = False
        self._steps: list[S] = []
        self._keys: dict[str, Callable[[], None]] = {
            "u": self._undo,
            "?": self._help,
            "q": self._leave,
            "up": lambda: self._scroll(-1),
            "down": lambda: self._scroll(1),
            "pageup": lambda: self._scroll(-PAGE),
            "pagedown": lambda: self._scroll(PAGE),
        }

    @property
    def steps(self) -> int:
        """How many steps `u` can take back."""
        return len(self._steps)

    def press(self, key: str) -> None:
        """Handle a key: a character, or 'enter', 'escape', 'backspace', 'up', 'down', 'pageup', 'pagedown', 'eof'.

        An error of the recorder becomes the message; nothing is lost and the card stays.
        """
        if self.finished:
            return
        self.message = ""
        try:
            if key == "eof":
                self._leave()
            else:
                self._press(key)
        except CoderError as error:
            self.message = error.sentences

    def _press(self, key: str) -> None:
        """Handle a key on the card."""
        if (handler := self._keys.get(key)) is not None:
            handler()
        elif key not in ("escape", "backspace"):
            self.message = _("The key {key} does nothing here; ? shows the keys.").format(key=key)

    def _undo(self) -> None:
        if not self._steps:
            self.message = _("Nothing more to undo in this sitting; outside the desk: coder undo.")
            return
        self._take_back(self._steps[-1])
        self._steps.pop()
        self.message = _("Undone.")

    def _take_back(self, step: S) -> None:
        raise NotImplementedError

    def _help(self) -> None:
        raise NotImplementedError

    def _scroll(self, lines: int) -> None:
        self.scroll += lines

    def _leave(self) -> None:
        self.finished = True
