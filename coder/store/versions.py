"""The answers with all their versions: also rows that were replaced or undone still hold what somebody wrote."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from coder.domain.survey import Answer
from coder.store.slices import sliced

_VERSIONS = """SELECT answer_id, question_id, round_id, respondent_id, text, text_hash, position, action_id,
                      (answer_id, action_id) IN (SELECT answer_id, action_id FROM current_answers)
               FROM answers"""


@dataclass(frozen=True, slots=True)
class Version:
    """A row of the answers: what an answer was after one action, whether it counts or not."""

    answer: Answer
    action_id: str
    current: bool = False
    """Whether it is what the answer says now."""


class Versions:
    """Reads the rows of the answers, whether they count or not."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def each(self, round_id: str | None = None) -> Iterator[Version]:
        """Yield all rows of the answers, superseded and undone ones too, respondent by respondent."""
        rows = sliced(
            self.db,
            """SELECT round_id, respondent_id, question_id, answer_id, action_id, text, text_hash, position,
                      action_id = (SELECT max(n.action_id) FROM answers n
                                   WHERE n.answer_id = a.answer_id AND n.action_id NOT IN undone)
               FROM answers a WHERE (:r IS NULL OR round_id = :r)
                 AND (round_id, respondent_id, question_id, answer_id, action_id)
                     > (:round_id, :respondent_id, :question_id, :answer_id, :action_id)
               ORDER BY round_id, respondent_id, question_id, answer_id, action_id LIMIT :rows""",
            {"r": round_id},
            {"round_id": "", "respondent_id": "", "question_id": "", "answer_id": -1, "action_id": ""},
        )
        for round_id, respondent_id, question_id, answer_id, action_id, text, text_hash, position, current in rows:
            answer = Answer(answer_id, question_id, round_id, respondent_id, text, text_hash, position)
            yield Version(answer, action_id, bool(current))

    def count(self, round_id: str | None = None) -> int:
        """Return how many rows `versions` yields."""
        row = self.db.execute("SELECT count(*) FROM answers WHERE :r IS NULL OR round_id = :r", {"r": round_id})
        return int(row.fetchone()[0])

    def of_respondent(self, respondent_id: str, round_id: str | None) -> list[Version]:
        """Return all rows of a respondent's answers."""
        rows = self.db.execute(
            f"{_VERSIONS} WHERE respondent_id = :p AND (:r IS NULL OR round_id = :r)",
            {"p": respondent_id, "r": round_id},
        )
        return [_version(row) for row in rows]

    def of_answers(self, answer_ids: Iterable[int]) -> list[Version]:
        """Return all rows of these answers."""
        rows = self.db.execute(
            f"{_VERSIONS} WHERE answer_id IN (SELECT value FROM json_each(?))",  # noqa: S608
            [json.dumps(list(answer_ids))],
        )
        return [_version(row) for row in rows]

    def of_action(self, action_id: str) -> list[Version]:
        """Return the rows of the answers that one action wrote."""
        return [_version(row) for row in self.db.execute(f"{_VERSIONS} WHERE action_id = ?", [action_id])]

    def rounds_of(self, respondent_id: str) -> list[str]:
        """Return the rounds in which a respondent is in the file, as respondent or in answers, undone ones too."""
        rows = self.db.execute(
            """SELECT round_id FROM respondents WHERE respondent_id = :p
               UNION SELECT round_id FROM answers WHERE respondent_id = :p ORDER BY 1""",
            {"p": respondent_id},
        )
        return [round_id for (round_id,) in rows]


def _version(row: Sequence[Any]) -> Version:
    return Version(Answer(*row[:7]), row[7], bool(row[8]))
