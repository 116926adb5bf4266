"""Codings: events that are added and never changed, and the views on them that count now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlite_utils import Database

from coder.domain.coding import AUTOCODE, BY_PEOPLE, Coding
from coder.store.aliases import Aliases
from coder.store.slices import parts


class Codings:
    """Writes and reads coding events."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._aliases = Aliases(db)

    def add(self, codings: Iterable[Coding]) -> None:
        """Add events (inside a transaction)."""
        self.db.table("codings").insert_all(
            {
                "coding_id": c.coding_id,
                "action_id": c.action_id,
                "answer_id": c.answer_id,
                "coder_id": c.coder_id,
                "status": c.status,
                "source": c.source,
                "codes": json.dumps(c.codes, ensure_ascii=False),
                "suggested": json.dumps(c.suggested, ensure_ascii=False),
                "model_id": c.model_id,
                "codebook_version": c.codebook_version,
                "text_hash": c.text_hash,
                "created_at": c.created_at,
                "memo": c.memo,
                "quote": int(c.quote),
                "quote_begins": c.quoted[0] if c.quoted else None,
                "quote_ends": c.quoted[1] if c.quoted else None,
            }
            for c in codings
        )

    def current(self, question_id: str | None = None, round_id: str | None = None) -> list[Coding]:
        """Return the newest coding of each coder of each answer that counts, oldest first."""
        rows = self.db.execute(
            """SELECT answer_id FROM answers
               WHERE (:q IS NULL OR question_id = :q) AND (:r IS NULL OR round_id = :r) AND action_id NOT IN undone""",
            {"q": question_id, "r": round_id},
        )
        return self.of_answers(answer_id for (answer_id,) in rows.fetchall())

    def of_answers(self, answer_ids: Iterable[int]) -> list[Coding]:
        """Return the newest coding of each coder of each of these answers that counts, oldest first."""
        found: list[Coding] = []
        for part in parts(list(dict.fromkeys(answer_ids))):
            rows = self.db.execute(
                """SELECT * FROM codings WHERE coding_id IN (
                     SELECT max(coding_id) FROM codings WHERE answer_id IN (SELECT value FROM json_each(:ids))
                     AND action_id NOT IN undone GROUP BY answer_id, coder_id)""",
                {"ids": json.dumps(part)},
            )
            found += map(_coding, rows.fetchall())
        return self._aliases.resolved(sorted(found, key=lambda coding: coding.coding_id))

    def ids(self) -> list[str]:
        """Return the ids of all events."""
        return [coding_id for (coding_id,) in self.db.execute("SELECT coding_id FROM codings").fetchall()]

    def decided_by_others(self, answer_id: int, coder_id: str, since: str) -> bool:
        """Return whether another person decided this answer after the id `since` was made."""
        rows = self.db.execute(
            """SELECT 1 FROM codings WHERE answer_id = :answer_id AND coder_id <> :coder_id AND coding_id > :since
               AND status <> 'open' AND source <> 'machine' AND action_id NOT IN undone LIMIT 1""",
            {"answer_id": answer_id, "coder_id": coder_id, "since": since},
        )
        return rows.fetchone() is not None

    def of_action(self, action_id: str) -> list[Coding]:
        """Return what one action wrote."""
        rows = self.db.execute("SELECT * FROM codings WHERE action_id = ? ORDER BY coding_id", [action_id])
        return self._aliases.resolved(map(_coding, rows.fetchall()))

    def history(self, answer_ids: Iterable[int]) -> list[Coding]:
        """Return every event about these answers, undone ones too, oldest first."""
        rows = self.db.execute(
            "SELECT * FROM codings WHERE answer_id IN (SELECT value FROM json_each(?)) ORDER BY coding_id",
            [json.dumps(list(answer_ids))],
        )
        return self._aliases.resolved(map(_coding, rows.fetchall()))


def final(codings: Iterable[Coding], sources: Iterable[str] | None = None) -> dict[int, Coding]:
    """Return the one coding per answer that tables use: reconciled ones, then people's, then machines'; the newest.

    Parameters
    ----------
    codings : current codings, oldest first.
    sources : leave out codings of other sources; None means all.
    """
    wanted = frozenset(sources) if sources is not None else None
    chosen: dict[int, Coding] = {}
    for coding in codings:
        if coding.status == "open" or (wanted is not None and coding.source not in wanted):
            continue
        known = chosen.get(coding.answer_id)
        if known is None or _rank(coding) >= _rank(known):
            chosen[coding.answer_id] = coding
    return chosen


def _rank(coding: Coding) -> int:
    return 2 if coding.source == "reconciled" else 1 if coding.source in BY_PEOPLE else 0


def closed_by_machine(codings: Iterable[Coding]) -> frozenset[int]:
    """Return the answers that automatic coding closed, of current codings: they are not in the queue any more."""
    return frozenset(c.answer_id for c in codings if c.coder_id == AUTOCODE and c.status == "coded")


def _coding(row: Sequence[Any]) -> Coding:
    """Return a row of the table, all columns in their order, as a coding."""
    coding_id, action_id, answer_id, coder_id, status, source, codes, suggested, model_id, *rest = row
    codebook_version, text_hash, created_at, memo, quote, begins, ends = rest
    return Coding(
        coding_id,
        action_id,
        answer_id,
        coder_id,
        status,
        source,
        _codes(codes),
        () if suggested == "[]" else tuple((code_id, probability) for code_id, probability in json.loads(suggested)),
        model_id,
        codebook_version,
        text_hash,
        created_at,
        memo,
        bool(quote),
        None if begins is None else (begins, ends),
    )


@lru_cache(2_000)  # many answers have the same codes
def _codes(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
