"""Files that mean harm or are very wrong, through the command line: taken in whole, or refused in plain words.

Each is read by a program of its own that may take 1 GiB and ten seconds of the processor.
"""

from __future__ import annotations

import csv
import json
import resource
import sqlite3
import stat
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
import xlsxwriter

from tests.importers import hostile
from tests.importers.hostile import (
    ENTITY,
    EVILS,
    LAUGHS,
    MILLION,
    ODS,
    OURS,
    QDPX,
    TEN_MB,
    XLSX,
    Said,
    repacked,
    with_type,
)

MEMORY_BYTES, SECONDS = 2**30, 10


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(path: Path, *more: str, language: str = "en", question: str = "#2") -> Said:
    said = hostile.run(path, *more, language=language, question=question, prepare=limited)
    assert "Traceback" not in said.error
    return said


def refused(path: Path, *words: str, hint: str = "", language: str = "en") -> None:
    said = run(path, language=language)
    assert said.code == 3, said
    assert path.name in said.error
    assert all(word in said.error for word in (*words, hint)), said.error
    assert len(said.error.strip().splitlines()) >= 2  # what is wrong, and what to do
    assert not said.db.exists()


def taken(path: Path, *more: str) -> list[str]:
    """Return the answers that are in the project, in their order."""
    said = run(path, *more)
    assert said.code == 0, said
    with closing(sqlite3.connect(said.db)) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM answers ORDER BY rowid")]


# Refused


@pytest.mark.parametrize("kind", [ENTITY, LAUGHS], ids=["external", "laughs"])
@pytest.mark.parametrize(
    ("source", "part", "word"),
    [
        (XLSX, "xl/sharedStrings.xml", b"Leuk"),
        (ODS, "content.xml", b"adviseur"),
        (QDPX, "project.qde", b"adviseur"),
    ],
    ids=["xlsx", "ods", "qdpx"],
)
def test_entities_in_xml(tmp_path, source, part, word, kind):
    path = repacked(source, tmp_path / source.name, {part: with_type(kind, word)})
    refused(path, "has a document type or entities", hint="Do not trust this file")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32-le"])
@pytest.mark.parametrize(
    ("source", "part"), [(XLSX, "xl/sharedStrings.xml"), (ODS, "content.xml")], ids=["xlsx", "ods"]
)
def test_entities_in_wide_letters(tmp_path, source, part, encoding):
    def change(content: bytes) -> bytes:
        return with_type(LAUGHS, b"Leuk" if source == XLSX else b"adviseur")(content).decode().encode(encoding)

    refused(repacked(source, tmp_path / source.name, {part: change}), "has a document type or entities")


@pytest.mark.parametrize("kind", [ENTITY, LAUGHS], ids=["external", "laughs"])
def test_entities_in_the_structure_of_a_survey(tmp_path, kind):
    for file in (OURS / "limesurvey").glob("answers-en.*"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    structure = tmp_path / "answers-en.lss"
    structure.write_bytes(with_type(kind, b"Survey")(structure.read_bytes()))
    said = run(tmp_path / "answers-en.csv")
    assert (said.code, said.db.exists()) == (3, False)
    assert "answers-en.lss: the XML has a document type or entities" in said.error


@pytest.mark.parametrize(
    ("source", "part"),
    [(XLSX, "xl/media/image1.png"), (XLSX, "xl/worksheets/sheet1.xml"), (ODS, "content.xml"), (QDPX, "project.qde")],
    ids=["picture", "sheet", "ods", "qdpx"],
)
def test_zip_bombs(tmp_path, source, part):
    path = repacked(source, tmp_path / source.name, {part: bytes(400 * 2**20)})
    assert path.stat().st_size < 2**20
    refused(path, "unpacks to 400 MB")


@pytest.mark.parametrize("source", [XLSX, ODS, QDPX], ids=["xlsx", "ods", "qdpx"])
@pytest.mark.parametrize("name", ["../../out.txt", "a\\..\\..\\out.txt", "/tmp/out.txt", "C:\\out.txt"])
def test_paths_that_lead_outside_the_file(tmp_path, source, name):
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    path = repacked(source, folder / source.name, {name: b"x"})
    refused(path, "wants to stand outside it", hint="Do not trust this file")
    assert not list(tmp_path.rglob("out.txt"))


def test_sheets_that_are_said_to_stand_outside_the_file(tmp_path):
    change = {"xl/_rels/workbook.xml.rels": lambda rels: rels.replace(b"worksheets/", b"../../../../../etc/")}
    refused(repacked(XLSX, tmp_path / "rels.xlsx", change), "damaged")


@pytest.mark.parametrize("source", [XLSX, ODS, QDPX], ids=["xlsx", "ods", "qdpx"])
def test_links_to_other_files(tmp_path, source):
    path = repacked(source, tmp_path / source.name, {})
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("link.xml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    refused(path, "a link to another file", hint="Do not trust this file")


@pytest.mark.parametrize(
    ("source", "what"),
    [
        (XLSX, "damaged or incomplete"),
        (ODS, "damaged or incomplete"),
        (QDPX, "damaged or incomplete"),
        (OURS / "spss" / "wijkpanel.sav", "damaged or not a complete SPSS file"),
        (OURS / "spss" / "wijkpanel.zsav", "damaged or not a complete SPSS file"),
        (OURS / "stata" / "wijkpanel.dta", "damaged or not a complete Stata file"),
        (OURS / "sas" / "wijkpanel.sas7bdat", "damaged or not a complete SAS file"),
        (OURS / "r" / "wijkpanel.rds", "damaged or not a complete R file"),
        (OURS / "parquet" / "onderzoek.parquet", "damaged or was not written to its end"),
        (OURS / "json" / "onderzoek.json", "line"),
    ],
    ids=lambda given: given.suffix if isinstance(given, Path) else "",
)
def test_files_that_were_cut_off(tmp_path, source, what):
    path = tmp_path / source.name
    path.write_bytes(source.read_bytes()[: source.stat().st_size * 2 // 3])
    refused(path, what)


def test_passwords(tmp_path):
    path = tmp_path / "geheim.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    refused(path, "protected with a password", hint="save a copy without a password")
    path = tmp_path / "geheim.sav"
    path.write_bytes(b"\x1c\0\0\0\0\0\0\0ENCRYPTEDSAV" + bytes(range(200)))
    refused(path, "protected with a password", hint="save a copy without a password")
    manifest = {"META-INF/manifest.xml": b"<manifest:encryption-data/>"}
    refused(repacked(ODS, tmp_path / "geheim.ods", manifest), "protected with a password")
    for source in (QDPX, ODS, XLSX):  # with a password on the zip file itself
        path = repacked(source, tmp_path / f"zip{source.suffix}", {})
        data = bytearray(path.read_bytes())
        data[data.index(b"PK\1\2") + 8] |= 1
        path.write_bytes(data)
        refused(path, "protected with a password", hint="without a password")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b",".join(b"k%d" % n for n in range(MILLION)) + b"\n" + b"," * (MILLION - 1), ["1000000 columns were found"]),
        (
            "nr,a\n1,één\n2,café\n".encode() + "3,naïef\n".encode("cp1252"),
            ["line 4, behind '3,na'", "--encoding mixed"],
        ),
        (b"nr,a\n1,een\n2,twee,en,nog\n3,drie\n", ["row 3 has 4 cells, the header has 2", "between double quotes"]),
        (b"nr,a\n1,een\n2,tw\0ee\n", ["line 3: there are NUL bytes"]),
        (b'nr,a\n1,een\n2,"twee\n3,drie\n', ["the double quote opened at line 3 is never closed"]),
        (b'{"nr": 1, "a": "een"}\n{"nr": 2, "a": "twee", "a": "drie"}\n', ["line 2: the key a occurs twice"]),
        (b'{"nr": 1, "a": ' + b"[" * MILLION + b"]" * MILLION + b"}\n", ["line 1"]),
    ],
    ids=["columns", "encodings", "cells", "NUL", "quote", "keys", "depth"],
)
def test_texts_that_are_no_table(tmp_path, content, words):
    path = tmp_path / "antwoorden.csv"
    path.write_bytes(content)
    refused(path, *words)


def test_a_project_that_is_there_stays_as_it_was(tmp_path):
    path = tmp_path / "goed.csv"
    path.write_bytes(b"nr,a\n1,een\n2,twee\n")
    assert taken(path) == ["een", "twee"]
    before = (tmp_path / "coder.db").read_bytes()
    path = tmp_path / "fout.csv"
    path.write_bytes(b"nr,a\n3,drie\n4,vier\n3,vijf\n")
    said = run(path, "--id", "nr")
    assert said.code == 3
    assert all(word in said.error for word in ("fout.csv", "row 2", "row 4"))
    assert (tmp_path / "coder.db").read_bytes() == before


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("project") / "goed.csv"
    path.write_bytes(b"nr,a\n1,een\n2,twee\n")
    assert taken(path) == ["een", "twee"]
    return path.with_name("coder.db").read_bytes()


@pytest.mark.parametrize("evil", [evil for evil in EVILS if evil.said], ids=lambda evil: evil.what)
def test_messages_in_dutch(tmp_path, evil, project):
    """What is wrong, where, and what to do; into a project that was there, nothing comes."""
    (tmp_path / "coder.db").write_bytes(project)
    evil.write(tmp_path / evil.name)
    said = run(tmp_path / evil.name, language="nl")
    assert said.code == 3, said
    assert all(word in said.error for word in (evil.name, *evil.said)), said.error
    assert len(said.error.strip().splitlines()) >= 2
    assert (tmp_path / "coder.db").read_bytes() == project


# Taken in


def test_columns_with_the_same_name(tmp_path):
    path = tmp_path / "f.csv"
    path.write_bytes(b"nr,a,a\n1,een,anders\n2,twee,\n")
    assert taken(path, "--question", "tweede=a (2)") == ["een", "anders", "twee"]


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "xlsx"])
def test_an_answer_of_ten_megabytes(tmp_path, suffix):
    path, rows = tmp_path / f"f.{suffix}", [("nr", "a"), (1, "een"), (2, TEN_MB)]
    if suffix == "csv":
        with path.open("w", newline="") as file:
            csv.writer(file).writerows(rows)
    elif suffix == "jsonl":
        path.write_text(
            "".join(json.dumps(dict(zip(*pair, strict=True))) + "\n" for pair in ((rows[0], row) for row in rows[1:]))
        )
    else:
        with xlsxwriter.Workbook(tmp_path / "one.xlsx") as book:
            sheet = book.add_worksheet()
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, [str(cell)[:9] for cell in cells])
        part = {"xl/sharedStrings.xml": lambda strings: strings.replace(TEN_MB[:9].encode(), TEN_MB.encode())}
        repacked(tmp_path / "one.xlsx", path, part)
    same = taken(path) == ["een", TEN_MB.strip()]
    assert same  # ten megabytes are not shown


def test_formulas_are_texts(tmp_path):
    wild = ["=1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", '=HYPERLINK("http://example.org","x")']
    path = tmp_path / "f.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([("nr", "a"), *enumerate(wild, 1)])
    assert taken(path) == wild


@pytest.mark.parametrize(
    ("from_1904", "days"),
    [
        (False, {1: "1900-01-01", 59: "1900-02-28", 61: "1900-03-01", 45351: "2024-02-29", 2958465: "9999-12-31"}),
        (True, {1: "1904-01-02", 60: "1904-03-01", 43889: "2024-02-29"}),
    ],
)
def test_dates_from_1900_and_1904(tmp_path, from_1904, days):
    """Days that no calendar has come in as what they are, numbers: the 29th of February 1900, and those after 9999."""
    path = tmp_path / "f.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": from_1904}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["nr", "dag"])
        for row, number in enumerate([*days, -1, 2958466, 10**12], 1):
            sheet.write_row(row, 0, [row])
            sheet.write_number(row, 1, number, day)
    answers = taken(path)
    assert answers[: len(days)] == list(days.values())
    assert len(answers) == len(days) + 3
