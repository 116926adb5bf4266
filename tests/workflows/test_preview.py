"""What an import would take, and what a source says of its columns."""

from __future__ import annotations

import pytest

from coder.domain.survey import SurveyTable, Variable
from coder.domain.texts import language, use_language
from coder.workflows.ingest import IngestOptions, ingest
from coder.workflows.preview import guess_round, preview
from coder.workflows.project import open_project

TEXTS = ("meer geld voor de wijk", "genoeg mensen die meedoen", "rust en regelmaat graag")
TABLE = SurveyTable(
    path="s.sav",
    format="sav",
    columns=("nr", "rol", "V7", "weeg", "ip"),
    rows=tuple((n, rol, text, 0.5 + n, "10.0.0.1") for n, (rol, text) in enumerate(zip((1, 2, 9), TEXTS, strict=True))),
    row_numbers=(2, 3, 4),
    source="SPSS",
    variables={
        "nr": Variable(role="id"),
        "rol": Variable(
            "Uw rol", "closed", labels=(("1", "adviseur"), ("2", "directeur"), ("9", "x")), missing=frozenset({"9"})
        ),
        "V7": Variable("Wat kan beter?", "open"),
        "weeg": Variable(role="weight"),
        "ip": Variable(role="system", why="an address"),
    },
    partial=frozenset({2}),
)


@pytest.fixture(autouse=True)
def _english():
    before = language()
    use_language("en")
    yield
    use_language(before)


def test_the_source_says_what_columns_are():
    found = preview(TABLE)
    assert (found.open, found.id, found.weight, found.kept) == ([3], 1, 4, [])
    assert found.source == "SPSS, sav"
    assert found.first[1] == ["1", TEXTS[1], "1.5"]
    left = dict(found.left_out)
    assert left["ip"] == "an address"
    assert "--keep" in left["rol"]
    assert not any("did not finish" in what for what in left)
    assert any("did not finish" in note for note in found.notes)


def test_a_preview_follows_the_options():
    options = IngestOptions(("v=Wat kan",), "2024", "anna", id_column="#1", keep_all=True)
    found = preview(TABLE, options)
    assert (found.open, found.kept) == ([3], [2])
    assert found.first[0] == ["0", TEXTS[0], "0.5", "adviseur"]
    assert found.first[2][3] == ""


@pytest.mark.parametrize("keep_all", [False, True])
def test_columns_with_codes_are_read_and_neither_kept_nor_left_out(keep_all):
    found = preview(TABLE, IngestOptions(("v=Wat kan",), "2024", "anna", codes=("v=rol",), keep_all=keep_all))
    assert found.kept == []
    assert "rol" not in dict(found.left_out)


@pytest.mark.parametrize("finished_only", [False, True])
def test_labels_weights_and_question_texts_come_in(tmp_path, finished_only):
    db = tmp_path / "p.db"
    report = ingest(
        db, [TABLE], IngestOptions(("beter=V7",), "2024", "anna", keep_all=True, finished_only=finished_only)
    )
    assert (report.unfinished, report.weight_column, report.id_column) == (1, "weeg", "nr")
    with open_project(db) as project:
        (question,) = project.answers.questions()
        people = project.answers.respondents()
        variables = project.variables.current("2024")
    assert question.text == "Wat kan beter?"
    assert people["2024", "1"].variables == {"rol": "directeur"}
    assert people["2024", "1"].weight == 1.5
    assert ("2024", "2") not in people if finished_only else people["2024", "2"].variables == {}
    assert variables == {"rol": Variable(text="Uw rol", labels=(("1", "adviseur"), ("2", "directeur")))}


def _table(columns, rows, **rest):
    return SurveyTable(
        path="a.csv", format="csv", columns=columns, rows=rows, row_numbers=tuple(range(2, len(rows) + 2)), **rest
    )


@pytest.mark.parametrize(("number", "said"), [(1, "1 stands there more than once"), (None, "empty cells")])
def test_a_column_called_id_that_is_none_is_told(number, said):
    found = preview(_table(("Respnr", "wat"), ((1, "a"), (number, "b"))))
    assert found.id is None
    assert any(said in note for note in found.notes)


@pytest.mark.parametrize(
    ("questions", "codes", "said"),
    [
        (("v=V7",), "v=rol", "Codes of 'v' come from: rol."),
        (("#3",), "#3=#2", "Codes of 'V7' come from: rol."),
        (("v=V7",), "rol", "Codes of 'v' come from: rol."),
    ],
)
def test_where_codes_come_from_is_told(questions, codes, said):
    found = preview(TABLE, IngestOptions(questions, "2024", "anna", codes=(codes,)))
    assert said in found.notes


def test_a_column_of_codes_is_no_open_answer():
    columns = ("nr", "Wat kan er beter?", "codes")
    rows = tuple(zip((1, 2, 3), TEXTS, ("meer geld | veel mensen", "rust en vrede", "rust en vrede"), strict=True))
    found = preview(SurveyTable(path="a.csv", format="csv", columns=columns, rows=rows, row_numbers=(2, 3, 4)))
    assert (found.open, found.codes) == ([2], ["#2=#3"])


def test_other_sheets_are_told():
    found = preview(_table(("a", "b"), ((1, "x"),), details={"sheet": "Data", "sheets": "Data, Codeboek"}))
    assert any("Codeboek" in note for note in found.notes)


OPEN = ("meer groen in de wijk", "minder parkeren op de stoep", "rust, groen, licht op straat", "een buurthuis erbij")


@pytest.mark.parametrize(
    ("cells", "is_open"),
    [
        (OPEN, True),
        (("Krant,Website gemeente", "Website gemeente,Krant", "Krant,Buren", "Buren,Website gemeente") * 3, False),
        (("03/18/2024 03:58:00 PM", "03/19/2024 04:58:00 PM", "03/20/2024 03:58:01 AM", "4/1/2024 1:00 a.m."), False),
        (("2024-03-01T12:00:00 CEST", "2024-03-02T12:00:00 CET", "2024-03-03T12:00:00Z", "2024-03-04T12:00Z"), False),
    ],
)
def test_lists_of_ticks_and_moments_are_no_open_answers(cells, is_open):
    (column,) = preview(_table(("vraag",), tuple((cell,) for cell in cells))).columns
    assert column.looks_open is is_open


@pytest.mark.parametrize(("name", "year"), [("Invuldatum", "2024"), ("Datum_invullen", "2024"), ("Geboortedatum", "")])
def test_the_round_by_the_date_of_a_plain_table(name, year):
    assert guess_round(_table((name,), (("18-03-2024",), ("19-03-2024",)))) == year
