"""A project file that somebody else made: opened as a copy, with the shape that coder gives it and no other."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from coder.domain.errors import ProjectError
from coder.domain.texts import _
from coder.store.migrations import MIGRATIONS
from coder.store.project import BUSY_MILLISECONDS, Project, check_file, connect, explained, upgrade

PAGES = 1_000  # copied between two reports of progress: 4 MB


@contextmanager
def open_copy(path: Path, progress: Callable[[int, int], None] = lambda _done, _total: None) -> Iterator[Project]:
    """Open a copy of the project file at `path`, in a folder of its own that is gone afterwards.

    The file itself is read and never written: neither upgraded nor rolled back. What it holds is as it was before
    somebody else, who may have it open, wrote on.

    Parameters
    ----------
    progress : called with pages copied and pages there are.

    Raises
    ------
    ProjectError : as `open_project`; or its tables are not those that coder makes.
    """
    if not path.exists():
        raise ProjectError(_("There is no file {path}").format(path=path), _("Check its name and folder."))
    check_file(path, create=False, written=False)
    with TemporaryDirectory(prefix="coder-") as folder, explained(path):
        copy = Path(folder) / "copy.db"
        _copy(path, copy, progress)
        project = Project(connect(copy), path)
        try:
            upgrade(project, fresh=False)
            if _shape(project.db) != _shape_of_ours():
                raise ProjectError(
                    _("The tables in {path} are not those of a project file of coder").format(path=path),
                    _("Somebody changed this file with another program: ask for the original."),
                )
            yield project
        finally:
            project.close()


def _copy(path: Path, copy: Path, progress: Callable[[int, int], None]) -> None:
    try:
        source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_MILLISECONDS / 1000)
        try:
            # Page by page others can go on writing, but then it begins anew: in the end, all at once.
            for pages in (PAGES, PAGES, PAGES, -1):
                with closing(sqlite3.connect(copy)) as target, suppress(_Overtaken):
                    source.backup(target, pages=pages, progress=_Steps(progress))
                    return
        finally:
            source.close()
    except sqlite3.OperationalError as error:
        # What was interrupted has to be rolled back first, which cannot be done without writing: in the copy it can.
        if (error.sqlite_errorcode & 0xFF) not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
            raise
        for beside in ("", "-journal", "-wal"):
            if Path(f"{path}{beside}").exists():
                copyfile(f"{path}{beside}", f"{copy}{beside}")


class _Overtaken(Exception):
    """Somebody wrote in the file while it was copied."""


class _Steps:
    """Reports progress, and notices when the copy begins anew."""

    def __init__(self, progress: Callable[[int, int], None]) -> None:
        self._progress, self._left = progress, sys.maxsize

    def __call__(self, _status: int, left: int, total: int) -> None:
        if left > self._left:
            raise _Overtaken
        self._left = left
        self._progress(total - left, total)


def _shape(db: Database) -> list[tuple[str, str, str]]:
    rows = db.execute(
        """SELECT type, name, sql FROM sqlite_master
           WHERE sql IS NOT NULL AND tbl_name <> '_sqlite_migrations' AND tbl_name NOT LIKE 'sqlite_stat%'
           ORDER BY name"""
    )
    return rows.fetchall()


@cache
def _shape_of_ours() -> list[tuple[str, str, str]]:
    db = Database(memory=True)
    MIGRATIONS.apply(db)
    return _shape(db)
