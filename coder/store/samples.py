"""Random samples of answers: drawn once, marked, and coded by people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from coder.domain.coding import BY_PEOPLE


@dataclass(frozen=True, slots=True)
class Sampled:
    """An answer that was drawn by chance."""

    answer_id: int
    question_id: str
    round_id: str
    position: int
    """Place in the order of the draw, from 0."""
    action_id: str
    """The draw it belongs to; its details say from how many answers it was drawn."""


class Samples:
    """Writes and reads samples."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def current(self, question_id: str | None = None, round_id: str | None = None) -> list[Sampled]:
        """Return the drawn answers whose draw was not undone, in the order of the draws."""
        rows = self.db.query(
            """SELECT answer_id, question_id, round_id, position, action_id FROM current_samples
               WHERE (:q IS NULL OR question_id = :q) AND (:r IS NULL OR round_id = :r)
               ORDER BY action_id, position""",
            {"q": question_id, "r": round_id},
        )
        return [Sampled(**row) for row in rows]

    def add(self, answers: Sequence[tuple[int, str, str]], action_id: str) -> None:
        """Add a draw (inside a transaction): (answer id, question, round) in the order drawn."""
        self.db.table("samples").insert_all(
            {"answer_id": a, "action_id": action_id, "question_id": q, "round_id": r, "position": i}
            for i, (a, q, r) in enumerate(answers)
        )

    def frame(self, question_id: str, round_id: str, until: str) -> list[int]:
        """Return the answers of a round that no person had decided when the id `until` was made.

        What was added, decided or undone later does not count, nor what came in later from another file: the project
        remembers its every state.
        """
        rows = self.db.query(
            """WITH later AS (SELECT action_id FROM merged GROUP BY action_id HAVING min(merge_id) > :until),
               gone AS (
                 SELECT undoes FROM actions
                 WHERE undoes IS NOT NULL AND action_id < :until AND action_id NOT IN later
                 UNION SELECT action_id FROM later),
               newest AS (
                 SELECT answer_id, status, source, max(coding_id) FROM codings
                 WHERE action_id < :until AND action_id NOT IN gone GROUP BY answer_id, coder_id),
               decided AS (
                 SELECT answer_id FROM newest
                 WHERE status <> 'open' AND source IN (SELECT value FROM json_each(:people)))
               SELECT DISTINCT answer_id FROM answers
               WHERE question_id = :q AND round_id = :r AND action_id < :until AND action_id NOT IN gone
                 AND answer_id NOT IN decided
               ORDER BY answer_id""",
            {"q": question_id, "r": round_id, "until": until, "people": json.dumps(BY_PEOPLE)},
        )
        return [row["answer_id"] for row in rows]
