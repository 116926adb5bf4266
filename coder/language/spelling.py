"""Which word a misspelt form stands for, for matching only: what people see stays as it was written.

Long drawn words first ('heeeel'), then single slips of the hand: a letter too many, too few, another one, or two that
changed places, which are some 80 % of all typing mistakes (Damerau 1964, Communications of the ACM 7(3), 171-176).
A form is only mended where it is no word, no compound, no name, and one known word stands out.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby, islice, product
from types import MappingProxyType

from coder.language.lemmas import in_dictionary

SHORTEST = 5
"""Letters of a form that is mended at least: of shorter words, most that are one letter off are other words."""

SHORTEST_PART = 4
"""Letters of a part of a compound at least; with three, slips are found to be compounds four times as often."""

LONG = 7
"""Letters from which the list alone tells a word: of shorter ones that no dictionary knows, many are names."""

MARGIN = 10
"""How many times more likely the word that is meant is than the next one that it could be."""

USUAL = 40
"""How many times more likely two letters that changed places, or one instead of two, are than other slips."""

OWN_WORD = 5
"""Occurrences in the project from which a word counts as one, whatever the dictionaries say."""

OWN_MARGIN = 10
"""How many times more common in the project its own right spelling is than a slip that occurs often too."""

FORMS_KEPT = 200_000

LONGEST = 40
"""Letters of a form that is looked at: longer ones are no words."""

_LETTERS = "abcdefghijklmnopqrstuvwxyzéëïöü"
_VOWELS = frozenset("aeiouyéëïöü")
_JOINTS = ("", "s", "en", "e", "-")
# Endings that Dutch puts on words; a form that differs by these alone is more often an unknown form than a slip.
_ENDINGS = frozenset("sent")


class Speller:
    """Finds the word that a form is most likely a misspelling of.

    Parameters
    ----------
    project_words : how often each word form occurs in the project. Of a plain collection every word counts as one.
    names : forms, in lower case, that are written with a capital elsewhere: they are left alone.
    """

    def __init__(self, project_words: Mapping[str, int] | Iterable[str] = (), names: Collection[str] = ()) -> None:
        counts = project_words if isinstance(project_words, Mapping) else dict.fromkeys(project_words, OWN_WORD)
        self._own = {form: n for form, n in counts.items() if n >= OWN_WORD}
        self._names = frozenset(names)
        self.normal = lru_cache(FORMS_KEPT)(self._normal)
        """Return the form that a form in lower case stands for: itself where nothing else is likely."""

    def _normal(self, form: str) -> str:
        if len(form) > LONGEST or not form.isalpha() or form in self._names or form != form.lower():
            return form
        if self._own.get(form, 0) and not self._slip_of_own(form):
            return form
        short = next((run for run in _runs(form) if run[1] > 2), None) and self._shortened(form)
        if short:
            return short
        if len(form) < SHORTEST or is_word(form):
            return form
        return self._mended(form) or form

    def _slip_of_own(self, form: str) -> bool:
        if len(form) < SHORTEST or is_word(form):
            return False
        return any(self._own.get(other, 0) >= OWN_MARGIN * self._own[form] for other in edits(form))

    def _shortened(self, form: str) -> str | None:
        """Return the word that is drawn out: 'heeeel' is 'heel', 'goooed' is 'goed'."""
        if _VOWELS.isdisjoint(form) or is_word(form):
            return None
        runs = [[letter * n] if n < 3 else [letter * 2, letter] for letter, n in _runs(form)]
        shapes = list(islice(("".join(parts) for parts in product(*runs)), 32))
        known = [shape for shape in shapes if in_dictionary(shape) or shape in self._own]
        return max(known, key=self._weight, default=None)

    def _mended(self, form: str) -> str | None:
        found = {
            word: self._weight(word) * (USUAL if _is_usual(form, word) else 1)
            for word in edits(form)
            if self._is_candidate(form, word)
        }
        if not found:
            return None
        best, *others = sorted(found, key=lambda word: (-found[word], word))
        return best if not others or found[best] >= MARGIN * found[others[0]] else None

    def _is_candidate(self, form: str, word: str) -> bool:
        if word not in self._own and not _is_sound(word):
            return False
        # People nearly always hit the first letter (Yannakoudakis & Fawthrop 1983), if not before the second one.
        if word[0] != form[0] and sorted(word[:2]) != sorted(form[:2]):
            return False
        longer, shorter = (word, form) if len(word) > len(form) else (form, word)
        return not (longer[:-1] == shorter and longer[-1] in _ENDINGS)

    def _weight(self, word: str) -> float:
        # A word of the project itself is more likely there than in the subtitles that the list was counted in.
        return frequencies().get(word, 1) * (1 + self._own.get(word, 0))


@cache
def frequencies() -> Mapping[str, int]:
    """Return how often word forms stand in the Dutch list of pyspellchecker (read once, when first asked for)."""
    # Its SpellChecker takes twice the time, to prepare a search that is not used here.
    content = files("spellchecker").joinpath("resources", "nl.json.gz").read_bytes()
    return MappingProxyType(json.loads(gzip.decompress(content)))


@lru_cache(FORMS_KEPT)
def is_word(form: str) -> bool:
    """Return whether a form in lower case is a Dutch word, or a compound of two."""
    return _is_listed(form) or _is_compound(form)


def edits(form: str) -> Iterator[str]:
    """Yield what one slip makes of a form, or made it of: some 64 forms a letter, the form itself left out."""
    seen = {form}
    for at in range(len(form) + 1):
        head, tail = form[:at], form[at:]
        made = [head + letter + tail for letter in _LETTERS]
        if tail:
            made.append(head + tail[1:])
            made += [head + letter + tail[1:] for letter in _LETTERS]
        if len(tail) > 1:
            made.append(head + tail[1] + tail[0] + tail[2:])
        for one in made:
            if one not in seen:
                seen.add(one)
                yield one


def _is_listed(form: str) -> bool:
    return form in frequencies() or in_dictionary(form) is not None


def _is_compound(form: str) -> bool:
    for at in range(SHORTEST_PART, len(form) - SHORTEST_PART + 1):
        head, tail = form[:at], form[at:]
        if _is_listed(tail) and any(_is_head(head, joint) for joint in _JOINTS):
            return True
    return False


def _is_head(head: str, joint: str) -> bool:
    part = head.removesuffix(joint)
    return head.endswith(joint) and len(part) >= SHORTEST_PART and _is_listed(part)


def _is_sound(word: str) -> bool:
    # The list holds names too, which unknown names are near to: 'themas' is not 'thomas'. Long words are rarely names.
    return word in frequencies() and (len(word) >= LONG or in_dictionary(word) is not None or _is_compound(word))


def _is_usual(form: str, word: str) -> bool:
    if sorted(form) == sorted(word):
        return True
    return [letter for letter, _n in _runs(form)] == [letter for letter, _n in _runs(word)]


def _runs(form: str) -> Iterator[tuple[str, int]]:
    return ((letter, len(list(run))) for letter, run in groupby(form))
