"""Codes that are another one under another id: where two project files joined that both had a code of their own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlite_utils import Database

from coder.domain.codebook_join import followed
from coder.domain.coding import Coding


class Aliases:
    """Writes and reads which code is which. Codings keep the ids that they were given, and are read with the others."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def current(self) -> dict[str, dict[str, str]]:
        """Return by question and code which code it is."""
        found: dict[str, dict[str, str]] = {}
        for question_id, code_id, same_as in self.db.execute(
            "SELECT question_id, code_id, same_as FROM current_aliases ORDER BY question_id, code_id"
        ).fetchall():
            found.setdefault(question_id, {})[code_id] = same_as
        return found

    def add(self, question_id: str, same_as: Mapping[str, str], action_id: str) -> None:
        """Keep that codes (the keys) are others (inside a transaction)."""
        self.db.table("aliases").insert_all(
            {"question_id": question_id, "code_id": code, "action_id": action_id, "same_as": other}
            for code, other in same_as.items()
        )

    def resolved(self, codings: Iterable[Coding]) -> list[Coding]:
        """Return codings with the codes that count for those that they were given."""
        codings = list(codings)
        aliases = self.current()
        if not aliases:
            return codings
        rows = self.db.execute(
            """SELECT DISTINCT answer_id, question_id FROM answers
               WHERE answer_id IN (SELECT value FROM json_each(?))
                 AND question_id IN (SELECT value FROM json_each(?))""",
            [json.dumps(list({c.answer_id for c in codings})), json.dumps(list(aliases))],
        )
        question_of = dict(rows.fetchall())
        return [
            replace(
                coding,
                codes=tuple(dict.fromkeys(followed(same_as, code) for code in coding.codes)),
                suggested=tuple((followed(same_as, code), p) for code, p in coding.suggested),
            )
            if (same_as := aliases.get(question_of.get(coding.answer_id, "")))
            else coding
            for coding in codings
        ]
