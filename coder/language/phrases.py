"""Phrases of an answer: nouns with what describes them, and verbs with their object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING

from coder.domain.words import Phrase, Word

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LONGEST = 6
"""Words of a phrase at most, those without content included; the parser strays on longer ones."""

_DESCRIBING = frozenset(["amod", "compound", "nummod", "flat", "nmod", "acl"])
_OBJECTS = frozenset(["obj", "nsubj:pass"])


def phrases(doc: Doc, words: Sequence[Word], place_of: Mapping[int, int]) -> Iterator[Phrase]:
    """Yield the phrases of an answer with two words of content or more.

    Parameters
    ----------
    words : of the answer. place_of : the place among them of each token that is a word.
    """
    for token in doc:
        if token.i not in place_of:
            continue
        if token.pos_ in ("NOUN", "PROPN") and token.dep_ not in ("flat", "compound"):
            yield from _noun(token, words, place_of)
        if token.dep_ in _OBJECTS and token.head.pos_ == "VERB" and token.head.i in place_of:
            yield from _verb(token, words, place_of)


def _noun(head: Token, words: Sequence[Word], place_of: Mapping[int, int]) -> Iterator[Phrase]:
    # To the left what describes the noun; to the right one part with a preposition: 'gebrek aan eigenaarschap'.
    left = [t.i for t in head.lefts if t.dep_ in _DESCRIBING or (t.i in place_of and _negates(t, words, place_of))]
    core = range(min(left, default=head.i), head.i + 1)
    ends = [t.i for t in head.rights if t.dep_ == "nmod" and any(c.dep_ == "case" for c in t.lefts)]
    for tokens in (core, range(core.start, ends[0] + 1) if ends else None):
        if tokens is not None:
            kept = {t.i for t in head.doc[tokens.start : tokens.stop] if t.dep_ == "case"}
            yield from _phrase(tokens, kept, words, place_of)


def _verb(item: Token, words: Sequence[Word], place_of: Mapping[int, int]) -> Iterator[Phrase]:
    verb = item.head
    found = [words[place_of[item.i]], words[place_of[verb.i]]]
    if not all(word.content for word in found) or abs(item.i - verb.i) > LONGEST:
        return
    lemmas = [word.lemma for word in found]
    negator = next((word.negator for word in found if word.negator is not None), None)
    if negator is not None:
        lemmas.insert(0, words[negator].lemma)
    yield Phrase(min(w.start for w in found), max(w.end for w in found), " ".join(lemmas), "verb")


def _phrase(
    tokens: Sequence[int], kept: Set[int], words: Sequence[Word], place_of: Mapping[int, int]
) -> Iterator[Phrase]:
    places = [place_of.get(i) for i in tokens]
    if len(tokens) > LONGEST or any(place is None for place in places):
        return  # a sign stands within
    inside = [words[place] for place in places if place is not None]
    content = [word for word in inside if word.content]
    if len(content) >= 2:
        said = [word.lemma for token, word in zip(tokens, inside, strict=True) if token in kept or word.content]
        yield Phrase(inside[0].start, inside[-1].end, " ".join(said), "noun")


def _negates(token: Token, words: Sequence[Word], place_of: Mapping[int, int]) -> bool:
    place, head = place_of[token.i], place_of.get(token.head.i)
    return head is not None and words[head].negator == place
