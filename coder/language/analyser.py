"""From answers to words: positions in the verbatim, lemmas, what carries content, what is turned around, phrases."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from coder.domain.negation import negators
from coder.domain.words import Document, Word
from coder.language import lemmas
from coder.language.normal import Normaliser
from coder.language.phrases import phrases
from coder.language.pipelines import is_trained, pipeline, version
from coder.language.stopwords import KEPT, stop_words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

ANALYSED_CHARACTERS = 20_000
"""Characters of an answer that are analysed, from its start. The longest real answers hold some 5,000; what goes on
longer is a pasted file, and would cost seconds and drown the other answers."""

BATCH = 256
"""Answers that a trained pipeline handles at a time."""

LEMMAS_KEPT = 200_000
"""Word forms whose lemma is remembered: a survey of 10,000 answers has some 6,000."""

ENDS_OF_CLAUSE = frozenset(".,;:!?()/\n…")
"""Signs that a negation does not reach across."""

UNMENDED = frozenset(["PROPN", "NUM", "X"])
"""Parts of speech that are not looked up as slips of the finger."""

# The tokeniser takes time quadratic in the length of a run of signs (20,000 emoji: half a minute), and a longer run
# says nothing more. Lone surrogates cannot be encoded at all. Both are replaced by as many other characters.
_SIGNS = re.compile(r"((?:[^\w\s]|_){20})((?:[^\w\s]|_)+)")
_SURROGATES = re.compile("[\ud800-\udfff]")


def load(name: str | None = None) -> Analyser:
    """Return an analyser: the pipeline `name`, else the best Dutch one installed, else the one that comes with coder.

    It is loaded once in a process.

    Raises
    ------
    MissingError : `name` is not on this computer.
    """
    return _loaded(name, version(name))


@cache
def _loaded(name: str | None, _version: str) -> Analyser:
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
        self._nlp: Language = pipeline(name)
        self._trained = is_trained(self._nlp)
        self._parsed = "parser" in self._nlp.pipe_names
        # Answers repeat the same forms all the time; a form is looked up once.
        self._described = lru_cache(LEMMAS_KEPT)(_described)

    def analyse(self, texts: Iterable[str]) -> Iterator[Document]:
        """Yield each text with its words and phrases, in order; positions count characters of the text as given."""
        # Taken in blocks, so that a generator of a million answers stays one.
        waiting = iter(texts)
        while block := list(islice(waiting, BATCH)):
            prepared = [_prepared(text) for text in block]
            docs = self._nlp.pipe(prepared) if self._trained else map(self._nlp.make_doc, prepared)
            for text, doc in zip(block, docs, strict=True):
                yield self._document(text, doc)

    def _document(self, text: str, doc: Doc) -> Document:
        words: list[Word] = []
        tokens: list[Token] = []
        breaks: list[int] = []
        place_of: dict[int, int] = {}
        for token in doc:
            form, start = token.text, token.idx
            end = start + len(form)
            while start < end and not _is_wordlike(form[start - token.idx]):
                start += 1
            while end > start and not _is_wordlike(form[end - 1 - token.idx]):
                end -= 1
            if start == end:
                if not ENDS_OF_CLAUSE.isdisjoint(form):
                    breaks.append(len(words))
                continue
            form = form[start - token.idx : end - token.idx].lower()
            lemma, content = self._described(form, token.pos_, token.lemma_.lower())
            place_of[token.i] = len(words)
            tokens.append(token)
            words.append(Word(start, end, lemma, content))
        if self._parsed:
            _rejoin(words, tokens, place_of)
        words = self._turned(words, tokens, breaks, place_of)
        found = tuple(dict.fromkeys(phrases(doc, words, place_of))) if self._parsed else ()
        return Document(text, tuple(words), found)

    def _turned(
        self, words: list[Word], tokens: list[Token], breaks: list[int], place_of: dict[int, int]
    ) -> list[Word]:
        found = negators(
            [word.lemma for word in words],
            [word.content for word in words],
            breaks,
            [token.pos_ for token in tokens] if self._trained else None,
            [place_of.get(token.head.i) for token in tokens] if self._parsed else None,
        )
        return [
            word if negator is None else Word(word.start, word.end, word.lemma, word.content, negator)
            for word, negator in zip(words, found, strict=True)
        ]


def _rejoin(words: list[Word], tokens: list[Token], place_of: dict[int, int]) -> None:
    """Put verbs together that Dutch takes apart: 'we lossen dat op' holds 'oplossen'."""
    for place, token in enumerate(tokens):
        if token.dep_ != "compound:prt" or token.head.i not in place_of:
            continue
        at = place_of[token.head.i]
        particle, verb = words[place], words[at]
        whole = particle.lemma + verb.lemma
        # The parser strays; a verb that no dictionary knows is left apart.
        if lemmas.in_dictionary(whole) is None:
            continue
        words[at] = Word(verb.start, verb.end, whole, whole not in stop_words())
        words[place] = Word(particle.start, particle.end, particle.lemma, False)


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


@cache
def _normaliser() -> Normaliser:
    return Normaliser()


def _described(form: str, part_of_speech: str, trained: str) -> tuple[str, bool]:
    # Slips, long drawn words and emoji are read as the word they stand for; names are left alone.
    normal = form if part_of_speech in UNMENDED else _normaliser().forms(form)
    lemma = lemmas.lemma(normal, part_of_speech, (trained.replace("_", "") or form) if normal == form else normal)
    if form in KEPT or lemma in KEPT:
        return lemma, True
    if not any(character.isalpha() for character in form) or len(form) < 2:
        # Numbers, single letters; an emoji is content.
        return lemma, any(_is_emoji(character) for character in form)
    stop = stop_words()
    return lemma, stop.isdisjoint((form, lemma, form.replace(".", "")))
