"""A key that is held down, told from one that is pressed again: nobody decides ten cards in a second."""

from __future__ import annotations

from coder.domain.errors import CoderError
from coder.domain.texts import _
from coder.review.desk import Desk

DECIDING = frozenset(("enter", "x", "s", "f", "u"))
AGAIN_SECONDS = 0.08  # keyboards repeat every 30 to 90 ms, some of which a key takes to be handled; fingers are slower
MOST = 10  # so many at that pace may still be typing ahead; more is a key that is held down


class Held:
    """Lets keys through to a desk, and takes back what a key decided that turns out to be held down.

    What its first press decided was meant and stays.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._key, self._run, self._meant = "", 0, 0

    def lets(self, key: str, waited_seconds: float) -> bool:
        """Return whether the desk is to get a key, for which it waited so long since it had handled the one before."""
        deciding = key in DECIDING and (key == "enter" or not self._desk.typing)
        again = key == self._key and deciding and waited_seconds < AGAIN_SECONDS
        self._key, self._run = key, self._run + 1 if again else 1
        if self._run == 2:
            self._meant = self._desk.session.steps
        if self._run <= MOST:
            return True
        message = _("The key was held down: what went by unseen is taken back.")
        if key == "u":
            message = _("The key was held down: let go, then go on.")
        elif self._run == MOST + 1:
            try:
                self._desk.take_back(self._meant)
            except CoderError as error:
                message = f"{error.message}. {error.hint}"
        self._desk.message = message
        return False
