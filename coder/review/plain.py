"""The desk without a screen: a line of input becomes keys.

An empty line is Enter. `/text`, `m text` and `n name | definition` type the text and close it; in the open codebook
`r label`, `d definition` and `s label; label` do so too. `o 24` takes the answers with these numbers out of the card.
Keys that are no character have names, with a number of times: `down 3`; a Tab shows the respondent. While something
is asked, a line is the answer to it. Any other line is a row of keys, such as `13` or `x`.
"""

from __future__ import annotations

NAMES = {
    **dict.fromkeys(("up", "omhoog"), "up"),
    **dict.fromkeys(("down", "omlaag"), "down"),
    **dict.fromkeys(("left", "links"), "left"),
    **dict.fromkeys(("right", "rechts"), "right"),
    **dict.fromkeys(("home", "begin"), "home"),
    **dict.fromkeys(("end", "einde"), "end"),
    **dict.fromkeys(("space", "spatie"), " "),
    **dict.fromkeys(("esc", "escape"), "escape"),
    "tab": "tab",
    "pgup": "pageup",
    "pgdn": "pagedown",
}
"""Keys by the names that a person can type, in English and in Dutch."""

MOST_TIMES = 1_000  # that a key is pressed by one line


def keys_of(line: str, *, typing: bool = False, codebook: bool = False) -> list[str]:
    """Return the keys that a line stands for.

    Parameters
    ----------
    typing : whether a text is asked for (see `coder.review.desk.Desk.typing`).
    codebook : whether the codebook is open.
    """
    if line.strip(" \r\n") == "\t":
        return ["tab"]
    text = line.strip()
    if not text:
        return ["enter"]
    name, _space, times = text.casefold().partition(" ")
    if name in NAMES and (not times or times.isdecimal()) and (not typing or NAMES[name] == "escape"):
        return [NAMES[name]] * min(int(times or 1), MOST_TIMES)
    if typing:
        return ["clear", *text, "enter"]
    head, rest = text[0], text[1:].strip()
    if head == "/" and rest:
        return ["/", *rest, "enter", *(() if codebook else ("escape",))]
    if head == "o" and rest and not codebook:
        return ["o", *(character for character in rest if not character.isspace()), "enter"]
    if head == "m" and text[1:2] == " " and not codebook:
        return ["m", *rest, "enter"]
    if head == "n" and text[1:2] == " ":
        label, _bar, definition = rest.partition("|")
        return ["n", *label.strip(), "enter", *definition.strip(), "enter"]
    if codebook and head in "rds" and text[1:2] == " ":
        return [head, "clear", *rest, "enter"]
    return [character for character in text if not character.isspace()]
