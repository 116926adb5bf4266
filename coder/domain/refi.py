"""What REFI-QDA has no place for, as one line of JSON at the end of a description; other programs keep it as text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

MARK = "coder: "
"""How the line begins. What stands before it is for people, and counts when another program changes it."""

PROGRAM = "coder"
"""How the `origin` of a project begins that this program wrote."""


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
    except ValueError:
        return description, {}
    except RecursionError:
        return description, {}
    return (text, facts) if isinstance(facts, dict) else (description, {})
