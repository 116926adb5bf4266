"""Files of Stata and SAS, made in R with haven by the script in tests/data/exports/r."""

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest

from coder.domain.errors import InputError
from coder.domain.survey import SurveyTable
from coder.importers import sas, stata
from coder.importers.base import ReadOptions, read_head
from coder.workflows.preview import preview
from coder.workflows.reading import read_table
from tests.importers.test_import_fuzz import check

pytest.importorskip("pyreadstat", reason="the extra spss is not installed")
FILES = Path(__file__).resolve().parents[1] / "data" / "exports"
SHORT, LONG = 150, 599  # SAS does not keep the space at the end of the short one


def read(name: str, encoding: str | None = None) -> SurveyTable:
    path = FILES / name
    module = stata if name.startswith("stata") else sas
    assert module.recognises(read_head(path), path)
    table = module.read(path, ReadOptions(encoding=encoding))
    check(table)
    return table


@pytest.mark.parametrize(
    ("name", "encoding", "length"),
    [
        ("stata/wijkpanel.dta", None, LONG),
        ("stata/wijkpanel-oud.dta", "utf-8", SHORT),
        ("sas/wijkpanel.sas7bdat", None, SHORT - 1),
        ("sas/wijkpanel.xpt", None, SHORT - 1),
        ("sas/formaten.sas7bdat", None, SHORT - 1),
    ],
)
def test_a_whole_survey(name, encoding, length):
    table = read(name, encoding)
    by_name = {column: [row[place] for row in table.rows] for place, column in enumerate(table.columns)}
    answers = by_name.pop("trots")
    for column in ("plaats", "tevreden"):
        by_name.pop(column, None)
    assert by_name == {
        "nr": [101, 102, 103, 104],
        "geslacht": [1, 2, 2, ".A" if "formaten" in name else None],
        "leeftijd": [34, None, 51, 67],
        "wijk": ["Noord", "Zuid", None, "Noord"],
        "ingevuld": [date(2024, 5, 3), date(2024, 5, 4), None, date(2024, 5, 5)],
        "begonnen": [datetime(2024, 5, 3, 9, 30, 15), datetime(2024, 5, 4, 23, 59, 59), None, datetime(2024, 5, 5)],
        "weging": [0.85, 1.25, 1, 1.5],
    }
    assert [len(answer or "") for answer in answers] == [67, length, 0, 8]
    assert "één belletje" in answers[0]
    assert table.variable("trots").text == "Waar bent u trots op in uw wijk?"
    labels = (("1", "man"), ("2", "vrouw")) if "stata" in name or "formaten" in name else ()
    assert table.variable("geslacht").labels == labels
    assert table.source == ("Stata" if "stata" in name else "SAS")


def sas_files(folder: Path, data: str, catalogue: str) -> Path:
    """Copy the data set and its catalogue of formats under other names."""
    shutil.copy(FILES / "sas" / "formaten.sas7bcat", folder / catalogue)
    return Path(shutil.copy(FILES / "sas" / "formaten.sas7bdat", folder / data))


@pytest.mark.parametrize("catalogue", ["formaten.sas7bcat", "Formaten.SAS7BCAT", "formats.sas7bcat"])
def test_value_labels_of_sas_stand_beside_it(tmp_path, catalogue):
    table = sas.read(sas_files(tmp_path, "formaten.sas7bdat", catalogue), ReadOptions())
    labels = {name: one.labels for name, one in table.variables.items() if one.labels}
    assert labels == {
        "geslacht": (("1", "man"), ("2", "vrouw")),
        "plaats": (("N", "Noord"), ("Z", "Zuid, en één")),
        "tevreden": (("1", "zeer tevreden"), ("99", "weet niet")),
    }
    assert (table.variable("geslacht").role, table.variable("geslacht").missing) == ("closed", {".A"})
    assert f"Labels come from {catalogue}." in preview(table).notes


def test_a_catalogue_alone_is_no_table():
    with pytest.raises(InputError, match=r"is not a table of answers but the value labels of a SAS file"):
        read_table(FILES / "sas" / "formaten.sas7bcat", ReadOptions())


def test_a_catalogue_of_another_data_set_is_left_alone(tmp_path):
    table = sas.read(sas_files(tmp_path, "formaten.sas7bdat", "anders.sas7bcat"), ReadOptions())
    assert not any(one.labels for one in table.variables.values())
    assert preview(table).notes == []


@pytest.mark.parametrize("change", [lambda content: content[:5000], lambda content: b"x" * 5000], ids=["half", "none"])
def test_a_damaged_catalogue_is_named(tmp_path, change):
    path = sas_files(tmp_path, "formaten.sas7bdat", "formaten.sas7bcat")
    catalogue = path.with_suffix(".sas7bcat")
    catalogue.write_bytes(change(catalogue.read_bytes()))
    with pytest.raises(InputError, match=r"formaten\.sas7bcat is damaged"):
        sas.read(path, ReadOptions())


@pytest.mark.parametrize("name", ["stata/wijkpanel.dta", "sas/wijkpanel.sas7bdat", "sas/wijkpanel.xpt"])
def test_files_cut_off(tmp_path, name):
    module = stata if name.startswith("stata") else sas
    content = (FILES / name).read_bytes()
    path = tmp_path / Path(name).name
    for size in (40, len(content) // 3):
        path.write_bytes(content[:size])
        with pytest.raises(InputError):
            module.read(path, ReadOptions())


def test_other_files_are_not_recognised(tmp_path):
    path = tmp_path / "x.dta"
    for head in (b"\x72\x09\x01", b"nr;antwoord\n", b"\x10\x01\x01", b"s"):
        path.write_bytes(head)
        assert not stata.recognises(head, path)
        assert not sas.recognises(head, path)
    path = tmp_path / "x.csv"
    assert not stata.recognises(b"r\x01,x", path)
