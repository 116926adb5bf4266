"""Names of persons: those of the lists, and others where a title, a role or a first name shows that one comes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coder.domain.personal import Kind
from coder.language.personal.extent import Extent, Person
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


class _Finder(Extent):
    """Reads the words of one text from left to right."""

    def __init__(self, words: Words, lists: Names) -> None:
        super().__init__(words, lists)
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
            if words.after_title(j) and (person := self.name(j, "honorific" if word in HONORIFICS else "title")):
                return j, person
        elif word in ROLES:
            if words.near(i + 1) and (person := self.name(i + 1, "role")):
                return i + 1, person
        elif word in INTRODUCED and i + 1 < len(self.low):
            between = words.text[words.ends[i] : words.starts[i + 1]]
            j = i + 1
            if word == "naam" and self.low[j] == "is":
                j += 1
            elif word == "naam" and ":" not in between:
                return None
            while j < len(self.low) and self.low[j] in ("van", "ene", "een", "zekere", "namens") and j < i + 3:
                if (person := self.name(j, "introduced")) is not None:
                    return j, person
                j += 1
            if len(between) <= 4 and j < len(self.low) and (person := self.name(j, "introduced")):
                return j, person
        return None

    # --- a name on its own

    def _alone(self, i: int) -> Person | None:
        words, low = self.words, self.low[i]
        if words.is_initial(i) and words.upper[i]:
            return self.name(i, "initials")
        kind = self.kind(low)
        if low in ROYAL:
            return None
        if kind in ("given", "surname"):
            return None if low in KNOWN else self.name(i, "")
        if low in PREFIXES and self.kind(low) != "given":
            return self._prefixed(i)
        if kind != "both" and kind != "capital":
            return None
        capital = words.upper[i] and not words.first[i]
        near = words.near(i + 1)
        after = self.low[i + 1] if i + 1 < len(self.low) else ""
        if near and low not in NEVER and (words.upper[i] or kind == "both"):
            # 'Ben Jansen', 'Roos van Dijk': a surname behind it.
            rest = self.surname(i + 1, anchored=False)
            if rest and rest.sure and (words.upper[i] or self.kind(self.low[rest.end - 1]) == "surname"):
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
        if near and after in _JOINED and i + 2 < len(self.low) and self.kind(self.low[i + 2]) == "given":
            return Person(i + 1, False)
        if words.upper[i] and near and after in PERSONAL:
            return Person(i + 1, False)
        return None

    def _prefixed(self, i: int) -> Person | None:
        """Return a surname with a prefix and nothing before it: 'van der Meer', 'el idrissi', 'de Graaf'."""
        end = self.after_prefix(i)
        if end == i or end >= len(self.low) or not self.words.near(end):
            return None
        prefix, core = " ".join(self.low[i:end]), self.low[end]
        whole, capital = f"{prefix} {core}", self.words.upper[end]
        kind = self.kind(core)
        if whole in self.lists.prefixed and (capital or kind not in ("both", "capital")):
            if not capital and prefix not in OLD_PREFIXES and is_word(core):
                return None
            single = prefix in ("van", "de", "den", "te", "la", "le", "van de", "in", "op", "uit")
            return Person(end + 1, (not single or kind == "surname") and kind not in ("both", "capital"))
        if prefix in OLD_PREFIXES and capital and core not in KNOWN and core not in NEVER:
            return Person(end + 1, not is_word(core))
        return None
