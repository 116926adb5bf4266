"""Sentence vectors of texts, kept so that the encoder reads a text once. A cache: safe to delete."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlite_utils import Database

from coder.store.slices import parts


class VectorCache:
    """Vectors by text and encoder version. What the bytes mean is the business of those who made them."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def get(self, hashes: Sequence[str], encoder_version: str) -> dict[str, bytes]:
        """Return the vectors of the texts (by `verbatim_hash`) that are in the cache."""
        found: dict[str, bytes] = {}
        for some in parts(hashes):
            rows = self.db.execute(
                """SELECT verbatim_hash, vector FROM vectors WHERE encoder_version = :v
                   AND verbatim_hash IN (SELECT value FROM json_each(:hashes))""",
                {"v": encoder_version, "hashes": json.dumps(some)},
            ).fetchall()
            found |= {key: bytes(vector) for key, vector in rows}
        return found

    def add(self, vectors: Mapping[str, bytes] | Iterable[tuple[str, bytes]], encoder_version: str) -> None:
        """Keep the vectors of texts."""
        pairs = vectors.items() if isinstance(vectors, Mapping) else vectors
        self.db.conn.executemany(
            "INSERT OR REPLACE INTO vectors (verbatim_hash, encoder_version, vector) VALUES (?, ?, ?)",
            ((key, encoder_version, vector) for key, vector in pairs),
        )
