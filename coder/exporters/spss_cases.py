"""The cases of an SPSS data file, compressed: as bytecodes (.sav), and those in zlib blocks (.zsav)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Any, BinaryIO

import numpy as np

from coder.exporters.spss_dictionary import BIAS, SEGMENT_BYTES, SYSTEM_MISSING, Variable

CHUNK_BYTES = 2**23
"""Cases are laid out in full some 8 MB at a time: a long text takes its whole width in each."""

_BLOCK_BYTES = 0x3FF000
"""Of a zlib block before it is compressed; SPSS reads no other size."""
_ZIP_LEVEL = 6

_LITERAL, _SPACES, _MISSING = 253, 254, 255
_EIGHT_SPACES = int.from_bytes(b" " * 8, "little")

Values = Sequence[float] | Sequence[bytes]
"""Of one variable: numbers (`SYSTEM_MISSING` for an empty cell), or texts as UTF-8."""


def write_cases(
    handle: BinaryIO,
    variables: Sequence[Variable],
    values: Sequence[Values],
    cases: int,
    progress: Callable[[int], None],
    *,
    zipped: bool,
) -> None:
    """Write all cases behind the dictionary.

    Parameters
    ----------
    values : by variable, one for each case.
    progress : called with the number of cases that are written.
    """
    stream = _bytecodes(variables, values, cases, progress)
    if zipped:
        _write_blocks(handle, stream)
    else:
        handle.writelines(stream)


def _bytecodes(
    variables: Sequence[Variable], values: Sequence[Values], cases: int, progress: Callable[[int], None]
) -> Iterator[bytes]:
    elements = sum(sum(one.elements) for one in variables)
    numeric = np.repeat([one.width == 0 for one in variables], [sum(one.elements) for one in variables])
    rows = max(CHUNK_BYTES // (8 * elements) // 8 * 8, 8)  # of 8: codes are written in groups of 8
    for first in range(0, cases, rows):
        last = min(first + rows, cases)
        yield _compressed(_laid_out(variables, values, first, last, elements), numeric)
        progress(last)


def _laid_out(variables: Sequence[Variable], values: Sequence[Values], first: int, last: int, elements: int) -> Any:  # noqa: ANN401
    """Return cases in full, as bytes (n_cases, 8 x n_elements)."""
    room = np.full((last - first, 8 * elements), ord(" "), np.uint8)
    start = 0
    for one, column in zip(variables, values, strict=True):
        part = column[first:last]
        if one.width == 0:
            numbers = np.array(part, "<f8")
            room[:, start : start + 8] = numbers.view(np.uint8).reshape(-1, 8)
        else:
            texts = b"".join(value.ljust(one.width) for value in part)  # type: ignore[union-attr]
            letters = np.frombuffer(texts, np.uint8).reshape(-1, one.width)
            offsets = accumulate(one.elements, initial=0)
            for number, offset in enumerate(list(offsets)[:-1]):
                piece = letters[:, number * SEGMENT_BYTES : (number + 1) * SEGMENT_BYTES]
                room[:, start + 8 * offset : start + 8 * offset + piece.shape[1]] = piece
        start += 8 * sum(one.elements)
    return room


def _compressed(room: Any, numeric: Any) -> bytes:  # noqa: ANN401 - arrays
    """Return cases as bytecodes: a group of 8 codes, then the elements among them that no code stands for."""
    raw = room.view("<u8").ravel()
    is_number = np.tile(numeric, len(room))
    codes = np.where(raw == _EIGHT_SPACES, _SPACES, _LITERAL).astype(np.uint8)
    numbers = raw[is_number].view("<f8")
    found = np.full(len(numbers), _LITERAL, np.uint8)
    small = (numbers > -BIAS) & (numbers < _LITERAL - 1 - BIAS)
    small[small] = numbers[small] == np.floor(numbers[small])
    small &= ~((numbers == 0) & np.signbit(numbers))
    found[small] = (numbers[small] + BIAS).astype(np.uint8)
    found[numbers == SYSTEM_MISSING] = _MISSING
    codes[is_number] = found
    codes = np.concatenate([codes, np.zeros(-len(codes) % 8, np.uint8)])
    literal = codes == _LITERAL
    behind = literal.reshape(-1, 8).sum(axis=1)
    places = np.arange(len(behind)) + np.cumsum(behind) - behind
    out = np.empty(len(behind) + int(behind.sum()), "<u8")
    is_group = np.zeros(len(out), bool)
    is_group[places] = True
    out[places] = codes.view("<u8")
    out[~is_group] = raw[literal[: len(raw)]]
    return out.tobytes()


def _write_blocks(handle: BinaryIO, stream: Iterator[bytes]) -> None:
    begin = handle.tell()
    handle.write(bytes(24))  # filled in at the end
    plain, packed, blocks = begin, begin + 24, []
    for block in _in_blocks(stream):
        content = zlib.compress(block, _ZIP_LEVEL)
        blocks.append(struct.pack("<2q2i", plain, packed, len(block), len(content)))
        handle.write(content)
        plain, packed = plain + len(block), packed + len(content)
    trailer = struct.pack("<2q2i", -BIAS, 0, _BLOCK_BYTES, len(blocks)) + b"".join(blocks)
    handle.write(trailer)
    handle.seek(begin)
    handle.write(struct.pack("<3q", begin, packed, len(trailer)))
    handle.seek(0, 2)


def _in_blocks(stream: Iterator[bytes]) -> Iterator[bytes]:
    kept = bytearray()
    for part in stream:
        kept += part
        while len(kept) >= _BLOCK_BYTES:
            yield bytes(kept[:_BLOCK_BYTES])
            del kept[:_BLOCK_BYTES]
    if kept:
        yield bytes(kept)
