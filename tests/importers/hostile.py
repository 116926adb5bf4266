"""Files that mean harm or are very wrong, and what the command line says of each in Dutch; also how much it takes.

``python -m tests.importers.hostile`` takes each in by a program of its own and measures time and memory.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.benchmarks.results import keep, options, table
from tests.importers.mutations import FOLDERS

OURS = FOLDERS[0]
XLSX = OURS / "msforms" / "antwoorden-nl.xlsx"
ODS = OURS / "ods" / "onderzoek.ods"
QDPX = OURS / "refi" / "onderzoek.qdpx"
MILLION = 1_000_000
TEN_MB = "Goed geregeld, maar duur. " * 400_000

ENTITY = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE r [<!ENTITY a0 "ha">{}]>'.format(
    "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
)
"""A thousand million times 'ha'."""
USED = {ENTITY: "&x;", LAUGHS: "&a9;"}


class Evil(NamedTuple):
    """One such file."""

    what: str
    name: str
    write: Callable[[Path], object]
    said: tuple[str, ...]
    """What is said of it in Dutch, besides its name; nothing for a file that is taken in."""


class Said(NamedTuple):
    """What came of an import."""

    code: int
    error: str
    db: Path
    seconds: float
    """Of the processor."""
    peak_mb: float


_RUN = """
import atexit, pathlib, runpy, sys
from tests.benchmarks.results import peak_mb
peak = pathlib.Path(sys.argv.pop(1))
atexit.register(lambda: peak.write_text(str(peak_mb())))
runpy.run_module("coder", run_name="__main__", alter_sys=True)
"""
"""A program that writes down the most memory it had, as it ends: what its parent had before it began counts not."""


def repacked(source: Path, target: Path, changes: dict[str, bytes | Callable[[bytes], bytes]]) -> Path:
    """Write a zip file with other or more parts in it."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *changes]):
            change = changes.get(name)
            content = change if isinstance(change, bytes) else old.read(name)
            new.writestr(name, change(content) if callable(change) else content)
    return target


def with_type(kind: str, word: bytes) -> Callable[[bytes], bytes]:
    """Return what puts a document type in XML, and what it stands for in the place of a word."""

    def change(content: bytes) -> bytes:
        assert word in content
        content = content.replace(word, USED[kind].encode(), 1)
        end = content.index(b"?>") + 2 if content.startswith(b"<?xml") else 0
        return content[:end] + kind.encode() + content[end:]

    return change


def run(
    path: Path,
    *more: str,
    language: str = "en",
    question: str = "#2",
    prepare: Callable[[], None] | None = None,
) -> Said:
    """Take a file in by a program of its own; `prepare` is called in it first."""
    db = path.parent / "coder.db"
    with TemporaryDirectory() as folder, (Path(folder) / "said").open("w+", encoding="utf-8") as said:
        peak = Path(folder) / "peak"
        command = [sys.executable, "-c", _RUN, str(peak), "--lang", language, "--db", str(db), "ingest", str(path)]
        process = subprocess.Popen(
            [*command, "--question", f"q={question}", "--round", "1", *more],
            stdout=subprocess.DEVNULL,
            stderr=said,
            stdin=subprocess.DEVNULL,
            preexec_fn=prepare,
            env=os.environ | {"CODER_NAME": "anna", "COLUMNS": "400"},
        )
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        seconds = used.ru_utime + used.ru_stime
        return Said(process.returncode, said.read(), db, seconds, float(peak.read_text() or 0))


def _bytes(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def _part(source: Path, name: str, change: bytes | Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda path: repacked(source, path, {name: change})


def _bomb(source: Path, name: str) -> Callable[[Path], object]:
    return lambda path: repacked(source, path, {name: bytes(400 * 2**20)})


def _xml(source: Path, name: str, kind: str, word: bytes) -> Callable[[Path], object]:
    return _part(source, name, with_type(kind, word))


def _many_columns(path: Path) -> None:
    path.write_bytes(b",".join(b"k%d" % n for n in range(MILLION)) + b"\n" + b"," * (MILLION - 1))


STRINGS = "xl/sharedStrings.xml"
CELLS = b"nr,a\n1,een\n2,twee,en\n"
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
MIXED = "nr,a\n1,één\n2,café\n".encode() + "3,naïef\n".encode("cp1252")
DAMAGED, UNSAFE = "is beschadigd", "Vertrouw dit bestand niet"

EVILS = [
    Evil("XLSX cut off", "half.xlsx", _bytes(XLSX.read_bytes()[:3000]), (DAMAGED, "Open het in Excel")),
    Evil("XLSX with a password", "slot.xlsx", _bytes(LOCKED), ("met een wachtwoord", "kopie zonder wachtwoord")),
    Evil("zip bomb of 400 MB (XLSX)", "bom.xlsx", _bomb(XLSX, "xl/worksheets/sheet1.xml"), ("400 MB",)),
    Evil("zip bomb of 400 MB (ODS)", "bom.ods", _bomb(ODS, "content.xml"), ("400 MB",)),
    Evil("zip bomb of 400 MB (QDPX)", "bom.qdpx", _bomb(QDPX, "project.qde"), ("400 MB",)),
    Evil("path outside the zip (XLSX)", "weg.xlsx", _part(XLSX, "../../x", b"x"), ("buiten", UNSAFE)),
    Evil("path outside the zip (ODS)", "weg.ods", _part(ODS, "../../x", b"x"), ("buiten", UNSAFE)),
    Evil("path outside the zip (QDPX)", "weg.qdpx", _part(QDPX, "../../x", b"x"), ("buiten", UNSAFE)),
    Evil("external entity", "x.xlsx", _xml(XLSX, STRINGS, ENTITY, b"Leuk"), ("entit", UNSAFE)),
    Evil("billion laughs (XLSX)", "ha.xlsx", _xml(XLSX, STRINGS, LAUGHS, b"Leuk"), ("entit", UNSAFE)),
    Evil("billion laughs (ODS)", "ha.ods", _xml(ODS, "content.xml", LAUGHS, b"adviseur"), ("entit", UNSAFE)),
    Evil("billion laughs (QDPX)", "ha.qdpx", _xml(QDPX, "project.qde", LAUGHS, b"adviseur"), ("entit", UNSAFE)),
    Evil("a million columns", "breed.csv", _many_columns, ("1000000 kolommen", "scheidingsteken")),
    Evil("two encodings in one file", "gemengd.csv", _bytes(MIXED), ("regel 4", "3,na", "--encoding mixed")),
    Evil("a row with too many cells", "cellen.csv", _bytes(CELLS), ("rij 3 heeft 3 cellen", "aanhalingstekens")),
    Evil("NUL bytes", "nul.csv", _bytes(b"nr,a\n1,een\n2,tw\0ee\n"), ("regel 3", "NUL")),
    Evil("columns of the same name", "namen.csv", _bytes(b"nr,a,a\n1,een,anders\n"), ()),
    Evil("an answer of 10 MB", "lang.csv", _bytes(f'nr,a\n1,een\n2,"{TEN_MB}"\n'.encode()), ()),
    Evil("formulas", "formules.csv", _bytes(b"nr,a\n1,=1+1\n2,@SUM(A1)\n"), ()),
]  # fmt: skip


def measured(folder: Path) -> Iterator[list[str]]:
    """Yield a row of the table for each of the files."""
    for number, evil in enumerate(EVILS):
        path = folder / str(number) / evil.name
        path.parent.mkdir()
        evil.write(path)
        size = path.stat().st_size / 2**20
        said = run(path, language="nl")
        assert (said.code, said.db.exists()) == ((3, False) if evil.said else (0, True)), said
        words = (
            said.error.strip().splitlines()[0].split(": ", 1)[-1].replace(f"{path.parent}/", "") if evil.said else ""
        )
        yield [evil.what, words.replace("|", " "), f"{size:.1f}", f"{said.seconds:.1f}", f"{said.peak_mb:.0f}"]


def main() -> None:
    """Run from the command line."""
    given = options(__doc__).parse_args()
    with TemporaryDirectory() as folder:
        rows = list(measured(Path(folder)))
    columns = ["file", "what is said", "size (MB)", "processor (s)", "peak memory (MB)"]
    keep("Files that mean harm", table(columns, rows), "tests.importers.hostile", write=given.write)


if __name__ == "__main__":
    main()
