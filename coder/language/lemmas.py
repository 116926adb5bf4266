"""The dictionary form of a word: a vote of the trained lemmatizer, a table of the treebank and the dictionary.

Alone the trained lemmatizer invents words ('zorgbehoef'), and the dictionary does not know which word is meant
('arm'). Together they are right more often than either: the figures are in README.md of this room.
"""

from __future__ import annotations

import gzip
from functools import cache, lru_cache
from pathlib import Path

TABLE = Path(__file__).parent / "dutch" / "forms.tsv.gz"
"""Form, part of speech and lemma, one a line: what the treebank holds and the dictionary does not say by itself."""

LEAST_TAIL = 5
"""Letters of the last part of a compound at least: 'zorg|behoeften' is read by its part 'behoeften'."""

LEAST_HEAD = 3
"""Letters before that part at least."""

FORMS_KEPT = 200_000

# Names are not in dictionaries, or as another word: 'Jansen', 'Brand'.
_TRAINED_ALONE = ("PROPN", "NUM", "X")


def lemma(form: str, part_of_speech: str, trained: str) -> str:
    """Return the lemma of a word.

    Parameters
    ----------
    form, trained : in lower case; what the trained lemmatizer says.
    part_of_speech : of Universal Dependencies.
    """
    if not part_of_speech:  # a pipeline that does not tell: its lemma, where it has one, else the dictionary's
        return trained if trained != form else in_dictionary(form) or form
    # One letter is a slip or a list mark; the treebank has it as a word: 'a' would be 'à'.
    known = _table().get((form, part_of_speech)) if len(form) > 1 else form
    if known is not None:
        return known
    return by_dictionary(form, part_of_speech) or _by_tail(form, part_of_speech) or trained


def by_dictionary(form: str, part_of_speech: str) -> str | None:
    """Return the lemma of a form where the dictionary is to be believed, else None."""
    found = None if part_of_speech in _TRAINED_ALONE else in_dictionary(form)
    # The dictionary takes some nouns for a verb: 'gok' would be 'gokken'.
    if found and part_of_speech in ("NOUN", "ADJ") and found.endswith("en") and not form.endswith("en"):
        return None
    return found


@lru_cache(FORMS_KEPT)
def in_dictionary(form: str) -> str | None:
    """Return what the dictionary says of a form alone, or None where it does not know it."""
    import simplemma

    # Of one or two characters it makes other words: 'a' becomes 'à', 'nl' becomes 'Nederland'.
    if len(form) <= 2:
        return form
    if not simplemma.is_known(form, lang="nl"):
        return None
    # Dictionaries made of treebanks mark the parts of compounds: 'op_bouwen', 'grond_wet'.
    return str(simplemma.lemmatize(form, lang="nl")).lower().replace("_", "")


@lru_cache(FORMS_KEPT)
def _by_tail(form: str, part_of_speech: str) -> str | None:
    if part_of_speech != "NOUN" or in_dictionary(form) is not None:
        return None
    for start in range(LEAST_HEAD, len(form) - LEAST_TAIL + 1):
        tail = form[start:]
        found = _table().get((tail, "NOUN")) or in_dictionary(tail)
        if found is not None:
            return form[:start] + found
    return None


@cache
def _table() -> dict[tuple[str, str], str]:
    if not TABLE.is_file():
        return {}
    with gzip.open(TABLE, "rt", encoding="utf-8") as file:
        rows = (line.rstrip("\n").split("\t") for line in file)
        return {(form, part): found for form, part, found in rows}
