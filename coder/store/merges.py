"""The rows of another project file into this one, and back out.

Rows carry ids that are unique over files, so joining is a union: what is here stays to the letter, what is not comes
in. Which actions came with which merge is kept beside them. An action made here has no such row and always counts; one
that came in counts as long as one of the merges that brought it does. So undoing a merge hides what came by it alone,
tells the other file nothing (there it was made, and counts), and the next merge brings it back.

A merge of a file that had merged a third brings that merge along as well: the actions of the third came by it, and it
came by ours. Whether an action counts follows from these facts and from which merges were undone; `refresh` works it
out and keeps it in `hidden`, for the views.

Never taken are caches, chores, and the originals that were kept when personal data were replaced: who erased them here
does not get them back from a colleague.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from coder.domain.codebook import Codebook
from coder.domain.codebook_join import Version

MERGE = "merge"
"""The command of actions by which another file came in."""

LONGEST_CHAIN = 100  # merges of merges; more stands in no honest file

# What is taken of a question (:q; null for all), table by table; after the actions, to which all of it belongs.
ROWS = {
    "questions": "SELECT * FROM other.questions WHERE :q IS NULL OR question_id = :q",
    "respondents": """SELECT * FROM other.respondents WHERE :q IS NULL OR (round_id, respondent_id) IN (
                        SELECT round_id, respondent_id FROM other.answers WHERE question_id = :q)""",
    "variables": "SELECT * FROM other.variables",
    "answers": "SELECT * FROM other.answers WHERE :q IS NULL OR question_id = :q",
    "codings": """SELECT * FROM other.codings WHERE :q IS NULL OR answer_id IN (
                        SELECT answer_id FROM other.answers WHERE question_id = :q)""",
    "codebooks": "SELECT * FROM other.codebooks WHERE :q IS NULL OR question_id = :q",
    "aliases": "SELECT * FROM other.aliases WHERE :q IS NULL OR question_id = :q",
    "models": "SELECT * FROM other.models WHERE :q IS NULL OR question_id = :q",
    "groups": "SELECT * FROM other.groups WHERE :q IS NULL OR question_id = :q",
    "samples": "SELECT * FROM other.samples WHERE :q IS NULL OR question_id = :q",
    "assignments": """SELECT * FROM other.assignments WHERE :q IS NULL OR answer_id IN (
                        SELECT answer_id FROM other.answers WHERE question_id = :q)""",
    "findings": """SELECT * FROM other.findings WHERE :q IS NULL OR answer_id IN (
                        SELECT answer_id FROM other.answers WHERE question_id = :q)""",
    "cleared": """SELECT * FROM other.cleared WHERE :q IS NULL OR answer_id IN (
                        SELECT answer_id FROM other.answers WHERE question_id = :q)""",
}  # fmt: skip


class Merges:
    """Joins another project file, which is attached as `other`, to this one."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @contextmanager
    def attached(self, path: Path) -> Iterator[None]:
        """Have the tables of another file, which was checked, beside ours (outside a transaction)."""
        self.db.execute("ATTACH ? AS other", [str(path)])
        try:
            yield
        finally:
            self.db.execute("DETACH other")

    def take(self, question_id: str | None, merge_id: str) -> dict[str, int]:
        """Take the rows of the other file (inside a transaction); return how many are new, by table.

        Parameters
        ----------
        question_id : take what is about this question only.
        """
        self._list_actions(question_id)
        values = {"q": question_id, "merge": merge_id}
        taken: dict[str, int] = {}
        # Before the actions are in: which of them were here.
        supports = self.db.execute(
            """SELECT w.action_id, :merge FROM temp.wanted w
                 WHERE w.action_id NOT IN (SELECT action_id FROM other.merged)
                   AND (w.action_id NOT IN (SELECT action_id FROM main.actions)
                        OR w.action_id IN (SELECT action_id FROM main.hidden))
               UNION
               SELECT m.action_id, m.merge_id FROM other.merged m JOIN temp.wanted USING (action_id)
                 WHERE m.action_id NOT IN (SELECT action_id FROM main.actions)
                   OR m.action_id IN (SELECT action_id FROM main.merged)""",
            {"merge": merge_id},
        ).fetchall()
        taken["actions"] = self._insert(
            "INSERT OR IGNORE INTO main.actions SELECT * FROM other.actions WHERE action_id IN temp.wanted", {}
        )
        taken["merged"] = self.db.conn.executemany("INSERT OR IGNORE INTO main.merged VALUES (?, ?)", supports).rowcount
        for table, rows in ROWS.items():
            taken[table] = self._insert(f"INSERT OR IGNORE INTO main.{table} {rows}", values)
        # What a part that was split off had left out comes back from the whole.
        taken["respondents"] += self._insert(
            """UPDATE main.respondents AS r SET weight = o.weight, variables = o.variables, missing = o.missing
               FROM other.respondents o
               WHERE (o.round_id, o.respondent_id, o.action_id) = (r.round_id, r.respondent_id, r.action_id)
                 AND r.variables = '{}' AND r.missing = '{}' AND r.weight IS NULL
                 AND (o.variables <> '{}' OR o.missing <> '{}' OR o.weight IS NOT NULL)
                 AND (:q IS NULL OR (o.round_id, o.respondent_id) IN (
                   SELECT round_id, respondent_id FROM other.answers WHERE question_id = :q))""",
            values,
        )
        self.refresh()
        return taken

    def _list_actions(self, question_id: str | None) -> None:
        """List what is to come of the actions: those that rows belong to, with their undos and merges."""
        self.db.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (action_id TEXT PRIMARY KEY) WITHOUT ROWID")
        self.db.execute("DELETE FROM temp.wanted")
        if question_id is None:
            self.db.execute("INSERT INTO temp.wanted SELECT action_id FROM other.actions")
            return
        for rows in ROWS.values():
            self.db.execute(
                f"INSERT OR IGNORE INTO temp.wanted SELECT action_id FROM ({rows})",  # noqa: S608 - no value in it
                {"q": question_id},
            )
        more = 1
        while more:
            more = self._insert(
                """INSERT OR IGNORE INTO temp.wanted
                   SELECT merge_id FROM other.merged WHERE action_id IN temp.wanted
                   UNION SELECT action_id FROM other.actions WHERE undoes IN temp.wanted""",
                {},
            )

    def _insert(self, sql: str, values: Mapping[str, object]) -> int:
        return max(0, self.db.execute(sql, dict(values)).rowcount)

    def refresh(self) -> None:
        """Work out which actions do not count because every merge that brought them was undone."""
        self.db.execute("DELETE FROM hidden")
        rows = self.db.execute("SELECT undoes, action_id FROM actions WHERE undoes IN (SELECT merge_id FROM merged)")
        undos: dict[str, list[str]] = {}
        for merge_id, undo_id in rows.fetchall():
            undos.setdefault(merge_id, []).append(undo_id)
        if not undos:
            return
        merges: dict[str, set[str]] = {}
        for action_id, merge_id in self.db.execute("SELECT action_id, merge_id FROM merged").fetchall():
            merges.setdefault(action_id, set()).add(merge_id)
        self.db.conn.executemany(
            "INSERT INTO hidden (action_id) VALUES (?)", ((action_id,) for action_id in sorted(hidden(merges, undos)))
        )

    def versions(self, question_id: str) -> list[Version]:
        """Return all versions of the codebook of a question, with what each was made from.

        Raises
        ------
        ValueError : one is not a codebook.
        """
        rows = self.db.execute(
            """SELECT c.action_id, c.parents, c.content, c.action_id NOT IN undone, a.command
               FROM codebooks c JOIN actions a USING (action_id) WHERE c.question_id = ?""",
            [question_id],
        ).fetchall()
        return [
            Version(action_id, tuple(parents.split()), Codebook.from_json(content), bool(counts), command == MERGE)
            for action_id, parents, content, counts, command in rows
        ]

    def yaml(self, question_id: str, action_id: str) -> str:
        """Return the text of a version of a codebook."""
        row = self.db.execute(
            "SELECT yaml FROM codebooks WHERE question_id = ? AND action_id = ?", [question_id, action_id]
        ).fetchone()
        return str(row[0])


def hidden(merges: Mapping[str, Collection[str]], undos: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Return the actions that do not count because every merge that brought them was undone.

    Parameters
    ----------
    merges : by action that came in, the merges that brought it. An action without any was made here.
    undos : by merge that somebody undid, the undos. An undo counts as long as it does not itself hide.
    """
    known: dict[str, bool] = {}

    def there(action_id: str, depth: int = 0) -> bool:
        if action_id not in merges:
            return True
        if action_id not in known:
            known[action_id] = False  # should a damaged file go round in a circle, it ends here
            known[action_id] = depth < LONGEST_CHAIN and any(counts(one, depth + 1) for one in merges[action_id])
        return known[action_id]

    def counts(merge_id: str, depth: int) -> bool:
        return there(merge_id, depth) and not any(there(undo, depth) for undo in undos.get(merge_id, ()))

    return frozenset(action_id for action_id in merges if not there(action_id))
