"""Keys of questions: short, the same whenever a file is read, and made of the question's code where it has one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coder.domain.codebook import slug

LONGEST = 32
"""Characters of a key that was made from a text: it is typed after --question and stands above tables."""

_PART_LONGEST = 12
"""Of these, what the part of a question gets: 'Other' in 'How did you come? [Other]'."""

_PLAIN = re.compile(rf"\w[\w.-]{{0,{LONGEST - 1}}}")
_CODED = re.compile(r"\w{1,31}(?:\[\w{1,31}\])+")
"""A code with that of a part: 'Q3[other]'."""
_CODE = re.compile(r"\[?([A-Za-z]{1,3}\d{1,4}(?:[a-z]|[._]\d{1,3})?)(?:\]|[.:)]|\s[-–])\s*\S")
"""A code before a text, set apart by a sign: 'Q3. What ...', 'V7: ...', '[Q3] ...'."""


def key_of(name: str) -> str:
    """Return the key of a question: its name where that is short and plain, else its code, else its first words."""
    if _PLAIN.fullmatch(name):
        return name
    if _CODED.fullmatch(name):
        return "_".join(re.findall(r"\w+", name))[:LONGEST]
    if code := _CODE.match(name.strip()):
        return code[1]
    question, bracket, part = name.rstrip().removesuffix("]").rpartition("[")
    if name.rstrip().endswith("]") and bracket and question.strip() and part.strip():
        last = _words(part, _PART_LONGEST)
        return f"{_words(question, LONGEST - len(last) - 1)}_{last}"
    return _words(name, LONGEST)


def keys_of(names: Sequence[str]) -> tuple[str, ...]:
    """Return the keys of the columns of a table, no two the same: of equal ones the later get a number."""
    found: list[str] = []
    taken = set[str]()
    for name in names:
        key, number = key_of(name), 1
        candidate = key
        while candidate in taken:
            number += 1
            candidate = f"{key}_{number}"
        taken.add(candidate)
        found.append(candidate)
    return tuple(found)


def _words(text: str, longest: int) -> str:
    """Return the words at the beginning of a text that fit, without parentheses; of a long word a piece."""
    outside = re.sub(r"\([^()]*\)", " ", text)
    words = slug(outside if re.search(r"\w", outside) else text).split("_")
    key = words[0]
    for word in words[1:]:
        if len(key) + 1 + len(word) > longest:
            break
        key += f"_{word}"
    return key[:longest]
