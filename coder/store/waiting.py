"""A connection that waits for other processes with short, irregular naps.

SQLite's own busy handler sleeps longer and longer between two looks, up to a tenth of a second: of two desks on one
file, one may find it free time after time while the other sleeps through each gap, for seconds. A commit takes a few
milliseconds, so naps of about one, of a random length, soon fall into a gap. `python -m tests.benchmarks.two_desks`
measures both.

Waiting is safe here because every transaction that writes begins with BEGIN IMMEDIATE: nobody holds what another needs
while waiting for the rest.
"""

from __future__ import annotations

import random
import sqlite3
import time
from typing import Any

NAP_SECONDS = (0.0002, 0.002)  # of the order of a commit on a solid-state disk, and less
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class PatientConnection(sqlite3.Connection):
    """Tries again while another process holds the file, for `patience_seconds` at most."""

    patience_seconds = 0.0

    def execute(self, *given: Any) -> sqlite3.Cursor:  # noqa: ANN401 - as sqlite3 has it
        """Execute a statement; a query has what it needs of the file once this returns."""
        end = None
        while True:
            try:
                return super().execute(*given)
            except sqlite3.OperationalError as error:
                now = time.monotonic()
                end = now + self.patience_seconds if end is None else end
                if error.sqlite_errorcode & 0xFF not in _BUSY or now >= end:
                    raise
                time.sleep(random.uniform(*NAP_SECONDS))  # noqa: S311 - a nap, no secret
