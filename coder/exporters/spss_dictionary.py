"""The dictionary of an SPSS data file: header, variables, labels, sets. Nothing of the cases.

The layout follows the PSPP developers' guide, 'System File Format'; PSPP and ReadStat read what is written here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

BIAS = 100
"""Added to whole numbers of -99 to 151, so that they fit in one byte."""
SYSTEM_MISSING = -1.7976931348623157e308
LOWEST, HIGHEST = -1.7976931348623155e308, -SYSTEM_MISSING
"""The ends of a range of missing values that has none."""

SEGMENT_BYTES = 255
_SEGMENT_SHARE = 252
"""Longer texts are divided over variables of 255 bytes, one for every 252 bytes of their width."""
_ELEMENT_BYTES = 8

_F, _A, _TIME, _DATETIME, _SDATE = 5, 1, 21, 22, 39
"""Numbers of formats: numbers, texts, times, and dates such as 2024/05/03."""
_UTF_8 = 65001
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SHORT_VALUE = 8
"""Bytes of a text that the ordinary record for labels can hold."""
_LABEL_BYTES, _VALUE_LABEL_BYTES = 255, 120
_NOMINAL, _SCALE = 1, 3
_LEFT, _RIGHT = 0, 1


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable as SPSS knows it."""

    name: str
    text: str
    width: int
    """Bytes of the longest text; 0 for numbers and dates."""
    kind: str
    """'number', 'truth', 'text', 'date', 'moment' or 'time'."""
    digits: int = 8
    decimals: int = 0
    labels: tuple[tuple[float | str, str], ...] = ()
    missing: tuple[float | str, ...] = ()
    """At most three that stand for no answer; beside a range at most one."""
    missing_range: tuple[float, float] | None = None
    scale: bool = False

    @property
    def segments(self) -> tuple[int, ...]:
        """The widths of the variables that it is divided over; of a number (0,)."""
        if self.width <= SEGMENT_BYTES:
            return (self.width,)
        count = -(-self.width // _SEGMENT_SHARE)
        return (*[SEGMENT_BYTES] * (count - 1), self.width - (count - 1) * _SEGMENT_SHARE)

    @property
    def elements(self) -> tuple[int, ...]:
        """How many units of 8 bytes each segment takes in a case."""
        return tuple(max(-(-width // _ELEMENT_BYTES), 1) for width in self.segments)


@dataclass(frozen=True, slots=True)
class ResponseSet:
    """Variables of 0 and 1 that are one question; 1 counts."""

    name: str
    text: str
    variables: tuple[int, ...]
    """Their places."""


def dictionary(
    variables: Sequence[Variable],
    sets: Sequence[ResponseSet],
    cases: int,
    weight: int | None,
    made: datetime,
    *,
    title: str,
    zipped: bool,
) -> bytes:
    """Return everything that stands before the cases.

    Parameters
    ----------
    weight : the place of the variable that cases are weighted by; None for none.
    zipped : whether the cases are in zlib blocks (.zsav).
    """
    places, place = [], 1
    for one in variables:
        places.append(place)
        place += sum(one.elements)
    return b"".join(
        (
            _header(place - 1, cases, 0 if weight is None else places[weight], made, title, zipped),
            *(_variable(one, names) for one, names in zip(variables, _short_names(variables), strict=True)),
            *_value_labels(variables, places),
            _extension(3, 4, struct.pack("<8i", 1, 0, 0, -1, 1, 1, 2, _UTF_8)),
            _extension(4, 8, struct.pack("<3d", SYSTEM_MISSING, HIGHEST, LOWEST)),
            *_sets(variables, sets),
            _extension(11, 4, b"".join(map(_display, variables))),
            *_names(variables),
            _extension(16, 8, struct.pack("<2q", 1, cases)),
            _extension(20, 1, b"UTF-8"),
            *_long_value_labels(variables),
            *_long_missing(variables),
            struct.pack("<2i", 999, 0),
        )
    )


def cut_bytes(text: str, limit: int, mark: str = "") -> bytes:
    """Return a text as UTF-8 of at most `limit` bytes, cut between characters; a cut text ends in `mark`."""
    content = text.encode("utf-8", "replace")
    if len(content) <= limit:
        return content
    end = mark.encode()
    return content[: limit - len(end)].decode("utf-8", "ignore").encode() + end


def _header(elements: int, cases: int, weight: int, made: datetime, title: str, zipped: bool) -> bytes:
    return struct.pack(
        "<4s60s5id9s8s64s3x",
        b"$FL3" if zipped else b"$FL2",
        _padded(b"@(#) SPSS DATA FILE - coder", 60),
        *(2, elements, 2 if zipped else 1, weight, cases),
        BIAS,
        f"{made.day:02} {_MONTHS[made.month - 1]} {made.year % 100:02}".encode(),
        f"{made:%H:%M:%S}".encode(),
        _padded(cut_bytes(title, 64), 64),
    )


def _short_names(variables: Sequence[Variable]) -> list[list[bytes]]:
    """Return names of 8 characters for every segment; what counts is the long name."""
    found, number = [], 0
    for one in variables:
        count = len(one.segments)
        found.append([b"V%d" % n for n in range(number + 1, number + count + 1)])
        number += count
    return found


def _variable(one: Variable, names: Sequence[bytes]) -> bytes:
    parts = []
    for number, (name, width, elements) in enumerate(zip(names, one.segments, one.elements, strict=True)):
        text = cut_bytes(one.text, _LABEL_BYTES) if number == 0 else b""
        missing = (*(one.missing_range or ()), *one.missing) if number == 0 and one.width <= _SHORT_VALUE else ()
        count = -len(missing) if one.missing_range else len(missing)
        shown = _format(one, width)
        parts.append(struct.pack("<6i8s", 2, width, bool(text), count, shown, shown, _padded(name, 8)))
        if text:
            parts.append(struct.pack("<i", len(text)) + _padded(text, -(-len(text) // 4) * 4))
        parts += [_value(value) for value in missing]
        parts += [struct.pack("<6i8s", 2, -1, 0, 0, 0, 0, b" " * 8)] * (elements - 1)
    return b"".join(parts)


def _format(one: Variable, width: int) -> int:
    if one.kind == "text":
        return _A << 16 | width << 8
    if one.kind == "date":
        return _SDATE << 16 | 10 << 8
    if one.kind == "time":
        return _TIME << 16 | 10 << 8
    return _DATETIME << 16 | 20 << 8 if one.kind == "moment" else _F << 16 | one.digits << 8 | one.decimals


def _value_labels(variables: Sequence[Variable], places: Sequence[int]) -> list[bytes]:
    """Return the labels, once for all variables that have the same."""
    shared: dict[tuple[tuple[float | str, str], ...], list[int]] = {}
    for one, place in zip(variables, places, strict=True):
        if one.labels and one.width <= _SHORT_VALUE:
            shared.setdefault(one.labels, []).append(place)
    records = []
    for labels, having in shared.items():
        parts = [struct.pack("<2i", 3, len(labels))]
        for value, label in labels:
            text = cut_bytes(label, _VALUE_LABEL_BYTES)
            parts.append(_value(value) + struct.pack("B", len(text)) + _padded(text, (len(text) + 8) // 8 * 8 - 1))
        parts.append(struct.pack(f"<2i{len(having)}i", 4, len(having), *having))
        records.append(b"".join(parts))
    return records


def _value(value: float | str) -> bytes:
    return _padded(value.encode(), _SHORT_VALUE) if isinstance(value, str) else struct.pack("<d", value)


def _long_value_labels(variables: Sequence[Variable]) -> list[bytes]:
    parts = []
    for one in variables:
        if one.labels and one.width > _SHORT_VALUE:
            parts.append(_counted(one.name.encode()) + struct.pack("<2i", one.width, len(one.labels)))
            for value, label in one.labels:
                content = _padded(str(value).encode(), one.width)
                parts.append(_counted(content) + _counted(cut_bytes(label, _VALUE_LABEL_BYTES)))
    return [_extension(21, 1, b"".join(parts))] if parts else []


def _long_missing(variables: Sequence[Variable]) -> list[bytes]:
    parts = []
    for one in variables:
        if one.missing and one.width > _SHORT_VALUE:
            parts.append(_counted(one.name.encode()) + struct.pack("<Bi", len(one.missing), _SHORT_VALUE))
            parts += map(_value, one.missing)
    return [_extension(22, 1, b"".join(parts))] if parts else []


def _sets(variables: Sequence[Variable], sets: Sequence[ResponseSet]) -> list[bytes]:
    """Return the record of multiple-response sets (dichotomies; a category is called after its variable)."""
    names = _short_names(variables)
    lines = []
    for one in sets:
        text = cut_bytes(one.text, _LABEL_BYTES)
        members = b" ".join(names[place][0].lower() for place in one.variables)
        lines.append(b"$%s=D1 1 %d %s %s\n" % (one.name.encode(), len(text), text, members))
    return [_extension(7, 1, b"".join(lines))] if lines else []


def _display(one: Variable) -> bytes:
    measure, side = (_SCALE if one.scale else _NOMINAL), (_LEFT if one.kind == "text" else _RIGHT)
    return b"".join(struct.pack("<3i", measure, min(max(width, 8), 40), side) for width in one.segments)


def _names(variables: Sequence[Variable]) -> Iterable[bytes]:
    pairs = list(zip(variables, _short_names(variables), strict=True))
    yield _extension(13, 1, b"\t".join(b"%s=%s" % (names[0], one.name.encode()) for one, names in pairs))
    widths = [b"%s=%05d\0\t" % (names[0], one.width) for one, names in pairs if one.width > SEGMENT_BYTES]
    if widths:
        yield _extension(14, 1, b"".join(widths))


def _extension(subtype: int, size: int, content: bytes) -> bytes:
    return struct.pack("<4i", 7, subtype, size, len(content) // size) + content


def _counted(content: bytes) -> bytes:
    return struct.pack("<i", len(content)) + content


def _padded(content: bytes, width: int) -> bytes:
    return content.ljust(width)
