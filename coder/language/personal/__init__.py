"""Personal data in Dutch answers: found, and replaced.

Rules and lists, no model: `names` finds persons, `patterns` what has a form of its own, `redacting` writes the text
without them. How well is counted in tests/language/personal, on invented answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coder.domain.personal import Finding
from coder.language.personal.names import persons
from coder.language.personal.patterns import forms
from coder.language.personal.redacting import redact

__all__ = ["find", "redact"]


def find(texts: Iterable[str]) -> Iterator[list[Finding]]:
    """Yield the personal data of each text, by place; no two findings overlap."""
    for text in texts:
        yield _find(text)


def _find(text: str) -> list[Finding]:
    found: list[Finding] = []
    taken = bytearray(len(text))  # the first to find something has it
    for places in (forms(text), persons(text)):
        for start, end, kind, sure in places:
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append(Finding(start, end, kind, text[start:end], sure))
    found.sort(key=lambda one: one.start)
    return found
