"""Where another project file, attached as `other`, says something else than this one about the same thing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Place:
    """An answer, by what people know of it."""

    question_id: str
    round_id: str
    respondent_id: str


@dataclass(frozen=True, slots=True)
class OtherText:
    """A row of the answers that both files have, with different texts: personal data were replaced in one of them."""

    answer_id: int
    action_id: str
    here: str
    there: str
    replaced_there: bool
    """Whether it was replaced there and not here; else the text of this file counts."""


class Comparison:
    """Reads from both files; `question_id` None means all questions."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def questions(self, question_id: str | None) -> list[str]:
        """Return the questions that have another text there."""
        rows = self.db.execute(
            """SELECT o.question_id FROM other.current_questions o JOIN main.current_questions m USING (question_id)
               WHERE o.text <> m.text AND (:q IS NULL OR o.question_id = :q) ORDER BY 1""",
            {"q": question_id},
        )
        return [question for (question,) in rows.fetchall()]

    def texts(self, question_id: str | None) -> list[Place]:
        """Return the answers that have another text there, in other words (case, spaces and punctuation aside)."""
        return self._places(
            """SELECT o.question_id, o.round_id, o.respondent_id
               FROM other.current_answers o JOIN main.current_answers m USING (answer_id)
               WHERE o.text_hash <> m.text_hash AND (:q IS NULL OR o.question_id = :q)""",
            question_id,
        )

    def decisions(self, question_id: str | None) -> list[Place]:
        """Return the answers that the same person decided in both files, and not in the same way."""
        return self._places(
            """SELECT a.question_id, a.round_id, a.respondent_id
               FROM other.current_codings o JOIN main.current_codings m USING (answer_id, coder_id)
               JOIN other.current_answers a USING (answer_id)
               WHERE o.coding_id <> m.coding_id AND (o.codes <> m.codes OR o.status <> m.status)
                 AND o.coding_id NOT IN (SELECT coding_id FROM main.codings)
                 AND m.coding_id NOT IN (SELECT coding_id FROM other.codings)
                 AND (:q IS NULL OR a.question_id = :q)""",
            question_id,
        )

    def new_codings(self, question_id: str | None) -> dict[str, int]:
        """Return how many codings of the other file do not count here yet, by coder."""
        rows = self.db.execute(
            """SELECT coder_id, count(*) FROM other.codings
               WHERE (coding_id NOT IN (SELECT coding_id FROM main.codings) OR action_id IN main.hidden)
                 AND (:q IS NULL OR answer_id IN (SELECT answer_id FROM other.answers WHERE question_id = :q))
               GROUP BY coder_id ORDER BY coder_id""",
            {"q": question_id},
        )
        return dict(rows.fetchall())

    def changed_codings(self, question_id: str | None) -> list[Place]:
        """Return the answers with a coding that has the same id in both files, and not the same content."""
        return self._places(
            """SELECT a.question_id, a.round_id, a.respondent_id
               FROM other.codings o JOIN main.codings m USING (coding_id)
               JOIN other.current_answers a ON a.answer_id = o.answer_id
               WHERE (o.action_id, o.answer_id, o.coder_id, o.status, o.source, o.codes, o.memo)
                  <> (m.action_id, m.answer_id, m.coder_id, m.status, m.source, m.codes, m.memo)
                 AND (:q IS NULL OR a.question_id = :q)""",
            question_id,
        )

    def _places(self, sql: str, question_id: str | None) -> list[Place]:
        rows = self.db.execute(f"SELECT * FROM ({sql}) ORDER BY 1, 2, 3", {"q": question_id})  # noqa: S608
        return [Place(*row) for row in rows.fetchall()]

    def replaced(self) -> list[OtherText]:
        """Return the rows of the answers that both files have, with different texts."""
        rows = self.db.execute(
            """WITH here AS (SELECT answer_id, action_id FROM main.answers JOIN main.actions USING (action_id)
                             WHERE command = 'redact' AND action_id NOT IN main.undone),
                    there AS (SELECT answer_id, action_id FROM other.answers JOIN other.actions USING (action_id)
                              WHERE command = 'redact' AND action_id NOT IN other.undone)
               SELECT o.answer_id, o.action_id, m.text, o.text,
                      EXISTS (SELECT 1 FROM there t WHERE t.answer_id = o.answer_id
                              AND (t.answer_id, t.action_id) NOT IN here)
                      AND NOT EXISTS (SELECT 1 FROM here h WHERE h.answer_id = o.answer_id
                                      AND (h.answer_id, h.action_id) NOT IN there)
               FROM other.answers o JOIN main.answers m USING (answer_id, action_id) WHERE o.text <> m.text"""
        )
        return [OtherText(one, action, here, there, bool(new)) for one, action, here, there, new in rows.fetchall()]

    def erased_here(self) -> list[tuple[str, str]]:
        """Return the respondents (round, respondent) who were erased from this file and are still in the other.

        They came with an action that is in this file, and of which this file has all other rows. A part that was split
        off lacks most respondents for another reason, and says so.
        """
        return self._erased("main", "other")

    def erased_there(self) -> list[tuple[str, str]]:
        """Return the respondents (round, respondent) who were erased from the other file and are still in this one."""
        return self._erased("other", "main")

    def _erased(self, one: str, rest: str) -> list[tuple[str, str]]:
        rows = self.db.execute(
            f"""SELECT DISTINCT round_id, respondent_id FROM {rest}.answers r
                WHERE action_id IN (SELECT action_id FROM {one}.answers)
                  AND NOT EXISTS (SELECT 1 FROM {one}.answers o
                                  WHERE (o.round_id, o.respondent_id) = (r.round_id, r.respondent_id))
                  AND EXISTS (SELECT 1 FROM {one}.actions WHERE command = 'forget')
                  AND NOT EXISTS (SELECT 1 FROM {one}.actions WHERE command = 'split'
                                  AND action_id NOT IN (SELECT action_id FROM {one}.merged))
                ORDER BY 1, 2"""  # noqa: S608 - names of ours
        )
        return [tuple(row) for row in rows.fetchall()]
