"""The project file: opening it safely, and everything that is in it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from coder.domain.errors import ProjectError, reason_of
from coder.domain.ids import go_on_after
from coder.domain.texts import _
from coder.store.actions import Actions
from coder.store.aliases import Aliases
from coder.store.answers import Answers
from coder.store.assignments import Assignments
from coder.store.codebooks import Codebooks
from coder.store.codings import Codings
from coder.store.erasing import Eraser
from coder.store.groups import Groups
from coder.store.merges import Merges
from coder.store.migrations import APPLICATION_ID, LATEST, MIGRATIONS
from coder.store.models import Models
from coder.store.personal import Personal
from coder.store.samples import Samples
from coder.store.variables import Variables
from coder.store.vectors import VectorCache
from coder.store.versions import Versions
from coder.store.waiting import PatientConnection
from coder.store.words import WordCache

BUSY_MILLISECONDS = 10_000  # how long a writer waits for another process before a person hears of it
_MAGIC = b"SQLite format 3\0"


class Project:
    """An open project file. Reads go through the table groups; writes happen inside `transaction`."""

    def __init__(self, db: Database, path: Path) -> None:
        self.db, self.path = db, path
        self.actions = Actions(db)
        self.aliases = Aliases(db)
        self.answers = Answers(db)
        self.assignments = Assignments(db)
        self.codebooks = Codebooks(db)
        self.codings = Codings(db)
        self.eraser = Eraser(db)
        self.groups = Groups(db)
        self.merges = Merges(db)
        self.models = Models(db)
        self.personal = Personal(db)
        self.samples = Samples(db)
        self.variables = Variables(db)
        self.vectors = VectorCache(db)
        self.versions = Versions(db)
        self.words = WordCache(db)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: what is written inside is there completely afterwards, or not at all.

        Raises
        ------
        ProjectError : the disk is full, the file is read-only, or another program holds it too long.
        """
        with explained(self.path):
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.db.execute("COMMIT")
            except BaseException:
                if self.db.conn.in_transaction:
                    self.db.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the file; everything confirmed is in it already."""
        self.db.close()


@contextmanager
def open_project(path: Path, *, create: bool = False) -> Iterator[Project]:
    """Open the project file at `path`, upgraded to today's shape; with `create` a missing one is made.

    Raises
    ------
    ProjectError : there is none, it is not a project file, it is of a newer version, or it cannot be written.
    """
    check_file(path, create)
    fresh = not path.exists() or path.stat().st_size == 0
    with explained(path):
        project = Project(connect(path), path)
        try:
            upgrade(project, fresh)
            # What is written now is newer than all that is there, though the clock of who wrote that was ahead of ours.
            newest = project.db.execute(
                "SELECT (SELECT max(action_id) FROM actions), (SELECT max(coding_id) FROM codings)"
            )
            go_on_after(*newest.fetchone())
            if project.eraser.pending:  # what was erased before the program was stopped
                project.eraser.wipe()
            yield project
        finally:
            project.close()


def check_file(path: Path, create: bool, written: bool = True) -> None:
    """Refuse what cannot be a project file, or with `written` be written, in words that a person can act on."""
    if path.is_dir():
        raise ProjectError(
            _("{path} is a folder, not a project file").format(path=path), _("Name a file with --db, such as coder.db.")
        )
    if not path.exists():
        if not create:
            raise ProjectError(
                _("There is no project file {path}").format(path=path),
                _("Start one with: coder ingest FILE --round NAME, or name another with --db."),
            )
        if not path.parent.is_dir():
            raise ProjectError(
                _("The folder {folder} does not exist").format(folder=path.parent), _("Make the folder first.")
            )
        if not os.access(path.parent, os.W_OK):
            raise _not_writable(path)
        return
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except OSError as error:
        raise ProjectError(
            _("{path} cannot be read: {reason}").format(path=path, reason=reason_of(error)),
            _("Ask who owns the file for permission."),
        ) from error
    if head != _MAGIC and (head or not create):
        raise ProjectError(
            _("{path} is not a project file of coder").format(path=path),
            _("Name the right file with --db. A survey export is read with: coder ingest FILE."),
        )
    if written and (not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK)):
        raise _not_writable(path)


def _not_writable(path: Path) -> ProjectError:
    return ProjectError(
        _("{path} cannot be written: no permission").format(path=path),
        _("Copy the file to a folder of your own, or ask for permission on the file and its folder."),
    )


def connect(path: Path) -> Database:
    """Connect to a project file, or what is to become one."""
    # Autocommit: transactions are begun and ended by us alone.
    connection = sqlite3.connect(path, timeout=0, isolation_level=None, factory=PatientConnection)
    connection.patience_seconds = BUSY_MILLISECONDS / 1000
    connection.execute("PRAGMA foreign_keys = ON")
    # A project file comes from a colleague: nothing in its schema may call functions with side effects.
    connection.execute("PRAGMA trusted_schema = OFF")
    # A rollback journal and full synchronisation: a confirmed coding survives loss of power, the project stays one
    # file, and it works on a network drive, where SQLite's write-ahead log does not.
    connection.execute("PRAGMA synchronous = FULL")
    # What is deleted is overwritten: answers hold personal data.
    connection.execute("PRAGMA secure_delete = ON")
    return Database(connection)


def upgrade(project: Project, fresh: bool) -> None:
    """Bring an open project file to today's shape; refuse what coder did not make."""
    db, path = project.db, project.path
    version = db.execute("PRAGMA user_version").fetchone()[0]
    application = db.execute("PRAGMA application_id").fetchone()[0]
    if not fresh and application != APPLICATION_ID:
        raise ProjectError(
            _("{path} is a database, but not a project file of coder").format(path=path),
            _("Name the right file with --db."),
        )
    if version > LATEST:
        raise ProjectError(
            _("{path} was made by a newer version of coder").format(path=path),
            _("Install the newest version: pipx upgrade enquete-coder."),
        )
    if db.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'").fetchone()[0]:
        raise ProjectError(
            _("{path} holds triggers, which a project file of coder never does").format(path=path),
            _("Somebody changed this file with another program: ask for the original."),
        )
    if version < LATEST:
        with project.transaction():
            if db.execute("PRAGMA user_version").fetchone()[0] == LATEST:
                return  # another process was first
            MIGRATIONS.apply(db)
            db.execute(f"PRAGMA user_version = {LATEST:d}")
            db.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite says into one message that a person can act on."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _explain(error, path) from error


def _explain(error: sqlite3.DatabaseError, path: Path) -> ProjectError:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return ProjectError(
            _("{path} is in use by another program").format(path=path),
            _("Wait until it is ready, or close it, and try again. Nothing was written."),
        )
    if name.startswith("SQLITE_FULL"):
        return ProjectError(
            _("The disk is full: {path} could not be written").format(path=path),
            _("Make room and try again. What was confirmed before is safe."),
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return _not_writable(path)
    if name.startswith("SQLITE_IOERR"):
        return ProjectError(
            _("The disk refused while {path} was being read or written").format(path=path),
            _("Check the disk and its free space, then try again. What was confirmed before is safe."),
        )
    return ProjectError(
        _("{path} is damaged or not a project file of coder ({reason})").format(path=path, reason=error),
        _("Restore it from a backup, or name another file with --db."),
    )
