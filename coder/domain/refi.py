"""What REFI-QDA has no place for, as one line of JSON at the end of a description; other programs keep it as text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

MARK = "coder: "
"""How the line begins. What stands before it is for people, and counts when another program changes it."""

PROGRAM = "coder"
"""How the `origin` of a project begins that this program wrote."""


# The colours that have a name in terminals, as xterm shows them; others travel by name alone.
COLORS = {
    "black": "#000000",
    "red": "#CD0000",
    "green": "#00CD00",
    "yellow": "#CDCD00",
    "blue": "#0000EE",
    "magenta": "#CD00CD",
    "cyan": "#00CDCD",
    "white": "#E5E5E5",
    "bright_black": "#7F7F7F",
    "bright_red": "#FF0000",
    "bright_green": "#00FF00",
    "bright_yellow": "#FFFF00",
    "bright_blue": "#5C5CFF",
    "bright_magenta": "#FF00FF",
    "bright_cyan": "#00FFFF",
    "bright_white": "#FFFFFF",
}


def told(text: str, facts: Mapping[str, Any]) -> str:
    """Return a description: a text for people, and facts for this program on the line after it."""
    if not facts and not text.rpartition("\n")[2].startswith(MARK):
        return text
    # Non-characters are not allowed in XML, not even as references.
    line = MARK + json.dumps(dict(facts), ensure_ascii=False).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
    return f"{text}\n{line}" if text else line


def untold(description: str) -> tuple[str, dict[str, Any]]:
    """Return the text for people and the facts of a description; no facts where there are none to be read."""
    text, _break, line = description.rstrip().rpartition("\n")
    if not line.startswith(MARK):
        return description, {}
    try:
        facts = json.loads(line.removeprefix(MARK))
    except (ValueError, RecursionError):
        return description, {}
    return (text, facts) if isinstance(facts, dict) else (description, {})
