"""Texts without their personal data: `[naam]`, `[telefoon]`; the same person has the same number."""

from __future__ import annotations

import re
from collections.abc import Iterable, MutableMapping
from typing import Any

from coder.domain.personal import Finding, Kind
from coder.language.personal.lists import PREFIXES, TITLES
from coder.language.personal.words import folded

PLACEHOLDERS = {
    Kind.NAME: "naam",
    Kind.EMAIL: "e-mail",
    Kind.PHONE: "telefoon",
    Kind.ADDRESS: "adres",
    Kind.IBAN: "iban",
    Kind.BSN: "bsn",
    Kind.PLATE: "kenteken",
    Kind.BIRTH: "geboortedatum",
    Kind.USER: "gebruikersnaam",
    Kind.URL: "link",
}
"""What stands in the text instead. Dutch, as the answers are, whatever the language of the program."""

_LAST = ()
_PART = re.compile(r"[^\W\d_]+")


def redact(text: str, findings: Iterable[Finding], numbers: MutableMapping[Any, int]) -> str:
    """Return `text` with its findings replaced.

    Parameters
    ----------
    findings : by place, not overlapping.
    numbers : which number the persons of earlier texts have; `{}` to begin with, new persons are added. 'Jansen' is
        the 'Piet Jansen' that was named before, in whatever case.
    """
    pieces: list[str] = []
    at = 0
    for found in findings:
        number = _number(found.text, numbers) if found.kind is Kind.NAME else 1
        label = PLACEHOLDERS[found.kind]
        pieces += text[at : found.start], f"[{label} {number}]" if number > 1 else f"[{label}]"
        at = found.end
    return "".join(pieces) + text[at:]


def _number(name: str, numbers: MutableMapping[Any, int]) -> int:
    whole = _parts(name)
    # The whole name; else a part that stands for somebody named in full ('Jansen'), or a full name of somebody who was
    # only called by a part before ('Piet Jansen' after 'Piet').
    keys = [whole, ("of", whole[0])] if len(whole) == 1 else [whole, *((part,) for part in whole)]
    number = next((numbers[key] for key in keys if key in numbers), None)
    if number is None:
        number = numbers[_LAST] = numbers.get(_LAST, 0) + 1
    numbers.setdefault(whole, number)
    if len(whole) > 1:
        for part in whole:
            numbers.setdefault(("of", part), number)
    return number


def _parts(name: str) -> tuple[str, ...]:
    """Return what names the person, without 'van der' and initials: 'J. van Dijk' is ('dijk',)."""
    parts = _PART.findall(folded(name))
    return tuple(p for p in parts if len(p) > 1 and p not in PREFIXES and p not in TITLES) or tuple(parts) or (name,)
