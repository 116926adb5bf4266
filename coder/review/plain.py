"""The desk without a screen: a line of input becomes keys.

An empty line is Enter. `/text`, `m text` and `n name | definition` type the text and close it; `o 24` takes the answers
with these numbers out of the card; a Tab shows the respondent; any other line is a row of keys, such as `13` or `x`.
"""

from __future__ import annotations


def keys_of(line: str) -> list[str]:
    """Return the keys that a line stands for."""
    if line.strip(" \r\n") == "\t":
        return ["tab"]
    text = line.strip()
    if not text:
        return ["enter"]
    head, rest = text[0], text[1:].strip()
    if head == "/" and rest:
        return ["/", *rest, "enter", "escape"]
    if head == "o" and rest:
        return ["o", *(character for character in rest if not character.isspace()), "enter"]
    if head == "m" and text[1:2] == " ":
        return ["m", *rest, "enter"]
    if head == "n" and text[1:2] == " ":
        name, _bar, definition = rest.partition("|")
        return ["n", *name.strip(), "enter", *definition.strip(), "enter"]
    return [character for character in text if not character.isspace()]
