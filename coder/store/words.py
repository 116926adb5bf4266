"""The words of texts, kept so that language processing runs once a text. A cache: safe to delete."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlite_utils import Database

from coder.domain.words import Word


class WordCache:
    """Words by text and language version."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def get(self, hashes: Sequence[str], language_version: str) -> dict[str, tuple[Word, ...]]:
        """Return the words of the texts (by `verbatim_hash`) that are in the cache."""
        rows = self.db.query(
            """SELECT verbatim_hash, words FROM words WHERE language_version = :v
               AND verbatim_hash IN (SELECT value FROM json_each(:hashes))""",
            {"v": language_version, "hashes": json.dumps(list(hashes))},
        )
        return {row["verbatim_hash"]: _words(row["words"]) for row in rows}

    def add(self, words: Mapping[str, Iterable[Word]], language_version: str) -> None:
        """Keep the words of texts."""
        self.db.table("words").insert_all(
            (
                {
                    "verbatim_hash": key,
                    "language_version": language_version,
                    "words": json.dumps(
                        [[w.start, w.end, w.lemma, int(w.content)] for w in found],
                        ensure_ascii=False,
                        separators=(",", ":"),
                    ),
                }
                for key, found in words.items()
            ),
            replace=True,
        )


def _words(text: str) -> tuple[Word, ...]:
    return tuple(Word(start, end, lemma, bool(content)) for start, end, lemma, content in json.loads(text))
