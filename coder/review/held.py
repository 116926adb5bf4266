"""A key that is held down, told from one that is pressed again: nobody decides ten cards in a second."""

from __future__ import annotations

from typing import Protocol

from coder.domain.texts import _

AGAIN_SECONDS = 0.08  # keyboards repeat every 30 to 90 ms, some of which a key takes to be handled; fingers are slower
MOST = 10  # so many at that pace may still be typing ahead; more is a key that is held down


class Stepwise(Protocol):
    """A desk with steps that its key 'u' takes back."""

    message: str

    @property
    def steps(self) -> int:
        """How many steps can be taken back."""
        ...

    def press(self, key: str) -> None:
        """Handle a key."""
        ...


class Held:
    """Lets keys through to a desk, and takes back what a key decided that turns out to be held down.

    What its first press decided was meant and stays. Keys that decide nothing, such as arrows and what is typed, may be
    held down.
    """

    def __init__(self, desk: Stepwise) -> None:
        self._desk = desk
        self._key, self._run, self._before, self._meant = "", 0, 0, 0

    def lets(self, key: str, waited_seconds: float) -> bool:
        """Return whether the desk is to get a key, for which it waited so long since it had handled the one before."""
        steps = self._desk.steps
        decided = steps != self._before or self._run > MOST
        again = key == self._key and decided and waited_seconds < AGAIN_SECONDS
        self._key, self._before, self._run = key, steps, self._run + 1 if again else 1
        if self._run == 2:
            self._meant = steps
        if self._run <= MOST:
            return True
        if self._run == MOST + 1 and steps > self._meant:
            self._take_back()
        else:
            self._desk.message = _("The key was held down: let go, then go on.")
        return False

    def _take_back(self) -> None:
        while (steps := self._desk.steps) > self._meant:
            self._desk.press("u")
            if self._desk.steps >= steps:
                return  # the desk says why
        self._desk.message = _("The key was held down: what went by unseen is taken back.")
