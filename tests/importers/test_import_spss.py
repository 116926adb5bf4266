"""SPSS files: our own, made with PSPP by the syntax beside them; and real ones."""

import os
import random
import signal
import struct
import subprocess
from datetime import date, datetime, time
from pathlib import Path

import pytest

from coder.domain.errors import InputError, MissingError
from coder.domain.survey import ResponseSet, SurveyTable
from coder.importers import readstat, spss
from coder.importers.apart import ProcessEndedError, ProcessLimitError, apart
from coder.importers.base import ReadOptions, read_head
from coder.importers.spss_header import weight_name
from coder.workflows.columns import guess_weight, profiles, value_of
from tests.importers.test_import_fuzz import check, mutated, outcome

pytest.importorskip("pyreadstat", reason="the extra spss is not installed")
FILES = Path(__file__).resolve().parents[1] / "data" / "exports" / "spss"
LONG = "Het buurthuis is altijd open. " * 19 + "Tot slot: de koffie."


def read(path: Path, encoding: str | None = None) -> SurveyTable:
    assert spss.recognises(read_head(path), path)
    table = spss.read(path, ReadOptions(encoding=encoding))
    check(table)
    return table


@pytest.mark.parametrize("name", ["wijkpanel.sav", "wijkpanel.zsav", "wijkpanel-1252.sav", "wijkpanel-850.sav"])
def test_a_whole_survey(name):
    table = read(FILES / name)
    by_name = {column: [row[place] for row in table.rows] for place, column in enumerate(table.columns)}
    assert by_name == {
        "nr": [101, 102, 103, 104],
        "geslacht": [1, 2, 2, 9],
        "leeftijd": [34, 999, 51, -1],
        "wijk": ["Noord", "Zuid", None, "Noord"],
        "ingevuld": [date(2024, 5, 3), date(2024, 5, 4), date(2024, 5, 5), None],
        "begonnen": [datetime(2024, 5, 3, 9, 30, 15), datetime(2024, 5, 4, 23, 59, 59), datetime(2024, 5, 5), None],
        "duur": [time(0, 4, 10), time(0, 12), "25:10:00", None],
        "trots": ["De buren helpen elkaar, ook 's avonds: één belletje en ze staan er.", LONG, None, "Het park"],
        "beter": ["Meer groen in de straat", "Niets, ga zo door", "Minder auto's; meer fietspaden", None],
        "med_1": [1, 0, 0, None],
        "med_2": [0, 0, 1, None],
        "med_3": [1, 0, 9, None],
        "cijfer": [8, 99, 98, None],
        "weging": [0.85, 1.25, 1, 1.5],
    }
    assert table.source == "SPSS"
    assert table.row_numbers == (1, 2, 3, 4)
    assert table.sets == (ResponseSet("media", "Welke media leest u?", ("med_1", "med_2", "med_3")),)
    assert [column for column in table.columns if table.variable(column).role == "weight"] == ["weging"]
    sex, place, open_one = (table.variable(name) for name in ("geslacht", "wijk", "trots"))
    assert (sex.text, sex.role, sex.kind) == ("Wat is uw geslacht?", "closed", "number")
    assert sex.labels == (("1", "man"), ("2", "vrouw"), ("9", "wil niet zeggen"))
    assert sex.missing == {"9"}
    assert place.labels == (("Noord", "Wijk Noord"), ("Zuid", "Wijk Zuid"))
    assert (open_one.text, open_one.role) == ("Waar bent u trots op in uw wijk?", "")
    assert table.variable("leeftijd").missing == {"999", "-1"}  # a range, by the values that lie in it
    assert table.variable("cijfer").missing == {"98", "99"}
    assert table.variable("ingevuld").kind == "date"


def test_missing_values_and_labels_as_the_project_takes_them():
    table = read(FILES / "wijkpanel.sav")
    said = {
        name: [value_of(table, row, table.columns.index(name)) for row in table.rows]
        for name in ("geslacht", "leeftijd", "cijfer", "wijk")
    }
    assert said == {
        "geslacht": ["man", "vrouw", "vrouw", None],
        "leeftijd": [34, None, 51, None],
        "cijfer": [8, None, None, None],
        "wijk": ["Wijk Noord", "Wijk Zuid", None, "Wijk Noord"],
    }
    assert guess_weight(table) == table.columns.index("weging")
    assert [one.name for one in profiles(table) if one.looks_open] == ["trots", "beter"]


def test_an_encoding_that_is_stated(tmp_path):
    plain = (FILES / "wijkpanel-1252.sav").read_bytes()
    path = tmp_path / "oud.sav"
    path.write_bytes(plain.replace(b"WINDOWS-1252", b"UTF-8       "))
    with pytest.raises(InputError, match="another encoding than it says") as caught:
        read(path)
    assert "--encoding" in caught.value.hint
    assert "één" in str(read(path, "windows-1252").rows[0])
    with pytest.raises(InputError, match="not known here"):
        read(path, "klingon")


@pytest.mark.parametrize(
    ("name", "rows", "columns", "labelled"),
    [
        ("missing_char.sav", 2, 1, {"mychar"}),
        ("sample.sav", 5, 7, {"mylabl", "myord"}),
        ("sample.zsav", 5, 7, {"mylabl", "myord"}),
        ("sample_missing.sav", 7, 7, {"mylabl", "myord"}),
        ("simple_alltypes.sav", 6, 12, {"x", "z", "ca_subvar_1", "ca_subvar_2", "ca_subvar_3"}),
    ],
)
def test_real_files(shared_data, name, rows, columns, labelled):
    table = read(shared_data / "exports" / "spss" / name)
    assert (len(table.rows), len(table.columns)) == (rows, columns)
    assert {column for column, one in table.variables.items() if one.labels} == labelled
    assert {one.name: len(one.columns) for one in table.sets} == (
        {"categorical_array": 3, "mymrset": 3} if name == "simple_alltypes.sav" else {}
    )


def test_dates_long_ago_and_ranges_of_a_real_file(shared_data):
    table = read(shared_data / "exports" / "spss" / "simple_alltypes.sav")
    assert table.rows[3][1] == date(1776, 7, 4)
    assert table.variable("z").missing == {"-9", "999"}
    table = read(shared_data / "exports" / "spss" / "sample_missing.sav")
    assert table.variable("mynum").missing == {"-1", "2500"}


def test_passwords(tmp_path):
    path = tmp_path / "geheim.sav"
    path.write_bytes(struct.pack("<iIII", 0x1C, 0, 0, 0)[:8] + b"ENCRYPTEDSAV" + bytes(range(200)))
    assert spss.recognises(read_head(path), path)
    with pytest.raises(InputError, match="protected with a password"):
        spss.read(path, ReadOptions())


@pytest.mark.parametrize("size", [4, 100, 176, 1000, 3000, 6000])
def test_files_cut_off(tmp_path, size):
    path = tmp_path / "half.sav"
    path.write_bytes((FILES / "wijkpanel.sav").read_bytes()[:size])
    with pytest.raises(InputError, match="damaged or not a complete SPSS file") as caught:
        spss.read(path, ReadOptions())
    assert caught.value.message.startswith(str(path))


def test_what_ends_the_library_ends_nothing_else(tmp_path, shared_data):
    """Bytes in labels that are no UTF-8: ReadStat lets them through, and pyreadstat 1.3.7 falls over them."""
    data = bytearray((shared_data / "exports" / "spss" / "simple_alltypes.sav").read_bytes())
    data[1017] = 0o237
    path = tmp_path / "ends.sav"
    path.write_bytes(data)
    with pytest.raises(InputError, match="damaged"):
        spss.read(path, ReadOptions())


def kill(_send, _path):
    os.kill(os.getpid(), signal.SIGSEGV)


def sleep(_send, _path):
    signal.pause()


def grab(send, _path):
    send(bytes(3 * 2**30))


def talk(send, _path):
    for _part in range(400):
        send(bytes(2**20))


def turn(_send, _path):
    while True:
        pass


LIMITED = [(kill, False), (sleep, True), (grab, True), (talk, True), (turn, True)]


@pytest.mark.skipif(not hasattr(signal, "pause"), reason="no signals here")
@pytest.mark.parametrize(("reader", "past_limit"), LIMITED)
def test_a_process_that_breaks_down_hangs_or_grabs(reader, past_limit, tmp_path, monkeypatch):
    monkeypatch.setattr("coder.importers.apart.LEAST_SECONDS", 2)
    path = tmp_path / "x"
    path.write_bytes(b"x")
    with pytest.raises(ProcessEndedError) as caught:
        list(apart(reader, "json", path))
    assert isinstance(caught.value, ProcessLimitError) == past_limit


def test_limits(tmp_path, monkeypatch):
    monkeypatch.setattr("coder.importers.base.MAX_FILE_BYTES", 4000)
    with pytest.raises(InputError, match="is larger than"):
        spss.read(FILES / "wijkpanel.sav", ReadOptions())


def test_without_the_package(monkeypatch):
    monkeypatch.setattr(readstat, "find_spec", lambda _name: None)
    with pytest.raises(MissingError) as caught:
        spss.read(FILES / "wijkpanel.sav", ReadOptions())
    assert "enquete-coder[spss]" in caught.value.hint


def test_mutations(tmp_path):
    """Each is read in a process of its own; a table or a clear error, whatever was done to the file."""
    path, chance, tables = tmp_path / "mutated.sav", random.Random("sav"), 0
    for name in ("wijkpanel.sav", "wijkpanel.zsav"):
        content = (FILES / name).read_bytes()
        for _ in range(20):
            path.write_bytes(mutated(content, chance))
            table = outcome(lambda: spss.read(path, ReadOptions()))
            if isinstance(table, InputError):
                assert str(path) in table.message
            else:
                check(table)
                tables += 1
    assert 0 < tables < 40


def test_mutations_of_the_header(tmp_path):
    path, chance = tmp_path / "mutated.sav", random.Random("header")
    content = (FILES / "wijkpanel.sav").read_bytes()
    assert weight_name(FILES / "wijkpanel.sav", "utf-8") == "weging"
    found = set()
    for _ in range(1000):
        path.write_bytes(mutated(content, chance))
        found.add(weight_name(path, "utf-8"))
    assert {"weging", ""} <= found


def test_the_syntax_makes_the_file(tmp_path, pspp):
    """The file in the repository is what PSPP makes of the syntax beside it, all but the date."""
    subprocess.run([pspp, str(FILES / "wijkpanel.sps")], cwd=tmp_path, check=True, capture_output=True)
    assert read(tmp_path / "wijkpanel.sav").rows == read(FILES / "wijkpanel.sav").rows
