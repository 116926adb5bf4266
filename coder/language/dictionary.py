"""The Dutch dictionary, without the pipeline of the analyser."""

from __future__ import annotations

from functools import lru_cache

WORDS_KEPT = 50_000


@lru_cache(WORDS_KEPT)
def lemma_of(word: str) -> str | None:
    """Return the dictionary form of a word, or None where the dictionary has neither the word nor a form of it."""
    import simplemma

    return str(simplemma.lemmatize(word, lang="nl")) if simplemma.is_known(word, lang="nl") else None
