"""A zip file around an export, as Google Forms, Qualtrics and SurveyMonkey hand it over: the table is taken out."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath

from coder.domain.errors import InputError
from coder.domain.texts import _
from coder.importers.base import MAX_FILE_BYTES, shown, too_many_bytes

TABLES = {".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".ods", ".sav", ".zsav", ".dta", ".json", ".jsonl", ".parquet"}
_BESIDE = {".lss"}
"""What is read beside a table: the structure of a LimeSurvey."""

_PIECE = 2**20
"""Bytes that are unpacked at a time."""


def table_in(path: Path, folder: Path) -> Path:
    """Unpack the one table of a zip file, with what belongs beside it, into a folder; return where it is.

    Raises
    ------
    InputError : there is no table in it or more than one, it is damaged, has a password, or is too large.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [(_name(one), one) for one in archive.infolist() if _is_own(one)]
            tables = [name for name, _entry in entries if Path(name).suffix.lower() in TABLES]
            if len(tables) != 1:
                raise _not_one(path, tables)
            for name, entry in entries:
                if name == tables[0] or Path(name).suffix.lower() in _BESIDE:
                    _unpack(path, archive, entry, folder / name)
            return folder / tables[0]
    except InputError:
        raise
    except Exception:  # zipfile raises a dozen kinds on damaged files
        raise InputError(
            _("{file} is damaged or incomplete: its zip container cannot be read").format(file=path),
            _("Unpack it, and read the file that is in it."),
        ) from None


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the name of a file without its folders, so that it lands where it should."""
    return PurePosixPath(entry.filename.replace("\\", "/").replace(":", "/")).name


def _is_own(entry: zipfile.ZipInfo) -> bool:
    """Tell whether it is a file of a person, and no folder or file that a Mac adds."""
    return not entry.is_dir() and not entry.filename.startswith("__MACOSX") and not _name(entry).startswith((".", "~$"))


def _not_one(path: Path, tables: list[str]) -> InputError:
    if not tables:
        return InputError(
            _("{file} is a zip file without a table of answers in it").format(file=path),
            _("Export the answers as CSV, Excel (.xlsx) or JSON Lines."),
        )
    return InputError(
        _("{file} is a zip file with several tables in it").format(file=path),
        _("Unpack it and read the one that is meant: {names}.").format(names=", ".join(map(shown, tables[:8]))),
    )


def _unpack(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Path) -> None:
    if entry.flag_bits & 1:
        raise InputError(
            _("{file} is protected with a password").format(file=path),
            _("Unpack it, and read the file that is in it."),
        )
    room = MAX_FILE_BYTES
    with archive.open(entry) as packed, place.open("wb") as file:
        while piece := packed.read(_PIECE):
            room -= len(piece)
            if room < 0:
                raise too_many_bytes(path, MAX_FILE_BYTES)
            file.write(piece)
