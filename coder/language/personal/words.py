"""The words of a text, with what names are compared by: small letters without accents, capitals, what is between."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]|-(?=[^\W\d_]))*")
_SPECIAL = str.maketrans("ıøłđþßİØŁĐ", "ioldpsiold")
_SENTENCE = frozenset('.!?\n:;•*"“')
_MOSTLY = 0.6  # more words than this with a capital, and capitals say nothing


@lru_cache(50_000)
def folded(word: str) -> str:
    """Return a word in small letters without accents: 'Yılmaz' is 'yilmaz'."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.translate(_SPECIAL).lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@dataclass(slots=True)
class Words:
    """Words of a text, side by side in lists.

    Attributes
    ----------
    starts, ends : where they stand.
    low : folded.
    upper : with a capital that says something: not so in a text in capitals, or with a capital on every word.
    first : of a sentence, where a capital says nothing.
    """

    text: str
    starts: list[int]
    ends: list[int]
    low: list[str]
    upper: list[bool]
    first: list[bool]

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self.low)

    def near(self, i: int) -> bool:
        """Return whether word `i` follows the one before it with nothing but a space (or the full stop of 'dhr.')."""
        if i <= 0 or i >= len(self.low):
            return False
        between = self.text[self.ends[i - 1] : self.starts[i]]
        return between == " " or between in ("  ", "\u00a0", " '", "’", "'", " ’")

    def after_title(self, i: int) -> bool:
        """Return whether word `i` follows a title, which may be short with a full stop."""
        return 0 < i < len(self.low) and self.text[self.ends[i - 1] : self.starts[i]] in (" ", ". ", ".", "  ", " '")

    def is_initial(self, i: int) -> bool:
        """Return whether word `i` is a letter with a full stop."""
        return self.ends[i] - self.starts[i] == 1 and self.text[self.ends[i] : self.ends[i] + 1] == "."


def words_of(text: str) -> Words:
    """Return the words of a text."""
    starts: list[int] = []
    ends: list[int] = []
    low: list[str] = []
    upper: list[bool] = []
    first: list[bool] = []
    end = 0
    ascii_low = text.lower() if text.isascii() else ""
    for match in WORD.finditer(text):
        start, stop = match.span()
        between = text[end:start]
        first.append(not low or (between != " " and between != "." and not _SENTENCE.isdisjoint(between)))
        starts.append(start)
        ends.append(stop)
        end = stop
        low.append(ascii_low[start:stop] if ascii_low else folded(text[start:stop]))
        upper.append(text[start].isupper() and (stop - start < 4 or not text[start:stop].isupper()))
    capitals = sum(upper)
    if len(low) > 3 and capitals > _MOSTLY * len(low):
        upper = [False] * len(low)
    return Words(text, starts, ends, low, upper, first)
