"""The folder with the results of `coder score`: what it holds, and whether a run can go on in it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from coder.domain.errors import UsageError, reason_of
from coder.domain.texts import _
from coder.exporters.base import atomic

NOTE = "_score.json"
"""What the folder holds. Programs that read a folder of partitions pass over names that begin with '_'."""

_PART = re.compile(r"part-(\d{6,})-[0-9a-f]{16}\.(?:csv|parquet)")


def prepared(folder: Path, note: dict[str, Any], overwrite: bool) -> dict[int, str]:
    """Return the files of results in the folder by number, after making it ready.

    Raises
    ------
    UsageError : the folder cannot be written, or holds something else.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        names = [path.name for path in folder.iterdir()]
        known = _known(folder) if NOTE in names else None
        if known is None and any(not name.startswith(".") for name in names):
            raise UsageError(
                _("The folder {folder} holds other files").format(folder=folder), _("Choose a new folder: -o FOLDER.")
            )
        if known is not None and overwrite:
            for name in names:
                if name == NOTE or _PART.fullmatch(name):
                    (folder / name).unlink()
            names, known = [], None
        if known is not None and {name: known.get(name) for name in note} != note:
            raise UsageError(
                _("The folder {folder} holds results of another model or with other options").format(folder=folder),
                _("Choose a new folder; or replace the results: --overwrite."),
            )
        if known is None:
            write_note(folder, note | {"complete": False})
    except OSError as error:
        raise UsageError(
            _("The folder {folder} cannot be written: {reason}").format(folder=folder, reason=reason_of(error)),
            _("Choose another folder: -o FOLDER."),
        ) from error
    return {int(match[1]): match[0] for match in map(_PART.fullmatch, names) if match}


def _known(folder: Path) -> dict[str, Any]:
    try:
        known = json.loads((folder / NOTE).read_bytes())
    except (ValueError, RecursionError):
        known = None
    return known if isinstance(known, dict) else {}


def write_note(folder: Path, note: dict[str, Any]) -> None:
    """Write down what the folder holds."""
    with atomic(folder / NOTE) as handle:
        handle.write(json.dumps(note, ensure_ascii=False, indent=2).encode())


def changed(folder: Path) -> UsageError:
    """Return the error for results that other files gave."""
    return UsageError(
        _("The files changed since the results in {folder} were made").format(folder=folder),
        _("Choose a new folder; or replace the results: --overwrite."),
    )
