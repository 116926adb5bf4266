"""The syntax file that LimeSurvey writes beside an export for R: names and labels are taken from it, nothing is run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from coder.importers.base import read_bytes
from coder.importers.encoding import decode
from coder.importers.limesurvey_headings import Heading
from coder.importers.limesurvey_structure import Field, text_key

MAX_BYTES = 16 * 2**20
"""One of 300 questions takes 100 kB."""

_STRING = r'"(?:[^"\\]|\\.)*"'
_NUMBER = r"\[(\d{1,6})\]"
_NAME = re.compile(rf"^names\(data\){_NUMBER} <- ({_STRING})", re.MULTILINE)
_LABEL = re.compile(rf"^attributes\(data\)\$variable\.labels{_NUMBER} <- ({_STRING})", re.MULTILINE)
_ITEMS = rf'c\(((?:{_STRING}|[^"()\n])*)\)'
_FACTOR = re.compile(
    rf"^data\[, ?(\d{{1,6}})\] <- factor\(data\[, ?\d+\], levels={_ITEMS}, ?labels={_ITEMS}\)", re.MULTILINE
)
_ITEM = re.compile(rf"{_STRING}|[^\s,\"()]+")


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    label: str
    labels: tuple[tuple[str, str], ...]


def read_syntax(path: Path, heads: Sequence[Heading]) -> list[Field | None]:
    """Return what a syntax file says of the columns of its data file; nothing when it is of another export.

    Raises
    ------
    InputError : it cannot be read or decoded.
    """
    text, _encoding = decode(read_bytes(path, MAX_BYTES), path)
    named = _named(text)
    told = [(one.label, heads[n].text) for n, one in named.items() if n < len(heads) and one.label and not heads[n].own]
    # A label has the part in front, '[part] question', a header behind: the same signs all the same.
    same = sum(sorted(text_key(label)) == sorted(text_key(header)) for label, header in told)
    if same * 2 < len(told):
        return [None] * len(heads)
    return [None if head.own else _field(named.get(place), head) for place, head in enumerate(heads)]


def _named(text: str) -> dict[int, _Named]:
    names = {int(number): _unquoted(name) for number, name in _NAME.findall(text)}
    told = {int(number): _unquoted(label) for number, label in _LABEL.findall(text)}
    factors = {}
    for number, levels, labels in _FACTOR.findall(text):
        values, words = (tuple(map(_unquoted, _ITEM.findall(part))) for part in (levels, labels))
        if len(values) == len(words):
            factors[int(number)] = tuple(zip(values, words, strict=True))
    return {number - 1: _Named(name, told.get(number, ""), factors.get(number, ())) for number, name in names.items()}


def _field(named: _Named | None, head: Heading) -> Field | None:
    if named is None:
        return None
    question = named.name.rpartition("_")[0] if head.part else ""
    return Field(named.name, named.label, labels=named.labels, question=question, extra=head.extra)


def _unquoted(item: str) -> str:
    return re.sub(r"\\(.)", r"\1", item[1:-1]) if item.startswith('"') else item
