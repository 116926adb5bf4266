"""How fast the work goes, and how long it will take still."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

WINDOW = 20  # cards that the pace is taken from: recent enough to follow the coder, long enough to be steady
FEWEST = 3  # no estimate before this many cards
PAUSE_SECONDS = 120.0  # longer on one card is a break, not work


@dataclass(frozen=True, slots=True)
class Flow:
    """How a sitting went."""

    answers: int
    """Answers decided, repeats and those that read alike included."""
    cards: int
    seconds: float
    """Time on the decided cards, breaks left out."""
    keys: int
    """Keys pressed at the desk."""
    offered: int
    """Cards coded on which something was pre-selected."""
    accepted: int
    """Of these, coded just as they were shown."""

    @property
    def per_hour(self) -> float | None:
        """Answers an hour, or None while it is too early to say."""
        return 3600 * self.answers / self.seconds if self.cards >= FEWEST and self.seconds > 0 else None

    @property
    def keys_per_answer(self) -> float | None:
        """Keys an answer, or None before the first."""
        return self.keys / self.answers if self.answers else None

    @property
    def share_accepted(self) -> float | None:
        """Share of the cards with something pre-selected that were coded as shown; None without such cards."""
        return self.accepted / self.offered if self.offered else None


class Pace:
    """Seconds per card over the last cards."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._since = clock, clock()
        self._seconds: deque[float] = deque(maxlen=WINDOW)
        self.worked_seconds = 0.0
        """Time spent on cards that were decided, breaks left out."""

    def arrive(self) -> None:
        """A card appears."""
        self._since = self._clock()

    def decide(self) -> None:
        """The card that is shown has been decided."""
        seconds = min(self._clock() - self._since, PAUSE_SECONDS)
        self._seconds.append(seconds)
        self.worked_seconds += seconds

    def seconds_left(self, cards: int) -> float | None:
        """Return the estimate for so many cards, or None while it is too early to say."""
        return median(self._seconds) * cards if len(self._seconds) >= FEWEST else None
