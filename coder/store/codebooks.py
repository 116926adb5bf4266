"""Codebooks: every version of each question's codebook, with the file as the analyst wrote it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from coder.domain.codebook import Codebook


@dataclass(frozen=True, slots=True)
class StoredCodebook:
    """A codebook, the YAML text it came from, comments included, and the action that wrote it."""

    codebook: Codebook
    yaml: str
    action_id: str


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A version of a codebook, and the action that wrote it."""

    action_id: str
    codebook: Codebook
    parents: tuple[str, ...]
    """The versions it was made from, by action; none in the first, and where it was written by an older coder."""


class Codebooks:
    """Writes and reads codebook versions."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def current(self, question_id: str) -> StoredCodebook | None:
        """Return the codebook of a question, or None where it has none yet.

        Raises
        ------
        ValueError : the content in the file is not a codebook.
        """
        rows = self.db.query(
            "SELECT content, yaml, action_id FROM current_codebooks WHERE question_id = :q", {"q": question_id}
        )
        row = next(iter(rows), None)
        return StoredCodebook(Codebook.from_json(row["content"]), row["yaml"], row["action_id"]) if row else None

    def versions(self, question_id: str) -> list[KeptVersion]:
        """Return all versions of a question's codebook, undone ones too, oldest first.

        Raises
        ------
        ValueError : the content in the file is not a codebook.
        """
        rows = self.db.query(
            "SELECT action_id, content, parents FROM codebooks WHERE question_id = :q ORDER BY action_id",
            {"q": question_id},
        )
        return [
            KeptVersion(row["action_id"], Codebook.from_json(row["content"]), tuple(row["parents"].split()))
            for row in rows
        ]

    def written_by(self, action_id: str) -> list[str]:
        """Return the questions whose codebook an action changed."""
        rows = self.db.query("SELECT question_id FROM codebooks WHERE action_id = :a", {"a": action_id})
        return [row["question_id"] for row in rows]

    def add(
        self, question_id: str, codebook: Codebook, yaml: str, action_id: str, parents: Iterable[str] | None = None
    ) -> None:
        """Add a version, made from the one that counts, which counts from now on.

        Parameters
        ----------
        parents : the versions it was made from (by action), where that is not the one which counts.
        """
        if parents is None:
            row = self.db.execute("SELECT action_id FROM current_codebooks WHERE question_id = ?", [question_id])
            parents = [action for (action,) in row.fetchall()]
        self.db.table("codebooks").insert(
            {
                "question_id": question_id,
                "action_id": action_id,
                "version": codebook.version,
                "content": codebook.to_json(),
                "yaml": yaml,
                "parents": " ".join(parents),
            }
        )
