"""Codes that were given elsewhere, in whatever shape they stand in a file."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coder.domain import texts
from coder.domain.codebook import Code, Codebook
from coder.domain.coding import Coding
from coder.domain.errors import InputError
from coder.domain.folding import text_hash
from coder.domain.ids import answer_id, new_id
from coder.domain.survey import Answer, Question, Respondent, ResponseSet, SurveyTable, Variable
from coder.importers.base import ReadOptions
from coder.workflows.coded_columns import read_codes
from coder.workflows.columns import find_columns
from coder.workflows.export import ExportOptions, export
from coder.workflows.ingest import IngestOptions, ingest
from coder.workflows.project import open_project
from coder.workflows.reading import read_table

BOOK = Codebook(
    (
        Code("1", "Contact"),
        Code("2", "Geld, loon en uitkering"),
        Code("rust", "Rust"),
        Code("9", "Weet niet", exclusive=True),
    )
)


@pytest.fixture(autouse=True)
def _english():
    before = texts.language()
    texts.use_language("en")
    yield
    texts.use_language(before)


def table(columns, *rows, **more) -> SurveyTable:
    return SurveyTable("f.csv", "csv", tuple(columns), tuple(map(tuple, rows)), tuple(range(2, len(rows) + 2)), **more)


def found(of: SurveyTable, book=BOOK, separator=None, new_codes=False):
    """Return the codes of each row, all columns of which hold codes, and the shape."""
    rows = {n: [n] for n, row in enumerate(of.rows) if any(cell is not None for cell in row)}
    read = read_codes(of, range(len(of.columns)), rows, book, separator, new_codes)
    return [read.codes.get(n) for n in range(len(of.rows))], read.shape, read.codebook


@pytest.mark.parametrize(
    ("columns", "rows", "shape"),
    [
        (["codes"], [["1;rust"], [None], ["9"]], "joined"),
        (["codes"], [["Contact | Rust"], [None], ["weet NIET"]], "joined"),
        (["V5_1", "V5_2"], [[1, "rust"], [None, None], [9.0, None]], "mentions"),
        (["V5_1", "V5_2"], [["01", "Rust"], [None, None], ["Weet niet", None]], "mentions"),
        (["V5_1", "V5_rust", "V5_9"], [[1, 1, 0], [None, None, None], [0, 0, 1]], "flags"),
        (["q[1]", "q[rust]", "q[9]"], [["Ja", "Ja", "Nee"], [None] * 3, ["Nee", "Nee", "Ja"]], "flags"),
        (["V5: Contact", "V5: Rust", "V5: Weet niet"], [["x", "x", None], [None] * 3, [None, None, "X"]], "flags"),
        (["Contact", "Rust", "Weet niet"], [[True, True, False], [None] * 3, [False, False, True]], "flags"),
        (
            ["V5 - Contact", "V5 - Rust", "9"],
            [["Selected", "Selected", "Not Selected"], [None] * 3, [None, None, "selected"]],
            "flags",
        ),
        (["V5_1", "V5_2", "V5_3"], [["Contact", "Rust", None], [None] * 3, [None, None, "Weet niet"]], "mentions"),
    ],
)
def test_every_shape_is_found_out(columns, rows, shape):
    assert found(table(columns, *rows)) == ([("1", "rust"), None, ("9",)], shape, BOOK)


def test_values_that_have_labels():
    labels = (("1", "Contact"), ("5", "Rust"), ("99", "Weet niet"), ("98", "geen opgave"))
    variable = Variable(labels=labels, missing=frozenset({"98", "99"}))
    of = table(["V5_1", "V5_2"], [1, 5], [98, None], [99, None], variables={"V5_1": variable, "V5_2": variable})
    assert found(of)[0] == [("1", "rust"), None, ("9",)]


def test_flags_with_values_that_have_labels():
    asked = {
        f"V5_{n}": Variable(f"Wat? - {label}", labels=(("1", "genoemd"), ("2", "niet genoemd")))
        for n, label in [(7, "Contact"), (8, "Rust")]
    }
    assert found(table(asked, [1, 2], [2, 2], [1, 1], variables=asked))[:2] == ([("1",), None, ("1", "rust")], "flags")


def test_only_no_is_none_of_the_codes_where_others_are_blank():
    columns = ["Contact", "Rust"]
    assert found(table(columns, [1, 0], [0, 0]))[0] == [("1",), None]
    assert found(table(columns, [1, 0], [0, 0], [None, None]))[0] == [("1",), (), None]


def test_a_label_that_holds_the_separator():
    assert found(table(["codes"], ["Geld, loon en uitkering;1"], ["rust"]))[0] == [("1", "2"), ("rust",)]
    assert found(table(["codes"], ["Geld, loon en uitkering"], ["rust"]), separator=",")[0] == [("2",), ("rust",)]


@pytest.mark.parametrize(
    ("columns", "row", "named"),
    [
        (["codes"], ["1;rusd"], "f.csv, row 2, column 'codes': the code 'rusd'"),
        (["V5_1", "V5_2"], ["1", "Rusd"], "f.csv, row 2, column 'V5_2': the code 'Rusd'"),
        (["V5: Contact", "V5: Rusd"], [0, 1], "f.csv, row 2, column 'V5: Rusd': the code 'Rusd'"),
    ],
)
def test_an_unknown_code_is_named_with_its_place_and_what_is_near(columns, row, named):
    with pytest.raises(InputError, match=re.escape(named)) as raised:
        found(table(columns, row))
    assert "'Rust'" in raised.value.hint or "'rust'" in raised.value.hint


def test_a_codebook_is_made_of_what_there_is():
    codes, _shape, book = found(table(["V5: Geld", "V5: Buren"], [0, 1], [1, 1], [0, 0]), book=None)
    assert [(code.code_id, code.label) for code in book.codes] == [("Geld", "Geld"), ("Buren", "Buren")]
    assert codes == [("Buren",), ("Geld", "Buren"), None]
    labels = Variable(labels=(("1", "Geld"), ("2", "Buren")))
    codes, _shape, book = found(table(["a", "b"], [2, 1], [2, None], variables={"a": labels, "b": labels}), book=None)
    assert [(code.code_id, code.label) for code in book.codes] == [("2", "Buren"), ("1", "Geld")]


def test_columns_by_list_range_pattern_and_set():
    of = table(["id", "V5_1", "V5_2", "V50", "Geld, ja"], [1] * 5, sets=(ResponseSet("$V5", "", ("V5_1", "V5_2")),))
    places = {spec: find_columns(of, spec) for spec in ("V5_1,V5_2", "#2-#3", "v5_*", "$v5", "#2, #3")}
    assert set(map(tuple, places.values())) == {(1, 2)}
    assert find_columns(of, "Geld, ja") == [4]
    assert find_columns(of, "id,#5") == [0, 4]
    for wrong in ("V6_*", "#2-#9", "V5", "id,nee"):
        with pytest.raises(InputError):
            find_columns(of, wrong)


# What goes out comes back

KEY, ROUND = "trots", "2024"
GIVEN = st.lists(
    st.none() | st.sets(st.sampled_from([code.code_id for code in BOOK.codes]), min_size=1), min_size=1, max_size=6
)


def project_with(path, given):
    path.unlink(missing_ok=True)
    with open_project(path, create=True) as project, project.transaction():
        action = project.actions.add("anna", "ingest")
        project.answers.add_questions([Question(KEY, "Waar trots op?")], action)
        people = [f"r{n}" for n in range(len(given))]
        project.answers.add_respondents([Respondent(p, ROUND) for p in people], action)
        ids = [answer_id(KEY, ROUND, person) for person in people]
        project.answers.add_answers(
            [
                Answer(i, KEY, ROUND, p, f"antwoord {p}", text_hash(f"antwoord {p}"), n)
                for n, (i, p) in enumerate(zip(ids, people, strict=True))
            ],
            action,
        )
        project.codebooks.add(KEY, BOOK, "codes: []\n", action)
        project.codings.add(
            Coding(new_id(), action, i, "anna", "coded", "human", BOOK.ordered(codes))
            for i, codes in zip(ids, given, strict=True)
            if codes is not None
        )


def codes_in(path):
    with open_project(path) as project:
        return {coding.answer_id: coding.codes for coding in project.codings.current()}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    given=GIVEN, shape=st.sampled_from(["flags", "joined", "long"]), suffix=st.sampled_from([".csv", ".xlsx", ".jsonl"])
)
def test_codes_that_go_out_come_back(tmp_path, given, shape, suffix):
    db, file, back = tmp_path / "p.db", tmp_path / f"out{suffix}", tmp_path / "q.db"
    project_with(db, given)
    export(db, file, ExportOptions(shape="long" if shape == "long" else "wide"))
    codes = {
        "flags": ",".join(f"{KEY}: {code.label}" for code in BOOK.codes),
        "joined": f"{KEY}: codes",
        "long": "code",
    }
    if shape == "flags":
        codes["flags"] = "#8-#11"
    options = IngestOptions((KEY,), ROUND, "bas", id_column="respondent", codes=(codes[shape],))
    if shape == "long":
        options = replace(options, questions=("answer",), question_column="question")
    back.unlink(missing_ok=True)
    with open_project(back, create=True) as project, project.transaction():
        project.codebooks.add(KEY, BOOK, "codes: []\n", project.actions.add("bas", "codebook import"))
    ingest(back, [read_table(file, ReadOptions())], options)
    assert codes_in(back) == codes_in(db)


@settings(max_examples=25)
@given(given=GIVEN, shape=st.sampled_from(["mentions", "flags"]), by=st.sampled_from(["value", "label"]))
def test_codes_as_statistics_programs_have_them_come_back(given, shape, by):
    """A column a mention, with values and labels; or 0/1 columns for the codes, blank where nobody coded."""
    names = {code.code_id: str(number) for number, code in enumerate(BOOK.codes, 1)}
    labels = tuple((names[code.code_id], code.label) for code in BOOK.codes)
    book = Codebook(tuple(replace(code, code_id=names[code.code_id]) for code in BOOK.codes)) if by == "value" else BOOK
    if shape == "mentions":
        width = len(BOOK.codes)
        variables = {f"V5_{n}": Variable(labels=labels if by == "label" else ()) for n in range(1, width + 1)}
        rows = [[int(names[c]) for c in BOOK.ordered(codes or ())] for codes in given]
        rows = [row + [None] * (width - len(row)) for row in rows]
    else:
        variables = {
            f"V5_{names[code.code_id]}": Variable(f"Trots - {code.label}" if by == "label" else "")
            for code in BOOK.codes
        }
        rows = [[None if codes is None else int(code.code_id in codes) for code in BOOK.codes] for codes in given]
    of = table(variables, *rows, variables=variables)
    wanted = [codes and book.ordered(names[c] if by == "value" else c for c in codes) for codes in given]
    assert found(of, book)[0] == wanted
