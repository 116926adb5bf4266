"""Trained models: bytes that the learning room made, and the manifest that says what they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """A stored model, without its bytes."""

    model_id: str
    question_id: str
    created_at: str
    manifest: Mapping[str, Any]


class Models:
    """Writes and reads models."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def current(self, question_id: str) -> ModelRecord | None:
        """Return the newest model of a question that has not been undone, or None."""
        rows = self.db.query(
            """SELECT model_id, question_id, created_at, manifest FROM models
                WHERE question_id = :q AND action_id NOT IN undone ORDER BY model_id DESC LIMIT 1""",
            {"q": question_id},
        )
        row = next(iter(rows), None)
        if row is None:
            return None
        return ModelRecord(row["model_id"], row["question_id"], row["created_at"], json.loads(row["manifest"]))

    def data(self, model_id: str) -> bytes:
        """Return the bytes of a model."""
        return bytes(self.db.execute("SELECT data FROM models WHERE model_id = ?", [model_id]).fetchone()[0])

    def add(self, record: ModelRecord, data: bytes, action_id: str) -> None:
        """Add a model."""
        self.db.table("models").insert(
            {
                "model_id": record.model_id,
                "action_id": action_id,
                "question_id": record.question_id,
                "created_at": record.created_at,
                "manifest": json.dumps(record.manifest, ensure_ascii=False),
                "data": data,
            }
        )
