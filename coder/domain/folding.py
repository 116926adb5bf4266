"""Texts made comparable, and texts made safe to show."""

from __future__ import annotations

import hashlib
import re
import unicodedata

# Line breaks are kept where a text is shown; every other control character becomes a visible mark.
_KEPT = {"\n", "\t"}
_ACCENTS, _WORD = re.compile("[\u0300-\u036f]"), re.compile(r"\w+")


def fold(text: str) -> str:
    """Return `text` without differences of case, spaces and punctuation: equal results count as the same answer."""
    characters = []
    for character in unicodedata.normalize("NFKC", text).casefold():
        category = unicodedata.category(character)[0]
        characters.append(" " if category in "ZCP" else character)
    return " ".join("".join(characters).split())


def bare(text: str) -> str:
    """Return the words of a text for searching: without differences of case, punctuation and accents."""
    return " ".join(_WORD.findall(_ACCENTS.sub("", unicodedata.normalize("NFKD", text).casefold())))


def text_hash(text: str) -> str:
    """Return the key of a text in caches and of repeats: 128 bits of its folded form, in hex."""
    return hashlib.blake2b(fold(text).encode(), digest_size=16).hexdigest()


def verbatim_hash(text: str) -> str:
    """Return the key of a text to the letter, for caches that hold character positions."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def visible(text: str) -> str:
    """Return `text` with control, escape and direction characters as visible marks of the same length.

    The result has as many characters as `text`, so positions stay valid. A terminal cannot be steered by it.
    """
    if text.isprintable():  # nearly all texts, and a hundred times as fast
        return text
    return "".join(_mark(character) for character in text)


def _mark(character: str) -> str:
    if character in _KEPT:
        return character
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    # Other controls, format characters (direction overrides, zero width), surrogates and private use. Joiners and
    # variation selectors (category Mn) stay, emoji need them.
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co") and character != "\u200d":
        return "\ufffd"
    if character in "\u2028\u2029\u0085":
        return "\u2424"
    return character
