"""How fast the work goes, and how long it will take still."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from statistics import median

WINDOW = 20  # cards that the pace is taken from: recent enough to follow the coder, long enough to be steady
FEWEST = 3  # no estimate before this many cards
PAUSE_SECONDS = 120.0  # longer on one card is a break, not work


class Pace:
    """Seconds per card over the last cards."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._since = clock, clock()
        self._seconds: deque[float] = deque(maxlen=WINDOW)

    def arrive(self) -> None:
        """A card appears."""
        self._since = self._clock()

    def decide(self) -> None:
        """The card that is shown has been decided."""
        self._seconds.append(min(self._clock() - self._since, PAUSE_SECONDS))

    def seconds_left(self, cards: int) -> float | None:
        """Return the estimate for so many cards, or None while it is too early to say."""
        return median(self._seconds) * cards if len(self._seconds) >= FEWEST else None
