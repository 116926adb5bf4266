"""How far the name of a person goes, once something says that one begins: first names, prefixes, surnames."""

from __future__ import annotations

from typing import NamedTuple

from coder.language.personal.lists import KNOWN, NEVER, OLD_PREFIXES, PREFIXES, ROLES, TITLES, Names
from coder.language.personal.vocabulary import is_word
from coder.language.personal.words import Words

_LONGEST = 7  # words of a name: 'Jan Willem Frederik van der Meer'


class Person(NamedTuple):
    """A name: the first word that is none of it any more, and whether it is certain."""

    end: int
    sure: bool


class Extent:
    """The words of one text, and the names in them by the place of their first word."""

    def __init__(self, words: Words, lists: Names) -> None:
        self.words, self.lists, self.low = words, lists, words.low

    def kind(self, word: str) -> str:
        """Return which list a word is in; of a word with a hyphen, what its parts are."""
        lists = self.lists
        if word in lists.given:
            return "given"
        if word in lists.surnames:
            return "surname"
        if word in lists.both:
            return "both"
        if word in lists.capital:
            return "capital"
        if "-" in word:
            kinds = [self.kind(part) for part in word.split("-")[:4]]
            if kinds[0] == "given" and all(k in ("given", "both", "capital") for k in kinds):
                return "given"
            if all(kinds) and any(k in ("surname", "given") for k in kinds):
                return "surname"
        elif len(word) > 4 and word.endswith("s") and word[:-1] in lists.given:  # 'Marjoleins auto'
            return "given"
        return ""

    def name(self, i: int, announced: str) -> Person | None:
        """Return the name that begins at word `i`, if one does.

        Parameters
        ----------
        announced : 'honorific', 'title', 'role', 'introduced', 'initials', or '' if nothing is before it.
        """
        words, k, sure = self.words, i, True
        while k < len(self.low) and k < i + 5 and words.is_initial(k) and words.after_title(k + 1):
            k += 1
        initials = k > i
        if announced == "initials" and not initials:
            return None
        begin = k
        while (
            k < len(self.low) and k < i + _LONGEST and (k == i or words.after_title(k) if k == begin else words.near(k))
        ):
            if self.kind(self.low[k]) != "given":
                break
            k += 1
        given = k > begin
        joined = k == i or (words.near(k) if k > begin else words.after_title(k))
        surname = self.surname(k, bool(given or initials or announced), announced) if joined else None
        if surname:
            if not given and not surname.sure:
                sure = False
            return Person(surname.end, sure)
        return Person(k, sure) if given else None

    def after_prefix(self, i: int) -> int:
        """Return the place behind the prefix of a surname ('van der') at word `i`; `i` where there is none."""
        end = i
        while end < len(self.low) and end < i + 3 and self.low[end] in PREFIXES and (end == i or self.words.near(end)):
            end += 1
        return end

    def surname(self, i: int, anchored: bool, announced: str = "") -> Person | None:
        """Return the surname that begins at word `i`, with its prefix, and another behind it ('Jansen de Vries')."""
        person = self._one_surname(i, anchored, announced)
        if person is None or person.end >= len(self.low) or not self.words.near(person.end):
            return person
        if self.kind(self.low[person.end]) == "surname" or (
            self.words.upper[person.end] and self.kind(self.low[person.end])
        ):
            return Person(person.end + 1, person.sure)
        return person

    def _one_surname(self, i: int, anchored: bool, announced: str) -> Person | None:
        words, end = self.words, self.after_prefix(i)
        if end >= len(self.low) or (end > i and not words.near(end)):
            end = i
        if end >= len(self.low) or (end == i and self.low[i] in NEVER):
            return None
        prefix, core, upper = " ".join(self.low[i:end]), self.low[end], words.upper[end]
        kind = self.kind(core)
        if end > i:
            if f"{prefix} {core}" in self.lists.prefixed:
                strong = upper or announced in ("honorific", "title", "initials") or kind == "surname"
                return Person(end + 1, True) if strong or not is_word(core) or self._given_before(i) else None
            if core in NEVER or core in KNOWN or core in ROLES or core in TITLES:
                return None
            if prefix in OLD_PREFIXES and (anchored or upper) and (upper or not is_word(core)):
                return Person(end + 1, True)
            if prefix in ("in", "op", "uit", "te", "t", "s", "d"):
                return None
            if anchored and upper and announced not in ("role", "introduced"):
                return Person(end + 1, prefix == "van" or not is_word(core))
            return None
        if kind in ("surname", "given"):
            return Person(end + 1, True)
        if not anchored or core in NEVER or (core in KNOWN and kind not in ("both", "capital")):
            return None
        shouted = words.text[words.starts[end] : words.ends[end]].isupper()
        if kind in ("both", "capital"):
            if upper:
                return Person(end + 1, announced != "introduced")
            if announced in ("honorific", "initials"):
                return Person(end + 1, True)
            if announced == "title":
                return Person(end + 1, False) if kind == "both" else None
            if announced in ("role", "introduced"):
                return Person(end + 1, False) if kind == "both" or (shouted and not is_word(core)) else None
            return Person(end + 1, True)  # behind a first name
        if core in ROLES or core in TITLES or len(core) < 2:
            return None
        if upper and not shouted:
            if announced in ("honorific", "title", "initials"):
                return Person(end + 1, True)
            return None if is_word(core) else Person(end + 1, announced == "" or self._given_before(i))
        if announced == "honorific" and len(core) > 2 and not is_word(core):
            return Person(end + 1, True)
        return None

    def _given_before(self, i: int) -> bool:
        return i > 0 and self.words.near(i) and self.kind(self.low[i - 1]) == "given"
