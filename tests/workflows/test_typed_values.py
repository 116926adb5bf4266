"""Numbers, truth values and texts of closed variables: what a column is when it goes out, in formats with types."""

from __future__ import annotations

import csv
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from coder.domain.survey import Respondent, Variable
from coder.importers.base import ReadOptions
from coder.workflows.export import ExportOptions, export
from coder.workflows.ingest import IngestOptions, ingest
from coder.workflows.reading import read_table
from coder.workflows.typed import typed

NOTHING_KNOWN = Variable()


def read(*values, known: Variable = NOTHING_KNOWN) -> tuple[str, list[object]]:
    people = [Respondent(f"r{n}", "1", None, {} if v is None else {"x": v}) for n, v in enumerate(values)]
    kinds = typed(people, {"x": known})
    return kinds["x"].kind, [person.variables.get("x") for person in people]


@pytest.mark.parametrize(
    ("given", "numbers"),
    [
        (["1", "20", "-3", "0"], [1, 20, -3, 0]),
        (["1,5", "2", "-0,25"], [1.5, 2.0, -0.25]),
        (["1.5", "2"], [1.5, 2.0]),
        (["7,5", None, "8"], [7.5, None, 8.0]),
        (["1,500", "2,25"], [1.5, 2.25]),  # a quarter: no thousands
        (["123456789012345"], [123456789012345]),
        ([3, "4", 5.5], [3, 4, 5.5]),  # two files: one had types
    ],
)
def test_numbers(given, numbers):
    kind, found = read(*given)
    assert (kind, found) == ("number", numbers)
    assert [type(one) for one in found] == [type(one) for one in numbers]


@pytest.mark.parametrize(
    "given",
    [
        ["0123", "0456"],  # an id, or a postal code
        ["12", "013"],
        ["0612345678"],
        ["1.500", "2.750"],  # fifteen hundred, or one and a half
        ["1,500"],
        ["1,5", "2.5"],
        ["1", "twee"],
        ["1 000"],
        ["€ 5"],
        ["5%"],
        ["1e5"],
        ["+5"],
        ["1234567890123456"],  # longer than a spreadsheet keeps
        ["1,5,2"],
        [True, "1"],
        ["²"],
        ["٣"],  # a digit, but not ours
        ["nan", "inf"],
    ],
)
def test_what_stays_a_text(given):
    assert read(*given) == ("", given)


@pytest.mark.parametrize(
    ("given", "kind"), [([True, False], "truth"), ([1, 0], "number"), ([1.5, True], "number"), ([], "")]
)
def test_values_that_have_a_type(given, kind):
    assert read(*given) == (kind, given)


def test_what_the_source_told_is_left_alone():
    labelled = Variable(kind="number", labels=(("1", "ja"),))
    assert read("ja", "1", known=labelled) == ("number", ["ja", "1"])
    assert read("12", "13", known=Variable(kind="text")) == ("text", ["12", "13"])


@given(st.lists(st.decimals(-10_000, 10_000, places=2), min_size=1), st.sampled_from(",."))
def test_any_numbers_with_two_decimals_come_back(numbers, sign):
    kind, found = read(*(f"{number + 0:.2f}".replace("-0.00", "0.00").replace(".", sign) for number in numbers))
    assert kind == "number"
    assert found == pytest.approx([float(number) for number in numbers])


COLUMNS = {
    "nr": ["r1", "r2", "r3"],
    "leeftijd": ["34", "7", ""],
    "cijfer": ["7,5", "8", "6,25"],
    "postcode": ["0123", "1234", "0007"],
    "telefoon": ["0612345678", "0201234567", ""],
    "gemengd": ["1", "twee", "3"],
    "bedrag": ["1.500", "2.750", "9.999"],
    "datum": ["2024-05-01", "2023-12-31", ""],
    "formule": ["=1+1", "-5", "x"],
    "vraag": ["een", "twee", "drie"],
}
WANTED = {
    "leeftijd": [34, 7, None],
    "cijfer": [7.5, 8, 6.25],
    "postcode": ["0123", "1234", "0007"],
    "telefoon": ["0612345678", "0201234567", None],
    "gemengd": ["1", "twee", "3"],
    "bedrag": ["1.500", "2.750", "9.999"],
    "datum": [date(2024, 5, 1), date(2023, 12, 31), None],
    "formule": ["=1+1", "-5", "x"],
}


@pytest.fixture
def db(tmp_path):
    with (tmp_path / "in.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([tuple(COLUMNS), *zip(*COLUMNS.values(), strict=True)])
    names = tuple(WANTED)
    options = IngestOptions(("vraag",), "1", "anna", id_column="nr", keep=names)
    ingest(tmp_path / "p.db", [read_table(tmp_path / "in.csv", ReadOptions())], options)
    return tmp_path / "p.db"


def of_xlsx(path):
    head, *rows = load_workbook(path).worksheets[0].iter_rows()
    names = [cell.value for cell in head]
    assert all(cell.data_type != "f" for row in rows for cell in row)
    found = {name: [row[names.index(name)].value for row in rows] for name in WANTED}
    return found | {"datum": [value and value.date() for value in found["datum"]]}


def of_parquet(path):
    arrow = pytest.importorskip("pyarrow.parquet", reason="the extra parquet is not installed")
    return arrow.read_table(path).select(list(WANTED)).to_pydict()


def of_sav(path):
    pyreadstat = pytest.importorskip("pyreadstat", reason="the extra spss is not installed")
    values, _meta = pyreadstat.read_sav(str(path), output_format="dict")
    # An empty text is what SPSS has for none.
    return {name: [None if cell == "" else cell for cell in values[name]] for name in WANTED}


def of_jsonl(path):
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = {name: [row.get(name) for row in rows] for name in WANTED}
    return found | {"datum": [value and date.fromisoformat(value) for value in found["datum"]]}


@pytest.mark.parametrize(
    ("name", "reader"), [("a.xlsx", of_xlsx), ("a.parquet", of_parquet), ("a.sav", of_sav), ("a.jsonl", of_jsonl)]
)
def test_formats_with_types_have_the_same(db, tmp_path, name, reader):
    if name == "a.parquet":
        pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
    export(db, tmp_path / name, ExportOptions())
    assert reader(tmp_path / name) == WANTED


def test_csv_keeps_zeros_and_what_was_written(db, tmp_path):
    export(db, tmp_path / "a.csv", ExportOptions())
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["postcode"] for row in rows] == WANTED["postcode"]
    assert [row["bedrag"] for row in rows] == WANTED["bedrag"]
    assert [row["cijfer"] for row in rows] == ["7.5", "8.0", "6.25"]
    assert [row["formule"] for row in rows] == ["'=1+1", "'-5", "x"]
