"""The way through a queue of cards: which one is on the desk, which are done, which another coder took."""

from __future__ import annotations

from coder.review.ports import Item, Recorder


class Walk:
    """A queue and the place in it.

    Parameters
    ----------
    queue : the cards, in the order in which they come.
    recorder : tells which cards another coder has decided since the sitting began; those are passed over.
    """

    def __init__(self, queue: list[Item], recorder: Recorder) -> None:
        self.queue, self.recorder = queue, recorder
        self.place = 0
        self._done: dict[int, int] = {}  # by the first answer of a card: how many answers it had
        self._elsewhere: set[int] = set()

    @property
    def item(self) -> Item | None:
        """The item on the card, or None at the end of the queue."""
        return self.queue[self.place] if self.place < len(self.queue) else None

    @property
    def decided(self) -> int:
        """How many items of the queue were decided in this sitting."""
        return len(self._done)

    @property
    def answers_decided(self) -> int:
        """How many answers, repeats included, were decided in this sitting."""
        return sum(self._done.values())

    @property
    def left(self) -> int:
        """How many items of the queue are still to be decided."""
        return len(self.queue) - len(self._done) - len(self._elsewhere - self._done.keys())

    @property
    def revisiting(self) -> bool:
        """Whether the card was decided before."""
        return self.item is not None and self.item.first.answer_id in self._done

    def _step_back(self) -> bool:
        """Go to the card before, past those that another coder decided; False at the beginning."""
        place = self.place - 1
        while place >= 0 and self.queue[place].first.answer_id in self._elsewhere - self._done.keys():
            place -= 1
        if place < 0:
            return False
        self.place = place
        return True

    def _pass_taken(self) -> None:
        """Go on to the first card from here that no other coder decided."""
        while (item := self.item) is not None and self._is_taken(item):
            self._elsewhere.add(item.first.answer_id)
            self.place += 1

    def _is_taken(self, item: Item) -> bool:
        answer_id = item.first.answer_id
        return answer_id not in self._done and (answer_id in self._elsewhere or self.recorder.taken(item))
