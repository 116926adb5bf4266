"""Groups of texts that read alike and get the same coding."""

from __future__ import annotations

from collections.abc import Mapping

from sqlite_utils import Database


class Groups:
    """Writes and reads which text belongs to which group."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def current(self, question_id: str) -> dict[str, str]:
        """Return the group of each grouped text, by text hash."""
        rows = self.db.execute(
            "SELECT text_hash, group_id FROM current_groups WHERE question_id = ? AND group_id <> ''", [question_id]
        )
        return dict(rows.fetchall())

    def taken_out(self, question_id: str) -> frozenset[str]:
        """Return the text hashes that a person took out of their group."""
        rows = self.db.execute(
            "SELECT text_hash FROM current_groups WHERE question_id = ? AND group_id = ''", [question_id]
        )
        return frozenset(text for (text,) in rows.fetchall())

    def add(self, question_id: str, group_of: Mapping[str, str], action_id: str) -> None:
        """Put texts (by text hash) into groups (inside a transaction); an empty group takes a text out."""
        self.db.table("groups").insert_all(
            {"question_id": question_id, "text_hash": text, "action_id": action_id, "group_id": group}
            for text, group in group_of.items()
        )
