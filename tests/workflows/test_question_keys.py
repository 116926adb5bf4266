"""Keys of questions: from codes, from texts, and for questions that the project has already."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.domain.survey import SurveyTable, Variable
from coder.workflows.ingest import IngestOptions, ingest
from coder.workflows.project import open_project
from coder.workflows.question_keys import LONGEST, key_of, keys_of


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Q3", "Q3"),
        ("trots", "trots"),
        ("V3[other]", "V3_other"),
        ("Q5[SQ001][1]", "Q5_SQ001_1"),
        ("Q3. Waar bent u trots op?", "Q3"),
        ("V7: Wat kan beter?", "V7"),
        ("[Q12] Wat kan beter?", "Q12"),
        ("Q3a - Kunt u dat toelichten?", "Q3a"),
        ("Covid19 heeft veel veranderd", "covid19_heeft_veel_veranderd"),
        ("3. Wat kan er beter?", "3_wat_kan_er_beter"),
        ("Wat vindt u van de nieuwe kantine en de koffie?", "wat_vindt_u_van_de_nieuwe"),
        ("Hoe komt u hier? (meer antwoorden) [Anders (geef aan)]", "hoe_komt_u_hier_anders"),
        ("Overheidsdienstverleningsovereenkomsten", "overheidsdienstverleningsovereen"),
        ("Één café?", "een_cafe"),
        ("???", "code"),
    ],
)
def test_a_key_is_short_and_plain(name, key):
    assert key_of(name) == key


@given(st.lists(st.text(max_size=80), max_size=12))
def test_keys_are_unlike_and_short(names):
    keys = keys_of(names)
    assert len(set(keys)) == len(keys) == len(names)
    assert all(0 < len(key) <= LONGEST + 5 and "=" not in key and not key.isspace() for key in keys)
    assert keys_of(names) == keys


def survey(path: str, *columns: str, **texts: str) -> SurveyTable:
    rows = tuple((f"r{n}", *(f"antwoord {n} op {column}" for column in columns)) for n in range(3))
    known = {name: Variable(text=text) for name, text in texts.items()}
    return SurveyTable(path, "csv", ("id", *columns), rows, (2, 3, 4), variables=known)


def read(db, table, *questions, round_id):
    return ingest(db, [table], IngestOptions(questions, round_id, "anna"))


def test_a_question_of_an_earlier_round_keeps_its_key(tmp_path):
    asked = "Waar bent u het afgelopen jaar trots op geweest?"
    read(tmp_path / "p.db", survey("a.csv", asked), f"trots={asked}", round_id="2023")
    report = read(tmp_path / "p.db", survey("b.csv", f" {asked.upper()}"), "#2", round_id="2024")
    assert [question.question_id for question in report.questions] == ["trots"]
    assert report.other_texts == {}


def test_texts_that_begin_alike_get_keys_of_their_own(tmp_path):
    table = survey("a.csv", "Wat vindt u van de nieuwe vergaderzaal?", "Wat vindt u van de nieuwe vergaderkamer?")
    read(tmp_path / "p.db", table, "#2", "#3", round_id="2023")
    with open_project(tmp_path / "p.db") as project:
        keys = [question.question_id for question in project.answers.questions()]
    assert keys == ["wat_vindt_u_van_de_nieuwe", "wat_vindt_u_van_de_nieuwe_2"]


def test_a_text_that_is_asked_twice_decides_nothing(tmp_path):
    both = {"Q2": "Kunt u dat toelichten?", "Q9": "Kunt u dat toelichten?"}
    for round_id in ("2023", "2024"):
        report = read(tmp_path / "p.db", survey("a.csv", "Q2", "Q9", **both), "Q2", "Q9", round_id=round_id)
        assert [question.question_id for question in report.questions] == ["Q2", "Q9"]


def test_a_code_that_stood_for_another_question_is_told(tmp_path):
    read(tmp_path / "p.db", survey("a.csv", "Q2", Q2="Wat kan beter?"), "Q2", round_id="2023")
    report = read(tmp_path / "p.db", survey("b.csv", "Q2", Q2="Hoe kwam u hier?"), "Q2", round_id="2024")
    assert report.other_texts == {"Q2": "Wat kan beter?"}
