"""Findings of personal data, one card each: turns keys into decisions. Pure state, as the coding desk is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from coder.domain.folding import fold
from coder.domain.survey import Answer
from coder.domain.texts import N_, ngettext
from coder.review.cards import CardDesk
from coder.review.keymap import Key

FINDING_KEYS: tuple[Key, ...] = (
    Key("y", "j/y", N_("replace"), N_("personal data: replace it and go on; Enter does the same")),
    Key("n", "n", N_("keep"), N_("no personal data: keep it as it stands, and never ask again")),
    Key("a", "a", N_("replace all"), N_("replace this same text in all answers that are still to come")),
    Key("k", "k", N_("keep all"), N_("keep this same text in all answers that are still to come")),
    Key("s", "s", N_("skip"), N_("leave this finding for later and go on")),
    Key("u", "u", N_("undo"), N_("take the last step back; again for the one before")),
    Key("?", "?", N_("keys"), N_("show these keys")),
    Key("q", "q", N_("stop"), N_("stop, and replace what was decided")),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A finding in its answer: characters `start` to `end`."""

    answer: Answer
    start: int
    end: int
    kind: str
    sure: bool
    """False: only a person can tell."""

    @property
    def text(self) -> str:
        """What was found."""
        return self.answer.text[self.start : self.end]


class FindingRecorder(Protocol):
    """Keeps decisions safe. Each call returns when the decision is on disk, or raises a CoderError."""

    def decide(self, places: Sequence[Place], replaced: bool) -> str:
        """Keep a decision about findings; return the id of the action."""
        ...

    def undo(self, action_id: str) -> None:
        """Undo a decision of this sitting."""
        ...


@dataclass(frozen=True, slots=True)
class _Step:
    at: int
    decided: tuple[int, ...]
    action_id: str


class FindingDesk(CardDesk[_Step]):
    """The findings in their order, and what was decided about them. `press` takes one key at a time.

    `scroll` are lines by which a long answer was scrolled, from where the finding is in view.
    """

    def __init__(self, places: Sequence[Place], recorder: FindingRecorder) -> None:
        super().__init__()
        self.places = tuple(places)
        self.at = 0
        """Which finding is shown; past the last one at the end."""
        self.decided: dict[int, bool] = {}
        """By place in `places`: whether it is to be replaced."""
        self.helping = False
        self._recorder = recorder
        self._keys |= {
            **dict.fromkeys(("y", "j", "enter"), lambda: self._decide(True)),
            "n": lambda: self._decide(False),
            "a": lambda: self._decide(True, all_same=True),
            "k": lambda: self._decide(False, all_same=True),
            "s": self._skip,
        }

    @property
    def place(self) -> Place | None:
        """The finding that is shown; None at the end."""
        return self.places[self.at] if self.at < len(self.places) else None

    @property
    def left(self) -> int:
        """Findings about which nothing was decided, skipped ones too."""
        return len(self.places) - len(self.decided)

    def _press(self, key: str) -> None:
        if self.helping:
            self.helping = False
        else:
            super()._press(key)

    def _decide(self, replaced: bool, *, all_same: bool = False) -> None:
        shown = self.place
        if shown is None:
            self._leave()
            return
        same = fold(shown.text)
        chosen = tuple(
            n
            for n, place in enumerate(self.places)
            if n == self.at or (all_same and n not in self.decided and fold(place.text) == same)
        )
        action_id = self._recorder.decide([self.places[n] for n in chosen], replaced)
        self.decided |= dict.fromkeys(chosen, replaced)
        self._steps.append(_Step(self.at, chosen, action_id))
        if all_same:
            n = len(chosen)
            said = (
                ngettext("{n} finding will be replaced.", "{n} findings will be replaced.", n)
                if replaced
                else ngettext("{n} finding is kept.", "{n} findings are kept.", n)
            )
            self.message = said.format(n=n)
        self._next()

    def _skip(self) -> None:
        if self.place is not None:
            self._steps.append(_Step(self.at, (), ""))
            self._next()

    def _next(self) -> None:
        self.scroll = 0
        self.at += 1
        while self.at < len(self.places) and self.at in self.decided:
            self.at += 1

    def _take_back(self, step: _Step) -> None:
        if step.action_id:
            self._recorder.undo(step.action_id)
        for n in step.decided:
            del self.decided[n]
        self.at, self.scroll = step.at, 0

    def _help(self) -> None:
        self.helping = True
