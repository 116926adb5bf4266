"""SPSS files out: read back by pyreadstat and by PSPP."""

import csv
import os
import subprocess
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coder.domain.errors import UsageError
from coder.domain.survey import Respondent, Variable
from coder.domain.texts import language, use_language
from coder.exporters import spss, spss_cases
from coder.exporters.survey_columns import plain_names, survey_columns
from coder.importers import spss as importer
from coder.importers.base import ReadOptions
from tests.exporters.surveys import LONG, TEXTS, survey

pyreadstat = pytest.importorskip("pyreadstat", reason="the extra spss is not installed")


@pytest.fixture(autouse=True)
def _dutch():
    before = language()
    use_language("nl")
    yield
    use_language(before)


def nothing(_what: str, _done: int, _of: int) -> None:
    pass


def read(path: Path) -> tuple[dict[str, list], Any]:
    values, meta = pyreadstat.read_sav(str(path), output_format="dict", user_missing=True)
    return dict(values), meta


@pytest.fixture(params=["uit.sav", "uit.zsav"])
def written(request, tmp_path: Path) -> Path:
    path = tmp_path / request.param
    assert spss.write_survey(path, survey(), nothing) == [path]
    return path


def test_values_by_another_reader(written):
    values, _meta = read(written)
    begin = datetime(2024, 5, 3)
    assert values == {
        "respondent": ["r1", "r2", "r3", "r4", "r5", "r6", "r7"],
        "round": ["2023"] * 4 + ["2024"] * 3,
        "weight": [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2],
        "rol": [1, 2, None, 3, 3, 3, 3],
        "wijk": ["N", "Z-West-en-Oost", "", "N", "Oost", "Z-West-en-Oost", "N"],
        "Wat_is_uw_leeftijd": [34, 51, None, 28, 60, 45, 19],
        "cijfer": [7.5, 8, None, -1.25, 0, 100, 151],
        "lid": [1, 0, None, 1, 1, 0, 1],
        "sinds": [date(2019, 3, 1), date(1776, 7, 4), None, *[date(2024, 2, 29)] * 4],
        "begin": [datetime(2024, 5, 3, 9, 30, 15), datetime(2024, 5, 3, 23, 59, 59), None, *[begin] * 4],
        "with_": ["x", "y" * 300, "", "één", "", "z", "z"],
        "WITH__2": ["a"] * 7,
        "v1e_keus": ["=1+1", "␛[31mrood", "a␀b", "regel\ntwee", "x", "x", "x"],
        "trots": [text.rstrip() if text else "" for text in TEXTS],
        "trots_status": [1, 1, 1, 0, 2, 1, None],
        "trots_coder": ["anna", "anna", "anna", "", "anna", "anna", ""],
        "trots_source": ["human", "human", "human", "", "human", "human", ""],
        "trots_buren": [1, 0, 0, 9, 9, 0, None],
        "trots_groen": [1, 1, 0, 9, 9, 0, None],
        "trots_2e": [0, 0, 0, 9, 9, 0, None],
        "trots_geen": [0, 0, 1, 9, 9, 0, None],
        "trots_buurt": [1, 1, 0, 9, 9, 0, None],
    }


def test_labels_missing_values_and_sets_by_another_reader(written):
    _values, meta = read(written)
    mentioned = {0: "niet genoemd", 1: "genoemd", 9: "niet gecodeerd"}
    labels = meta.variable_value_labels
    assert labels["rol"] == {1: "huurder", 2: "eigenaar", 3: "anders"}
    assert labels["wijk"] == {"N": "Noord", "Z-West-en-Oost": "Zuid"}
    assert labels["lid"] == {0: "nee", 1: "ja"}
    assert labels["trots_buren"] == labels["trots_buurt"] == mentioned
    assert labels["trots_status"] == {0: "niet gecodeerd", 1: "gecodeerd", 2: "later", 3: "bespreken"}
    texts = meta.column_names_to_labels
    assert texts["Wat_is_uw_leeftijd"] == "Wat is uw leeftijd?"
    assert texts["trots"] == "Waar bent u trots op?"
    assert texts["trots_buren"] == "Waar bent u trots op?: Buren, en wie er woont"
    assert {name: one[0]["lo"] for name, one in meta.missing_ranges.items()} == dict.fromkeys(
        ["trots_buren", "trots_groen", "trots_2e", "trots_geen", "trots_buurt"], 9
    )
    (found,) = meta.mr_sets.values()
    assert (found["counted_value"], found["label"]) == (1, "Waar bent u trots op?")
    assert found["variable_list"] == ["trots_buren", "trots_groen", "trots_2e", "trots_geen"]
    assert meta.creation_time == datetime(2024, 6, 5, 10, 11, 12)
    assert meta.file_encoding == "UTF-8"
    types = meta.original_variable_types
    assert [types[name] for name in ("weight", "cijfer", "trots_2e", "round", "trots")] == (
        ["F4.2", "F6.2", "F1.0", "A4", "A1800"]
    )
    assert (meta.variable_measure["cijfer"], meta.variable_measure["rol"]) == ("scale", "nominal")


def run(pspp: str, folder: Path, syntax: str) -> str:
    (folder / "do.sps").write_text(syntax, encoding="utf-8")
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}
    done = subprocess.run(
        [pspp, "-O", "format=csv", "do.sps"], cwd=folder, capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "warning" not in done.stdout.lower() + done.stderr.lower()
    return done.stdout


def test_pspp_reads_every_value(written, pspp):
    run(pspp, written.parent, f"GET FILE='{written.name}'.\nSAVE OUTFILE='terug.sav'.")
    mine, meta = read(written)
    theirs, again = read(written.with_name("terug.sav"))
    assert theirs == mine
    assert again.variable_value_labels == meta.variable_value_labels
    assert again.mr_sets == meta.mr_sets
    assert again.missing_ranges == meta.missing_ranges
    assert again.column_names_to_labels == meta.column_names_to_labels


def test_pspp_knows_the_set_and_the_weight(written, pspp):
    shown = run(pspp, written.parent, f"GET FILE='{written.name}'.\nSHOW WEIGHT.\nMRSETS /DISPLAY NAME=ALL.")
    assert "WEIGHT is weight" in shown
    rows = [line.split(",") for line in shown.splitlines() if line.startswith("$")]
    assert [row[:4] for row in rows] == [["$trots_codes", "Waar bent u trots op?", "Dichotomies", "1"]]


def test_pspp_counts_what_coder_counts(written, pspp):
    """Weighted, of the four people whose answer was coded; two answers wait, and one person gave none."""
    shown = run(pspp, written.parent, f"GET FILE='{written.name}'.\nFREQUENCIES trots_groen trots_buurt.")
    valid = [row for row in csv.reader(shown.splitlines()) if row[:1] == ["Valid"]]
    assert [row[2:5] for row in valid] == [["2.75", "31.4%", "68.8%"], ["2.75", "31.4%", "68.8%"]]


def test_a_weight_that_some_lack_is_not_on(tmp_path, pspp):
    made = survey()
    people = (replace(made.respondents[0], weight=None), *made.respondents[1:])
    spss.write_survey(tmp_path / "uit.sav", replace(made, respondents=people), nothing)
    shown = run(pspp, tmp_path, "GET FILE='uit.sav'.\nSHOW WEIGHT.")
    assert "WEIGHT is OFF" in shown
    values, _meta = read(tmp_path / "uit.sav")
    assert values["weight"][:2] == [None, 0.75]


def test_the_same_survey_gives_the_same_bytes(tmp_path):
    for name in ("a.sav", "a.zsav"):
        first = spss.write_survey(tmp_path / name, survey(), nothing)[0].read_bytes()
        assert spss.write_survey(tmp_path / name, survey(), nothing)[0].read_bytes() == first


def test_ids_that_are_numbers_are_written_as_numbers(tmp_path):
    for ids, expected in (("{}0", [10, 20]), ("0{}", ["01", "02"]), ("9007199254740993{}", None)):
        made = survey(ids=ids)
        spss.write_survey(tmp_path / "uit.sav", made, nothing)
        values, _meta = read(tmp_path / "uit.sav")
        assert values["respondent"][:2] == (expected or [made.respondents[n].respondent_id for n in (0, 1)])


def test_without_texts_no_answer_goes_out(tmp_path):
    spss.write_survey(tmp_path / "uit.sav", survey(with_texts=False), nothing)
    values, _meta = read(tmp_path / "uit.sav")
    assert "trots" not in values
    assert values["trots_groen"] == [1, 1, 0, 9, 9, 0, None]
    assert LONG[:40].encode() not in (tmp_path / "uit.sav").read_bytes()


def test_what_spss_cannot_hold(tmp_path, monkeypatch):
    made = survey()
    with pytest.raises(UsageError, match="zit niemand"):
        spss.write_survey(tmp_path / "uit.sav", replace(made, respondents=(), questions=()), nothing)
    monkeypatch.setattr(spss, "MOST_VARIABLES", 20)
    with pytest.raises(UsageError, match="meer kolommen"):
        spss.write_survey(tmp_path / "uit.sav", made, nothing)
    assert not list(tmp_path.iterdir())


def test_too_long_an_answer_is_cut_and_says_so(tmp_path):
    made = survey()
    question = made.questions[0]
    answers = tuple(replace(a, text="é" * 20_000) if a.answer_id == 1 else a for a in question.answers)
    spss.write_survey(tmp_path / "uit.sav", replace(made, questions=(replace(question, answers=answers),)), nothing)
    values, _meta = read(tmp_path / "uit.sav")
    assert values["trots"][1].endswith("é… [afgekapt]")
    assert 32_765 <= len(values["trots"][1].encode()) <= 32_767


NOTHING_KNOWN = Variable()


def of_values(values: list[Any], variable: Variable = NOTHING_KNOWN):
    made = survey()
    people = tuple(
        Respondent(f"p{n}", "1", None, {} if value is None else {"x": value}) for n, value in enumerate(values)
    )
    return replace(made, respondents=people, variables={"x": variable}, questions=())


NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False, width=64) | st.integers(-200, 300)
LETTERS = st.characters(blacklist_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Cn", "Co"])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(NUMBERS, min_size=1, max_size=40), zipped=st.booleans())
def test_any_number_comes_back(tmp_path, values, zipped):
    wanted = [None if value is None else float(value) for value in values]
    if any(value is not None and abs(value) >= 2**53 for value in wanted) or not any(v is not None for v in wanted):
        return
    path = tmp_path / ("uit.zsav" if zipped else "uit.sav")
    spss.write_survey(path, of_values(values), nothing)
    assert read(path)[0]["x"] == wanted


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(st.none() | st.text(LETTERS, max_size=20), min_size=1, max_size=20),
    times=st.sampled_from([1, 8, 13, 30, 60]),
)
def test_any_text_comes_back(tmp_path, values, times):
    texts = [None if value is None else (value.strip() * times) for value in values]
    spss.write_survey(tmp_path / "uit.sav", of_values(texts), nothing)
    assert [value.rstrip(" ") for value in read(tmp_path / "uit.sav")[0]["x"]] == [
        (text or "").rstrip(" ") for text in texts
    ]


@pytest.mark.parametrize("width", [1, 7, 8, 9, 254, 255, 256, 257, 503, 504, 505, 510, 511, 765, 2000, 32_767])
def test_texts_of_every_width(tmp_path, width, pspp):
    text = ("abcdefghij" * (width // 10 + 1))[: width - 1] + "z"
    spss.write_survey(tmp_path / "uit.sav", of_values([text, "x", None, text[::-1]]), nothing)
    run(pspp, tmp_path, "GET FILE='uit.sav'.\nSAVE OUTFILE='terug.sav'.")
    for name in ("uit.sav", "terug.sav"):
        values, meta = read(tmp_path / name)
        assert values["x"] == [text, "x", "", text[::-1]]
        assert meta.original_variable_types["x"] == f"A{width}"


def test_many_blocks_and_chunks(tmp_path, monkeypatch, pspp):
    """More than one zlib block, and chunks that do not fill a group of codes."""
    monkeypatch.setattr(spss_cases, "CHUNK_BYTES", 4096)
    chance = np.random.default_rng(7)
    values = [None if n % 7 == 0 else float(x) for n, x in enumerate(chance.normal(size=700_000).round(12))]
    seen = []
    made = replace(of_values(values[:2000]), questions=())
    spss.write_survey(tmp_path / "klein.sav", made, lambda _what, done, of: seen.append((done, of)))
    assert read(tmp_path / "klein.sav")[0]["x"] == values[:2000]
    assert seen == sorted(seen)
    assert seen[-1] == (2000, 2000)
    monkeypatch.undo()
    spss.write_survey(tmp_path / "groot.zsav", of_values(values), nothing)
    assert read(tmp_path / "groot.zsav")[0]["x"] == values
    shown = run(pspp, tmp_path, "GET FILE='groot.zsav'.\nDESCRIPTIVES x /STATISTICS=MEAN.")
    assert ",600000," in shown


def test_our_own_file_tells_its_rounds_and_what_coder_made(written):
    table = importer.read(written, ReadOptions())
    assert table.rounds == ("2023",) * 4 + ("2024",) * 3
    roles = {column: table.variable(column).role for column in table.columns}
    assert (roles["respondent"], roles["weight"]) == ("id", "weight")
    made = [column for column, role in roles.items() if role == "system"]
    assert made == [
        *("round", "trots_status", "trots_coder", "trots_source"),
        *("trots_buren", "trots_groen", "trots_2e", "trots_geen"),
    ]
    assert {one.name: one.columns for one in table.sets} == {"trots_codes": tuple(made[4:])}
    assert table.variable("trots_buren").missing == {"9"}


def test_names_that_spss_takes():
    names = ["Leeftijd", "leeftijd", "een twee", "één", "1e", "_x", "und.", "日本", "", "by", "a" * 70, "a" * 70]
    assert plain_names(names, 64, ("by",)) == [
        *("Leeftijd", "leeftijd_2", "een_twee", "een", "v1e", "x", "und", "v", "v_2", "by_", "a" * 64),
        "a" * 62 + "_2",
    ]


def test_labels_of_other_rounds_get_numbers_of_their_own():
    variable = Variable(labels=(("1", "ja"), ("2", "nee"), ("8.5", "half")))
    values = ["ja", "weet niet", "misschien", 2, 7, "half", None]
    column = survey_columns(of_values(values, variable=variable)).columns[2]
    assert column.values == [1, 10, 9, 2, 7, 8.5, None]
    assert column.labels == ((1, "ja"), (2, "nee"), (8.5, "half"), (9, "misschien"), (10, "weet niet"))


def test_times_and_durations_are_times(tmp_path, pspp):
    given = ["00:04:10", "25:10:00", None, "23:59:59", "-0:00:05"]
    spss.write_survey(tmp_path / "uit.sav", of_values(given, Variable(kind="date")), nothing)
    _values, meta = read(tmp_path / "uit.sav")
    assert meta.original_variable_types["x"] == "TIME10"
    shown = run(pspp, tmp_path, "GET FILE='uit.sav'.\nLIST x.")
    assert [row.strip() for row in shown.splitlines()[2:7]] == ["00:04:10", "25:10:00", ".", "23:59:59", "-00:00:05"]
    table = importer.read(tmp_path / "uit.sav", ReadOptions())
    place = table.columns.index("x")
    assert [row[place] for row in table.rows] == [time(0, 4, 10), "25:10:00", None, time(23, 59, 59), "-0:00:05"]


def test_dates_that_are_none_stay_texts():
    column = survey_columns(of_values(["2024-05-03", "25:10:00"], variable=Variable(kind="date"))).columns[2]
    assert (column.kind, list(column.values)) == ("text", ["2024-05-03", "25:10:00"])
