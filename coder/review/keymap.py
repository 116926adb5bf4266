"""The keys of the desk: one list that the key handling, the key line and the help card all read."""

from __future__ import annotations

from dataclasses import dataclass

from coder.domain.texts import N_, _


@dataclass(frozen=True, slots=True)
class Key:
    """A key, what it is called on the key line, and what it does in a sentence."""

    key: str
    shown: str
    short: str
    long: str

    @property
    def name(self) -> str:
        """What the key is called; a single character is the same key in every language."""
        return _(self.shown) if len(self.shown) > 1 else self.shown


KEYS: tuple[Key, ...] = (
    Key("1-9", "1-9", N_("toggle"), N_("choose the suggestion with this number, or take it out")),
    Key("enter", "Enter", N_("confirm"), N_("keep the chosen codes and go on")),
    Key("/", "/", N_("find code"), N_("find any code by typing part of it; Enter toggles, Esc leaves")),
    Key("n", "n", N_("new code"), N_("add a code to the codebook: name, then an optional definition")),
    Key("c", "c", N_("codebook"), N_("open the codebook: definitions, examples, nets; change it in place")),
    Key("x", "x", N_("no theme"), N_("no code fits: keep that and go on")),
    Key("s", "s", N_("skip"), N_("leave this answer for later and go on")),
    Key("f", "f", N_("flag"), N_("set this answer apart to be talked over, with the chosen codes")),
    Key("o", "o", N_("out"), N_("take answers that only read alike out of this card")),
    Key("tab", "Tab", N_("person"), N_("see the respondent: their other answers, codes and closed variables")),
    Key("m", "m", N_("memo"), N_("write a note on this answer")),
    Key("*", "*", N_("quote"), N_("mark this answer as a quote, or take the mark off")),
    Key("Q", "Q", N_("part"), N_("choose the part of this answer that is the quote, with the arrow keys")),
    Key("u", "u", N_("undo"), N_("take the last step back; again for the one before")),
    Key("b", "b", N_("back"), N_("go to the card before")),
    Key("?", "?", N_("keys"), N_("show these keys")),
    Key("q", "q", N_("leave"), N_("leave the desk; everything confirmed is kept")),
)
