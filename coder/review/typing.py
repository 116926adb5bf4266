"""A text in the making, key by key."""

from __future__ import annotations

LONGEST_INPUT = 2_000  # characters that a name, definition or memo may have; a paste beyond it is cut


def with_key(typed: str, key: str) -> str:
    """Return what is typed after a key: a character, 'backspace', or 'clear', which wipes all; others do nothing."""
    if key == "backspace":
        return typed[:-1]
    if key == "clear":
        return ""
    return typed + key if len(key) == 1 and key.isprintable() and len(typed) < LONGEST_INPUT else typed
