"""Damaged files: whatever was done to it, a file becomes a table or an InputError, and soon."""

import io
import json
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coder.domain.codebook import Code, Codebook
from coder.domain.codebook_edits import Rename, Split, applied
from coder.domain.errors import InputError
from coder.domain.survey import SurveyTable
from coder.exporters.codebook_yaml import add_code, revised
from coder.importers import delimited, jsonlines, spreadsheet
from coder.importers.base import ReadOptions, read_head
from coder.importers.codebook_yaml import read_codebook

T = TypeVar("T")
FORMATS = (spreadsheet, jsonlines, delimited)
MUTATIONS = 150
LONGEST_SECONDS = 5
CODEBOOKS = sorted((Path(__file__).resolve().parents[2] / "codebooks" / "koppelkansen").glob("*.yaml"))
PIECES = (b'"', b"\0", b"\r", b"\n", b"\xff\xfe", b",", b"\xc3", b"{", b"[", b"\t", b"<", b"9")


def mutated(content: bytes, chance: random.Random) -> bytes:
    data = bytearray(content)
    place, other = chance.randrange(len(data)), chance.randrange(len(data))
    match chance.randrange(6):
        case 0:
            for _ in range(chance.choice([1, 3, 20])):
                data[chance.randrange(len(data))] = chance.randrange(256)
        case 1:
            del data[place:]
        case 2:
            del data[place : place + chance.randrange(1, 200)]
        case 3:
            data[place:place] = chance.choice(PIECES) * chance.choice([1, 1, 50])
        case 4:
            data[place : place + 50] = data[other : other + 50]
        case _:
            data[place] ^= 1 << chance.randrange(8)
    return bytes(data)


def outcome(action: Callable[[], T]) -> T | InputError:
    """Return what an action gives or the InputError it raises; every other exception fails the test."""
    begin = time.perf_counter()
    try:
        found: T | InputError = action()
    except InputError as error:
        found = error
    assert time.perf_counter() - begin < LONGEST_SECONDS
    return found


def read_with_all(path: Path) -> None:
    for module in FORMATS:
        outcome(lambda module=module: module.recognises(read_head(path), path))
        table = outcome(lambda module=module: module.read(path, ReadOptions()))
        if isinstance(table, InputError):
            assert str(path) in table.message
        else:
            check(table)


def check(table: SurveyTable) -> None:
    assert table.rows
    assert len(set(table.columns)) == len(table.columns)
    assert {len(row) for row in table.rows} == {len(table.columns)}
    assert len(table.row_numbers) == len(table.rows)
    assert list(table.row_numbers) == sorted(table.row_numbers)
    assert not any(isinstance(cell, float) and cell != cell for row in table.rows for cell in row)
    json.dumps([table.columns, table.rows], default=str, ensure_ascii=False).encode()  # can be stored


@pytest.mark.parametrize(
    "name",
    [
        "exports/encodings/CSV-basic-ISO-8859-1.CRLF.csv",
        "exports/encodings/CSV-basic-ISO-8859-1.LF.csv",
        "exports/encodings/survey456.csv",
        "exports/encodings/survey789.xlsx",
        "exports/limesurvey/survey_795779_R_data_file.csv",
        "exports/limesurvey/survey_998192_R_data_file.csv",
        "exports/qualtrics/sample.csv",
        "exports/qualtrics/sample_legacy.csv",
        "vu_panel_nl/answers.csv",
    ],
)
def test_mutations_of_real_exports(name, shared_data, tmp_path):
    content, chance, path = (shared_data / name).read_bytes(), random.Random(name), tmp_path / "mutated"
    for _ in range(MUTATIONS):
        path.write_bytes(mutated(content, chance))
        read_with_all(path)


def test_mutations_inside_a_real_workbook(shared_data, tmp_path):
    """The zip's checksums stop most mutations; these get past them."""
    with zipfile.ZipFile(shared_data / "exports" / "encodings" / "survey789.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chance, path, tables = random.Random("xlsx"), tmp_path / "mutated.xlsx", 0
    for _ in range(2 * MUTATIONS):
        changed = chance.choice([name for name in parts if name.startswith("xl/")])
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, mutated(content, chance) if name == changed else content)
        path.write_bytes(buffer.getvalue())
        table = outcome(lambda: spreadsheet.read(path, ReadOptions()))
        if isinstance(table, SurveyTable):
            check(table)
            tables += 1
    assert 0 < tables < 2 * MUTATIONS


def test_mutations_of_json(shared_data, tmp_path):
    rows = [{"id": i, "weight": i / 3, "answer": f"antwoord é {i}\n", "ok": None} for i in range(20)]
    chance, path = random.Random("json"), tmp_path / "mutated"
    for text in ("\n".join(map(json.dumps, rows)), json.dumps(rows, indent=1, ensure_ascii=False)):
        for _ in range(MUTATIONS):
            path.write_bytes(mutated(text.encode(), chance))
            read_with_all(path)


@pytest.mark.parametrize("path", CODEBOOKS, ids=lambda path: path.stem)
def test_mutations_of_codebooks(path):
    content, chance = path.read_bytes(), random.Random(path.stem)
    before = read_codebook(content.decode("utf-8"), "f")
    for _ in range(MUTATIONS // 4):  # a codebook takes 20 ms
        text = mutated(content, chance).decode("utf-8", "replace")
        for edit in (
            lambda text: text,
            lambda text: add_code(text, Code("nieuw", "Nieuw")),
            lambda text: revised(text, before, applied(before, Rename("geen_antwoord", "Nieuw"))),
            lambda text: revised(text, before, applied(before, Split("geen_antwoord", ("Een", "Twee")))),
        ):
            found = outcome(lambda edit=edit, text=text: read_codebook(edit(text), "f"))
            assert not isinstance(found, InputError) or len(found.message.splitlines()) <= 11


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200) | st.text('"a\r\n,;\t|{}[]:1\0é', max_size=200).map(str.encode))
def test_any_bytes(tmp_path, content):
    path = tmp_path / "any"
    path.write_bytes(content)
    read_with_all(path)
    (tmp_path / "zip").write_bytes(b"PK\x03\x04" + content)
    read_with_all(tmp_path / "zip")


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(VALUES, max_size=4))
def test_any_json(tmp_path, values):
    path = tmp_path / "any"
    for text in ("\n".join(map(json.dumps, values)), json.dumps(values)):
        path.write_text(text)
        read_with_all(path)


@settings(max_examples=60, deadline=None)
@given(text=st.text("codes:-idlabe \n\t'\"[]{}&*!|>#~1é?%@\x07", max_size=80).map(lambda text: "codes:\n - " + text))
def test_any_yaml(text):
    before = outcome(lambda: read_codebook(text, "f"))
    after = outcome(lambda: read_codebook(add_code(text, Code("nieuw", "Nieuw")), "f"))
    if isinstance(before, Codebook) and isinstance(after, Codebook):
        assert after.codes[:-1] == before.codes
