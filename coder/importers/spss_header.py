"""The variable that an SPSS data file is weighted by: it stands in its header alone, as a place.

The layout follows the PSPP developers' guide, 'System File Format'.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

_HEADER_BYTES = 176
_LAYOUT, _WEIGHT = slice(64, 68), slice(76, 80)
_VARIABLE, _LABELS, _LABELLED, _DOCUMENT, _EXTENSION = 2, 3, 4, 6, 7
_LONG_NAMES = 13
_MOST_BYTES = 64 * 2**20
"""Longest record that is read over: a dictionary is far smaller."""


def weight_name(path: Path, encoding: str) -> str:
    """Return the name of the weight, or '' when there is none or the header is not as it should be."""
    try:
        with path.open("rb") as file:
            short, long = _names(file)
        return (long or short).decode(encoding, "replace").strip()
    except (struct.error, OSError, ValueError, LookupError):
        return ""


def _names(file: BinaryIO) -> tuple[bytes, bytes]:
    """Return the name of the weight in 8 characters, and its long name where it has one."""
    header = file.read(_HEADER_BYTES)
    order = "<" if header[_LAYOUT] in (b"\2\0\0\0", b"\3\0\0\0") else ">"
    (weight,) = struct.unpack(order + "i", header[_WEIGHT])
    short, place = b"", 0
    while weight:
        (record,) = struct.unpack(order + "i", file.read(4))
        if record == _VARIABLE:
            place += 1
            _width, labelled, missing, _print, _write, name = struct.unpack(order + "5i8s", file.read(28))
            if place == weight:
                short = name.strip()
            if labelled:
                (length,) = struct.unpack(order + "i", file.read(4))
                _skip(file, (length + 3) // 4 * 4)
            _skip(file, 8 * abs(missing))
        elif record == _LABELS:
            (count,) = struct.unpack(order + "i", file.read(4))
            for _label in range(count):
                _skip(file, 8)
                (length,) = struct.unpack("B", file.read(1))
                _skip(file, (length + 8) // 8 * 8 - 1)
        elif record == _LABELLED:
            (count,) = struct.unpack(order + "i", file.read(4))
            _skip(file, 4 * count)
        elif record == _DOCUMENT:
            (lines,) = struct.unpack(order + "i", file.read(4))
            _skip(file, 80 * lines)
        elif record == _EXTENSION:
            subtype, size, count = struct.unpack(order + "3i", file.read(12))
            if subtype == _LONG_NAMES:
                return short, _long(file.read(min(size * count, _MOST_BYTES)), short)
            _skip(file, size * count)
        else:
            break
    return short, b""


def _skip(file: BinaryIO, count: int) -> None:
    if not 0 <= count <= _MOST_BYTES:
        raise ValueError("a record of this length is not right")
    file.seek(count, 1)


def _long(content: bytes, short: bytes) -> bytes:
    names = dict(pair.split(b"=", 1) for pair in content.split(b"\t") if b"=" in pair)
    return names.get(short, b"")
