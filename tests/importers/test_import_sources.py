"""The exports of survey tools: what is recognised as what, and what each says of its columns and rows."""

from __future__ import annotations

import csv
import io
import os
import random
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coder import plugins
from coder.domain.errors import CoderError, InputError
from coder.domain.survey import SurveyTable
from coder.domain.texts import language, use_language
from coder.importers.base import ReadOptions, make_table
from coder.workflows.columns import profiles
from coder.workflows.reading import read_table
from tests.importers.test_import_fuzz import mutated

EXPORTS = Path(__file__).resolve().parents[1] / "data" / "exports"
CORPUS = Path(__file__).resolve().parents[2] / "corpus"
TOOLS = set(plugins.names("sources"))
OURS = sorted(p for p in EXPORTS.glob("*/*") if p.parent.name in TOOLS and p.suffix in (".csv", ".xlsx", ".tsv"))
SOURCES = {name: plugins.load("sources", name) for name in plugins.OURS["sources"]}


@pytest.fixture(autouse=True)
def _english():
    before = language()
    use_language("en")
    yield
    use_language(before)


def read(path: Path, as_format: str | None = None) -> SurveyTable:
    return read_table(path, ReadOptions(), as_format)


def described(table: SurveyTable) -> str:
    """Return what a table says of itself, line by line."""
    lines = [f"{table.source}: {len(table.rows)} rows, the first begins at {table.row_numbers[0]}"]
    lines += [f"partial: {sorted(table.partial)}"] if table.partial else []
    lines += [f"left out: {what}" for what in table.left_out]
    for profile in profiles(table):
        one = table.variable(profile.name)
        lines.append(f"{profile.number} {profile.name!r}" + (" OPEN" if profile.looks_open else ""))
        said = {"text": profile.text, "role": one.role, "why": one.why, "kind": one.kind}
        lines += [f"    {name}: {value}" for name, value in said.items() if value]
        lines += [f"    {value} = {label}" for value, label in one.labels]
        lines += [f"    missing: {value}" for value in sorted(one.missing)]
    lines += [f"set {one.name!r} ({one.text}): {', '.join(one.columns)}" for one in table.sets]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", OURS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_an_export_says_of_itself_what_it_did(path):
    golden = path.with_name(path.name + ".golden.txt")
    found = described(read(path))
    if os.environ.get("CODER_GOLDEN"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", OURS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_one_tool_knows_a_file_and_no_other(path):
    table = read(path, path.suffix[1:])
    assert [name for name, source in SOURCES.items() if source.recognises(table)] == [path.parent.name]


@pytest.mark.parametrize(
    "moment",
    ["2024/03/01 9:00:12 a.m. EET", "2024/03/01 9:00:12 p.m. MEZ", "2024/03/01 9:00:12 AM GMT+1", "1-3-2024 9:00:12"],
)
def test_moments_of_google_in_any_time_zone(moment):
    table = make_table(Path("f.csv"), "csv", ["Tijdstempel", "Wat kan beter?"], [(2, [moment, "Veel"])], {})
    assert [name for name, source in SOURCES.items() if source.recognises(table)] == ["gforms"]


LIMESURVEY = ["7", "2024-03-01 09:00:12", "3", "nl-informal", "1093847561", "Veel", "192.0.2.7"]
MICROSOFT = [7, "1-3-24 9:00:12", "1-3-24 9:04:00", "anonymous", None, None, "Veel"]


@pytest.mark.parametrize(
    ("tool", "header", "row"),
    [
        (
            "limesurvey",
            ["Respons ID", "Datum ingevuld", "Laatste pagina", "Starttaal", "Zaad", "Wat kan beter?", "IP-adres"],
            LIMESURVEY,
        ),
        (
            "limesurvey",
            ["Antwoord-ID", "Datum voltooid", "Laatste pagina", "Begintaal", "Seed", "Wat kan beter?", "IP adres"],
            LIMESURVEY,
        ),
        (
            "limesurvey",
            ["Nummer", "Verstuurd op", "Tot en met pagina", "Taal", "Zaad", "Wat kan beter?", "IP-adres"],
            LIMESURVEY,
        ),
        (
            "msforms",
            ["ID", "Begintijd", "Tijd van voltooien", "E-mail", "Naam", "Tijd van laatste wijziging", "Wat kan beter?"],
            MICROSOFT,
        ),
        (
            "msforms",
            ["Id", "Begintijd", "Tijd van voltooien", "E-mail", "Naam", "Tijd laatste wijziging", "Wat kan beter?"],
            MICROSOFT,
        ),
        ("gforms", ["Tijdstempel", "E-mailadres", "Wat kan beter?"], ["01-03-2024 9:00:12", "a@example.org", "Veel"]),
    ],
)
def test_dutch_headers_of_tools(tool, header, row):
    """Whatever the tool adds is known as such, and the question alone is left."""
    second = [None if cell == "Veel" else cell for cell in row]
    second[0] = "8" if tool == "limesurvey" else second[0]
    table = make_table(Path("f.csv"), "csv", header, enumerate([row, second], 2), {})
    assert [name for name, source in SOURCES.items() if source.recognises(table)] == [tool]
    found = SOURCES[tool].refined(table)
    system = {name: one.role for name, one in found.variables.items() if one.role in ("system", "id", "closed")}
    assert set(header) - set(system) == {"Wat kan beter?"}


@pytest.mark.parametrize(
    ("ids", "opened"),
    [
        (["Respondent-ID", "Collector-ID", "Begindatum", "Einddatum", "IP-adres"], "Open antwoord"),
        (["Respondent-ID", "Verzamelaar-ID", "Begindatum", "Einddatum", "IP-adres"], "Antwoord met open einde"),
        (["Respondent-ID", "Collector-ID", "Begindatum", "Einddatum", "IP-adres"], "Open-Ended Response"),
    ],
)
def test_dutch_headers_of_surveymonkey(ids, opened):
    header = [*ids, "Wat kan beter?", "Hoe tevreden bent u?"]
    rows = [[None] * 5 + [opened, "Antwoord"], ["1", "2", "01-03-2024", "01-03-2024", "192.0.2.7", "Veel", "Zeer"]]
    table = make_table(Path("f.csv"), "csv", header, enumerate(rows, 2), {})
    assert [name for name, source in SOURCES.items() if source.recognises(table)] == ["surveymonkey"]
    found = SOURCES["surveymonkey"].refined(table)
    assert found.columns == tuple(header)
    assert [found.variable(name).role for name in header] == ["id", *["system"] * 4, "open", ""]


@pytest.mark.parametrize(
    "header",
    [
        ["id", "answer"],
        ["Respondentnummer", "Wat ging goed?"],
        ["timestamp", "value"],
        ["Timestamp", "value"],
        ["ID", "Naam", "E-mail"],
        ["Status", "Finished", "Q1", "Q2"],
        ["id", "seed", "Q1"],
        ["V1", "V2", "V3"],
    ],
)
def test_an_ordinary_table_belongs_to_no_tool(header):
    table = make_table(Path("f.csv"), "csv", header, [(2, ["1"] * len(header)), (3, ["2"] * len(header))], {})
    assert [name for name, source in SOURCES.items() if source.recognises(table)] == []


def test_the_example_survey_belongs_to_no_tool():
    paths = sorted(CORPUS.rglob("*.csv"))
    assert paths
    assert {read(path).source for path in paths} == {""}


def test_real_files_of_no_tool(shared_data):
    for path in sorted((shared_data / "exports" / "encodings").iterdir()):
        assert read(path).source == ""


def test_a_real_qualtrics_export(shared_data):
    table = read(shared_data / "exports" / "qualtrics" / "sample.csv")
    assert (table.source, len(table.rows), table.row_numbers) == ("Qualtrics", 1, (4,))
    assert [p.name for p in profiles(table) if p.looks_open] == ["Q2"]
    assert table.variable("ResponseId").role == "id"
    assert table.variable("IPAddress").why == "personal data"
    assert len(table.left_out) == 1


def test_a_real_qualtrics_export_of_the_older_form(shared_data):
    table = read(shared_data / "exports" / "qualtrics" / "sample_legacy.csv")
    assert (table.source, len(table.rows), table.row_numbers) == ("Qualtrics", 1, (3,))
    assert [name for name in table.columns if table.variable(name).role == "id"] == ["V1"]
    assert table.variable("Q2").text.startswith("This is")
    assert [name for name in table.columns if table.variable(name).role == ""] == ["Q1", "Q2"]


def test_a_format_that_is_stated_reads_the_file_as_it_stands():
    table = read(EXPORTS / "qualtrics" / "twee-koppen.csv", "csv")
    assert (table.source, len(table.rows)) == ("", 4)


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("header", [["a"], ["a", "b", "c"], [None, "x"]])
def test_a_tool_that_is_stated_takes_any_table(tmp_path, name, header):
    path = tmp_path / "f.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[cell or "" for cell in header], ["1"] * len(header), ["2"] * len(header)])
    table = read(path, name)
    assert len(table.columns) == len(header)
    assert len(table.rows) == len(table.row_numbers) >= 1


@pytest.mark.parametrize(
    ("name", "lines"), [("qualtrics/drie-koppen-nl.csv", 4), ("surveymonkey/two-headers-en.csv", 2)]
)
def test_an_export_of_headers_only_is_said_to_be_empty(tmp_path, name, lines):
    path = tmp_path / "f.csv"
    path.write_bytes(b"".join((EXPORTS / name).read_bytes().splitlines(keepends=True)[:lines]))
    with pytest.raises(InputError, match=r"f\.csv: there is a header but no rows"):
        read(path)


def test_nothing_but_trial_answers(tmp_path):
    path = tmp_path / "f.csv"
    path.write_text("ResponseId,RecordedDate,Finished,Status\nR_1,2024-01-01,True,Survey Preview\n", encoding="utf-8")
    with pytest.raises(InputError, match="nothing is left without 1 trial answer"):
        read(path)


WORDS = sorted(
    {
        cell.strip()
        for path in OURS
        if path.suffix == ".csv"
        for line in csv.reader(io.StringIO(path.read_bytes().decode("utf-8", "replace")))
        for cell in line
        if len(cell) < 60
    }
)
CELLS = st.one_of(
    st.sampled_from(WORDS), st.text(max_size=20), st.none(), st.integers(), st.booleans(), st.floats(allow_nan=False)
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), width=st.integers(1, 8), height=st.integers(1, 5), chosen=st.sampled_from(sorted(SOURCES)))
def test_whatever_the_cells_are_a_table_stays_a_table(data, width, height, chosen):
    row = st.lists(CELLS, min_size=width, max_size=width)
    rows = data.draw(st.lists(row, min_size=height, max_size=height))
    try:
        table = make_table(Path("f.csv"), "csv", data.draw(row), enumerate(rows, 2), {})
    except CoderError:
        return
    source = SOURCES[chosen]
    source.recognises(table)
    try:
        found = source.refined(table)
    except CoderError:
        return
    assert len(set(found.columns)) == len(found.columns) == len(table.columns)
    assert len(found.rows) == len(found.row_numbers) <= len(table.rows)
    assert all(0 <= place < len(found.rows) for place in found.partial)
    assert set(found.variables) <= set(found.columns)
    assert {column for one in found.sets for column in one.columns} <= set(found.columns)
    assert all(row in table.rows for row in found.rows)


def test_numbers_that_are_stored_with_a_fraction_say_the_same():
    header = ["ResponseId", "RecordedDate", "Finished", "Status", "Q1"]
    rows = [["R_1", "2024-01-01", 1.0, 0.0, "a"], ["R_2", "2024-01-01", 0.0, 0.0, "b"], ["R_3", "x", 1.0, 1.0, "c"]]
    found = SOURCES["qualtrics"].refined(make_table(Path("f.sav"), "sav", header, enumerate(rows, 2), {}))
    assert ([row[0] for row in found.rows], found.partial) == (["R_1", "R_2"], {1})


@pytest.mark.parametrize("path", OURS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_damaged_export_is_read_or_refused(path, tmp_path):
    content = path.read_bytes()
    for number in range(20):
        (tmp_path / path.name).write_bytes(mutated(content, random.Random(f"{path.name} {number}")))
        with suppress(CoderError):
            table = read(tmp_path / path.name)
            assert all(len(row) == len(table.columns) for row in table.rows)
