"""Exports in a zip file."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest

from coder.domain.errors import InputError
from coder.domain.survey import SurveyTable
from coder.domain.texts import language, use_language
from coder.importers import zipped
from coder.importers.base import ReadOptions
from coder.workflows.reading import read_table

EXPORTS = Path(__file__).resolve().parents[1] / "data" / "exports"
GOOGLE, LIME = EXPORTS / "gforms" / "reacties-nl.csv", EXPORTS / "limesurvey"


@pytest.fixture(autouse=True)
def _english():
    before = language()
    use_language("en")
    yield
    use_language(before)


def read(path: Path, as_format: str | None = None) -> SurveyTable:
    return read_table(path, ReadOptions(), as_format)


def packed(folder: Path, **files: Path | bytes) -> Path:
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content if isinstance(content, bytes) else content.read_bytes())
    return path


def test_the_table_is_read_and_the_zip_file_is_what_it_is_called(tmp_path):
    path = packed(tmp_path, **{"map/": b"", "map/reacties.csv": GOOGLE, "__MACOSX/map/._reacties.csv": b"x"})
    table, plain = read(path), read(GOOGLE)
    assert (table.path, table.source) == (str(path), "Google Forms")
    assert (table.columns, table.rows) == (plain.columns, plain.rows)
    assert read(path, "csv").source == ""


def test_the_structure_of_limesurvey_comes_along(tmp_path):
    names = ("results-survey123456.csv", "limesurvey_survey_123456.lss")
    table, plain = read(packed(tmp_path, **{name: LIME / name for name in names})), read(LIME / names[0])
    assert table.variables == plain.variables
    assert any(one.labels for one in table.variables.values())


def test_nothing_lands_outside_the_folder(tmp_path):
    files = {"../../weg.csv": b"a,b\n1,een\n", "C:\\..\\x.lss": b"<document/>", "..": b"x"}
    inside = tmp_path / "a" / "b" / "c"
    inside.mkdir(parents=True)
    assert zipped.table_in(packed(tmp_path, **files), inside) == inside / "weg.csv"
    assert {one.name for one in tmp_path.rglob("*") if one.is_file()} == {"export.zip", "weg.csv", "x.lss"}
    assert sorted(one.name for one in inside.iterdir()) == ["weg.csv", "x.lss"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a.csv": b"x", "b/a.csv": b"y"}, "several tables"),
        ({"a.pdf": b"x"}, "without a table"),
        ({"a.zip": b"x"}, "without a table"),
        ({"a.csv": b"a;b\n1;een\n2;twee;te veel\n"}, "export.zip/a.csv: row 3"),
        ({"a.csv": b"0" * 3000}, "larger than"),
    ],
)
def test_what_is_wrong_is_told_of_the_zip_file(tmp_path, monkeypatch, files, said):
    monkeypatch.setattr(zipped, "MAX_FILE_BYTES", 2000)
    with pytest.raises(InputError) as error:
        read(packed(tmp_path, **files))
    assert said in error.value.message.replace("\\", "/")
    assert str(tmp_path / "export.zip") in error.value.message


def test_damaged_zip_files_are_read_or_refused(tmp_path):
    chance, whole = random.Random(7), packed(tmp_path, **{"a.csv": GOOGLE}).read_bytes()
    refused = 0
    for number in range(150):
        data = bytearray(whole)
        for _each in range(chance.choice((1, 4, 40))):
            data[chance.randrange(4, len(data))] = chance.randrange(256)
        path = tmp_path / f"{number}.zip"
        path.write_bytes(data[: chance.choice((len(data), chance.randrange(10, len(data))))])
        try:
            read(path)
        except InputError:
            refused += 1
        path.unlink()
    assert refused
