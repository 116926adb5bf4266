"""Damaged files: what is done to a file, which files it is done to, and what may come of it.

A mutation is known by the name of its format and its number: the same two make the same file.
"""

from __future__ import annotations

import atexit
import gzip
import io
import json
import os
import random
import re
import shutil
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from coder.domain.codebook import Codebook
from coder.domain.errors import CoderError, InputError
from coder.domain.survey import SurveyTable
from coder.importers.base import ReadOptions, make_table
from coder.workflows.codebook import read_codebook_file
from coder.workflows.ingest import IngestOptions, ingest
from coder.workflows.preview import preview
from coder.workflows.reading import read_table
from tests.benchmarks.results import apart
from tests.importers.seeds import MAKERS

TESTS = Path(__file__).resolve().parents[1]
FOLDERS = (TESTS / "data" / "exports", TESTS.parents[1] / "shared" / "data" / "exports")
"""Examples of our own, and real exports, which are no part of the repository."""

FILES: dict[str, tuple[str, ...]] = {
    "csv": ("gforms/*.csv", "encodings/*.csv"),
    "xlsx": ("encodings/*.xlsx", "msforms/*.xlsx"),
    "ods": ("ods/*.ods",),
    "jsonl": ("json/*.jsonl",),
    "json": ("json/*.json",),
    "parquet": ("parquet/*.parquet",),
    "spss": ("spss/*.sav", "spss/*.zsav"),
    "stata": ("stata/*.dta",),
    "sas": ("sas/*.sas7bdat", "sas/*.xpt"),
    "sas catalogues": ("sas/*.sas7bcat",),
    "rds": ("r/*.rds",),
    "qdpx": ("refi/*.qdpx",),
    "limesurvey": ("limesurvey/*.csv", "limesurvey/*.xlsx"),
    "limesurvey structures": ("limesurvey/*.lss", "limesurvey/*.R"),
    "qualtrics": ("qualtrics/*.csv", "qualtrics/*.xlsx"),
    "surveymonkey": ("surveymonkey/*.csv", "surveymonkey/*.xlsx"),
    "msforms": ("msforms/*.csv", "msforms/*.xlsx"),
    "gforms": ("gforms/*.csv",),
    "codeframes": ("codeframes/*.csv", "codeframes/*.xlsx"),
    "qdc": ("refi/*.qdc", "refi/*.qdpx"),
    "value labels": ("spss/wijkpanel*.sav", "stata/*.dta"),
}
CODEBOOKS: dict[str, str | None] = {"codeframes": None, "qdc": None, "value labels": "geslacht"}
"""What is read as a codebook, and which of the codebooks in it."""

INGESTED = 20
"""One in so many of the files that can be read is also taken into a project."""

PIECES = (b'"', b"\0", b"\r", b"\n", b"\xff\xfe", b",", b"\xc3", b"{", b"[", b"\t", b"<", b"9", b"&", b"../")
NUMBERS = (b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\x7f\xff\xff\xff", b"\0\0\0\x80", b"\0\0\0\0", b"\0\0\0\x10")
"""What lengths and counts go wrong with."""


def mutated(content: bytes, chance: random.Random, kinds: Sequence[int] = range(9)) -> bytes:
    """Return bytes of which some are changed, gone, added, doubled, or in another place."""
    data = bytearray(content)
    place, other = chance.randrange(len(data)), chance.randrange(len(data))
    size = chance.randrange(1, 200)
    match chance.choice(kinds):
        case 0:
            for _ in range(chance.choice([1, 3, 20])):
                data[chance.randrange(len(data))] = chance.randrange(256)
        case 1:
            del data[place:]
        case 2:
            del data[place : place + size]
        case 3:
            data[place:place] = chance.choice(PIECES) * chance.choice([1, 1, 50])
        case 4:
            data[place : place + 50] = data[other : other + 50]
        case 5:
            data[place:place] = data[other : other + size] * chance.choice([1, 1, 20])
        case 6:
            data[place : place + size], data[other : other + size] = (
                data[other : other + size],
                data[place : place + size],
            )
        case 7:
            data[place : place + 4] = chance.choice(NUMBERS)
        case _:
            data[place] ^= 1 << chance.randrange(8)
    return bytes(data)


IN_PLACE = (0, 7, 8)
"""Mutations that leave all other bytes where they are."""

_WITH_PLACES = (b"PAR1", b"X\n\0\0", b"$FL")
"""How files begin that say where their parts stand, or how long they are: of Parquet, R and SPSS."""


def mutated_inside(content: bytes, chance: random.Random) -> bytes:
    """Return a file mutated where that is not noticed at once.

    Of a zip or gzip file one part is: its checksums stop most mutations of the file itself. Where the length of each
    part counts, all stay where they are.
    """
    if content.startswith(b"\x1f\x8b"):
        return gzip.compress(mutated_inside(gzip.decompress(content), chance), mtime=0)
    if content.startswith(_WITH_PLACES):
        return mutated(content, chance, IN_PLACE)
    if not content.startswith(b"PK\3\4"):
        return mutated(content, chance)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changed = chance.choice([name for name, part in parts.items() if part])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", chance.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as archive:
        for name, part in parts.items():
            archive.writestr(name, mutated(part, chance) if name == changed else part)
    return buffer.getvalue()


def files_of(name: str) -> list[Path]:
    """Return the files of a format: our own, those made for it, real ones."""
    ours, real = ([path for pattern in FILES[name] for path in sorted(folder.glob(pattern))] for folder in FOLDERS)
    return [*ours, *_made(name), *real]


_SEEDS = "CODER_SEEDS"
"""The variable of the environment that tells processes started from this one where the files are that it made."""


@cache
def _made(name: str) -> list[Path]:
    if name not in MAKERS:
        return []
    if _SEEDS not in os.environ:
        made = TemporaryDirectory(prefix="coder-seeds-")
        atexit.register(made.cleanup)
        os.environ[_SEEDS] = made.name
    folder = Path(os.environ[_SEEDS]) / name
    if not folder.exists():
        folder.mkdir()
        apart(MAKERS[name], folder)  # pandas takes a gigabyte of room
    return sorted(folder.iterdir())


def write_mutation(name: str, number: int, folder: Path) -> tuple[Path, Path]:
    """Write a mutated file into a folder; return it, and the file to read: it may be what stands beside that."""
    files = files_of(name)
    source, chance = files[number % len(files)], random.Random(f"{name} {number}")
    path = folder / source.name
    change = mutated_inside if number // len(files) % 2 else mutated
    path.write_bytes(change(source.read_bytes(), chance))
    if name == "sas catalogues":
        return path, Path(shutil.copy(source.with_suffix(".sas7bdat"), folder))
    if not name.startswith("limesurvey"):
        return path, path
    about = set(re.findall(r"\d{6}", source.name)) or {source.stem}
    for other in source.parent.iterdir():
        if other.name != source.name and any(part in other.name for part in about):
            shutil.copy(other, folder)
    exports = [one for one in sorted(folder.iterdir()) if one.suffix in (".csv", ".xlsx")]
    return path, path if name == "limesurvey" else exports[0]


def outcome_of(name: str, number: int) -> tuple[bool, str]:
    """Read a mutated file; return whether it could be read, and the first line of what was said of it if not.

    Raises
    ------
    AssertionError, or whatever a library raises : neither a good import nor a clear error.
    """
    with TemporaryDirectory() as folder:
        path, wanted = write_mutation(name, number, Path(folder))
        try:
            if name in CODEBOOKS:
                codebook, _text = read_codebook_file(wanted, CODEBOOKS[name])
                assert isinstance(codebook, Codebook)
                return True, ""
            table = read_table(wanted, ReadOptions())
        except InputError as error:
            return False, _clearly_said(error, path, wanted).replace(folder, "")
        check(table)
        found = preview(table)
        if number % INGESTED == 0:
            _check_import(table, found.open[0] if found.open else 1, Path(folder) / "coder.db")
    return True, ""


def _clearly_said(error: CoderError, *paths: Path) -> str:
    """Return the first line of an error, which names the file and says what to do."""
    assert isinstance(error, InputError), error.message
    assert any(str(path) in error.message for path in paths), error.message
    assert error.hint, error.message
    lines = error.message.splitlines()
    assert len(lines) <= 11, error.message
    return lines[0]


def warm_up(folder: Path) -> None:
    """Take a first table into a project: that loads all that imports need."""
    table = make_table(folder / "f.csv", "csv", ["nr", "a"], [(2, [1, "goed"])], {})
    _check_import(table, 2, folder / "first.db")


def _check_import(table: SurveyTable, column: int, db: Path) -> None:
    """Take a table into a project: the whole, or a clear error and no project."""
    taken = True
    try:
        ingest(db, [table], IngestOptions((f"q=#{column}",), "1", "anna", keep_all=True, new_codes=True))
    except CoderError as error:
        taken = False
        _clearly_said(error, Path(table.path))
    assert db.exists() == taken


def check(table: SurveyTable) -> None:
    """Check that a table is one, whatever it was read from."""
    assert table.rows
    assert len(set(table.columns)) == len(table.columns)
    assert {len(row) for row in table.rows} == {len(table.columns)}
    assert len(table.row_numbers) == len(table.rows)
    assert list(table.row_numbers) == sorted(table.row_numbers)
    assert not any(isinstance(cell, float) and cell != cell for row in table.rows for cell in row)
    assert set(table.variables) <= set(table.columns)
    assert {column for one in table.sets for column in one.columns} <= set(table.columns)
    assert all(one.column in table.codebooks or not one.codes for one in table.codings)
    json.dumps([table.columns, table.rows], default=str, ensure_ascii=False).encode()  # can be stored
