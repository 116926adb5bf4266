"""The words that set groups of answers apart, and a label made of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from coder.domain.words import Document

KEYWORDS = 8
"""Keywords of a theme at most: what one reads at a glance."""

FEWEST = 2
"""Different answers of a theme that a keyword stands in at least, a phrase in one more: that of one could be a name."""

GAP = 2
"""Words without content that may stand within a phrase, as in 'invloed op het beleid'."""

PHRASE_SHARE = 0.4
"""Share of a word's answers that a phrase stands in to take the place of the word: 'stem laten horen' for 'stem'."""

SHORT_FORM = 0.3
"""Respondents who write a shorter form of a phrase, as a part of those who write the commonest, for it to be shown."""

SECOND = 0.5
"""Score of another keyword, as a part of the best one's, from which it stands in the label too."""

STEM = 5
"""Letters at the start by which two words are taken for forms of one: 'democratie' and 'democratisch'."""

LONGEST_LABEL = 60

# They turn a theme around, but are none by themselves.
_NOT_ALONE = frozenset(
    ["niet", "geen", "nooit", "niets", "niks", "veel", "meer", "minder", "weinig", "not", "no", "more"]
)

Term = tuple[str, ...]
"""The lemmas of a content word, or of two or three that stand together."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word or phrase of a theme, in the form in which respondents mostly write it, and how much it sets it apart."""

    text: str
    score: float


def keywords(
    documents: Sequence[Document], groups: Sequence[Sequence[int]], repeats: Sequence[int]
) -> list[list[Keyword]]:
    """Return the keywords of each group, best first.

    Class-based TF-IDF (Grootendorst 2022, arXiv:2203.05794): share of the group's respondents with the term, times
    log(1 + mean size of a group / respondents with the term), over lemmas and content words that stand together.

    Parameters
    ----------
    documents : distinct answers. groups : rows of each group. repeats : respondents who gave each answer.
    """
    counts: list[Counter[Term]] = []
    answers: list[Counter[Term]] = []
    forms: dict[Term, Counter[str]] = defaultdict(Counter)
    for rows in groups:
        counted: Counter[Term] = Counter()
        distinct: Counter[Term] = Counter()
        for row in rows:
            terms = dict(_terms(documents[row]))
            for term, form in terms.items():
                counted[term] += repeats[row]
                forms[term][form] += repeats[row]
            distinct.update(terms.keys())
        counts.append(counted)
        answers.append(distinct)
    total: Counter[Term] = Counter()
    for counted in counts:
        total.update(counted)
    sizes = [max(1, sum(repeats[row] for row in rows)) for rows in groups]
    mean = float(np.mean(sizes)) if sizes else 1.0
    found = []
    for counted, distinct, size in zip(counts, answers, sizes, strict=True):
        scores = {
            term: n / size * float(np.log1p(mean / total[term]))
            for term, n in counted.items()
            if distinct[term] >= FEWEST + (len(term) > 1)
        }
        found.append([Keyword(_form(forms[term]), scores[term]) for term in _chosen(scores, counted)])
    return found


def _terms(document: Document) -> Iterator[tuple[Term, str]]:
    """Yield the terms of an answer, with their form in it; 'niet tevreden' is one word of its own."""
    words = document.words
    turning = {word.negator for word in words if word.negator is not None}
    run: list[int] = []  # places of the content words that stand together, up to the word at hand
    for place, word in enumerate(words):
        if not word.content or place in turning:
            continue
        if run and not _together(document, run[-1], place):
            run = []
        run = [*run[-2:], place]
        for start in range(len(run)):
            lemmas = tuple(_said(document, i) for i in run[start:])
            if len(set(lemmas)) == len(lemmas):
                yield lemmas, _form_in(document, run[start:])
    for phrase in document.phrases:
        # A verb and its object may stand apart: 'de problemen samen oplossen'.
        if phrase.kind == "verb" and len(both := tuple(phrase.lemma.split())) == 2 and both[0] != both[1]:
            yield both, " ".join(both)


def _said(document: Document, place: int) -> str:
    word = document.words[place]
    return word.lemma if word.negator is None else f"{document.words[word.negator].lemma} {word.lemma}"


def _form_in(document: Document, places: Sequence[int]) -> str:
    words = document.words
    first, last = words[places[0]], words[places[-1]]
    start, before = first.start, ""
    if first.negator is not None:
        negator = words[first.negator]
        if first.negator == places[0] - 1:
            start = negator.start
        else:
            before = document.text[negator.start : negator.end] + " "
    return " ".join((before + document.text[start : last.end]).casefold().split())


def _together(document: Document, before: int, place: int) -> bool:
    between = document.text[document.words[before].end : document.words[place].start]
    # A phrase does not run over the end of a sentence.
    return place - before - 1 <= GAP and not any(sign in between for sign in ".,;:!?/()\n")


def _form(forms: Counter[str]) -> str:
    most = max(forms.values())
    usual = [form for form, n in forms.items() if n >= SHORT_FORM * most]
    return min(usual, key=lambda form: (len(form.split()), -forms[form], form))


def _chosen(scores: dict[Term, float], counted: Counter[Term]) -> list[Term]:
    order = sorted(scores, key=lambda term: (-scores[term], term))
    chosen: list[Term] = []
    said: set[str] = set()
    for term in order:
        if len(chosen) == KEYWORDS:
            break
        if len(term) > 1 or term[0] in said:
            continue
        best: Term = term
        while longer := [p for p in order if _extends(p, best) and counted[p] >= PHRASE_SHARE * counted[best]]:
            best = max(longer, key=lambda p: counted[p])
        if best[0] not in _NOT_ALONE or len(best) > 1:
            chosen.append(best)
            said.update(best)
    return chosen


def _extends(longer: Term, term: Term) -> bool:
    return len(longer) == len(term) + 1 and term in (longer[1:], longer[:-1])


def label_of(found: Sequence[Keyword], nearest: Sequence[Document], taken: Collection[str]) -> str:
    """Return a label, with a capital: the best keyword, and a second one that says something else about as well.

    Parameters
    ----------
    found : keywords, best first.
    nearest : the answers, the most typical first: without keywords the first of them is the label.
    taken : labels that others have, in lower case.
    """
    first = found[0].text if found else " ".join(nearest[0].text.split())
    others = [other for other in found[1:] if not _overlap(first, other.text)]
    options = [first, *(f"{first}, {other.text}" for other in others), *(f"{first} {n}" for n in range(2, 100))]
    # A phrase speaks for itself; a single word seldom does.
    if " " not in first and others and others[0].score >= SECOND * found[0].score:
        options.insert(0, options[1])
    options = [_capital(option[:LONGEST_LABEL]) for option in options]
    return next((option for option in options if option.casefold() not in taken), options[0])


def _overlap(one: str, other: str) -> bool:
    return not {word[:STEM] for word in one.split()}.isdisjoint(word[:STEM] for word in other.split())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
