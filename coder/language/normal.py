"""Word forms made comparable, for matching only: emoji as words, long drawn words and slips mended."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from importlib.metadata import version as installed_version

from coder.language.emoji import words_of
from coder.language.lemmas import in_dictionary
from coder.language.spelling import FORMS_KEPT, OWN_WORD, Speller

RULES_VERSION = 1
"""Raise it when the rules or the table of emoji change: what was matched by them is then matched again."""


class Normaliser:
    """Finds the form that a form stands for.

    Parameters
    ----------
    project_words : how often each word form occurs in the project. Of a plain collection every word counts as one.
    names : forms, in lower case, that are written with a capital elsewhere: they are left alone.

    Attributes
    ----------
    version : names the rules, the lists and the words of the project: equal versions give equal forms.
    """

    def __init__(self, project_words: Mapping[str, int] | Iterable[str] = (), names: Collection[str] = ()) -> None:
        if not isinstance(project_words, Mapping):
            project_words = dict.fromkeys(project_words, OWN_WORD)
        # Rare words change nothing, so a project that grows by a few answers keeps its version where it can.
        own = {word: n for word, n in project_words.items() if n >= OWN_WORD}
        self._speller = Speller(own, names)
        content = repr((sorted(own.items()), sorted(names)))
        digest = hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
        lists = f"pyspellchecker-{installed_version('pyspellchecker')}+simplemma-{installed_version('simplemma')}"
        self.version = f"{lists}#{digest}/{RULES_VERSION}"
        self.forms = lru_cache(FORMS_KEPT)(self._form)
        """Return the form, in lower case, that a form in lower case stands for: itself where nothing else is likely."""

    def lemmas(self, vocabulary: Iterable[str]) -> dict[str, str]:
        """Return the lemmas that stand for another one, with that one; all others stand for themselves."""
        known, found = frozenset(vocabulary), {}
        for lemma in known:
            form = self.forms(lemma)
            if form != lemma:
                # A form that is a lemma elsewhere is one: the dictionary would make 'fietsen' of 'fiets'.
                found[lemma] = form if form in known else in_dictionary(form) or form
        return {lemma: found[lemma] for lemma in sorted(found)}

    def _form(self, form: str) -> str:
        return words_of(form) or self._speller.normal(form)
