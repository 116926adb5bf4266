"""REFI-QDA out: valid by the schema of the standard, and read back by readers that others wrote."""

from __future__ import annotations

import zipfile
from dataclasses import replace

import pytest
from lxml import etree
from pyrefiqda import RefiCodebook, RefiProject

from coder.exporters.qdc import write_codebook
from coder.exporters.refi import write_survey
from coder.workflows.project import no_progress as unheard
from tests.exporters.refi_survey import ANSWERS, CODES, SURVEY


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "proef.qdpx"
    assert write_survey(path, SURVEY, unheard) == [path]
    return path


@pytest.fixture
def valid(shared_data):
    schema = etree.XMLSchema(etree.parse(shared_data / "exports" / "refi" / "Project.xsd"))

    def check(path):
        with zipfile.ZipFile(path) as archive:
            schema.assertValid(etree.fromstring(archive.read("project.qde")))

    return check


def test_the_project_is_valid(file, valid):
    valid(file)


@pytest.mark.parametrize(
    "survey",
    [
        replace(SURVEY, questions=SURVEY.questions[:1]),
        replace(SURVEY, questions=()),
        replace(SURVEY, respondents=(), variables={}),
        replace(SURVEY, with_texts=False),
        replace(SURVEY, title="\x00\ud800 \x1b[31m", changed_at="gisteren"),
    ],
    ids=["one question", "no question", "no respondents", "no texts", "hostile title"],
)
def test_projects_with_little_in_them_are_valid_too(tmp_path, valid, survey):
    path = tmp_path / "p.qdpx"
    write_survey(path, survey, unheard)
    valid(path)


def test_the_same_survey_gives_the_same_bytes(file, tmp_path):
    again = tmp_path / "again.qdpx"
    write_survey(again, SURVEY, unheard)
    assert again.read_bytes() == file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_another_reader_finds_the_same(file, tmp_path):
    """The package pyrefiqda, with models made from the schema."""
    project = RefiProject.load(file, tmp_path / "unpacked")
    assert {user.name for user in project.users.user} == {"anna", "bas", "autocode"}
    trots, beter = project.code_book.codes.code
    assert [code.name for code in trots.code] == ["Contact & ontmoeting", "Geld <euro>", "Weet niet"]
    assert [code.name for code in trots.code[0].code] == ["Buren", "Collega's"]
    assert (trots.code[0].is_codable, trots.code[1].is_codable) == (False, True)
    assert trots.code[0].color == "#00CD00"
    assert [code.name for code in beter.code] == ["Tijd", "weg"]
    texts = {
        source.name: RefiProject.resolve_source_path(source.plain_text_path, tmp_path / "unpacked")
        .read_bytes()
        .decode()
        for source in project.sources.text_source
    }
    assert set(texts.values()) == {answer.text for answer in ANSWERS.values()}
    assert texts["2023 r1 trots"] == ANSWERS["trots", "2023", "r1"].text
    assert [case.name for case in project.cases.case] == ["r1", "r 2", "r1", "r3"]
    kinds = {variable.name: variable.type_of_variable.value for variable in project.variables.variable}
    assert kinds == {
        **{"rol": "Text", "uren": "Integer", "vast": "Boolean", "deel": "Float", "start": "Date"},
        **{"gestart": "DateTime", "round": "Text", "weight": "Float"},
    }
    assert [note.plain_text_content for note in project.notes.note] == ["mooi\rgezegd\n& waar", "nog vragen"]
    assert [(one.name, len(one.member_source)) for one in project.sets.set] == [
        *[("trots", 3), ("beter", 1)],
        *[("2023", 3), ("2024", 1)],
    ]


def test_a_quote_is_a_selection_at_its_place(file, tmp_path):
    project = RefiProject.load(file, tmp_path / "unpacked")
    users = {user.guid: user.name for user in project.users.user}
    found = {}
    for source in project.sources.text_source:
        text = RefiProject.resolve_source_path(source.plain_text_path, tmp_path / "unpacked").read_bytes().decode()
        for one in source.plain_text_selection:
            found[source.name, users[one.creating_user]] = text[one.start_position : one.end_position]
    assert found.pop(("2023 r1 trots", "anna")) == "buren 👩‍👩‍👧"
    texts = {f"{round_id} {person} {key}": answer.text for (key, round_id, person), answer in ANSWERS.items()}
    assert found
    assert all(text == texts[name] for (name, _user), text in found.items())


def test_without_texts_nothing_that_somebody_wrote_goes_out(tmp_path):
    path = tmp_path / "p.qdpx"
    blank = tuple(
        replace(
            asked,
            answers=tuple(replace(answer, text="", text_hash="") for answer in asked.answers),
            codings=tuple(replace(coding, memo="", quoted=None) for coding in asked.codings),
        )
        for asked in SURVEY.questions
    )
    write_survey(path, replace(SURVEY, questions=blank, with_texts=False), unheard)
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["project.qde"]
        content = archive.read("project.qde").decode()
    assert "gezegd" not in content
    assert content.count("<CodeRef") == 8


def test_a_codebook_is_read_by_another_reader(tmp_path):
    path = tmp_path / "codes.qdc"
    path.write_bytes(write_codebook(CODES))
    codes = RefiCodebook.load(path).codes.code
    assert [code.name for code in codes] == ["Contact & ontmoeting", "Geld <euro>", "Weet niet"]
    assert codes[0].code[0].code[0].name == "Diep"
    assert codes[0].description.startswith("Net over\nwie men leert kennen.\n")
