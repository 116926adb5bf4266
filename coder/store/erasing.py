"""The one place where rows are changed or deleted: what was personal has to leave the file, to the last byte."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from coder.domain.codebook import Codebook
from coder.domain.folding import text_hash, verbatim_hash
from coder.domain.survey import Answer
from coder.store.versions import Version, Versions

VACUUM = "vacuum"
"""The chore of writing the file anew, so that no free page of it holds an old text."""


@dataclass(frozen=True, slots=True)
class Change:
    """Another text for a version of an answer."""

    version: Version
    text: str

    @property
    def text_hash(self) -> str:
        """The hash of the new text."""
        return text_hash(self.text)


class Eraser:
    """Changes texts in place and deletes what belongs to a respondent. All but `wipe` inside a transaction."""

    def __init__(self, db: Database) -> None:
        self.db = db

    # --- other texts

    def rewrite(self, changes: Sequence[Change]) -> list[Change]:
        """Put other texts in place of the old ones, with all that is bound to a text; return the changes made.

        A version that is not as it was read (another program was faster) stays as it is. Decisions follow their text:
        codings and groups get its new hash, caches of the old text are deleted.
        """
        made = []
        for change in changes:
            old = change.version.answer
            done = self.db.execute(
                "UPDATE answers SET text = ?, text_hash = ? WHERE answer_id = ? AND action_id = ? AND text = ?",
                [change.text, change.text_hash, old.answer_id, change.version.action_id, old.text],
            )
            if done.rowcount:
                made.append(change)
        hashes: dict[str, dict[str, dict[str, None]]] = {}
        for change in made:
            old = change.version.answer
            self._move_quotes(old, change.text)
            if old.text_hash != change.text_hash:
                self.db.execute(
                    "UPDATE codings SET text_hash = ? WHERE answer_id = ? AND text_hash = ?",
                    [change.text_hash, old.answer_id, old.text_hash],
                )
                of_question = hashes.setdefault(old.question_id, {})
                of_question.setdefault(old.text_hash, {})[change.text_hash] = None
        for question_id, new_of in hashes.items():
            self._move_groups(question_id, new_of)
        self.drop_caches(change.version.answer.text for change in made)
        return made

    def _move_quotes(self, old: Answer, text: str) -> None:
        """Let quoted parts follow a text that is replaced, as far as it is the same at its beginning and end."""
        same = _same(old.text, text)
        behind = min(_same(old.text[::-1], text[::-1]), min(len(old.text), len(text)) - same)
        rows = self.db.execute(
            """SELECT coding_id, quote_begins, quote_ends FROM codings
               WHERE answer_id = ? AND text_hash = ? AND quote_begins IS NOT NULL""",
            [old.answer_id, old.text_hash],
        ).fetchall()
        longer = len(text) - len(old.text)
        for coding_id, begins, ends in rows:
            # What was cut in two by the replaced part takes all that came in its place.
            moved = [
                begins if begins <= same else max(same, begins + longer) if begins >= len(old.text) - behind else same,
                ends if ends <= same else ends + longer if ends >= len(old.text) - behind else len(text) - behind,
            ]
            self.db.execute(
                "UPDATE codings SET quote_begins = ?, quote_ends = ? WHERE coding_id = ?", [*moved, coding_id]
            )

    def _move_groups(self, question_id: str, new_of: Mapping[str, Iterable[str]]) -> None:
        """Let groups follow texts: each new text joins the group of the old one, which leaves when nobody has it."""
        for old, news in new_of.items():
            for new in news:
                self.db.execute(
                    """INSERT OR REPLACE INTO groups (question_id, text_hash, action_id, group_id)
                       SELECT question_id, ?, action_id, group_id FROM groups
                       WHERE question_id = ? AND text_hash = ?""",
                    [new, question_id, old],
                )
        gone = self.gone(question_id, new_of)
        self._drop_groups(question_id, {old: next(iter(new_of[old])) for old in gone})

    def gone(self, question_id: str, hashes: Iterable[str]) -> list[str]:
        """Return which of these texts no answer to the question has any more."""
        asked = list(hashes)
        rows = self.db.execute(
            """SELECT DISTINCT text_hash FROM answers
               WHERE question_id = ? AND text_hash IN (SELECT value FROM json_each(?))""",
            [question_id, json.dumps(asked)],
        )
        there = {key for (key,) in rows}
        return [key for key in asked if key not in there]

    def _drop_groups(self, question_id: str, gone: Mapping[str, str | None]) -> None:
        """Take texts out of all groups; a group that bore the hash of one gets another name."""
        for old, name in gone.items():
            self.db.execute("DELETE FROM groups WHERE question_id = ? AND text_hash = ?", [question_id, old])
            row = self.db.execute(
                "SELECT min(text_hash) FROM groups WHERE question_id = ? AND group_id = ?", [question_id, old]
            ).fetchone()
            self.db.execute(
                "UPDATE groups SET group_id = ? WHERE question_id = ? AND group_id = ?",
                [name or row[0], question_id, old],
            )

    def drop_caches(self, texts: Iterable[str]) -> None:
        """Delete what is cached of these texts; where another answer has one, it is simply worked out again."""
        keys = json.dumps(list({verbatim_hash(text) for text in texts}))
        for table in ("words", "vectors"):
            self.db.execute(
                f"DELETE FROM {table} WHERE verbatim_hash IN (SELECT value FROM json_each(?))",  # noqa: S608
                [keys],
            )

    def drop_models(self, question_ids: Iterable[str]) -> list[str]:
        """Delete all models of these questions, whose features are words of answers; return which questions had any."""
        dropped = []
        for question_id in question_ids:
            if self.db.execute("DELETE FROM models WHERE question_id = ?", [question_id]).rowcount:
                dropped.append(question_id)
        return dropped

    def codebooks(self, question_ids: Iterable[str]) -> list[tuple[str, str, Codebook]]:
        """Return all versions of the codebooks of these questions: (question, action, codebook)."""
        rows = self.db.execute(
            """SELECT question_id, action_id, content FROM codebooks
               WHERE question_id IN (SELECT value FROM json_each(?))""",
            [json.dumps(list(question_ids))],
        )
        found = []
        for question_id, action_id, content in rows:
            with suppress(ValueError):  # a damaged one is told about where it is used
                found.append((question_id, action_id, Codebook.from_json(content)))
        return found

    def replace_codebook(self, question_id: str, action_id: str, old: Codebook, new: Codebook, yaml: str) -> None:
        """Put another content in place of a version of a codebook; what was coded with it follows."""
        self.db.execute(
            "UPDATE codebooks SET version = ?, content = ?, yaml = ? WHERE question_id = ? AND action_id = ?",
            [new.version, new.to_json(), yaml, question_id, action_id],
        )
        self.db.execute(
            "UPDATE codings SET codebook_version = ? WHERE codebook_version = ?", [new.version, old.version]
        )

    def scrub_details(self, respondent_id: str) -> None:
        """Take a respondent out of the details of actions."""
        for action_id, details in self.db.execute("SELECT action_id, details FROM actions").fetchall():
            before = json.loads(details)
            after = _without(before, respondent_id)
            if after != before:
                self.db.execute(
                    "UPDATE actions SET details = ? WHERE action_id = ?",
                    [json.dumps(after, ensure_ascii=False), action_id],
                )

    def detach(self, changes: Iterable[Change]) -> None:
        """Keep of decisions about old texts only that they were made: where, of what kind, and by whom."""
        for change in changes:
            old = change.version.answer
            self.db.execute(
                "UPDATE findings SET verbatim_hash = '' WHERE answer_id = ? AND verbatim_hash = ?",
                [old.answer_id, verbatim_hash(old.text)],
            )
            self.db.execute("DELETE FROM cleared WHERE answer_id = ? AND text_hash = ?", [old.answer_id, old.text_hash])

    # --- a respondent

    def forget(self, respondent_id: str, round_id: str | None) -> list[Version]:
        """Delete all rows of a respondent, in every table; return what their answers were."""
        versions = Versions(self.db).of_respondent(respondent_id, round_id)
        answer_ids = json.dumps(list({version.answer.answer_id for version in versions}))
        for table in ("answers", "codings", "assignments", "samples", "findings", "cleared", "originals"):
            self.db.execute(
                f"DELETE FROM {table} WHERE answer_id IN (SELECT value FROM json_each(?))",  # noqa: S608
                [answer_ids],
            )
        self.db.execute(
            "DELETE FROM respondents WHERE respondent_id = :p AND (:r IS NULL OR round_id = :r)",
            {"p": respondent_id, "r": round_id},
        )
        by_question: dict[str, dict[str, None]] = {}
        for version in versions:
            by_question.setdefault(version.answer.question_id, {})[version.answer.text_hash] = None
        for question_id, hashes in by_question.items():
            self._drop_groups(question_id, dict.fromkeys(self.gone(question_id, hashes)))
        self.drop_caches(version.answer.text for version in versions)
        return versions

    # --- the file

    def owe_wipe(self) -> None:
        """Note that the file is to be written anew; whoever opens it next does so, should this program be killed."""
        self.db.execute("INSERT OR IGNORE INTO chores (name) VALUES (?)", [VACUUM])

    @property
    def pending(self) -> bool:
        """Whether something was erased and the file not yet written anew."""
        return self.db.execute("SELECT 1 FROM chores WHERE name = ?", [VACUUM]).fetchone() is not None

    def wipe(self) -> bool:
        """Write the file anew without its free pages; return whether it could be done (not while others use it)."""
        with suppress(sqlite3.OperationalError):
            # A write-ahead log, which another program may have set, keeps old pages beside the file.
            self.db.execute("PRAGMA journal_mode = DELETE")
            self.db.execute("VACUUM")
            self.db.execute("DELETE FROM chores WHERE name = ?", [VACUUM])
        return not self.pending


def _without(value: Any, respondent_id: str, name: str = "") -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        return {key: _without(part, respondent_id, key) for key, part in value.items()}
    if isinstance(value, list):
        return [one for part in value if (one := _without(part, respondent_id, name)) is not None]
    return None if name.startswith("respondent") and value == respondent_id else value


def _same(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
