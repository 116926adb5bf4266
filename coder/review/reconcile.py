"""Answers that people coded differently, one card each: turns keys into one coding that counts. Pure state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from coder.domain.codebook import Code, Codebook
from coder.domain.texts import N_, _
from coder.review.cards import CardDesk
from coder.review.disputes import Dispute, ReconcileRecorder
from coder.review.finding import found
from coder.review.keymap import Key
from coder.review.typing import with_key

RECONCILE_KEYS: tuple[Key, ...] = (
    Key("1-9", "1-9", N_("take over"), N_("take over the coding with this number and go on")),
    Key("a", "a", N_("all codes"), N_("take the codes of all coders together and go on")),
    Key("/", "/", N_("other codes"), N_("put a coding together with digits, arrows or typing; Enter keeps it")),
    Key("x", "x", N_("no theme"), N_("no code fits: keep that and go on")),
    Key("m", "m", N_("memo"), N_("write a note on this answer")),
    Key("s", "s", N_("skip"), N_("leave this answer for later and go on")),
    Key("u", "u", N_("undo"), N_("take the last step back; again for the one before")),
    Key("b", "b", N_("back"), N_("go to the card before")),
    Key("?", "?", N_("keys"), N_("show these keys")),
    Key("q", "q", N_("leave"), N_("leave the desk; everything confirmed is kept")),
)

Mode = Literal["card", "compose", "memo", "help"]


@dataclass(frozen=True, slots=True)
class _Step:
    place: int
    action_id: str = ""
    settled: tuple[str, ...] | None = None
    """What counted before it."""
    memo: str = ""


class ReconcileDesk(CardDesk[_Step]):
    """The disputes in their order, and what was made of them. `press` takes one key at a time.

    `scroll` are the lines of a long answer that are scrolled away.

    Parameters
    ----------
    anonymous : whether coders go by a number instead of their name.
    """

    def __init__(
        self,
        disputes: Sequence[Dispute],
        codebook: Codebook,
        recorder: ReconcileRecorder,
        *,
        anonymous: bool = False,
    ) -> None:
        super().__init__()
        self.disputes, self.codebook, self.anonymous = tuple(disputes), codebook, anonymous
        self.place = 0
        """Which dispute is shown; past the last one at the end."""
        self.settled: dict[int, tuple[str, ...]] = {}
        """By place in `disputes`: the codes that count."""
        self.memos = {place: dispute.memo for place, dispute in enumerate(disputes)}
        self.mode: Mode = "card"
        self.typed = ""
        self.cursor = 0
        self.draft: tuple[str, ...] = ()
        """The coding that is being put together."""
        self._recorder = recorder
        self._keys |= {
            "a": self._all,
            "/": self._compose,
            "x": lambda: self._settle(()),
            "enter": self._confirm,
            "m": self._memo,
            "s": self._skip,
            "b": self._back,
        }

    @property
    def dispute(self) -> Dispute | None:
        """The dispute that is shown; None at the end."""
        return self.disputes[self.place] if self.place < len(self.disputes) else None

    @property
    def left(self) -> int:
        """Disputes that are not settled, skipped ones too."""
        return len(self.disputes) - len(self.settled)

    @property
    def answers_settled(self) -> int:
        """Answers about which it was settled what counts, repeats included."""
        return sum(len(self.disputes[place].answers) for place in self.settled)

    @property
    def offered(self) -> list[Code]:
        """The codes to choose from while a coding is put together: those that fit what was typed, else those given."""
        if self.typed.strip():
            return found(self.codebook.usable, self.typed)
        given = self.dispute.given if self.dispute else frozenset()
        known = (self.codebook.by_id.get(code_id) for code_id in self.codebook.ordered(given | set(self.draft)))
        return [code for code in known if code is not None]

    def name(self, number: int) -> str:
        """Return how the coder with this number (from 0) is called."""
        assert self.dispute is not None  # noqa: S101 - asked for on a card
        return _("coder {n}").format(n=number + 1) if self.anonymous else self.dispute.sides[number].coder_id

    def takes(self, key: str) -> bool:
        """Return whether a key does something on the card."""
        return key in self._keys or (len(key) == 1 and key in "123456789")

    def _press(self, key: str) -> None:
        if self.mode == "help":
            self.mode = "card"
        elif self.mode == "compose":
            self._press_compose(key)
        elif self.mode == "memo":
            self._press_memo(key)
        elif len(key) == 1 and key in "123456789":
            self._take(int(key) - 1)
        else:
            super()._press(key)

    # --- keys on the card

    def _take(self, number: int) -> None:
        sides = self.dispute.sides if self.dispute else ()
        if number < len(sides):
            self._settle(sides[number].codes)
        elif sides:
            self.message = _("There is no coder {number} on this card.").format(number=number + 1)

    def _all(self) -> None:
        if self.dispute is None:
            return
        codes = self.codebook.ordered(self.dispute.given)
        alone = self.codebook.exclusive.intersection(codes)
        if alone and len(codes) > 1:
            self.message = _("'{label}' stands alone: take one coding, or / to put one together.").format(
                label=self.codebook.label(min(alone))
            )
        else:
            self._settle(codes)

    def _confirm(self) -> None:
        if self.dispute is None:
            self._leave()
        elif self.draft:
            self._settle(self.draft)
        else:
            self.message = _("Nothing is chosen yet. 1-9 takes over a coding, / puts one together.")

    def _settle(self, codes: tuple[str, ...]) -> None:
        if self.dispute is None:
            return
        memo, before = self.memos[self.place], self.settled.get(self.place)
        action_id = self._recorder.settle(self.dispute, "coded", codes, memo)
        self._steps.append(_Step(self.place, action_id, before, memo))
        self.settled[self.place] = codes
        self._go(self.place + 1)

    def _skip(self) -> None:
        if self.dispute is not None:
            self._steps.append(_Step(self.place))
            self._go(self.place + 1)

    def _take_back(self, step: _Step) -> None:
        if step.action_id:
            self._recorder.undo(step.action_id)
            self.memos[step.place] = step.memo
            self.settled.pop(step.place, None)
            if step.settled is not None:
                self.settled[step.place] = step.settled
        self._go(step.place)

    def _back(self) -> None:
        if self.place == 0:
            self.message = _("This is the first card.")
        else:
            self._go(self.place - 1)

    def _go(self, place: int) -> None:
        self.place, self.scroll, self.draft = place, 0, ()
        self._leave_mode()

    def _help(self) -> None:
        self.mode = "help"

    def _scroll(self, lines: int) -> None:
        self.scroll = max(0, self.scroll + lines)

    def _leave_mode(self) -> None:
        self.mode, self.typed, self.cursor = "card", "", 0

    # --- putting a coding together

    def _compose(self) -> None:
        if self.dispute is not None:
            self.draft = self.draft or self.codebook.ordered(self.dispute.common)
            self.mode, self.typed, self.cursor = "compose", "", 0

    def _press_compose(self, key: str) -> None:
        if key == "escape":
            self._leave_mode()
        elif key == "enter" and not self.typed.strip():
            self._confirm()
        elif key == "enter":
            self._toggle(min(self.cursor, max(0, len(self.offered) - 1)))
        elif key == " " and not self.typed:
            self._toggle(self.cursor)
        elif len(key) == 1 and key in "123456789":
            self._toggle(int(key) - 1)
        elif key in ("up", "down"):
            self.cursor = min(max(0, self.cursor + (1 if key == "down" else -1)), max(0, len(self.offered) - 1))
        else:
            self._type(key)

    def _toggle(self, place: int) -> None:
        offered = self.offered
        if place < len(offered):
            self.draft = self.codebook.toggle(self.draft, offered[place].code_id)
            self.cursor = 0 if self.typed else self.cursor
            self.typed = ""
        elif self.typed:
            self.message = _("No code has '{typed}' in it.").format(typed=self.typed)

    # --- a memo

    def _memo(self) -> None:
        if self.dispute is not None:
            self.mode, self.typed = "memo", self.memos[self.place]

    def _press_memo(self, key: str) -> None:
        if key == "escape":
            self._leave_mode()
        elif key == "enter":
            self._keep_memo(self.typed.strip())
            self._leave_mode()
        else:
            self._type(key)

    def _keep_memo(self, memo: str) -> None:
        before = self.memos[self.place]
        if self.dispute is None or memo == before:
            return
        codes = self.settled.get(self.place)
        action_id = self._recorder.settle(self.dispute, "open" if codes is None else "coded", codes or (), memo)
        self._steps.append(_Step(self.place, action_id, codes, before))
        self.memos[self.place] = memo

    def _type(self, key: str) -> None:
        self.typed, self.cursor = with_key(self.typed, key), 0
