"""Values that stand for no answer ('99 = does not know') go in and out again, with what other programs need of them."""

from __future__ import annotations

import csv
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from coder.domain.survey import Respondent, Variable
from coder.exporters.closed_columns import Column, closed_column
from coder.exporters.missing_values import within
from coder.exporters.spss_missing import MOST_SINGLE, declarable
from coder.importers.base import ReadOptions
from coder.workflows.export import ExportOptions, export
from coder.workflows.ingest import IngestOptions, ingest
from coder.workflows.project import open_project
from coder.workflows.reading import read_table
from tests.exporters import test_triple_s_out as triple_s
from tests.exporters.test_spss_out import read, run
from tests.importers.mutations import FOLDERS

pyreadstat = pytest.importorskip("pyreadstat", reason="the extra spss is not installed")
pandas = pytest.importorskip("pandas", reason="pandas is not installed")

N = 6
DATA: dict[str, list[Any]] = {
    "nr": [1, 2, 3, 4, 5, 6],
    "leeftijd": [34, 999, 51, -1, None, 28],
    "rol": [1, 9, 8, 2, 2, 1],
    "cijfer": [7.5, 99, 98, 97, 8, 6],
    "duur": [10, 95, 1000, 20, None, 30],
    "kort": ["N", "NA", "Z", "?", "", "N"],
    "lang": ["Noord-Holland en omstreken", "weigert", "Zuid", "x", "Oost", "weigert"],
    "overal": [88, 88, 88, 88, 88, 88],
    "trots": ["De buren helpen elkaar", "Het park is mooi", "De speeltuin", "Niets", "De markt", "De winkels"],
}
LABELS = {
    "leeftijd": {-1: "zegt het niet", 999: "onbekend"},
    "rol": {1: "huurder", 2: "eigenaar", 8: "weet niet", 9: "geen antwoord"},
    "kort": {"N": "Noord", "NA": "niet gevraagd"},
    "lang": {"weigert": "wil niet zeggen"},
}
RANGES: dict[str, list[Any]] = {
    "leeftijd": [-1, 999],
    "rol": [8, 9],
    "cijfer": [{"lo": 97, "hi": 99}],
    "duur": [{"lo": 90, "hi": 99}, 1000],
    "kort": ["NA", "?"],
    "lang": ["weigert"],
    "overal": [88],
}
CLOSED = tuple(RANGES)


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "bron.sav"
    pyreadstat.write_sav(
        pandas.DataFrame(DATA), str(path), variable_value_labels=LABELS, missing_ranges=RANGES, column_labels=list(DATA)
    )
    return path


def taken(file, db, id_column="nr"):
    """Read a file into a new project; return the project file."""
    options = IngestOptions(("trots",), "2024", "anna", id_column=id_column, keep_all=True)
    ingest(db, [read_table(file, ReadOptions())], options)
    return db


def out(db, file, **options):
    export(db, file, ExportOptions(**options))
    return file


def pairs(meta) -> dict[str, set[tuple[Any, Any]]]:
    return {name: {(one["lo"], one["hi"]) for one in meta.missing_ranges.get(name, [])} for name in CLOSED}


@pytest.mark.parametrize("name", ["uit.sav", "uit.zsav"])
def test_missing_values_of_spss_come_out_as_they_came_in(source, tmp_path, name):
    made = out(taken(source, tmp_path / "p.db"), tmp_path / name)
    before, told = read(source)
    after, meta = read(made)
    assert {key: after[key] for key in CLOSED} == {key: before[key] for key in CLOSED}
    assert pairs(meta) == pairs(told)
    assert all(pairs(meta).values())
    assert {key: meta.variable_value_labels[key] for key in LABELS} == {
        key: told.variable_value_labels[key] for key in LABELS
    }
    # A number that has labels for missing values only is no category.
    assert [meta.variable_measure[key] for key in ("leeftijd", "rol")] == ["scale", "nominal"]
    again = out(taken(made, tmp_path / "q.db", "respondent"), tmp_path / f"weer-{name}")
    assert read(again)[0]["lang"] == before["lang"]


def bare(cell: str) -> str:
    """Return a value without what its format adds: 97.0 is 97."""
    try:
        return f"{float(cell):g}"
    except ValueError:
        return cell.strip()


def test_pspp_finds_the_same_missing_values_in_both(source, tmp_path, pspp):
    """Declared in PSPP, with ranges without an end, and looked at in PSPP."""
    ranges = "cijfer (97 THRU HIGHEST) duur (LOWEST THRU 10, 1000)"
    run(pspp, tmp_path, f"GET FILE='bron.sav'.\nMISSING VALUES {ranges}.\nSAVE OUTFILE='open.sav'.")
    out(taken(tmp_path / "open.sav", tmp_path / "p.db"), tmp_path / "uit.sav")

    def looked_at(name: str) -> tuple[dict[str, str], list[tuple[str, ...]]]:
        names = " ".join(CLOSED)
        shown = run(pspp, tmp_path, f"GET FILE='{name}'.\nDISPLAY DICTIONARY.\nFREQUENCIES {names} /STATISTICS=NONE.")
        rows = list(csv.reader(shown.splitlines()))
        missing = {row[0]: row[9] for row in rows if len(row) > 9 and row[0] in CLOSED}
        assert list(missing) == list(CLOSED)
        parts = {one: sorted(part.replace(" ", "") for part in text.split(";")) for one, text in missing.items()}
        counts = (row[:3] for row in rows if row[:1] in (["Valid"], ["Missing"], ["Total"]))
        return parts, sorted((what, bare(value), n) for what, value, n in counts)

    (declared, counted), (expected, wanted) = looked_at("uit.sav"), looked_at("open.sav")
    assert declared == expected
    assert declared["cijfer"] == ["97THRUHIGHEST"]
    assert declared["duur"] == ["1000", "LOWESTTHRU10"]
    assert counted == wanted


def test_what_was_missing_is_counted_nowhere(source, tmp_path):
    with open_project(taken(source, tmp_path / "p.db")) as project:
        people = project.answers.respondents()
    two = people["2024", "2"]
    assert two.variables == {}
    assert two.missing["rol"] == "9"
    assert people["2024", "5"].missing == {"overal": "88"}


def test_a_workbook_says_why_and_tables_are_empty(source, tmp_path):
    db = taken(source, tmp_path / "p.db")
    sheets = load_workbook(out(db, tmp_path / "uit.xlsx"))
    head, *rows = sheets.worksheets[0].iter_rows(values_only=True)
    shown = {name: [row[head.index(name)] for row in rows] for name in CLOSED}
    assert shown["leeftijd"] == [34, "onbekend", 51, "zegt het niet", None, 28]
    assert shown["rol"] == ["huurder", "geen antwoord", "weet niet", "eigenaar", "eigenaar", "huurder"]
    assert shown["cijfer"] == [7.5, None, None, None, 8, 6]  # no label: no text among numbers
    about = [row for row in sheets.worksheets[-2].iter_rows(values_only=True) if row[0] in ("rol", "cijfer", "kort")]
    assert [row[3:] for row in about] == [
        *[("1", "huurder", None), ("2", "eigenaar", None), ("8", "weet niet", True), ("9", "geen antwoord", True)],
        *[("97 – 99", None, True)],
        *[("N", "Noord", None), ("NA", "niet gevraagd", True), ("?", None, True)],
    ]
    with out(db, tmp_path / "uit.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    assert [row["leeftijd"] for row in table] == ["34", "", "51", "", "", "28"]
    assert [row["rol"] for row in table] == ["huurder", "", "", "eigenaar", "eigenaar", "huurder"]


def test_triple_s_has_the_values_beyond_the_range(source, tmp_path):
    read_back = triple_s.read(out(taken(source, tmp_path / "p.db"), tmp_path / "uit.sss"))
    assert read_back.data["leeftijd"] == [34, 999, 51, -1, None, 28]
    assert read_back.data["rol"] == [1, 9, 8, 2, 2, 1]
    assert read_back.values["rol"] == {str(value): label for value, label in LABELS["rol"].items()}
    assert read_back.values["leeftijd"] == {"-1": "zegt het niet", "999": "onbekend"}
    assert read_back.values["cijfer"].keys() == {"97.0", "98.0", "99.0"}


def test_a_project_in_refi_qda_keeps_them(source, tmp_path):
    first = taken(source, tmp_path / "p.db")
    file = out(first, tmp_path / "uit.qdpx")
    ingest(tmp_path / "q.db", [read_table(file, ReadOptions())], IngestOptions(("trots",), "", "bas", keep_all=True))
    for one in (first, tmp_path / "q.db"):
        assert read(out(one, tmp_path / f"{one.stem}.sav"))[0]["duur"] == DATA["duur"]


def test_without_texts_they_stay_behind_unless_variables_go_along(source, tmp_path):
    db = taken(source, tmp_path / "p.db")
    values, _meta = read(out(db, tmp_path / "a.sav", with_texts=False))
    assert not set(CLOSED) & set(values)
    values, _meta = read(out(db, tmp_path / "b.sav", with_texts=False, keep_variables=True))
    assert values["leeftijd"] == DATA["leeftijd"]


def test_letters_of_stata_become_numbers_below_zero(tmp_path):
    frame = pandas.DataFrame(
        {
            "nr": [1, 2, 3, 4],
            "leeftijd": [34, "a", 51, "z"],
            "rol": [1, 2, "b", None],
            "saldo": [-5, "a", 3, 2],
            "gewicht": [1.0, "a", 2.0, 1.0],
            "trots": ["een", "twee", "drie", "vier"],
        }
    )
    pyreadstat.write_dta(
        frame,
        str(tmp_path / "bron.dta"),
        missing_user_values={"leeftijd": ["a", "z"], "rol": ["b", "c"], "saldo": ["a"], "gewicht": ["a"]},
        variable_value_labels={"rol": {1: "huurder", 2: "eigenaar", "b": "weigert"}, "leeftijd": {"a": "onbekend"}},
    )
    db = taken(tmp_path / "bron.dta", tmp_path / "p.db")
    values, meta = read(out(db, tmp_path / "uit.sav"))
    assert values["leeftijd"] == [34, -1, 51, -26]
    assert values["rol"] == [1, 2, -2, None]
    assert values["saldo"] == [-5, -6, 3, 2]
    assert values["weight"] == [1, None, 2, 1]
    assert meta.variable_value_labels["leeftijd"] == {-1: "onbekend"}
    assert meta.variable_value_labels["rol"] == {1: "huurder", 2: "eigenaar", -2: "weigert"}
    found = {name: {one["lo"] for one in meta.missing_ranges[name]} for name in ("leeftijd", "rol", "saldo")}
    assert found == {"leeftijd": {-1, -26}, "rol": {-2}, "saldo": {-6}}


def test_letters_of_sas_become_numbers_below_zero(tmp_path):
    db = tmp_path / "p.db"
    table = read_table(FOLDERS[0] / "sas" / "formaten.sas7bdat", ReadOptions())
    ingest(db, [table], IngestOptions(("trots=trots",), "1", "anna", id_column="nr", keep_all=True))
    values, meta = read(out(db, tmp_path / "uit.sav"))
    assert values["geslacht"] == [1, 2, 2, -1]
    assert meta.missing_ranges["geslacht"] == [{"lo": -1.0, "hi": -1.0}]


def test_a_newer_file_says_what_counts(source, tmp_path):
    """Who gave an age first and is missing in the file that replaces it, has none; and the other way round."""
    db = taken(source, tmp_path / "p.db")
    data = DATA | {"leeftijd": [999, 40, 51, -1, None, 28]}
    later = tmp_path / "later.sav"
    pyreadstat.write_sav(pandas.DataFrame(data), str(later), variable_value_labels=LABELS, missing_ranges=RANGES)
    options = IngestOptions(("trots",), "2024", "anna", id_column="nr", keep_all=True, replace=True)
    ingest(db, [read_table(later, ReadOptions())], options)
    assert read(out(db, tmp_path / "uit.sav"))[0]["leeftijd"] == data["leeftijd"]


def column(values, missing, labels=()):
    return Column("x", "x", "number", list(values), tuple(labels), tuple(missing))


@pytest.mark.parametrize(
    ("values", "missing", "expected"),
    [
        ([1, 2], [(7, 7), (8, 8), (9, 9)], {(7, 7), (8, 8), (9, 9)}),
        ([1, 2], [(6, 6), (7, 7), (8, 8), (9, 9)], {(6, 9)}),
        ([1, 2, 50], [(-1, -1), (96, 96), (97, 97), (98, 98)], {(-1, -1), (96, 98)}),
        ([1, 2, 50], [(-9, -3), (98, 99)], {(-9, -3)}),
        ([1, 2], [(-9, -3), (98, 99), (None, -20)], {(None, -3)}),
        ([5], [(1, 1), (3, 3), (7, 7), (9, 9)], {(1, 3), (7, 7)}),
        ([2, 5, 8], [(1, 1), (3, 3), (7, 7), (9, 9)], {(1, 1), (3, 3), (7, 7)}),
        ([1], [(3, 9), (5, 12), (12, 14), (20, 20)], {(3, 14), (20, 20)}),
    ],
)
def test_more_than_spss_can_declare(values, missing, expected):
    everything = [*values, *(end for one in missing for end in one if end is not None)]
    found = declarable(column(everything, missing))
    assert set(found.missing) == expected
    for before, after in zip(everything, found.values, strict=True):
        if within(before, missing):
            assert after is None or (after == before and within(after, found.missing))
        else:
            assert after == before
            assert not within(after, found.missing)


NUMBERS = st.integers(-30, 30)


@given(
    values=st.lists(st.none() | NUMBERS, max_size=20),
    missing=st.lists(st.tuples(NUMBERS, NUMBERS).map(sorted).map(tuple) | NUMBERS.map(lambda n: (n, n)), max_size=7),
)
def test_no_answer_becomes_missing_and_no_missing_value_an_answer(values, missing):
    found = declarable(column(values, missing))
    single = [one for one in found.missing if one[0] == one[1]]
    assert len(found.missing) - len(single) <= 1
    assert len(single) <= (MOST_SINGLE if len(single) == len(found.missing) else 1)
    for before, after in zip(values, found.values, strict=True):
        if within(before, missing):
            assert after is None or within(after, found.missing)
        else:
            assert after == before
            assert before is None or not within(before, found.missing)


def test_labels_of_another_round_get_no_number_that_is_missing():
    variable = Variable(kind="number", labels=(("1", "ja"), ("3", "weigert")), declared=(("2", "4"),))
    made = closed_column("x", variable, ["ja", "misschien", None, None], [None, None, "3", "7"])
    assert made.values == [1, 5, 3, 7]
    assert made.labels == ((1, "ja"), (3, "weigert"), (5, "misschien"))
    assert made.missing == ((2, 4), (7, 7))


def test_texts_with_labels_stay_texts_and_a_blank_declares_nothing(tmp_path, pspp):
    """A code such as '01' keeps its zero; SPSS lets people declare a blank as missing, which every empty text is."""
    run(
        pspp,
        tmp_path,
        "DATA LIST LIST /nr (F3.0) code (A2) trots (A40).\nBEGIN DATA\n1 '01' 'De buren'\n2 '02' 'Het park'\n"
        "3 ' ' 'De markt'\n4 '99' 'De feesten'\nEND DATA.\nVALUE LABELS code '01' 'ja' '02' 'nee' '99' 'onbekend'.\n"
        "MISSING VALUES code ('99',' ').\nSAVE OUTFILE='bron.sav'.",
    )
    values, meta = read(out(taken(tmp_path / "bron.sav", tmp_path / "p.db"), tmp_path / "uit.sav"))
    assert values["code"] == ["01", "02", "", "99"]
    assert meta.variable_value_labels["code"] == {"01": "ja", "02": "nee", "99": "onbekend"}
    assert [one["lo"] for one in meta.missing_ranges["code"]] == ["99"]


def test_dates_hold_dates_only():
    person = Respondent("p", "1", None, {"sinds": "2024-05-03"})
    made = closed_column("sinds", Variable(kind="date"), [person.variables["sinds"], None], [None, "99"])
    assert (made.kind, made.missing, made.values[1]) == ("date", (), None)
