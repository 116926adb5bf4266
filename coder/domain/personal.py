"""Personal data in a text: what kind it is and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of personal data something is."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    IBAN = "iban"
    BSN = "bsn"
    PLATE = "plate"
    BIRTH = "birth"
    USER = "user"
    URL = "url"


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data found in a text: `text[start:end]`."""

    start: int
    end: int
    kind: Kind
    text: str
    """What was found, to the letter."""
    sure: bool = True
    """Whether it can be replaced without a person looking; not so where it may as well be an ordinary word."""
