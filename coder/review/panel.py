"""The codebook over the card: walk through it, choose codes, and change it in place. Pure state, as the desk is."""

from __future__ import annotations

from collections.abc import Callable

from coder.domain.texts import N_, _
from coder.review.browser import Browser
from coder.review.changes import TYPED, Changes
from coder.review.keymap import Key
from coder.review.session import Session

PANEL_KEYS: tuple[Key, ...] = (
    Key("up", "↑ ↓", N_("move"), N_("go to another code; Home and End: to the first and the last")),
    Key("left", "← →", N_("net"), N_("fold a net, or unfold it; on a code ← goes to its net")),
    Key("enter", "Enter", N_("toggle"), N_("choose this code for the answer on the card, or take it out")),
    Key("/", "/", N_("find"), N_("find a code by typing part of it; Enter goes there, Esc goes back")),
    Key(" ", N_("Space"), N_("mark"), N_("mark this code to be merged; on a net: fold or unfold")),
    Key("m", "m", N_("merge"), N_("merge the marked codes, or this one, into another that you choose")),
    Key("s", "s", N_("split"), N_("split this code into new ones; its answers come back to be coded again")),
    Key("v", "v", N_("move to net"), N_("bring this code under another net, or to the top")),
    Key("r", "r", N_("rename"), N_("give this code another label; answers keep it")),
    Key("d", "d", N_("definition"), N_("write the definition anew")),
    Key("x", "x", N_("retire"), N_("take this code out of use; answers keep it")),
    Key("n", "n", N_("new code"), N_("add a code: name, then an optional definition")),
    Key("u", "u", N_("undo"), N_("take the last change of the codebook back")),
    Key("pagedown", "PgUp PgDn", N_("read on"), N_("scroll what is said of this code")),
    Key("?", "?", N_("keys"), N_("show these keys")),
    Key("escape", "Esc", N_("card"), N_("go back to the card; c does the same")),
)

READING = {"up": -1, "down": 1, "pageup": -5, "pagedown": 5}
"""Lines by which keys scroll a text; in the tree only PgUp and PgDn do."""


class Panel:
    """The codebook of a session.

    Parameters
    ----------
    at : the code to begin at.
    folded : nets that are folded from the beginning.
    """

    def __init__(self, session: Session, at: str = "", folded: frozenset[str] = frozenset()) -> None:
        self.session, self._opened = session, session.codebook
        self.browser = Browser(session.codebook, at, folded)
        self.changes = Changes(session, self.browser)
        self.helping = False
        self.message = ""
        self.scroll = 0
        """Lines of the code's text that are scrolled away; whoever draws knows where the end is."""
        self._keys: dict[str, Callable[[], str]] = {
            "enter": self._choose,
            " ": self._mark,
            "r": lambda: self.changes.begin("rename"),
            "d": lambda: self.changes.begin("define"),
            "s": lambda: self.changes.begin("split"),
            "m": lambda: self.changes.begin("merge"),
            "v": lambda: self.changes.begin("move"),
            "n": lambda: self.changes.begin("new"),
            "x": self.changes.retire,
            "u": self._undo,
            "?": self._help,
            "pageup": lambda: self._turn(READING["pageup"]),
            "pagedown": lambda: self._turn(READING["pagedown"]),
        }

    @property
    def changed(self) -> bool:
        """Whether the codebook is another one than when it was opened."""
        return self.session.codebook is not self._opened

    @property
    def typing(self) -> bool:
        """Whether characters are a text now."""
        return self.changes.asked in TYPED or self.browser.finding

    def press(self, key: str) -> bool:
        """Handle a key; return whether the codebook stays open.

        Raises
        ------
        CoderError : the codebook cannot be changed so; what was typed is still there.
        """
        self.message = ""
        asked = self.changes.asked
        walking = self.browser.finding or asked in ("", "merge")
        if self.helping:
            if key in READING:
                self._turn(READING[key])
            else:
                self.helping, self.scroll = False, 0
        elif walking and self.browser.press(key):
            self.scroll = 0
        elif asked:
            self.message = self.changes.press(key)
        elif key in ("escape", "c"):
            return False
        elif (handler := self._keys.get(key)) is None:
            self.message = (
                "" if key == "backspace" else _("The key {key} does nothing here; ? shows the keys.").format(key=key)
            )
        elif self.browser.code is None and key not in ("n", "u", "?"):
            self.message = _("The codebook has no codes yet: n makes one.")
        else:
            self.message = handler()
        return True

    def _choose(self) -> str:
        code = self.changes.code
        if code.code_id not in self.session.codebook.nets:
            self.session.toggle(code.code_id)
        elif not self.browser.press(" "):
            return _("'{label}' is a net: choose one of its codes.").format(label=code.label)
        return ""

    def _mark(self) -> str:
        self.changes.marked ^= {self.changes.code.code_id}
        return ""

    def _turn(self, lines: int) -> str:
        self.scroll = max(0, self.scroll + lines)
        return ""

    def _undo(self) -> str:
        if not self.session.codebook_changed:
            return _("The last step did not change the codebook: Esc, then u takes it back.")
        self.session.undo()
        self.browser.codebook = self.session.codebook
        return _("Undone.")

    def _help(self) -> str:
        self.helping, self.scroll = True, 0
        return ""
