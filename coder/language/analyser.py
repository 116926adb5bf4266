"""From answers to words: positions in the verbatim, lemmas, and which words carry content."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from coder.domain.words import Word
from coder.language.pipelines import pipeline, version
from coder.language.stopwords import KEPT, stop_words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

ANALYSED_CHARACTERS = 20_000
"""Characters of an answer that are analysed, from its start. The longest real answers hold some 5,000; what goes on
longer is a pasted file, and would cost seconds and drown the other answers."""

BATCH = 256
"""Answers that a trained pipeline handles at a time."""

LEMMAS_KEPT = 200_000
"""Word forms whose lemma is remembered: a survey of 10,000 answers has some 6,000."""

# The tokeniser takes time quadratic in the length of a run of signs (20,000 emoji: half a minute), and a longer run
# says nothing more. Lone surrogates cannot be encoded at all. Both are replaced by as many other characters.
_SIGNS = re.compile(r"((?:[^\w\s]|_){20})((?:[^\w\s]|_)+)")
_SURROGATES = re.compile("[\ud800-\udfff]")


def load(name: str | None = None) -> Analyser:
    """Return an analyser: the pipeline `name`, else the best Dutch one installed, else one without training.

    Raises
    ------
    MissingError : `name` is not on this computer.
    """
    return Analyser(name)


class Analyser:
    """Finds the words of answers.

    Parameters
    ----------
    name : a spaCy package or the path of a pipeline; None for the best that is installed.

    Attributes
    ----------
    version : names the pipeline and the rules; part of the key of everything that is cached.
    """

    def __init__(self, name: str | None = None) -> None:
        self.version = version(name)
        nlp, trained = pipeline(name)
        self._nlp: Language = nlp
        self._trained = trained
        # Answers repeat the same forms all the time; a form is looked up once.
        self._described = lru_cache(LEMMAS_KEPT)(_description if trained else _looked_up)

    def analyse(self, texts: Iterable[str]) -> Iterator[tuple[Word, ...]]:
        """Yield the words of each text, in order; positions count characters of the text as given."""
        prepared = (_prepared(text) for text in texts)
        docs = self._nlp.pipe(prepared, batch_size=BATCH) if self._trained else map(self._nlp.make_doc, prepared)
        for doc in docs:
            yield tuple(self._words(doc))

    def _words(self, doc: Doc) -> Iterator[Word]:
        for token in doc:
            form, start = token.text, token.idx
            end = start + len(form)
            while start < end and not _is_wordlike(form[start - token.idx]):
                start += 1
            while end > start and not _is_wordlike(form[end - 1 - token.idx]):
                end -= 1
            if start == end:
                continue
            form = form[start - token.idx : end - token.idx].lower()
            lemma, content = self._described(form, token.lemma_.lower() if self._trained else "")
            yield Word(start, end, lemma, content)


def _prepared(text: str) -> str:
    text = _SURROGATES.sub("\ufffd", text[:ANALYSED_CHARACTERS])
    return _SIGNS.sub(lambda run: run[1] + " " * len(run[2]), text)


@lru_cache(4096)
def _is_wordlike(character: str) -> bool:
    # Letters, digits, and emoji, which in survey answers are a word of their own.
    return unicodedata.category(character)[0] in "LN" or _is_emoji(character)


def _is_emoji(character: str) -> bool:
    # The replacement character stands for what could not be read.
    return unicodedata.category(character) == "So" and character != "\ufffd"


def _looked_up(form: str, _lemma: str) -> tuple[str, bool]:
    import simplemma

    # Of one or two characters it makes other words: 'a' becomes 'à', 'nl' becomes 'Nederland'.
    return _description(form, simplemma.lemmatize(form, lang="nl").lower() if len(form) > 2 else form)


def _description(form: str, lemma: str) -> tuple[str, bool]:
    # Dutch treebanks, and dictionaries made of them, mark the parts of compounds: 'op_bouwen', 'grond_wet'.
    lemma = lemma.replace("_", "") or form
    if form in KEPT or lemma in KEPT:
        return lemma, True
    if not any(character.isalpha() for character in form) or len(form) < 2:
        # Numbers, single letters; an emoji is content.
        return lemma, any(_is_emoji(character) for character in form)
    stop = stop_words()
    return lemma, stop.isdisjoint((form, lemma, form.replace(".", "")))
