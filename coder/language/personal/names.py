"""Names of persons: those of the lists, and others where a title, a role or a first name shows that one comes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from coder.domain.personal import Kind
from coder.language.personal.lists import (
    HONORIFICS,
    INTRODUCED,
    KNOWN,
    NEVER,
    OLD_PREFIXES,
    ORGANISED,
    ORGANISED_CAPITAL,
    PERSONAL,
    PLACES_OF_WORK,
    PREFIXES,
    PUBLIC,
    ROLES,
    ROYAL,
    STREETS,
    TITLES,
    Names,
    names,
)
from coder.language.personal.patterns import Place
from coder.language.personal.vocabulary import is_word
from coder.language.personal.words import Words, folded, words_of

_ARTICLES = frozenset("de het een in op te tijdens sinds vanaf deze die dit dat geen mijn onze per of".split())
_JOINED = frozenset(("en", "of", "&", "met"))
_PARTS = re.compile(r"[^\W\d_]+")
_CAPITALS = re.compile(r"\b[A-Z]\. ?[A-Zvdt]|[^\W\d_],? [A-Z][^\W\d_]|^[A-Z][^\W\d_]+ van ")
_LONGEST = 7  # words of a name: 'Jan Willem Frederik van der Meer'


class Person(NamedTuple):
    """A name: the first word that is none of it any more, and whether it is certain."""

    end: int
    sure: bool


def persons(text: str) -> Iterator[Place]:
    """Yield the names of persons in a text, by place."""
    lists = names()
    low = text.lower() if text.isascii() else folded(text)
    if lists.triggers.isdisjoint(_PARTS.findall(low)) and not _CAPITALS.search(text):
        return
    words = words_of(text)
    if not words:
        return
    found = list(_Finder(words, lists).find())
    for start, person in found:
        yield words.starts[start], words.ends[person.end - 1], Kind.NAME, person.sure


class _Finder:
    """Reads the words of one text from left to right."""

    def __init__(self, words: Words, lists: Names) -> None:
        self.words, self.lists, self.low = words, lists, words.low
        self.last = 0  # the end of the last name

    def find(self) -> Iterator[tuple[int, Person]]:
        i, n = 0, len(self.low)
        starts = self.lists.starts
        while i < n:
            if (word := self.low[i]) not in starts and len(word) > 1 and "-" not in word:
                i += 1
                continue
            if skipped := self._no_person(i):
                i += skipped
                continue
            start, person = self._called(i) or (i, self._alone(i))
            if person is None:
                i += 1
                continue
            if not self._something_else(start, person.end):
                listed = [w for w in self.low[start : person.end] if w not in PREFIXES and self._listed(w)]
                if listed and PUBLIC.issuperset(listed):
                    person = person._replace(sure=False)
                yield start, person
                self.last = person.end
            i = person.end

    # --- what it cannot be

    def _no_person(self, i: int) -> int:
        """Return how many words from `i` on are the name of something else."""
        for phrase in self.lists.phrases.get(self.low[i], ()):
            if tuple(self.low[i : i + len(phrase)]) == phrase:
                return len(phrase)
        return 0

    def _something_else(self, start: int, end: int) -> bool:
        """Return whether it is a street, a school, a saint."""
        before = self.low[start - 1] if self.words.near(start) else ""
        if before in ROYAL:
            return True
        if any(w.endswith(STREETS) and len(w) > 6 and not self._listed(w) for w in self.low[start:end]):
            return True
        if not self.words.near(end):
            return False
        behind = self.low[end]
        return behind in ORGANISED or (
            self.words.upper[end] and (behind in ORGANISED_CAPITAL or behind.endswith(STREETS[:10]))
        )

    def _listed(self, word: str) -> bool:
        return word in self.lists.given or word in self.lists.surnames

    # --- somebody is announced

    def _called(self, i: int) -> tuple[int, Person] | None:
        """Return the name that word `i` announces."""
        word, words = self.low[i], self.words
        if word in TITLES:
            if word == "heer" and (i == 0 or self.low[i - 1] != "de"):
                return None
            j = i + 1
            while (
                j < min(len(self.low), i + 4)
                and words.after_title(j)
                and self.low[j] in TITLES
                and words.after_title(j + 1)
            ):
                j += 1
            if words.after_title(j) and (person := self._name(j, "honorific" if word in HONORIFICS else "title")):
                return j, person
        elif word in ROLES:
            if words.near(i + 1) and (person := self._name(i + 1, "role")):
                return i + 1, person
        elif word in INTRODUCED and i + 1 < len(self.low):
            between = words.text[words.ends[i] : words.starts[i + 1]]
            j = i + 1
            if word == "naam" and self.low[j] == "is":
                j += 1
            elif word == "naam" and ":" not in between:
                return None
            while j < len(self.low) and self.low[j] in ("van", "ene", "een", "zekere", "namens") and j < i + 3:
                if (person := self._name(j, "introduced")) is not None:
                    return j, person
                j += 1
            if len(between) <= 4 and j < len(self.low) and (person := self._name(j, "introduced")):
                return j, person
        return None

    # --- a name on its own

    def _alone(self, i: int) -> Person | None:
        words, low = self.words, self.low[i]
        if words.is_initial(i) and words.upper[i]:
            return self._name(i, "initials")
        kind = self._kind(low)
        if low in ROYAL:
            return None
        if kind in ("given", "surname"):
            return None if low in KNOWN else self._name(i, "")
        if low in PREFIXES and self._kind(low) != "given":
            return self._prefixed(i)
        if kind != "both" and kind != "capital":
            return None
        capital = words.upper[i] and not words.first[i]
        near = words.near(i + 1)
        after = self.low[i + 1] if i + 1 < len(self.low) else ""
        if near and low not in NEVER and (words.upper[i] or kind == "both"):
            # 'Ben Jansen', 'Roos van Dijk': a surname behind it.
            rest = self._surname(i + 1, anchored=False)
            if rest and rest.sure and (words.upper[i] or self._kind(self.low[rest.end - 1]) == "surname"):
                return Person(rest.end, words.upper[i])
        before = self.low[i - 1] if words.near(i) else ""
        if near and after == "van" and PLACES_OF_WORK.intersection(self.low[i + 2 : i + 4]) and not before:
            return Person(i + 1, False) if words.upper[i] or kind == "both" else None
        if kind == "capital" or low in NEVER:
            return None
        if before in _ARTICLES:
            return None
        if capital and not words.text[words.starts[i] : words.ends[i]].isupper():
            return Person(i + 1, False)
        joined = before in _JOINED and self.last and self.last == i - 1
        listed = self.last == i and i > 0 and "," in words.text[words.ends[i - 1] : words.starts[i]]
        if joined or listed:
            return Person(i + 1, False)
        if near and after in _JOINED and i + 2 < len(self.low) and self._kind(self.low[i + 2]) == "given":
            return Person(i + 1, False)
        if words.upper[i] and near and after in PERSONAL:
            return Person(i + 1, False)
        return None

    def _prefixed(self, i: int) -> Person | None:
        """Return a surname with a prefix and nothing before it: 'van der Meer', 'el idrissi', 'de Graaf'."""
        end = self._after_prefix(i)
        if end == i or end >= len(self.low) or not self.words.near(end):
            return None
        prefix, core = " ".join(self.low[i:end]), self.low[end]
        whole, capital = f"{prefix} {core}", self.words.upper[end]
        kind = self._kind(core)
        if whole in self.lists.prefixed and (capital or kind not in ("both", "capital")):
            if not capital and prefix not in OLD_PREFIXES and is_word(core):
                return None
            single = prefix in ("van", "de", "den", "te", "la", "le", "van de", "in", "op", "uit")
            return Person(end + 1, (not single or kind == "surname") and kind not in ("both", "capital"))
        if prefix in OLD_PREFIXES and capital and core not in KNOWN and core not in NEVER:
            return Person(end + 1, not is_word(core))
        return None

    # --- how far it goes

    def _kind(self, word: str) -> str:
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
            kinds = [self._kind(part) for part in word.split("-")[:4]]
            if kinds[0] == "given" and all(k in ("given", "both", "capital") for k in kinds):
                return "given"
            if all(kinds) and any(k in ("surname", "given") for k in kinds):
                return "surname"
        elif len(word) > 4 and word.endswith("s") and word[:-1] in lists.given:  # 'Marjoleins auto'
            return "given"
        return ""

    def _name(self, i: int, announced: str) -> Person | None:
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
            if self._kind(self.low[k]) != "given":
                break
            k += 1
        given = k > begin
        joined = k == i or (words.near(k) if k > begin else words.after_title(k))
        surname = self._surname(k, bool(given or initials or announced), announced) if joined else None
        if surname:
            if not given and not surname.sure:
                sure = False
            return Person(surname.end, sure)
        return Person(k, sure) if given else None

    def _after_prefix(self, i: int) -> int:
        end = i
        while end < len(self.low) and end < i + 3 and self.low[end] in PREFIXES and (end == i or self.words.near(end)):
            end += 1
        return end

    def _surname(self, i: int, anchored: bool, announced: str = "") -> Person | None:
        """Return the surname that begins at word `i`, with its prefix, and another behind it ('Jansen de Vries')."""
        person = self._one_surname(i, anchored, announced)
        if person is None or person.end >= len(self.low) or not self.words.near(person.end):
            return person
        if self._kind(self.low[person.end]) == "surname" or (
            self.words.upper[person.end] and self._kind(self.low[person.end])
        ):
            return Person(person.end + 1, person.sure)
        return person

    def _one_surname(self, i: int, anchored: bool, announced: str) -> Person | None:
        words, end = self.words, self._after_prefix(i)
        if end >= len(self.low) or (end > i and not words.near(end)):
            end = i
        if end >= len(self.low) or (end == i and self.low[i] in NEVER):
            return None
        prefix, core, upper = " ".join(self.low[i:end]), self.low[end], words.upper[end]
        kind = self._kind(core)
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
        return i > 0 and self.words.near(i) and self._kind(self.low[i - 1]) == "given"
