"""The words of texts, kept so that language processing runs once a text. A cache: safe to delete."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from coder.domain.words import Document, Phrase, Word
from coder.store.slices import parts


class WordCache:
    """Words by text and language version."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def get(self, texts: Mapping[str, str], language_version: str) -> dict[str, Document]:
        """Return the texts (by `verbatim_hash`) that are in the cache, with their words."""
        found: list[tuple[str, str]] = []
        for hashes in parts(list(texts)):
            found += self.db.execute(
                """SELECT verbatim_hash, words FROM words WHERE language_version = :v
                   AND verbatim_hash IN (SELECT value FROM json_each(:hashes))""",
                {"v": language_version, "hashes": json.dumps(hashes)},
            ).fetchall()
        # Read as one: much quicker than one by one.
        packed = json.loads(f"[{','.join(words for _key, words in found)}]")
        return {key: _document(texts[key], one) for (key, _words), one in zip(found, packed, strict=True)}

    def add(self, documents: Mapping[str, Document], language_version: str) -> None:
        """Keep the words of texts, by `verbatim_hash`."""
        self.db.table("words").insert_all(
            (
                {"verbatim_hash": key, "language_version": language_version, "words": _packed(document)}
                for key, document in documents.items()
            ),
            replace=True,
        )


def _packed(document: Document) -> str:
    words: list[list[Any]] = []
    for w in document.words:
        words.append([w.start, w.end, w.lemma, int(w.content)])
        if w.negator is not None:
            words[-1].append(w.negator)
    phrases = [[p.start, p.end, p.lemma, p.kind] for p in document.phrases]
    return json.dumps([words, phrases] if phrases else [words], ensure_ascii=False, separators=(",", ":"))


def _document(text: str, packed: Sequence[Any]) -> Document:
    words, *rest = packed
    # A colleague's file may hold anything: a place beyond the words is no negation.
    return Document(
        text,
        tuple(
            Word(start, end, lemma, bool(content), *(n for n in negator if 0 <= n < len(words)))
            for start, end, lemma, content, *negator in words
        ),
        tuple(Phrase(*phrase) for phrase in rest[0]) if rest else (),
    )
