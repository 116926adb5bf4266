"""Triple-S out: valid by the standard, and read back by a reader that goes by the description alone."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from coder.domain.coded import CodedSurvey
from coder.domain.errors import UsageError
from coder.domain.survey import Variable
from coder.domain.texts import language, use_language
from coder.exporters import triple_s
from tests.exporters.surveys import LONG, TEXTS, survey

etree = pytest.importorskip("lxml.etree", reason="lxml is not installed")

# What 'The Triple-S XML Standard 2.0' says of the description, as far as a survey without hierarchy and languages goes.
DTD = etree.DTD(
    io.StringIO(
        """
<!ELEMENT sss (date?, time?, origin?, user?, survey)>
<!ATTLIST sss version (2.0) #REQUIRED languages CDATA #IMPLIED modes CDATA #IMPLIED>
<!ELEMENT date (#PCDATA)> <!ELEMENT time (#PCDATA)> <!ELEMENT origin (#PCDATA)> <!ELEMENT user (#PCDATA)>
<!ELEMENT survey (name?, version?, title?, record)>
<!ELEMENT name (#PCDATA)> <!ELEMENT version (#PCDATA)> <!ELEMENT title (#PCDATA)>
<!ELEMENT record (variable+)>
<!ATTLIST record ident CDATA #REQUIRED href CDATA #IMPLIED format (fixed|csv) "fixed" skip CDATA "0">
<!ELEMENT variable (name, label, position, filter?, ((spread?, values) | size)?)>
<!ATTLIST variable ident CDATA #REQUIRED use (serial|weight) #IMPLIED format (numeric|literal) "numeric"
  type (single|multiple|quantity|character|logical|date|time) #REQUIRED>
<!ELEMENT label (#PCDATA)>
<!ELEMENT position EMPTY> <!ATTLIST position start CDATA #REQUIRED finish CDATA #IMPLIED>
<!ELEMENT filter (#PCDATA)>
<!ELEMENT spread EMPTY> <!ATTLIST spread subfields CDATA #REQUIRED width CDATA #IMPLIED>
<!ELEMENT values (range*, value*)>
<!ELEMENT range EMPTY> <!ATTLIST range from CDATA #REQUIRED to CDATA #REQUIRED>
<!ELEMENT value (#PCDATA)> <!ATTLIST value code CDATA #REQUIRED score CDATA #IMPLIED>
<!ELEMENT size (#PCDATA)>
"""
    )
)
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.]*")


@dataclass
class Read:
    """A file as a reader of Triple-S finds it."""

    kinds: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    uses: dict[str, str] = field(default_factory=dict)
    data: dict[str, list] = field(default_factory=dict)


def read(described: Path) -> Read:
    """Read a description and its data, and hold them against the rules of the standard."""
    root = etree.parse(described).getroot()
    assert DTD.validate(root), DTD.error_log
    record, found = root.find("survey/record"), Read()
    data = described.with_name(record.get("href")).read_bytes().decode(root.getroottree().docinfo.encoding)
    is_csv = record.get("format") == "csv"
    if is_csv:
        rows = list(csv.reader(io.StringIO(data, newline=""), strict=True))[int(record.get("skip")) :]
    else:
        rows = data.split("\r\n")
        assert rows.pop() == ""
        assert len({len(row) for row in rows}) == 1
    end = 0
    for variable in record:
        name, kind = variable.findtext("name"), variable.get("type")
        assert PLAIN.fullmatch(name)
        assert name not in found.kinds
        found.kinds[name], found.labels[name] = kind, variable.findtext("label")
        found.values[name] = {one.get("code"): one.text for one in variable.iterfind("values/value")}
        if variable.get("use"):
            found.uses[name] = variable.get("use")
        start, finish = variable.find("position").get("start"), variable.find("position").get("finish")
        if is_csv:
            cells = [row[int(start) - 1] for row in rows]
        else:
            assert int(start) == end + 1
            end = int(finish)
            cells = [row[int(start) - 1 : int(finish)] for row in rows]
        found.data[name] = [understood(variable, cell) for cell in cells]
    return found


def understood(variable, cell: str):
    """Return what a cell means; it has to keep to the type of its variable."""
    kind, codes = variable.get("type"), [one.get("code") for one in variable.iterfind("values/value")]
    if kind == "character":
        assert len(cell) <= int(variable.findtext("size"))
        return cell.rstrip(" ")
    cell = cell.strip(" ")
    if cell == "":
        return None
    if kind == "multiple":
        assert re.fullmatch("[01]+", cell)
        assert len(cell) == max(map(int, codes))
        return [place for place, one in enumerate(cell, 1) if one == "1"]
    if kind == "single":
        assert cell in codes
        return cell if variable.get("format") == "literal" else int(cell)
    if kind == "logical":
        return {"0": False, "1": True}[cell]
    if kind == "quantity":
        span = variable.find("values/range")
        assert float(span.get("from")) <= float(cell) <= float(span.get("to")) or cell in codes
        return float(cell)
    assert re.fullmatch(r"\d{8}" if kind == "date" else r"\d{6}", cell)
    return cell


@pytest.fixture(autouse=True)
def _dutch():
    before = language()
    use_language("nl")
    yield
    use_language(before)


def nothing(_what: str, _done: int, _of: int) -> None:
    pass


def write(path: Path, made: CodedSurvey | None = None) -> Read:
    written = triple_s.write_survey(path, made or survey(), nothing)
    assert written == [path.with_suffix(".sss"), path if path.suffix == ".asc" else path.with_suffix(".csv")]
    return read(written[0])


@pytest.mark.parametrize("name", ["uit.sss", "uit.asc"])
def test_a_whole_survey(tmp_path, name):
    found, fixed = write(tmp_path / name), name.endswith("asc")
    assert found.uses == {"respondent": "serial", "weight": "weight"}
    assert found.data == {
        "respondent": ["r1", "r2", "r3", "r4", "r5", "r6", "r7"],
        "round": ["2023"] * 4 + ["2024"] * 3,
        "weight": [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2],
        "rol": [1, 2, None, 3, 3, 3, 3],
        "wijk": ["N", "Z-West-en-Oost", "", "N", "Oost", "Z-West-en-Oost", "N"],
        "Wat_is_uw_leeftijd": [34, 51, None, 28, 60, 45, 19],
        "cijfer": [7.5, 8, None, -1.25, 0, 100, 151],
        "lid": [True, False, None, True, True, False, True],
        "sinds": ["20190301", "17760704", None, *["20240229"] * 4],
        "begin": ["20240503", "20240503", None, *["20240503"] * 4],
        "begin_time": ["093015", "235959", None, *["000000"] * 4],
        "with": ["x", "y" * 300, "", "één", "", "z", "z"],
        "WITH_2": ["a"] * 7,
        "v1e_keus": ["=1+1", "?[31mrood", "a?b", "regel twee", "x", "x", "x"]
        if fixed
        else ["'=1+1", "␛[31mrood", "a␀b", "regel twee", "x", "x", "x"],
        "trots": [(text or "").strip().replace("✓", "?" if fixed else "✓") for text in TEXTS],
        "trots_status": [1, 1, 1, 0, 2, 1, None],
        "trots_coder": ["anna", "anna", "anna", "", "anna", "anna", ""],
        "trots_source": ["human", "human", "human", "", "human", "human", ""],
        "trots_codes": [[1, 2], [2], [4], None, None, [], None],
        "trots_nets": [[1], [1], [], None, None, [], None],
    }
    assert found.values["trots_codes"] == {
        "1": "Buren, en wie er woont",
        "2": "Groen & water",
        "3": "Tweede",
        "4": "Geen antwoord",
    }
    assert found.values["trots_nets"] == {"1": "De buurt"}
    assert found.values["rol"] == {"1": "huurder", "2": "eigenaar", "3": "anders"}
    assert found.labels["trots"] == found.labels["trots_codes"] == "Waar bent u trots op?"
    kinds = {name: found.kinds[name] for name in ("rol", "wijk", "lid", "sinds", "begin_time", "trots", "trots_codes")}
    assert list(kinds.values()) == ["single", "character", "logical", "date", "time", "character", "multiple"]


def test_labelled_texts_are_a_single_where_all_have_a_label(tmp_path):
    made = survey()
    people = tuple(
        replace(person, variables={"wijk": "Noord" if place % 2 else "Zuid"})
        for place, person in enumerate(made.respondents)
    )
    found = write(tmp_path / "uit.sss", replace(made, respondents=people, questions=()))
    assert found.kinds["wijk"] == "single"
    assert found.data["wijk"] == ["Z-West-en-Oost", "N"] * 3 + ["Z-West-en-Oost"]
    assert found.values["wijk"] == {"N": "Noord", "Z-West-en-Oost": "Zuid"}


def test_times_of_a_day_and_durations(tmp_path):
    made = survey()

    def of(values: list[str]) -> Read:
        people = [replace(one, variables={"duur": value}) for one, value in zip(made.respondents, values, strict=False)]
        variables = {"duur": Variable(kind="date")}
        return write(tmp_path / "uit.sss", replace(made, respondents=tuple(people), questions=(), variables=variables))

    assert of(["00:04:10", "23:59:59"]).data["duur"] == ["000410", "235959"]
    assert of(["00:04:10", "25:10:00"]).data["duur"] == ["00:04:10", "25:10:00"]


@pytest.mark.parametrize("name", ["uit.sss", "uit.asc"])
def test_hostile_texts_stay_texts(tmp_path, name, awkward, formula):
    made = survey(f"</title><x> {awkward}")
    question = made.questions[0]
    answers = tuple(
        replace(answer, text=awkward if place % 2 else formula) for place, answer in enumerate(question.answers)
    )
    asked = replace(question, question=replace(question.question, text=f"{formula} <values> &lt; {awkward}"))
    found = write(tmp_path / name, replace(made, questions=(replace(asked, answers=answers),)))
    if name.endswith("sss"):
        assert found.data["trots"][1].lstrip("'") == " ".join(awkward.split()).lstrip("'")
        assert found.data["trots"][0].startswith("'")
    assert "<values>" in found.labels["trots"]


@pytest.mark.parametrize("name", ["uit.sss", "uit.asc"])
def test_the_same_survey_gives_the_same_bytes(tmp_path, name):
    first = [path.read_bytes() for path in triple_s.write_survey(tmp_path / name, survey(), nothing)]
    assert [path.read_bytes() for path in triple_s.write_survey(tmp_path / name, survey(), nothing)] == first
    assert b"2024-06-05" in first[0]


def test_without_texts_no_answer_goes_out(tmp_path):
    found = write(tmp_path / "uit.sss", survey(with_texts=False))
    assert "trots" not in found.kinds
    assert LONG[:40] not in (tmp_path / "uit.csv").read_text(encoding="utf-8")
    assert found.data["trots_codes"][0] == [1, 2]


def test_both_files_or_none(tmp_path):
    (tmp_path / "uit.csv").mkdir()
    with pytest.raises(UsageError):
        triple_s.write_survey(tmp_path / "uit.sss", survey(), nothing)
    assert [path.name for path in tmp_path.iterdir()] == ["uit.csv"]


def test_progress_and_nobody(tmp_path):
    seen = []
    triple_s.write_survey(tmp_path / "uit.sss", survey(), lambda _what, done, of: seen.append((done, of)))
    assert seen[-1] == (7, 7)
    found = write(tmp_path / "leeg.sss", replace(survey(), respondents=(), questions=()))
    assert found.data["respondent"] == []


@pytest.mark.parametrize(("named", "beside"), [("uit.sss", "uit.csv"), ("uit.asc", "uit.sss")])
def test_a_file_that_nobody_named_is_left_alone(tmp_path, named, beside):
    own = tmp_path / beside
    own.write_text("raw answers", encoding="utf-8")
    with pytest.raises(UsageError, match=re.escape(beside)):
        triple_s.write_survey(tmp_path / named, survey(), nothing)
    assert own.read_text(encoding="utf-8") == "raw answers"
    assert [path.name for path in tmp_path.iterdir()] == [beside]
