"""The desk: turns keys into steps of the session. Pure state; the terminal draws it, tests press its keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from coder.domain.codebook import Code
from coder.domain.errors import CoderError
from coder.domain.folding import fold
from coder.domain.texts import _, ngettext
from coder.review.members import Members
from coder.review.person import PersonView
from coder.review.ports import People
from coder.review.selection import Selection
from coder.review.session import Session

Mode = Literal["card", "search", "new_name", "new_definition", "memo", "help", "out", "quote", "person"]

LONGEST_INPUT = 2_000  # characters that a name, definition or memo may have; a paste beyond it is cut


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
        self.typed = ""
        self.cursor = 0
        """Which of the found codes is marked in search."""
        self.members = Members(())
        """Which answers that read alike are being taken out."""
        self.scroll = 0
        """Lines of a long answer that are scrolled away."""
        self.selection = Selection("")
        """The part of the answer that is being chosen as a quote."""
        self.person: PersonView | None = None
        """The respondent that is in view in the mode 'person'."""
        self.message = ""
        self.finished = False
        self._name = ""
        self._card_keys: dict[str, Callable[[], None]] = {
            "enter": self._confirm,
            "/": lambda: self._enter("search"),
            "n": lambda: self._enter("new_name"),
            "x": lambda: self._decide(self.session.no_theme),
            "s": lambda: self._decide(self.session.skip),
            "f": lambda: self._decide(self.session.flag),
            "o": self._choose_out,
            "tab": self._see_person,
            "m": lambda: self._enter("memo", self.session.draft.memo),
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
            if self.mode == "card":
                self._press_card(key)
            elif self.mode == "help":
                self.mode = "card"
            elif self.mode == "out":
                self._press_out(key)
            elif self.mode == "quote":
                self._press_quote(key)
            elif self.mode == "person":
                if self.person is None or not self.person.press(key):
                    self._enter_card()
            else:
                self._press_input(key)
        except CoderError as error:
            self.message = ". ".join(part.rstrip(".") for part in (error.message, error.hint) if part) + "."

    @property
    def found(self) -> list[Code]:
        """The codes that fit what was typed in search: first those that begin with it, in the codebook's order."""
        words = fold(self.typed).split()
        codes = self.session.codebook.usable
        if not words:
            return list(codes)
        ranks = []
        for place, code in enumerate(codes):
            name = fold(f"{code.label} {code.code_id}")
            wider = fold(" ".join((code.label, code.code_id, *code.keywords)))
            if all(word in wider for word in words):
                rank = 0 if name.startswith(words[0]) else 1 if all(word in name for word in words) else 2
                ranks.append((rank, place, code))
        return [code for _rank, _place, code in sorted(ranks, key=lambda entry: entry[:2])]

    @property
    def focus(self) -> Code | None:
        """The code that the desk is about: the one under the cursor, else last chosen, else proposed first."""
        if self.mode == "search":
            found = self.found
            return found[min(self.cursor, len(found) - 1)] if found else None
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

    # --- who gave the answer

    def _see_person(self) -> None:
        item = self.session.item
        if item is not None and self.people is not None:
            self.person = PersonView(self.people.person(item.first, blind=item.blind), item.first.answer_id)
            self._enter("person")

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

    def _enter(self, mode: Mode, typed: str = "") -> None:
        if self.session.item is None and mode != "help":
            return
        self.mode, self.typed, self.cursor = mode, typed, 0

    def _press_input(self, key: str) -> None:
        if key == "escape":
            self._enter_card()
        elif key == "backspace":
            self.typed, self.cursor = self.typed[:-1], 0
        elif key == "enter":
            self._accept()
        elif key in ("up", "down"):
            self.cursor = max(0, self.cursor + (1 if key == "down" else -1))
        elif len(key) == 1 and key.isprintable() and len(self.typed) < LONGEST_INPUT:
            self.typed, self.cursor = self.typed + key, 0

    def _accept(self) -> None:
        if self.mode == "search":
            self._accept_search()
        elif self.mode == "new_name":
            if (known := self.session.codebook.find(self.typed)) is not None:
                self.message = _("The codebook has '{label}' already: Esc, then / finds it.").format(label=known.label)
            elif self.typed.strip():
                self._name = self.typed.strip()
                self.mode, self.typed = "new_definition", ""
            else:
                self._enter_card()
        elif self.mode == "new_definition":
            try:
                self.session.new_code(self._name, self.typed.strip())
            finally:
                self._enter_card()
        elif self.mode == "memo":
            memo = self.typed.strip()
            if memo != self.session.draft.memo:
                self.session.remark(memo=memo)
            self._enter_card()

    def _accept_search(self) -> None:
        found = self.found
        if not self.typed.strip() and self.cursor == 0:
            self._enter_card()
        elif found:
            self.session.toggle(found[min(self.cursor, len(found) - 1)].code_id)
            self.typed, self.cursor = "", 0
        else:
            self.message = _("No code has '{typed}' in it. Esc, then n, makes a new code.").format(typed=self.typed)

    def _enter_card(self) -> None:
        self.mode, self.typed, self.cursor = "card", "", 0
