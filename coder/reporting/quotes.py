"""Which answers to quote with a theme: typical, short, from different people, spread over groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from coder.domain.folding import bare

QUOTES = 3
"""Quotes with a theme: enough to hear more than one voice."""

SHORTEST, LONGEST = 4, 40
"""Words: a shorter answer says little by itself, a longer one is skipped by readers."""

REPEATED = 0.7  # of the words of the shorter of two answers, from which one is no news beside the other
CONTENT = 4  # letters of a word that may say something of the subject


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one respondent wrote, as it would be quoted."""

    answer_id: int
    respondent: str
    text: str
    codes: frozenset[str]
    group: str = ""


def chosen(
    candidates: Sequence[Candidate], code_id: str, n: int = QUOTES, used: Collection[str] = (), *, like: bool = False
) -> list[Candidate]:
    """Return the answers to quote with a code, the most telling first; nobody twice.

    Parameters
    ----------
    candidates : answers with and without the code, each of which may be quoted.
    n : how many at most. used : respondents who are quoted already.
    like : whether answers that hardly add to one that stands there come too, after all others: for who chooses.

    Notes
    -----
    First come answers of a length that is read, with few other codes, in words that others with the code use too
    (`typical`). Each next one is of the group that has been quoted least, and no repetition of what stands there.
    """
    having = [one for one in candidates if code_id in one.codes and one.respondent not in used]
    typical = _typical(having)
    left = sorted(having, key=lambda one: (_awkward(one), -typical[one.answer_id], one.answer_id))
    found: list[Candidate] = []
    alike: set[int] = set()
    while left and len(found) < n:
        quoted = Counter(one.group for one in found)
        best = min(left, key=lambda one: (one.answer_id in alike, quoted[one.group], left.index(one)))
        found.append(best)
        said = _words(best.text)
        left = [one for one in left if one.respondent != best.respondent and _words(one.text) != said]
        alike |= {one.answer_id for one in left if _repeats(_words(one.text), said)}
        if not like:
            left = [one for one in left if one.answer_id not in alike]
    return found


def _repeats(words: frozenset[str], said: frozenset[str]) -> bool:
    """Return whether of two answers the shorter says hardly anything that is not in the other."""
    return len(words & said) > REPEATED * min(len(words), len(said))


def _awkward(one: Candidate) -> tuple[bool, int]:
    length = len(one.text.split())
    return not SHORTEST <= length <= LONGEST, max(len(one.codes), 1)


def _typical(candidates: Iterable[Candidate]) -> dict[int, float]:
    """Return for each answer which share of the others has a word of it, averaged over its words."""
    words = {one.answer_id: _words(one.text) for one in candidates}
    used_by = Counter(chain.from_iterable(words.values()))
    return {
        answer_id: sum(used_by[word] - 1 for word in mine) / len(mine) if mine else 0.0
        for answer_id, mine in words.items()
    }


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in bare(text).split() if len(word) >= CONTENT)
