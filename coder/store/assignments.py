"""Who is to code which answer, and which answers several code."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Assignment:
    """One answer that is somebody's to code."""

    answer_id: int
    coder_id: str
    shared: bool
    """Whether several code it, each by themselves, so that they can be compared."""
    blind: bool = True
    """Whether they do so without suggestions; kept with the action that divided the answers."""


class Assignments:
    """Writes and reads assignments. The newest division of an answer counts."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def current(self, question_id: str, coder_id: str | None = None) -> list[Assignment]:
        """Return who codes which answers to a question, of one coder or (None) of all."""
        rows = self.db.execute(
            """SELECT s.answer_id, s.coder_id, s.shared, coalesce(json_extract(a.details, '$.blind'), 1)
               FROM current_assignments s JOIN actions a USING (action_id)
               JOIN (SELECT DISTINCT answer_id FROM answers WHERE question_id = :q) USING (answer_id)
               WHERE :c IS NULL OR s.coder_id = :c ORDER BY s.answer_id, s.coder_id""",
            {"q": question_id, "c": coder_id},
        )
        return [Assignment(answer_id, coder, bool(shared), bool(blind)) for answer_id, coder, shared, blind in rows]

    def shared(self, answer_ids: Iterable[int]) -> frozenset[int]:
        """Return which of these answers several coders code."""
        rows = self.db.execute(
            # As the view, of these answers only.
            """SELECT DISTINCT answer_id FROM assignments WHERE shared AND (answer_id, action_id) IN (
                 SELECT answer_id, max(action_id) FROM assignments
                 WHERE answer_id IN (SELECT value FROM json_each(:ids)) AND action_id NOT IN undone
                 GROUP BY answer_id)""",
            {"ids": json.dumps(list(answer_ids))},
        )
        return frozenset(answer_id for (answer_id,) in rows)

    def add(self, assignments: Iterable[Assignment], action_id: str) -> None:
        """Add a division of answers (inside a transaction)."""
        self.db.table("assignments").insert_all(
            {"answer_id": a.answer_id, "action_id": action_id, "coder_id": a.coder_id, "shared": int(a.shared)}
            for a in assignments
        )
