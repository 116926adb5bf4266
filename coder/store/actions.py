"""What people did, in order of time: the thread that history and undo hang on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from coder.domain.errors import ProjectError
from coder.domain.ids import new_id
from coder.domain.texts import _


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a person did: a command, or one confirmation at the desk."""

    action_id: str
    coder_id: str
    command: str
    created_at: str
    details: Mapping[str, Any]
    undoes: str | None = None
    undone: bool = False


class Actions:
    """Writes and reads actions."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def add(self, coder_id: str, command: str, details: Mapping[str, Any] | None = None, undoes: str = "") -> str:
        """Record an action (inside a transaction) and return its id."""
        action_id = new_id()
        self.db.table("actions").insert(
            {
                "action_id": action_id,
                "coder_id": coder_id,
                "command": command,
                "created_at": now(),
                "details": json.dumps(details or {}, ensure_ascii=False),
                "undoes": undoes or None,
            }
        )
        return action_id

    def last(self, coder_id: str) -> Action | None:
        """Return the newest action of a coder that can be undone, or None."""
        rows = self.db.query(
            """SELECT * FROM actions WHERE coder_id = :coder_id AND undoes IS NULL
               AND action_id NOT IN undone
               ORDER BY action_id DESC LIMIT 1""",
            {"coder_id": coder_id},
        )
        return next((_action(row) for row in rows), None)

    def of_command(self, command: str) -> list[Action]:
        """Return the actions of a command that were not undone, oldest first."""
        rows = self.db.query(
            "SELECT * FROM actions WHERE command = :c AND action_id NOT IN undone ORDER BY action_id", {"c": command}
        )
        return [_action(row) for row in rows]

    def get(self, action_id: str) -> Action | None:
        """Return an action, undone or not, or None where there is none with this id."""
        rows = self.db.query(
            "SELECT *, action_id IN undone AS undone FROM actions WHERE action_id = :a", {"a": action_id}
        )
        return next((_action(row) for row in rows), None)

    def named(self, end: str) -> list[Action]:
        """Return the actions whose id ends so, two at most."""
        if not end or not set(end) <= set("0123456789abcdef"):
            return []
        rows = self.db.query(
            """SELECT *, action_id IN undone AS undone FROM actions
               WHERE substr(action_id, -length(:e)) = :e LIMIT 2""",
            {"e": end},
        )
        return [_action(row) for row in rows]

    def with_undos(self, action_ids: Iterable[str]) -> list[Action]:
        """Return these actions and those that undid them, oldest first."""
        rows = self.db.query(
            """SELECT *, action_id IN undone AS undone FROM actions
               WHERE coalesce(undoes, action_id) IN (SELECT value FROM json_each(:ids)) ORDER BY action_id""",
            {"ids": json.dumps(list(action_ids))},
        )
        return [_action(row) for row in rows]

    def undo(self, action_id: str, coder_id: str) -> str:
        """Record that an action is undone; everything it wrote stops counting. Returns the id of the undo.

        Raises
        ------
        ProjectError : it is undone already, perhaps by another program a moment ago.
        """
        if self.db.execute("SELECT 1 FROM undone WHERE action_id = ?", [action_id]).fetchone():
            raise ProjectError(_("This is undone already"), _("coder log shows by whom."))
        return self.add(coder_id, "undo", undoes=action_id)

    def undone(self) -> frozenset[str]:
        """Return the ids of actions that were undone."""
        return frozenset(row["action_id"] for row in self.db.query("SELECT action_id FROM undone"))

    def recent(self, limit: int) -> list[Action]:
        """Return the newest actions, newest first."""
        rows = self.db.query(
            "SELECT *, action_id IN undone AS undone FROM actions ORDER BY action_id DESC LIMIT :n",
            {"n": limit},
        )
        return [_action(row) for row in rows]


def now() -> str:
    """Return the time in UTC, ISO 8601, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _action(row: Mapping[str, Any]) -> Action:
    return Action(
        action_id=row["action_id"],
        coder_id=row["coder_id"],
        command=row["command"],
        created_at=row["created_at"],
        details=json.loads(row["details"]),
        undoes=row["undoes"],
        undone=bool(row.get("undone", False)),
    )
