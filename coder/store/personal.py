"""Personal data in answers: what people decided about findings, what was checked, and originals that were kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

OF_CURRENT = "current_cleared c ON c.answer_id = a.answer_id AND c.text_hash = a.text_hash"
"""What was checked counts for the text that was checked, and for no other."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided about a finding in an answer."""

    answer_id: int
    begins: int
    ends: int
    """The finding: characters `begins` to `ends` of the text."""
    kind: str
    replaced: bool
    """Whether it is to be replaced; else it stays, and is not asked again."""
    verbatim_hash: str
    """The text in which it stands, to the letter."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An answer whose text was checked for personal data."""

    answer_id: int
    text_hash: str
    by_person: bool
    """Whether a person looked at each finding, or the program alone."""
    unreviewed: int
    """Findings that wait for a person."""


@dataclass(frozen=True, slots=True)
class Original:
    """What a row of the answers said before personal data were replaced in it."""

    answer_id: int
    row_action_id: str
    """The action that wrote the row."""
    text: str
    text_hash: str


class Personal:
    """Writes and reads what is known of personal data in answers."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def decide(self, decided: Iterable[Decided], action_id: str) -> None:
        """Keep decisions about findings (inside a transaction); a newer one about the same finding replaces it."""
        self.db.conn.executemany(
            """INSERT OR REPLACE INTO findings (answer_id, action_id, begins, ends, kind, replaced, verbatim_hash)
               VALUES (?, ?, ?, ?, ?, ?, ?)""",
            ((d.answer_id, action_id, d.begins, d.ends, d.kind, int(d.replaced), d.verbatim_hash) for d in decided),
        )

    def decisions(self) -> dict[tuple[int, str], list[Decided]]:
        """Return the decisions that count, by answer and the (verbatim) hash of the text they are about."""
        found: dict[tuple[int, str], list[Decided]] = {}
        for row in self.db.execute(
            """SELECT answer_id, begins, ends, kind, replaced, verbatim_hash FROM current_findings
               WHERE verbatim_hash <> '' ORDER BY answer_id, begins"""
        ):
            one = Decided(row[0], row[1], row[2], row[3], bool(row[4]), row[5])
            found.setdefault((one.answer_id, one.verbatim_hash), []).append(one)
        return found

    def check(self, checked: Iterable[Checked], action_id: str) -> None:
        """Keep which answers were checked (inside a transaction)."""
        self.db.conn.executemany(
            """INSERT OR REPLACE INTO cleared (answer_id, action_id, text_hash, by_person, unreviewed)
               VALUES (?, ?, ?, ?, ?)""",
            ((c.answer_id, action_id, c.text_hash, int(c.by_person), c.unreviewed) for c in checked),
        )

    def checked(self, question_id: str | None = None, round_id: str | None = None) -> dict[int, Checked]:
        """Return what was checked and not changed since, by answer."""
        rows = self.db.execute(
            f"""SELECT c.answer_id, c.text_hash, c.by_person, c.unreviewed FROM current_answers a JOIN {OF_CURRENT}
                WHERE (:q IS NULL OR a.question_id = :q) AND (:r IS NULL OR a.round_id = :r)""",  # noqa: S608
            {"q": question_id, "r": round_id},
        )
        return {row[0]: Checked(row[0], row[1], bool(row[2]), row[3]) for row in rows}

    def left(self) -> tuple[int, int]:
        """Return how many answers were not checked as they are now, and how many have findings nobody reviewed."""
        row = self.db.execute(
            f"""SELECT count(*) - count(c.answer_id), coalesce(sum(c.unreviewed > 0), 0)
                FROM current_answers a LEFT JOIN {OF_CURRENT}"""  # noqa: S608 - no value in it
        ).fetchone()
        return int(row[0]), int(row[1])

    def keep_originals(self, originals: Iterable[Original], action_id: str) -> None:
        """Keep what answers said before an action (inside a transaction)."""
        self.db.conn.executemany(
            "INSERT INTO originals (answer_id, action_id, row_action_id, text, text_hash) VALUES (?, ?, ?, ?, ?)",
            ((o.answer_id, action_id, o.row_action_id, o.text, o.text_hash) for o in originals),
        )

    def originals(self, action_id: str) -> list[Original]:
        """Return what was kept when an action replaced personal data."""
        rows = self.db.execute(
            "SELECT answer_id, row_action_id, text, text_hash FROM originals WHERE action_id = ?", [action_id]
        )
        return [Original(*row) for row in rows]

    def replaced_later(self, action_id: str) -> bool:
        """Return whether a later action, not undone, replaced something in answers that this action replaced in."""
        rows = self.db.execute(
            """SELECT 1 FROM originals later JOIN originals o USING (answer_id)
               WHERE o.action_id = :a AND later.action_id > :a AND later.action_id NOT IN undone LIMIT 1""",
            {"a": action_id},
        )
        return rows.fetchone() is not None

    def count_originals(self) -> int:
        """Return of how many answers an original is kept."""
        return int(self.db.execute("SELECT count(DISTINCT answer_id) FROM originals").fetchone()[0])

    def drop_originals(self, answer_ids: Sequence[int] | None = None) -> None:
        """Delete the originals of these answers, or of all (inside a transaction)."""
        if answer_ids is None:
            self.db.execute("DELETE FROM originals")
        else:
            self.db.execute(
                "DELETE FROM originals WHERE answer_id IN (SELECT value FROM json_each(?))",
                [json.dumps(list(answer_ids))],
            )

    def drop_originals_of(self, action_id: str) -> None:
        """Delete the originals that one action kept (inside a transaction)."""
        self.db.execute("DELETE FROM originals WHERE action_id = ?", [action_id])
