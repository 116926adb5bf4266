"""What is known of the closed variables: question texts, value labels, kinds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from coder.domain.survey import KINDS, Kind, Variable


class Variables:
    """Writes and reads what is known of closed variables, round by round. The newest counts."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def current(self, round_id: str | None = None) -> dict[str, Variable]:
        """Return the variables by name, in the order of the file they came from.

        Parameters
        ----------
        round_id : None for all rounds; then the last round that has a variable says what it is.
        """
        rows = self.db.query(
            """SELECT name, text, kind, labels, missing FROM current_variables WHERE :r IS NULL OR round_id = :r
               ORDER BY round_id, position""",
            {"r": round_id},
        )
        return {row["name"]: _variable(row) for row in rows}

    def add(self, round_id: str, variables: Mapping[str, Variable], action_id: str) -> None:
        """Add variables, or what is newly known of them (inside a transaction)."""
        self.db.table("variables").insert_all(
            {
                "round_id": round_id,
                "name": name,
                "action_id": action_id,
                "position": place,
                "text": one.text,
                "kind": one.kind,
                "labels": json.dumps(one.labels, ensure_ascii=False),
                "missing": json.dumps(one.declared, ensure_ascii=False),
            }
            for place, (name, one) in enumerate(variables.items())
        )


def _variable(row: Mapping[str, Any]) -> Variable:
    # A project file may come from anybody.
    labels, declared = (
        tuple((str(first), str(second)) for first, second in json.loads(row[name])) for name in ("labels", "missing")
    )
    kind: Kind = row["kind"] if row["kind"] in KINDS else ""
    return Variable(text=row["text"], kind=kind, labels=labels, declared=declared)
