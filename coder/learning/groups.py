"""Groups of texts that read alike, strict enough that one coding is right for all of a group.

Each group is a star: a shown text, and members that are each alike to it and not just to another member. Alike means
nearly the same characters, and the same words of content but for typing mistakes, with the same negations and numbers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import sqrt

from coder.domain.texts import _

SIMILARITY = 0.85
"""The least cosine. Lower finds more, and more that differ in meaning."""

NGRAMS = range(2, 6)
"""Letters of the parts of words that texts are compared by. They are not weighed by how rare they are: that makes what
two texts share count for less, and a group depend on answers that have nothing to do with it."""

TEXTS_AT_A_TIME = 1_000  # texts between two reports of progress

SHORTEST_MISTAKE, SECOND_MISTAKE = 5, 12
"""Letters from which a word may have one typing mistake, and two: of shorter words, most that are one letter off are
other words."""

POLAR = frozenset(
    (
        "niet geen nooit niets niks nergens niemand nee ja zonder nauwelijks noch wel minder meer te weinig "
        "veel teveel tegen alleen behalve anders beter slechter best slecht goed eerst laatst wanneer als "
        "mits tenzij not no never nothing none nobody without hardly nor yes less more too few little much "
        "many against only except better worse best worst if unless "
    ).split()
)
"""Words of negation, degree and condition: one of them more or less turns an answer around."""

TURNING = ("on", "niet", "un", "in", "im", "dis", "non")
"""Beginnings that turn a word around."""

FILLER = frozenset(
    (
        "de het een en of dat die dit deze ik je jij jouw mijn me mij we wij ons onze u uw zij ze hij hun er "
        "is was zijn ben bent wordt worden heb hebt heeft hebben van voor op aan om in bij met dan ook heel "
        "erg zeer gewoon vind vindt denk graag omdat want dus nog maar zo hier daar echt eigenlijk "
        "natuurlijk the a an and or that this these i you your my we our it its they their there is are was "
        "be been have has had of for on at to in with so very really just think because also then "
    ).split()
)
"""Words that may come or go without another meaning."""

Lemma = Callable[[str], str | None]
"""Gives the dictionary form of a word, or None where no dictionary has it."""


def no_dictionary(_word: str) -> None:
    """Know no word."""


def groups(
    texts: Sequence[str],
    counts: Sequence[int],
    similarity: float = SIMILARITY,
    lemma: Lemma = no_dictionary,
    progress: Callable[[str, int, int], None] = lambda _what, _done, _total: None,
) -> list[tuple[int, ...]]:
    """Return groups of texts that read alike, those with most answers first.

    Only texts whose words of content are the same once each word is replaced by the most frequent word one letter off
    are compared, so that time grows in step with the texts and not with their pairs.

    Parameters
    ----------
    texts : distinct folded texts (n_texts,), see `coder.domain.folding.fold`.
    counts : answers with each text (n_texts,).
    similarity : the least cosine of the sets of character n-grams, above 0 and at most 1.
    lemma : of a word: two different words of the dictionary are never taken for a typing mistake.
    progress : called with what is being done, how much is done and how much there is.

    Returns
    -------
    Places in `texts`, two or more a group: first the shown text, the most frequent one; then its members.
    """
    buckets: dict[str, list[int]] = defaultdict(list)
    keys = list(_keys(texts, counts))
    for place, own in enumerate(keys):
        for key in own:
            buckets[key].append(place)
    alike = _Alike(texts, similarity, lemma)
    free, found = set(range(len(texts))), []
    for done, center in enumerate(sorted(free, key=lambda place: (-counts[place], place))):
        if done % TEXTS_AT_A_TIME == 0:
            progress(_("Comparing answers"), done, len(texts))
        if center not in free:
            continue
        near = {place for key in keys[center] for place in buckets[key]} & free - {center}
        members = sorted((p for p in near if alike(center, p)), key=lambda place: (-counts[place], place))
        free -= {center, *members}
        if members:
            found.append((center, *members))
    return sorted(found, key=lambda group: -sum(counts[place] for place in group))


def _keys(texts: Sequence[str], counts: Sequence[int]) -> Iterator[set[str]]:
    """Yield per text what texts that are alike have in common: the words of content in any order, and unspaced."""
    frequency: Counter[str] = Counter()
    for text, n in zip(texts, counts, strict=True):
        frequency.update(dict.fromkeys(text.split(), n))
    usual = _usual(frequency)
    for text in texts:
        words = [usual.get(word, word) for word in text.split()]
        words = [word for word in words if word not in FILLER]
        yield {" ".join(sorted(set(words))), "".join(words)} - {""}


def _usual(frequency: Mapping[str, int]) -> dict[str, str]:
    """Return the most frequent word about one letter off, for each word that is long enough.

    Two words one letter off become the same when one letter of either or both is left out (Garbe, SymSpell, 2012).
    """
    best: dict[str, str] = {}
    for word in sorted(frequency, key=lambda word: (-frequency[word], word)):
        for key in _shortened(word):
            best.setdefault(key, word)
    return {
        word: min((best[key] for key in shortened), key=lambda other: (-frequency[other], other))
        for word in frequency
        if (shortened := _shortened(word))
    }


def _shortened(word: str) -> set[str]:
    if len(word) < SHORTEST_MISTAKE:
        return set()
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


class _Alike:
    """Whether two of the texts read alike."""

    def __init__(self, texts: Sequence[str], similarity: float, lemma: Lemma) -> None:
        self._texts, self._similarity, self._lemma = texts, similarity, lemma
        self._ngrams = lru_cache(50_000)(_ngrams)  # texts of a bucket are asked for again and again

    def __call__(self, one: int, other: int) -> bool:
        a, b = self._texts[one], self._texts[other]
        return self._similar(a, b) and self._same_meaning(a.split(), b.split())

    def _similar(self, a: str, b: str) -> bool:
        # In a short text one typing mistake leaves few n-grams whole: there the share of letters tells.
        if 1 - 1 / max(len(a), len(b), 1) >= self._similarity and distance(a, b, 1) <= 1:
            return True
        mine, yours = self._ngrams(a), self._ngrams(b)
        return len(mine & yours) >= self._similarity * sqrt(len(mine) * len(yours)) > 0

    def _same_meaning(self, one: Sequence[str], other: Sequence[str]) -> bool:
        mine, yours = set(one), set(other)
        apart = mine ^ yours
        if apart & POLAR or any(any(c.isdigit() for c in word) for word in apart):
            return False
        a = [word for word in one if word not in yours and word not in FILLER]
        b = [word for word in other if word not in mine and word not in FILLER]
        if "".join(a) == "".join(b):
            return True
        return len(a) == len(b) and all(map(self._mistake, a, b))

    def _mistake(self, a: str, b: str) -> bool:
        longest = max(len(a), len(b))
        if longest < SHORTEST_MISTAKE or any(a == prefix + b or b == prefix + a for prefix in TURNING):
            return False
        most = 2 if longest >= SECOND_MISTAKE else 1
        if distance(a, b, most) > most:
            return False
        known, also = self._lemma(a), self._lemma(b)
        return known is None or also is None or known == also


def _ngrams(text: str) -> frozenset[str]:
    return frozenset(
        padded[i : i + n]
        for word in text.split()
        for padded in [f" {word} "]
        for n in NGRAMS
        for i in range(max(1, len(padded) - n + 1))
    )


def distance(a: str, b: str, most: int) -> int:
    """Return how many letters are put in, left out, changed or swapped with the next (optimal string alignment).

    It stops counting at `most` + 1.
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i in range(1, len(a) + 1):
        now = [i]
        for j in range(1, len(b) + 1):
            cost = min(row[j] + 1, now[j - 1] + 1, row[j - 1] + (a[i - 1] != b[j - 1]))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return most + 1
        before, row = row, now
    return min(row[-1], most + 1)
