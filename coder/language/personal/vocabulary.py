"""Which words are Dutch: asked only where the lists of names do not tell, so that its dictionary is seldom loaded."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(20_000)
def is_word(word: str) -> bool:
    """Return whether a word in small letters is in simplemma's Dutch dictionary."""
    from simplemma import is_known

    return bool(is_known(word, "nl"))
