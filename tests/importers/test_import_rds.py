"""Data frames that R saved: our own, by the script beside them."""

import bz2
import gzip
import lzma
import random
import shutil
import subprocess
from datetime import date, datetime, time
from pathlib import Path

import pytest

from coder.domain.errors import InputError, MissingError
from coder.domain.survey import SurveyTable
from coder.importers import rds
from coder.importers.apart import apart
from coder.importers.base import ReadOptions, read_head
from tests.importers.test_import_fuzz import check, mutated, outcome

pytest.importorskip("rdata", reason="the extra r is not installed")
FILES = Path(__file__).resolve().parents[1] / "data" / "exports" / "r"


def read(path: Path) -> SurveyTable:
    assert rds.recognises(read_head(path), path)
    table = rds.read(path, ReadOptions())
    check(table)
    return table


@pytest.mark.parametrize("name", ["wijkpanel.rds", "wijkpanel-2.rds"])
def test_a_whole_survey(name):
    table = read(FILES / name)
    by_name = {column: [row[place] for row in table.rows] for place, column in enumerate(table.columns)}
    answers = by_name.pop("trots")
    assert "één belletje" in answers[0]
    assert [len(answer or "") for answer in answers] == [67, 599, 0, 8]
    assert by_name == {
        "nr": [101, 102, 103, 104],
        "geslacht": [1, 2, 2, None],
        "leeftijd": [34, None, 51, 67],
        "wijk": ["Noord", "Zuid", None, "Noord"],
        "ingevuld": [date(2024, 5, 3), date(2024, 5, 4), None, date(2024, 5, 5)],
        "begonnen": [datetime(2024, 5, 3, 9, 30, 15), datetime(2024, 5, 4, 23, 59, 59), None, datetime(2024, 5, 5)],
        "weging": [0.85, 1.25, 1, 1.5],
        "buurt": [1, 2, None, 1],
        "lid": [True, False, None, True],
        "geslacht2": [1, 2, 9, None],
        "duur": [time(0, 4, 10), time(0, 12), None, "25:00:00"],
        "plaats": ["N", "Z", "N", None],
    }
    assert {column: one.labels for column, one in table.variables.items() if one.labels} == {
        "geslacht": (("1", "man"), ("2", "vrouw")),
        "buurt": (("1", "oost"), ("2", "west")),
        "geslacht2": (("1", "man"), ("2", "vrouw"), ("9", "onbekend")),
        "plaats": (("N", "Noord"), ("Z", "Zuid")),
    }
    assert table.variable("geslacht2").missing == {"9"}
    assert table.variable("trots").text == "Waar bent u trots op in uw wijk?"
    assert table.variable("lid").kind == "truth"


def test_without_the_ending(tmp_path):
    shutil.copy(FILES / "wijkpanel.rds", tmp_path / "x")
    assert len(read(tmp_path / "x").rows) == 4
    for name, content in (("x.gz", gzip.compress(b"nr;antwoord\n")), ("x.csv", b"X\nY\n")):
        (tmp_path / name).write_bytes(content)
        assert not rds.recognises(content, tmp_path / name)


def test_other_objects_and_no_package(monkeypatch):
    with pytest.raises(InputError, match="another object of R than a table"):
        rds.read(FILES / "lijst.rds", ReadOptions())
    monkeypatch.setattr(rds, "find_spec", lambda _name: None)
    with pytest.raises(MissingError) as caught:
        rds.read(FILES / "lijst.rds", ReadOptions())
    assert "enquete-coder[r]" in caught.value.hint


def test_mutations(tmp_path):
    """Of what is inside: the packing has a checksum, which stops most of them."""
    plain, chance, tables = gzip.decompress((FILES / "wijkpanel.rds").read_bytes()), random.Random("rds"), 0
    path = tmp_path / "mutated.rds"
    for _ in range(6):
        path.write_bytes(mutated(plain, chance))
        table = outcome(lambda: rds.read(path, ReadOptions()))
        if isinstance(table, InputError):
            assert str(path) in table.message
        else:
            check(table)
            tables += 1
    assert tables < 6


@pytest.mark.parametrize("packed", [gzip.compress, bz2.compress, lzma.compress])
def test_a_bomb(tmp_path, packed):
    path = tmp_path / "bomb.rds"
    path.write_bytes(packed(b"X\n\0\0\0\3" + bytes(2**20)) + packed(bytes(2**27)) * 3)
    with pytest.raises(InputError, match="asks for more time or memory"):
        rds.read(path, ReadOptions())


def test_what_is_unpacked_counts_for_the_time(monkeypatch):
    """A small file may hold many texts, and rdata makes an object of each."""
    sizes = []

    def watched(*given, size_bytes=0):
        sizes.append(size_bytes)
        return apart(*given, size_bytes=size_bytes)

    monkeypatch.setattr(rds, "apart", watched)
    for name, unpack in (("wijkpanel.rds", gzip.decompress), ("wijkpanel-2.rds", lzma.decompress)):
        read(FILES / name)
        assert sizes.pop() == len(unpack((FILES / name).read_bytes())) > (FILES / name).stat().st_size


def test_the_script_makes_the_file(tmp_path):
    rscript = shutil.which("Rscript")
    if rscript is None:
        pytest.skip("R is not on this machine")
    done = subprocess.run([rscript, str(FILES / "wijkpanel.R")], cwd=tmp_path, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("the R package haven is not on this machine")
    assert read(tmp_path / "wijkpanel.rds").rows == read(FILES / "wijkpanel.rds").rows
