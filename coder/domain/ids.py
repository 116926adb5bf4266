"""Identifiers that are unique over project files, so that merging two files is a set union."""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
import time

ID_PATTERN = re.compile("[0-9a-f]{32}")

AHEAD_MILLISECONDS = 366 * 24 * 3_600_000
"""How far the clock of another computer may be ahead: beyond a year, an identifier is not taken for a time."""

_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """Return a new identifier: 32 hex digits, in order of time (the layout of UUID version 7, RFC 9562).

    Identifiers made by one process ascend strictly: the 12 bits after the milliseconds count within a millisecond.
    """
    global _last
    with _lock:
        stamp = max((time.time_ns() // 1_000_000) << 12, _last + 1)
        _last = stamp
    milliseconds, counter = stamp >> 12, stamp & 0xFFF
    tail = 0x8000_0000_0000_0000 | secrets.randbits(62)
    return f"{milliseconds:012x}7{counter:03x}{tail:016x}"


def go_on_after(*ids: str | None) -> None:
    """Let the identifiers that this process makes come after these, as far as these are not more than a year ahead."""
    global _last
    latest = ((time.time_ns() // 1_000_000) + AHEAD_MILLISECONDS) << 12
    for one in ids:
        if one is not None and ID_PATTERN.fullmatch(one):
            stamp = int(one[:12] + one[13:16], 16)
            with _lock:
                _last = max(_last, stamp) if stamp <= latest else _last


def answer_id(question_id: str, round_id: str, respondent_id: str) -> int:
    """Return the number of an answer: 63 bits of a hash, the same in every project file that holds the answer.

    A million answers collide with a chance of about 5e-8.
    """
    key = "\x1f".join((question_id, round_id, respondent_id)).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(key, digest_size=8).digest(), "big") >> 1
