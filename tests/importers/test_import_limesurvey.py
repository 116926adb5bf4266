"""LimeSurvey: what stands beside an export, real exports, and files that want harm."""

from __future__ import annotations

import random
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from coder.domain.errors import InputError
from coder.domain.survey import SurveyTable
from coder.domain.texts import language, use_language
from coder.importers import limesurvey_structure, limesurvey_syntax
from coder.importers.base import ReadOptions
from coder.importers.limesurvey_headings import headings
from coder.importers.limesurvey_structure import read_structure
from coder.importers.limesurvey_syntax import read_syntax
from coder.workflows.columns import profiles, value_of
from coder.workflows.preview import preview
from coder.workflows.reading import read_table

EXPORTS = Path(__file__).resolve().parents[1] / "data" / "exports" / "limesurvey"
RESPONSES = EXPORTS / "results-survey123456.csv"
STRUCTURE = EXPORTS / "limesurvey_survey_123456.lss"


@pytest.fixture(autouse=True)
def _english():
    before = language()
    use_language("en")
    yield
    use_language(before)


def read(path: Path) -> SurveyTable:
    return read_table(path, ReadOptions())


def open_columns(table: SurveyTable) -> list[str]:
    return [profile.name for profile in profiles(table) if profile.looks_open]


def test_a_value_becomes_what_it_stands_for():
    table = read(RESPONSES)
    place = table.columns.index
    first, second, last = table.rows
    assert value_of(table, first, place("V1")) == "Adviseur"
    assert value_of(table, second, place("V1")) == "Anders"
    assert value_of(table, first, place("V3[SQ001]")) == "Ja"
    assert value_of(table, last, place("V4[SQ001]")) is None


def test_the_file_beside_an_export_is_told():
    assert f"Labels come from {STRUCTURE.name}." in preview(read(RESPONSES)).notes
    assert (
        "Labels come from survey_424242_R_syntax_file.R."
        in preview(read(EXPORTS / "survey_424242_R_data_file.csv")).notes
    )


def test_without_its_structure_an_export_has_codes_only(tmp_path):
    alone = shutil.copy(RESPONSES, tmp_path / RESPONSES.name)
    table = read(Path(alone))
    assert table.source == "LimeSurvey"
    assert table.variable("V1").labels == ()
    assert [one.name for one in table.sets] == ["V3"]


@pytest.mark.parametrize("name", ["results-survey123456.lss", "survey_123456.lss", "limesurvey_survey_123456.lss"])
def test_the_structure_is_found_by_the_name_or_the_number(tmp_path, name):
    alone = Path(shutil.copy(RESPONSES, tmp_path / RESPONSES.name))
    shutil.copy(STRUCTURE, tmp_path / name)
    assert read(alone).variable("V7").labels == (("Y", "Ja"), ("N", "Nee"))


def test_texts_as_headers_get_the_codes_of_the_structure(tmp_path):
    alone = Path(shutil.copy(EXPORTS / "vragen-nl.csv", tmp_path / "survey_123456.csv"))
    shutil.copy(STRUCTURE, tmp_path)
    table = read(alone)
    assert {"V1", "V1[other]", "V2", "V3[SQ002]", "V5[SQ001]", "V8"} <= set(table.columns)
    assert table.variable("V2").role == "open"
    assert value_of(table, table.rows[0], table.columns.index("V1")) == "Adviseur"


def test_a_syntax_file_of_another_export_is_left_alone(tmp_path):
    data = Path(shutil.copy(EXPORTS / "answers-en.csv", tmp_path / "survey_1_R_data_file.csv"))
    shutil.copy(EXPORTS / "survey_424242_R_syntax_file.R", tmp_path / "survey_1_R_syntax_file.R")
    table = read(data)
    assert table.columns[4] == "What is your role?"
    assert table.variable("What is your role?").labels == ()


def test_without_a_date_of_sending_the_last_page_says_who_finished():
    table = read(EXPORTS / "alleen-codes.xlsx")
    assert "submitdate" not in table.columns
    assert table.partial == {2}


def damaged(data: bytes) -> bytes:
    return data[: len(data) // 2]


def foreign(data: bytes) -> bytes:
    return data.replace(b"<LimeSurveyDocType>Survey", b"<LimeSurveyDocType>Group")


def with_entities(data: bytes) -> bytes:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    return data.replace(b"<document>", laughs + b"<document>").replace(b"<language>nl", b"<language>&b;")


def with_a_file(data: bytes) -> bytes:
    reads = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return data.replace(b"<document>", reads + b"<document>").replace(b"<language>nl", b"<language>&a;")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (damaged, "structure of the survey is damaged"),
        (foreign, "is not the structure of a LimeSurvey survey"),
        (with_entities, "document type or entities"),
        (with_a_file, "document type or entities"),
    ],
)
def test_a_structure_that_cannot_be_trusted_is_named(tmp_path, change, reason):
    alone = Path(shutil.copy(RESPONSES, tmp_path / RESPONSES.name))
    (tmp_path / STRUCTURE.name).write_bytes(change(STRUCTURE.read_bytes()))
    with pytest.raises(InputError, match=reason) as raised:
        read(alone)
    assert STRUCTURE.name in raised.value.message
    assert raised.value.hint


def test_a_structure_that_makes_a_million_columns_is_refused(tmp_path):
    rows = "".join(f"<row><qid>{n}</qid><parent_qid>1</parent_qid><title>s{n}</title></row>" for n in range(2, 302))
    second = rows.replace("</row>", "<scale_id>1</scale_id></row>")
    path = tmp_path / "x.lss"
    path.write_text(
        "<document><LimeSurveyDocType>Survey</LimeSurveyDocType><questions><rows><row><qid>1</qid><type>;</type>"
        f"<title>Q</title></row></rows></questions><subquestions><rows>{rows}{second}</rows></subquestions></document>",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="too many columns"):
        read_structure(path)


@pytest.mark.parametrize("seed", range(60))
def test_damaged_files_beside_an_export_are_read_or_refused(tmp_path, seed):
    chance = random.Random(seed)
    heads = headings(read(EXPORTS / "survey_424242_R_data_file.csv"))
    for source in (STRUCTURE, EXPORTS / "answers-en.lss", EXPORTS / "survey_424242_R_syntax_file.R"):
        data = bytearray(source.read_bytes())
        for _ in range(chance.choice([1, 5, 40])):
            data[chance.randrange(len(data))] = chance.choice(b'<>"\\]()\0\xff9a')
        path = tmp_path / source.name
        path.write_bytes(bytes(data))
        with suppress(InputError):
            if source.suffix == ".lss":
                read_structure(path)
            else:
                assert len(read_syntax(path, heads)) == len(heads)


def test_large_files_beside_an_export_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(limesurvey_structure, "MAX_BYTES", 100)
    monkeypatch.setattr(limesurvey_syntax, "MAX_BYTES", 100)
    with pytest.raises(InputError, match="is larger than"):
        read_structure(STRUCTURE)
    with pytest.raises(InputError, match="is larger than"):
        read_syntax(EXPORTS / "survey_424242_R_syntax_file.R", [])


def test_a_real_export_with_its_syntax(shared_data):
    table = read(shared_data / "exports" / "limesurvey" / "survey_795779_R_data_file.csv")
    assert (table.source, len(table.rows), len(table.columns), table.partial) == ("LimeSurvey", 3, 29, frozenset())
    assert open_columns(table) == ["item1mq1", "item1mq2", "item2mq1", "item2mq2"]
    assert table.columns[7:10] == ("iterationId", "batchId", "populationId")
    assert [value for value, _label in table.variable("item1").labels] == ["1", "2", "3"]
    assert sum(table.variable(name).role == "system" for name in table.columns) == 18


def test_a_real_export_of_every_kind_of_question(shared_data):
    table = read(shared_data / "exports" / "limesurvey" / "survey_998192_R_data_file.csv")
    assert (table.source, len(table.rows), len(table.columns)) == ("LimeSurvey", 7, 71)
    assert table.partial == {1, 2, 3, 4, 5}
    assert "gender_other" in open_columns(table)
    assert [(one.name, len(one.columns)) for one in table.sets] == [("education", 4)]
    assert len(table.variable("activities_exp#0").labels) == 7
    assert table.variable("image").role == table.variable("image__filecount").role == "system"


def test_a_real_export_without_its_syntax(shared_data, tmp_path):
    source = shared_data / "exports" / "limesurvey" / "survey_998192_R_data_file.csv"
    table = read(Path(shutil.copy(source, tmp_path / "export.csv")))
    assert (table.source, len(table.sets), table.partial) == ("LimeSurvey", 1, {1, 2, 3, 4, 5})
    assert len(table.sets[0].columns) == 4


def test_numbers_with_ten_decimals_are_numbers(tmp_path):
    path = tmp_path / "a.csv"
    header = "id,submitdate,lastpage,startlanguage,leeftijd,cijfer,versie"
    rows = "1,2024-03-01 10:00:00,2,nl,44.0000000000,7.5000000000,1.0000000000\n2,,1,nl,,-8.0000000000,niet\n"
    path.write_text(f"{header}\n{rows}", encoding="utf-8")
    table = read(path)
    assert [row[4:] for row in table.rows] == [(44, 7.5, "1.0000000000"), (None, -8, "niet")]
    assert [type(cell) for cell in table.rows[0][4:6]] == [int, float]
