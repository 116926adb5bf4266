"""A connection that waits for other processes with short, irregular naps.

SQLite's own busy handler sleeps longer and longer between two looks, up to a tenth of a second, and every process that
waits does so at the same beat: of two desks on one file, one may find the file free time after time while the other
sleeps through each gap. A commit takes some milliseconds, so a nap of 1 to 5 ms, of a random length, finds the next gap
and is fair on average. `python -m tests.benchmarks.two_desks` measures both.

Waiting is safe here because every transaction that writes begins with BEGIN IMMEDIATE: nobody holds what another needs
while waiting for the rest.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable
from typing import Any, TypeVar

NAP_SECONDS = (0.001, 0.005)  # of the order of a commit on a solid-state disk

T = TypeVar("T")

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class PatientConnection(sqlite3.Connection):
    """Tries again while another process holds the file, for `patience_seconds` at most."""

    patience_seconds = 0.0

    def execute(self, *given: Any) -> sqlite3.Cursor:  # type: ignore[override]  # noqa: ANN401 - as sqlite3 has it
        """Execute a statement; a query has what it needs of the file once this returns."""
        return self._patiently(lambda: super(PatientConnection, self).execute(*given))

    def _patiently(self, attempt: Callable[[], T]) -> T:
        end = None
        while True:
            try:
                return attempt()
            except sqlite3.OperationalError as error:
                now = time.monotonic()
                end = now + self.patience_seconds if end is None else end
                if error.sqlite_errorcode & 0xFF not in _BUSY or now >= end:
                    raise
                time.sleep(random.uniform(*NAP_SECONDS))  # noqa: S311 - a nap, no secret
