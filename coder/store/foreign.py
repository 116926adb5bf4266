"""Every row of a project file that somebody else made is looked at before any of it comes in."""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Callable
from typing import Any, get_args

from coder.domain.codebook import ID_PATTERN as CODE_PATTERN
from coder.domain.codebook import Codebook
from coder.domain.coding import Source, Status
from coder.domain.errors import InputError
from coder.domain.folding import text_hash
from coder.domain.ids import AHEAD_MILLISECONDS, ID_PATTERN, answer_id
from coder.domain.texts import _
from coder.store.project import Project

LONG, TEXT, SHORT = 2_000_000, 200_000, 500  # characters: of a codebook, of an answer or remark, of a name or key
MODEL_BYTES = 2**30  # a model of 100,000 answers is 150 MB
MOST_CODES = 5_000
AT_A_TIME = 10_000  # rows between two reports of progress

Check = Callable[[Any], bool]

_HASH = re.compile("[0-9a-f]{32}|")


def _text(longest: int) -> Check:
    return lambda value: isinstance(value, str) and len(value) <= longest


def _number(least: int, most: int = 2**63 - 1) -> Check:
    return lambda value: isinstance(value, int) and least <= value <= most


def _or_null(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _one_of(*values: object) -> Check:
    return lambda value: value in values


def _id(value: object) -> bool:
    """Whether it is an identifier, of a time that has come."""
    if not isinstance(value, str) or not ID_PATTERN.fullmatch(value):
        return False
    return int(value[:12], 16) <= time.time_ns() // 1_000_000 + AHEAD_MILLISECONDS


def _ids(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONG and all(map(_id, value.split()))


def _hash(value: object) -> bool:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def _json(check: Check, longest: int = TEXT) -> Check:
    def is_such(value: object) -> bool:
        if not isinstance(value, str) or len(value) > longest:
            return False
        try:
            return check(json.loads(value))
        except (ValueError, RecursionError):
            return False

    return is_such


def _code(value: object) -> bool:
    return isinstance(value, str) and len(value) <= SHORT and CODE_PATTERN.fullmatch(value) is not None


def _codes(value: object) -> bool:
    return isinstance(value, list) and len(value) <= MOST_CODES and all(map(_code, value))


def _suggested(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(pair, list) and len(pair) == 2 and _code(pair[0]) and isinstance(pair[1], int | float)
        for pair in value
    )


def _pairs(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(pair, list) and len(pair) == 2 for pair in value)


def _mapping(value: object) -> bool:
    return isinstance(value, dict)


def _variables(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str | int | float | bool) for one in value.values())


def _texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _codebook(value: object) -> bool:
    if not isinstance(value, str) or len(value) > LONG:
        return False
    try:
        codes = Codebook.from_json(value).codes
    except (ValueError, RecursionError):
        return False
    ids = [code.code_id for code in codes]
    return len(ids) <= MOST_CODES and len(set(ids)) == len(ids) and all(map(_code, ids))


def _real(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


_name, _flag, _place = _text(SHORT), _one_of(0, 1), _number(0)

TABLES: dict[str, dict[str, Check]] = {
    "actions": {"action_id": _id, "coder_id": _name, "command": _name, "created_at": _text(40),
                "details": _json(_mapping), "undoes": _or_null(_id)},
    "questions": {"question_id": _name, "action_id": _id, "text": _text(TEXT), "position": _place},
    "respondents": {"round_id": _name, "respondent_id": _name, "action_id": _id, "weight": _or_null(_real),
                    "variables": _json(_variables, LONG), "missing": _json(_texts, LONG)},
    "answers": {"answer_id": _place, "action_id": _id, "question_id": _name, "round_id": _name,
                "respondent_id": _name, "text": _text(TEXT), "text_hash": _hash, "position": _place},
    "codings": {"coding_id": _id, "action_id": _id, "answer_id": _place, "coder_id": _name,
                "status": _one_of(*get_args(Status)), "source": _one_of(*get_args(Source)), "codes": _json(_codes),
                "suggested": _json(_suggested), "model_id": _name, "codebook_version": _name, "text_hash": _hash,
                "created_at": _text(40), "memo": _text(TEXT), "quote": _flag, "quote_begins": _or_null(_place),
                "quote_ends": _or_null(_place)},
    "codebooks": {"question_id": _name, "action_id": _id, "version": _name, "content": _codebook, "yaml": _text(LONG),
                  "parents": _ids},
    "models": {"model_id": _name, "action_id": _id, "question_id": _name, "created_at": _text(40),
               "manifest": _json(_mapping, 16 * LONG),
               "data": lambda value: isinstance(value, bytes) and len(value) <= MODEL_BYTES},
    "samples": {"answer_id": _place, "action_id": _id, "question_id": _name, "round_id": _name, "position": _place},
    "groups": {"question_id": _name, "text_hash": _hash, "action_id": _id, "group_id": _name},
    "findings": {"answer_id": _place, "action_id": _id, "begins": _place, "ends": _place, "kind": _name,
                 "replaced": _flag, "verbatim_hash": _hash},
    "cleared": {"answer_id": _place, "action_id": _id, "text_hash": _hash, "by_person": _flag, "unreviewed": _place},
    "assignments": {"answer_id": _place, "action_id": _id, "coder_id": _name, "shared": _flag},
    "variables": {"round_id": _name, "name": _name, "action_id": _id, "position": _place, "text": _text(TEXT),
                  "kind": _name, "labels": _json(_pairs), "missing": _json(_pairs)},
    "merged": {"action_id": _id, "merge_id": _id},
    "aliases": {"question_id": _name, "code_id": _code, "action_id": _id, "same_as": _code},
}  # fmt: skip


def check_rows(project: Project, progress: Callable[[int, int], None]) -> None:
    """Look at every row of a file that is not to be trusted: types, sizes, identifiers, hashes, JSON, references.

    Raises
    ------
    InputError : a row is not as coder writes it; the message names table, row and column.
    """
    total = sum(project.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES)  # noqa: S608
    done = 0
    for table, columns in TABLES.items():
        rows = project.db.execute(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608 - names of ours
        for number, row in enumerate(rows, 1):
            for (column, check), value in zip(columns.items(), row, strict=True):
                if not check(value):
                    raise _not_right(project, table, number, column)
            if table == "answers" and (row[0] != answer_id(*row[2:5]) or row[6] != text_hash(row[5])):
                raise _not_right(project, table, number, "answer_id" if row[6] == text_hash(row[5]) else "text_hash")
            done += 1
            if not done % AT_A_TIME:
                progress(done, total)
    if (broken := project.db.execute("PRAGMA foreign_key_check").fetchone()) is not None:
        raise _not_right(project, broken[0], broken[1] or 0, "action_id")
    progress(total, total)


def _not_right(project: Project, table: str, row: int, column: str) -> InputError:
    return InputError(
        _("{path} is not as coder writes it: table {table}, row {row}, column {column}").format(
            path=project.path, table=table, row=row, column=column
        ),
        _("Nothing was taken from it. Ask for the file again, or for a backup of it."),
    )
