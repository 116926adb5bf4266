"""Questions, respondents and answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlite_utils import Database

from coder.domain.pool import Pool
from coder.domain.survey import Answer, Question, Respondent
from coder.store.slices import sliced


class Answers:
    """Writes and reads what respondents said. Rows are added, never changed; the newest counts."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def questions(self) -> list[Question]:
        """Return the questions in the order in which they joined the project."""
        rows = self.db.query("SELECT * FROM current_questions ORDER BY first_action_id, position, question_id")
        return [Question(row["question_id"], row["text"]) for row in rows]

    def rounds(self, question_id: str | None = None) -> list[str]:
        """Return the names of the rounds, of one question or of all, sorted."""
        rows = self.db.query(
            "SELECT DISTINCT round_id FROM current_answers WHERE :q IS NULL OR question_id = :q ORDER BY 1",
            {"q": question_id},
        )
        return [row["round_id"] for row in rows]

    def answers(self, question_id: str | None = None, round_id: str | None = None) -> list[Answer]:
        """Return the answers in file order, round by round."""
        return list(self.each(question_id, round_id))

    def each(self, question_id: str | None = None, round_id: str | None = None) -> Iterator[Answer]:
        """Yield the answers in file order, round by round, without holding them all."""
        rows = sliced(
            self.db,
            """SELECT round_id, position, answer_id, question_id, respondent_id, text, text_hash FROM answers a
               WHERE (:q IS NULL OR question_id = :q) AND (:r IS NULL OR round_id = :r)
                 AND (round_id, position, answer_id) > (:round_id, :position, :answer_id)
                 AND action_id NOT IN undone AND NOT EXISTS (
                   SELECT 1 FROM answers n WHERE n.answer_id = a.answer_id AND n.action_id > a.action_id
                     AND n.action_id NOT IN undone)
               ORDER BY round_id, position, answer_id LIMIT :rows""",
            {"q": question_id, "r": round_id},
            {"round_id": "", "position": -1, "answer_id": -1},
        )
        return (Answer(row[2], row[3], row[0], row[4], row[5], row[6], row[1]) for row in rows)

    def some(self, answer_ids: Iterable[int]) -> list[Answer]:
        """Return those of these answers that there are."""
        rows = self.db.execute(
            """SELECT answer_id, question_id, round_id, respondent_id, text, text_hash, position, max(action_id)
               FROM answers WHERE answer_id IN (SELECT value FROM json_each(:ids)) AND action_id NOT IN undone
               GROUP BY answer_id""",
            {"ids": json.dumps(list(answer_ids))},
        )
        return [Answer(*row[:-1]) for row in rows]

    def count(self, question_id: str, round_id: str | None = None) -> int:
        """Return how many answers there are."""
        row = self.db.execute(
            "SELECT count(*) FROM current_answers WHERE question_id = :q AND (:r IS NULL OR round_id = :r)",
            {"q": question_id, "r": round_id},
        ).fetchone()
        return int(row[0])

    def texts(self, answer_ids: Iterable[int]) -> dict[tuple[int, str], str]:
        """Return every text that these answers ever had, by (answer id, text hash)."""
        rows = self.db.query(
            "SELECT answer_id, text_hash, text FROM answers WHERE answer_id IN (SELECT value FROM json_each(:ids))",
            {"ids": json.dumps(list(answer_ids))},
        )
        return {(row["answer_id"], row["text_hash"]): row["text"] for row in rows}

    def respondents(self, round_id: str | None = None) -> dict[tuple[str, str], Respondent]:
        """Return the respondents by (round, respondent)."""
        rows = sliced(
            self.db,
            """SELECT round_id, respondent_id, weight, variables, missing, max(action_id) FROM respondents
               WHERE (:r IS NULL OR round_id = :r) AND (round_id, respondent_id) > (:round_id, :respondent_id)
                 AND action_id NOT IN undone
               GROUP BY round_id, respondent_id ORDER BY round_id, respondent_id LIMIT :rows""",
            {"r": round_id},
            {"round_id": "", "respondent_id": ""},
        )
        names, values = Pool(), Pool()

        def kept_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
            # As many equal names as there are respondents would take more room than what they answered.
            return {names[name]: values[value] if type(value) is str else value for name, value in pairs}

        read = json.JSONDecoder(object_pairs_hook=kept_once).decode
        return {row[:2]: Respondent(row[1], values[row[0]], row[2], read(row[3]), read(row[4])) for row in rows}

    def respondents_by_round(self) -> dict[str, int]:
        """Return how many respondents each round has."""
        rows = self.db.execute("SELECT round_id, count(*) FROM current_respondents GROUP BY round_id")
        return dict(rows.fetchall())

    def rounds_of_respondents(self) -> list[str]:
        """Return the names of all rounds that ever had respondents, sorted; quicker than `rounds`."""
        return [name for (name,) in self.db.execute("SELECT DISTINCT round_id FROM respondents ORDER BY 1")]

    def respondent(self, respondent_id: str, round_ids: Iterable[str]) -> dict[str, Respondent]:
        """Return one respondent in these rounds, by round."""
        rows = self.db.query(
            """SELECT round_id, respondent_id, weight, variables, missing, max(action_id) FROM respondents
               WHERE round_id IN (SELECT value FROM json_each(:rounds)) AND respondent_id = :p
               AND action_id NOT IN undone GROUP BY round_id""",
            {"rounds": json.dumps(list(round_ids)), "p": respondent_id},
        )
        return {row["round_id"]: _respondent(row) for row in rows}

    def add_questions(self, questions: Iterable[Question], action_id: str) -> None:
        """Add questions, in this order."""
        self.db.table("questions").insert_all(
            {"question_id": q.question_id, "action_id": action_id, "text": q.text, "position": place}
            for place, q in enumerate(questions)
        )

    def add_respondents(self, respondents: Iterable[Respondent], action_id: str) -> None:
        """Add respondents, or the new state of known ones."""
        self.db.table("respondents").insert_all(
            {
                "round_id": r.round_id,
                "respondent_id": r.respondent_id,
                "action_id": action_id,
                "weight": r.weight,
                "variables": json.dumps(r.variables, ensure_ascii=False),
                "missing": json.dumps(r.missing, ensure_ascii=False),
            }
            for r in respondents
        )

    def add_answers(self, answers: Iterable[Answer], action_id: str) -> None:
        """Add answers, or the new text of known ones."""
        self.db.table("answers").insert_all(
            {
                "answer_id": a.answer_id,
                "action_id": action_id,
                "question_id": a.question_id,
                "round_id": a.round_id,
                "respondent_id": a.respondent_id,
                "text": a.text,
                "text_hash": a.text_hash,
                "position": a.position,
            }
            for a in answers
        )


def _respondent(row: Mapping[str, Any]) -> Respondent:
    variables, missing = json.loads(row["variables"]), json.loads(row["missing"])
    return Respondent(row["respondent_id"], row["round_id"], row["weight"], variables, missing)
