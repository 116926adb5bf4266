"""How far a negation reaches: 'niet tevreden over de zorg' turns 'tevreden' around, and not 'zorg'.

Word lists and the order of the words do it, so that the words of a codebook, which no language model reads, follow the
same rule as answers. Where parts of speech and heads are known they settle what the order leaves open. After the
negation rules of Chapman et al. (2001, NegEx), for Dutch and with the reach of clauses instead of a number of words.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

NOUN_NEGATORS = frozenset(["geen", "zonder", "geeneen", "no", "without"])
"""They turn the noun around that follows, with what describes it."""

NEGATORS = NOUN_NEGATORS | frozenset(
    [
        "niet",
        "nooit",
        "niets",
        "niks",
        "niemand",
        "nergens",
        "nauwelijks",
        "amper",
        "noch",
        "nimmer",
        "geenszins",
        "not",
        "never",
        "nothing",
    ]
)
"""Words that turn others around."""

FURTHEST = 8
"""Words from a negation to the last word it reaches; clauses of answers are shorter."""

MOST = 3
"""Words that one negation turns around at most: 'niet goed genoeg geregeld'."""

# 'niet alleen snel maar ook goed' says that it is quick.
_NOT_NEGATING = frozenset(["alleen", "zozeer", "enkel", "slechts", "uitsluitend", "only", "just"])
_CLAUSE = frozenset(
    [
        "maar",
        "want",
        "omdat",
        "doordat",
        "zodat",
        "terwijl",
        "hoewel",
        "dus",
        "als",
        "wanneer",
        "toen",
        "dat",
        "die",
        "wat",
        "wie",
        "waar",
        "waarom",
        "hoe",
        "welke",
        "wel",
        "ik",
        "jij",
        "je",
        "u",
        "hij",
        "zij",
        "ze",
        "wij",
        "we",
        "jullie",
        "men",
        "het",
        "but",
        "because",
        "while",
        "that",
        "which",
        "who",
        "what",
    ]
)
_PREPOSITIONS = frozenset(
    [
        "aan",
        "achter",
        "bij",
        "binnen",
        "boven",
        "buiten",
        "door",
        "in",
        "langs",
        "met",
        "na",
        "naar",
        "naast",
        "om",
        "onder",
        "op",
        "over",
        "per",
        "rond",
        "sinds",
        "tegen",
        "tijdens",
        "tot",
        "tussen",
        "uit",
        "van",
        "vanaf",
        "vanuit",
        "via",
        "volgens",
        "voor",
        "about",
        "at",
        "by",
        "for",
        "from",
        "in",
        "of",
        "on",
        "to",
        "with",
    ]
)
_AND = frozenset(["en", "of", "noch", "and", "or"])
_PREDICATES = frozenset(["VERB", "ADJ", "NOUN", "AUX"])


def negators(
    lemmas: Sequence[str],
    content: Sequence[bool],
    breaks: Collection[int] = (),
    parts_of_speech: Sequence[str] | None = None,
    heads: Sequence[int | None] | None = None,
) -> list[int | None]:
    """Return for each word the place of the negation that turns it around, or None.

    Parameters
    ----------
    lemmas, content : of the words, in lower case; only words of content are turned around.
    breaks : places of words that follow a sign which ends a clause.
    parts_of_speech : of the words (Universal Dependencies), where known.
    heads : the place of the word that each word depends on, where known: in 'ik vertrouw de gemeente niet' it is the
        verb that is turned around.
    """
    found: list[int | None] = [None] * len(lemmas)
    if NEGATORS.isdisjoint(lemmas):
        return found
    for place, lemma in enumerate(lemmas):
        if lemma not in NEGATORS or (place + 1 < len(lemmas) and lemmas[place + 1] in _NOT_NEGATING):
            continue
        reached = _ahead(place, lemmas, content, breaks, parts_of_speech)
        if not reached and lemma not in NOUN_NEGATORS:
            reached = _behind(place, lemmas, content, breaks, parts_of_speech, heads)
        for at in reached:
            # 'niet zonder reden': the nearer negation counts, and two of them do not make one.
            found[at] = place
    return found


def _ahead(
    place: int,
    lemmas: Sequence[str],
    content: Sequence[bool],
    breaks: Collection[int],
    parts_of_speech: Sequence[str] | None,
) -> list[int]:
    nouns_only = lemmas[place] in NOUN_NEGATORS
    reached: list[int] = []
    for at in range(place + 1, min(place + 1 + FURTHEST, len(lemmas))):
        lemma = lemmas[at]
        part = parts_of_speech[at] if parts_of_speech else ""
        if at in breaks or lemma in _CLAUSE or lemma in NEGATORS:
            break
        if lemma in _AND:
            # 'geen geld en tijd', 'niet veilig of schoon'; but in 'niet veilig en duur' it is dear.
            if reached and not (nouns_only or lemma != "en"):
                break
        elif lemma in _PREPOSITIONS and not content[at]:
            if reached:
                break
        elif content[at]:
            reached.append(at)
            follows_and = at + 1 < len(lemmas) and lemmas[at + 1] in _AND
            if len(reached) == MOST or (nouns_only and part in ("NOUN", "PROPN") and not follows_and):
                break
        elif reached and part in ("VERB", "AUX"):
            break
    return reached


def _behind(
    place: int,
    lemmas: Sequence[str],
    content: Sequence[bool],
    breaks: Collection[int],
    parts_of_speech: Sequence[str] | None,
    heads: Sequence[int | None] | None,
) -> list[int]:
    """Return the verb or quality before a negation at the end of a clause."""
    at = heads[place] if heads else None
    if at is None or not content[at] or lemmas[at] in NEGATORS:
        at = place - 1
        if parts_of_speech is None or at < 0 or parts_of_speech[at] not in ("VERB", "ADJ"):
            return []
    clause = range(min(at, place) + 1, max(at, place) + 1)
    if abs(at - place) > FURTHEST or not content[at] or any(b in clause for b in breaks):
        return []
    return [at] if parts_of_speech is None or parts_of_speech[at] in _PREDICATES else []
