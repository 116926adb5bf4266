"""The example survey and its key: what the README of the corpus promises."""

from __future__ import annotations

import csv

import pytest

from coder.domain.folding import fold
from coder.importers.base import ReadOptions
from coder.resources import folder
from coder.workflows.codebook import read_codebook_file
from coder.workflows.columns import find_column, text_of
from coder.workflows.demo import FILES, NAME, QUESTIONS
from coder.workflows.ingest import read_table


@pytest.fixture(scope="module")
def tables():
    return {round_id: read_table(folder("corpus") / NAME / file, ReadOptions()) for round_id, file in FILES.items()}


@pytest.fixture(scope="module")
def codebooks():
    return {key: read_codebook_file(folder("codebooks") / NAME / f"{key}.yaml")[0] for key in QUESTIONS}


def column(table, name):
    place = find_column(table, name)
    return [text_of(row[place]) for row in table.rows]


def test_at_least_600_different_answers(tables):
    texts = {
        fold(text)
        for table in tables.values()
        for question in QUESTIONS.values()
        for text in column(table, question)
        if text
    }
    assert len(texts) >= 600


def test_respondents(tables):
    for round_id, people in (("2022", 120), ("2023", 180)):
        ids = column(tables[round_id], "Respondentnummer")
        assert len(set(ids)) == len(ids) == people


def test_round_2022_is_an_export_as_they_come():
    content = (folder("corpus") / NAME / FILES["2022"]).read_bytes()
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    text = content.decode("cp1252")
    rows = list(csv.reader(text.splitlines(keepends=True), delimiter=";"))
    assert len({len(row) for row in rows if row}) == 1
    assert len(rows[0]) > 10


def test_round_2023_is_a_workbook():
    assert (folder("corpus") / NAME / FILES["2023"]).read_bytes().startswith(b"PK")


def test_codes_of_2022_are_in_the_codebook_and_no_nets(tables, codebooks):
    for question, codebook in codebooks.items():
        usable = {code.code_id for code in codebook.usable}
        answers, cells = (column(tables["2022"], name) for name in (QUESTIONS[question], f"codes_{question}"))
        for row, (text, cell) in enumerate(zip(answers, cells, strict=True), 2):
            codes = set(filter(None, cell.split("|")))
            assert codes <= usable, (question, row)
            assert bool(text) == bool(codes), (question, row)


def test_the_key_fits_round_2023(tables, codebooks, key):
    people = column(tables["2023"], "Respondentnummer")
    expected = set()
    for question, codebook in codebooks.items():
        for person, text in zip(people, column(tables["2023"], QUESTIONS[question]), strict=True):
            if text:
                expected.add((question, person))
                codes = key[question, person]
                assert codes
                assert set(codes) <= {code.code_id for code in codebook.usable}, (question, person)
                assert len(codes) == 1 or not set(codes) & codebook.exclusive, (question, person)
    assert set(key) == expected


def test_every_code_is_used(tables, codebooks, key):
    for question, codebook in codebooks.items():
        used = {code for cell in column(tables["2022"], f"codes_{question}") for code in cell.split("|")}
        used |= {code for (of, _person), codes in key.items() if of == question for code in codes}
        assert {code.code_id for code in codebook.usable} <= used
