"""A finder of personal data for tests: some names are certain, 'roos' may be a flower."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from coder.domain.personal import Finding, Kind
from coder.workflows.personal import finder

SURE = re.compile(r"\b(?:Zwartkruid|Jansen)\b")
UNSURE = re.compile(r"\broos\b", re.IGNORECASE)
NAME = next(kind for kind in Kind if "naam" in str(kind) or "name" in str(kind))


class Fake:
    """Finds a few names, and counts what it was asked."""

    def __init__(self) -> None:
        self.texts = 0

    def find(self, texts: Iterable[str]) -> Iterator[list[Finding]]:
        for text in texts:
            self.texts += 1
            found = [Finding(m.start(), m.end(), NAME, m[0], True) for m in SURE.finditer(text)]
            found += [Finding(m.start(), m.end(), NAME, m[0], False) for m in UNSURE.finditer(text)]
            yield sorted(found, key=lambda one: one.start)

    def redact(self, text, findings, numbers):
        return finder().redact(text, findings, numbers)
