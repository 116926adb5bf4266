"""The desk: turns keys into steps of the session. Pure state; the terminal draws it, tests press its keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

from coder.domain.codebook import Code
from coder.domain.errors import CoderError
from coder.domain.texts import _, ngettext
from coder.review.members import Members
from coder.review.panel import READING, Panel
from coder.review.person import PersonView
from coder.review.ports import People
from coder.review.selection import Selection
from coder.review.session import Session
from coder.review.typed import Asked, Typed

Mode = Literal["card", "help", "out", "quote", "person", "codebook"] | Asked

TYPED: tuple[Asked, ...] = get_args(Asked)


class Desk:
    """Session plus what is being typed. `press` takes one key at a time.

    Parameters
    ----------
    goal : answers after which the sitting ends by itself; None for no end.
    people : who gave the answers, where that is known.
    """

    def __init__(self, session: Session, goal: int | None = None, people: People | None = None) -> None:
        self.session, self.goal, self.people = session, goal, people
        self.mode: Mode = "card"
        self.typed: Typed | None = None
        """What is being typed."""
        self.members = Members(())
        """Which answers that read alike are being taken out."""
        self.scroll = 0
        """Lines of a long answer that are scrolled away."""
        self.selection = Selection("")
        """The part of the answer that is being chosen as a quote."""
        self.person: PersonView | None = None
        """The respondent that is in view in the mode 'person'."""
        self.panel: Panel | None = None
        """The codebook, in view in the mode 'codebook'."""
        self.message = ""
        self.finished = False
        self._modes: dict[Mode, Callable[[str], None]] = {
            "card": self._press_card,
            "help": self._press_help,
            "out": self._press_out,
            "quote": self._press_quote,
            "person": self._press_person,
            "codebook": self._press_codebook,
            **dict.fromkeys(TYPED, self._press_typed),
        }
        self._card_keys: dict[str, Callable[[], None]] = {
            "enter": self._confirm,
            "/": lambda: self._type("search"),
            "n": lambda: self._type("new_name"),
            "c": self._open_codebook,
            "x": lambda: self._decide(self.session.no_theme),
            "s": lambda: self._decide(self.session.skip),
            "f": lambda: self._decide(self.session.flag),
            "o": self._choose_out,
            "tab": self._see_person,
            "m": lambda: self._type("memo", self.session.draft.memo),
            "*": self._quote,
            "Q": self._choose_quote,
            "u": self._undo,
            "b": self._back,
            "?": lambda: self._enter("help"),
            "q": self._leave,
            "up": lambda: self._scroll(-1),
            "down": lambda: self._scroll(1),
            "pageup": lambda: self._scroll(-5),
            "pagedown": lambda: self._scroll(5),
        }

    def press(self, key: str) -> None:
        """Handle a key: a character, or 'enter', 'escape', 'backspace', 'up', 'down', 'pageup', 'pagedown', 'eof'.

        An error of the recorder becomes the message on the card; nothing is lost and the card stays.
        """
        if self.finished:
            return
        self.message = ""
        if key == "eof":
            self._leave()
            return
        self.session.keys += 1
        try:
            self._modes[self.mode](key)
        except CoderError as error:
            self.message = error.sentences

    @property
    def steps(self) -> int:
        """How many steps `u` can take back."""
        return self.session.steps

    @property
    def typing(self) -> bool:
        """Whether characters are a text now, and no keys."""
        return self.panel.typing if self.panel and self.mode == "codebook" else self.mode in TYPED

    @property
    def reading(self) -> bool:
        """Whether a page is in view from which any key, or Esc, goes back."""
        helping = self.mode == "codebook" and self.panel is not None and self.panel.helping
        return self.mode in ("help", "person") or helping

    @property
    def focus(self) -> Code | None:
        """The code that the desk is about: the one under the cursor, else last chosen, else proposed first."""
        if self.typed is not None and self.mode == "search":
            return self.typed.code
        if self.panel and self.mode == "codebook":
            return self.panel.browser.code
        ranked = self.session.shown.ranked
        code_id = self.session.touched or (ranked[0].code_id if ranked else "")
        return self.session.codebook.by_id.get(code_id)

    # --- keys on the card

    def _press_card(self, key: str) -> None:
        if len(key) == 1 and key in "123456789":
            if self.session.item is not None and not self.session.toggle_suggestion(int(key)):
                self.message = _("There is no suggestion {number}.").format(number=key)
            return
        handler = self._card_keys.get(key)
        if handler is not None:
            handler()
        elif key not in ("escape", "backspace"):
            self.message = _("The key {key} does nothing here; ? shows the keys.").format(key=key)

    def _press_help(self, key: str) -> None:
        if key in READING:
            self._scroll(READING[key])
        else:
            self.mode, self.scroll = "card", 0

    def _confirm(self) -> None:
        if self.session.item is not None and not self.session.draft.codes:
            self.message = _("No code is chosen. x: no theme, s: skip, / : find a code.")
            return
        self._decide(self.session.confirm)

    def _decide(self, step: Callable[[], None]) -> None:
        step()
        self.scroll = 0
        if self.goal is not None and self.session.answers_decided >= self.goal:
            self._leave()

    def _quote(self) -> None:
        self.session.remark(quote=not self.session.draft.quote)

    def _undo(self) -> None:
        self.scroll = 0
        if self.session.undo():
            self.message = _("Undone.")
        else:
            self.message = _("Nothing more to undo in this sitting; outside the desk: coder undo.")

    def _back(self) -> None:
        self.scroll = 0
        if not self.session.back():
            self.message = _("This is the first card.")

    def _scroll(self, lines: int) -> None:
        self.scroll = max(0, self.scroll + lines)

    def _leave(self) -> None:
        self.finished = True

    # --- the codebook over the card

    def _open_codebook(self) -> None:
        at = self.focus.code_id if self.focus else ""
        folded = self.panel.browser.folded if self.panel else frozenset()
        self.panel = Panel(self.session, at, folded)
        self._enter("codebook")

    def _press_codebook(self, key: str) -> None:
        if self.panel is not None and self.panel.press(key):
            self.message = self.panel.message
            return
        if self.panel is not None and self.panel.changed:  # by now more may have been learnt from that
            self.session.suggest_anew()
        self._enter_card()

    # --- who gave the answer

    def _see_person(self) -> None:
        item = self.session.item
        if item is not None and self.people is not None:
            self.person = PersonView(self.people.person(item.first, blind=item.blind), item.first.answer_id)
            self._enter("person")

    def _press_person(self, key: str) -> None:
        if self.person is None or not self.person.press(key):
            self._enter_card()

    # --- a part of the answer as quote

    def _choose_quote(self) -> None:
        item = self.session.item
        if item is not None and item.first.text.strip():
            self.selection = Selection(item.first.text, self.session.draft.quoted)
            self._enter("quote")

    def _press_quote(self, key: str) -> None:
        if key == "escape":
            self._enter_card()
        elif key == "enter":
            self.session.remark(quote=True, quoted=self.selection.part)
            self._enter_card()
        else:
            self.selection = self.selection.moved(key)

    # --- taking answers out of the card

    def _choose_out(self) -> None:
        item = self.session.item
        if item is None or not item.like:
            self.message = _("All answers on this card are the same.")
        elif self.session.revisiting:
            self.message = _("This card is decided: u takes that back, then o.")
        else:
            self.members = Members(item.like)
            self._enter("out")

    def _press_out(self, key: str) -> None:
        if key not in ("escape", "enter"):
            self.members.press(key)
            return
        if key == "enter" and (leaving := self.members.leaving):
            self.session.take_out(leaving)
            n = len(leaving)
            self.message = ngettext("{n} taken out: the next card.", "{n} taken out: the next cards.", n).format(n=n)
        self._enter_card()

    # --- typing

    def _type(self, asked: Asked, text: str = "") -> None:
        if self.session.item is not None:
            self.mode, self.typed = asked, Typed(self.session, asked, text)

    def _press_typed(self, key: str) -> None:
        if self.typed is not None and self.typed.press(key):
            self.mode, self.message = self.typed.asked, self.typed.message
        else:
            self._enter_card()

    def _enter(self, mode: Mode) -> None:
        if self.session.item is not None or mode == "help":
            self.mode = mode

    def _enter_card(self) -> None:
        self.mode, self.typed = "card", None
