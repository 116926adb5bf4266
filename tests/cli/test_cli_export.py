"""`coder export`."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from datetime import datetime

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from coder.cli import cli
from tests.cli.conftest import COLUMNS


def rows_of(path):
    if path.suffix == ".xlsx":
        head, *rows = load_workbook(path).worksheets[0].iter_rows(values_only=True)
        return [dict(zip(head, row, strict=True)) for row in rows]
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t" if path.suffix == ".tsv" else ","))


@pytest.mark.parametrize("name", ["out.csv", "out.tsv", "out.xlsx", "out.jsonl"])
def test_wide(coded, name):
    path = coded.folder / name
    assert "8 rows" in coded.run("export", path).stderr
    rows = rows_of(path)
    assert len(rows) == 8
    by_person = {row["respondent"]: row for row in rows}
    r4, r7, r8 = by_person["r4"], by_person["r7"], by_person["r8"]
    assert r4["goed"] == "Rapporten en bijeenkomsten"
    assert r4["Organisatie"] == "zorg"
    assert r4["goed: codes"] == "Bijeenkomsten; Rapporten"
    assert [str(r4[f"goed: {label}"]) for label in ("Rapporten", "Bijeenkomsten", "Netwerk en contacten")] == [
        "1",
        "1",
        "0",
    ]
    assert r7["goed: Rapporten"] in (None, "")
    assert r7["goed: status"] == "not coded"
    assert r8["beter"] in (None, "")
    assert "goed: Bijeenkomsten en rapporten" not in r4  # a net is no code of its own


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx", "out.jsonl"])
def test_long(coded, name):
    path = coded.folder / name
    coded.run("export", path, "--shape", "long", "--question", "goed")
    rows = rows_of(path)
    assert "Organisatie" in rows[0]
    r4 = [row for row in rows if row["respondent"] == "r4"]
    assert [row["code"] for row in r4] == ["bijeenkomst", "rapport"]
    assert {row["net"] for row in r4} == {"Bijeenkomsten en rapporten"}
    assert {(row["coder"], row["source"], row["status"]) for row in r4} == {("anna", "import", "coded")}
    version = coded.json("codebook", "show", "--question", "goed")["version"]
    assert {row["codebook version"] for row in r4} == {version}
    assert [row["status"] for row in rows if row["respondent"] == "r7"] == ["not coded"]


@pytest.mark.parametrize("shape", ["wide", "long"])
@pytest.mark.parametrize("name", ["out.csv", "out.tsv", "out.xlsx"])
def test_no_spreadsheet_runs_an_answer(work, shape, name):
    hostile = ["=1+1", "+31 6 1234", "-niets", "@SUM(A1)", "=cmd|' /C calc'!A0"]
    file = work.write("h.csv", [(f"={n}", text) for n, text in enumerate(hostile)], ("id", "vraag"))
    work.run("ingest", file, "--question", "vraag", "--round", "1")
    path = work.folder / name
    work.run("export", path, "--shape", shape)
    if name.endswith("xlsx"):
        for row in load_workbook(path).worksheets[0].iter_rows():
            assert all(cell.data_type != "f" for cell in row)
        assert {str(row.get("vraag") or row.get("answer")).lstrip("'") for row in rows_of(path)} == set(hostile)
        return
    for row in rows_of(path):
        assert all(not (value or "").startswith(("=", "+", "-", "@")) for value in row.values())


def test_an_unknown_kind_of_file_and_a_missing_folder(coded):
    assert ".csv" in coded.run("export", coded.folder / "out.mp3", exit_code=2).stderr
    for name, command in (("a.docx", "report -o"), ("a.qdc", "codebook export"), ("a.svg", "chart -o")):
        assert f"coder {command} " in coded.run("export", coded.folder / name, exit_code=2, width=200).stderr
    coded.run("export", coded.folder / "nowhere" / "out.csv", exit_code=2)


def test_an_export_does_not_replace_what_was_read_in(coded):
    before = coded.survey.read_bytes()
    assert "read into this project" in coded.run("export", coded.survey, exit_code=2).stderr
    assert coded.survey.read_bytes() == before
    coded.run("export", coded.folder / "elsewhere.csv")


WHOLE = ["out.sav", "out.zsav", "out.sss", "out.asc", "out.qdpx"]
TABLES = ["out.csv", "out.tsv", "out.jsonl", "out.md", "out.html", "out.tex", "out.parquet"]
LEFT_OUT = [
    *((name, "--shape wide", "shape") for name in WHOLE),
    *((name, "--shape long --no-text", "shape") for name in WHOLE),
    *((name, "--excel-nl", "excel-nl") for name in (*WHOLE, *TABLES[1:], "out.xlsx")),
    *((name, "--weighted", "weighted") for name in (*WHOLE, *TABLES)),
    *((name, "--source all", "source") for name in (*WHOLE, *TABLES)),
    *((name, "--uncleared-quotes", "uncleared-quotes") for name in (*WHOLE[:-1], *TABLES)),
    *((name, "--uncleared-quotes --no-text", "uncleared-quotes") for name in ("out.qdpx", "out.xlsx")),
    *((name, "--keep-variables", "no-text") for name in (*WHOLE, *TABLES, "out.xlsx")),
]


@pytest.mark.parametrize(("name", "options", "option"), LEFT_OUT)
def test_no_option_is_left_out_in_silence(coded, name, options, option):
    assert f"--{option}" in coded.run("export", coded.folder / name, *options.split(), exit_code=2).stderr
    assert not (coded.folder / name).exists()


def test_an_option_without_use_is_refused_in_dutch(coded):
    for name, option, said in (
        (
            "out.sav",
            ("--shape", "long"),
            "--shape gaat over gewone tabellen, en out.sav bevat het onderzoek als geheel",
        ),
        ("out.csv", ("--uncleared-quotes",), "--uncleared-quotes zou niets doen: zo gaan er geen citaten naar out.csv"),
    ):
        arguments = ["--lang", "nl", "--db", str(coded.db), "export", str(coded.folder / name), *option]
        result = CliRunner(env={"COLUMNS": "200"}).invoke(cli, arguments)
        assert result.exit_code == 2
        assert said in result.stderr


def test_a_failing_export_leaves_the_old_file(coded):
    path = coded.folder / "out.csv"
    path.write_text("old", encoding="utf-8")
    coded.run("export", path, "--round", "1999", exit_code=2)
    assert path.read_text(encoding="utf-8") == "old"
    assert sorted(p.name for p in coded.folder.iterdir()) == ["coder.db", "goed.yaml", "out.csv", "survey.csv"]


@pytest.mark.parametrize("shape", ["wide", "long"])
def test_without_texts_nothing_that_somebody_wrote_goes_out(coded, shape):
    path, all_of_it = coded.folder / "codes.csv", coded.folder / "all.csv"
    coded.run("export", path, "--shape", shape, "--no-text")
    coded.run("export", all_of_it, "--shape", shape)
    answers = [row["goed" if shape == "wide" else "answer"] for row in rows_of(all_of_it)]
    texts = [text for text in answers if text and len(text) > 12]
    assert texts
    content = path.read_text(encoding="utf-8")
    assert not [text for text in texts if text in content]
    assert "Bijeenkomsten" in content
    assert len(rows_of(path)) == len(rows_of(all_of_it))


def sheets_of(path):
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(path).worksheets}


def test_a_workbook_holds_all_there_is(coded):
    path = coded.folder / "all.xlsx"
    coded.run("export", path)
    sheets = sheets_of(path)
    assert list(sheets) == ["answers", "codings", "themes goed", "codebook", "variables", "methods"]
    shown = coded.table()
    head, *themes = sheets["themes goed"]
    found = {row[head.index("code")]: dict(zip(head, row, strict=True)) for row in themes}
    assert list(found) == list(shown)
    for code, row in found.items():
        assert row["n"] == shown[code]["n"]
        assert row["% of respondents"] == round(shown[code]["share_of_respondents"], 4)
        assert (row["from (95 %)"], row["to (95 %)"]) == (round(shown[code]["low"], 4), round(shown[code]["high"], 4))
    assert found["rapport"]["net"] == "Bijeenkomsten en rapporten"
    assert ("goed", "geen", "Geen antwoord", None, None, None, None, "geen", True, False, None) in sheets["codebook"]
    assert ("goed", COLUMNS[3], "open question", None, None, None) in sheets["variables"]
    methods = {row[:3]: row[3] if row[3] is not None else row[4] for row in sheets["methods"]}
    assert methods["answers", "goed", "2024"] == 8
    assert methods["coded by people", "goed", "2024"] == 6
    assert methods["not coded", "goed", "2024"] == 2
    assert methods["coders", "goed", None] == "anna"
    version = coded.json("codebook", "show", "--question", "goed")["version"]
    assert methods["codebook version", "goed", None].startswith(version)


def test_a_weighted_workbook_says_so(coded):
    path = coded.folder / "all.xlsx"
    coded.run("export", path, "--weighted")
    sheets = sheets_of(path)
    assert "weighted n" in sheets["themes goed"][0]
    assert any("weighted" in str(row[4]) and "not" not in str(row[4]) for row in sheets["methods"])
    for arguments in (["out.csv"], ["out.xlsx", "--shape", "wide"]):
        coded.run("export", coded.folder / arguments[0], *arguments[1:], "--weighted", exit_code=2)
        coded.run("export", coded.folder / arguments[0], *arguments[1:], "--source", "all", exit_code=2)


def test_a_workbook_of_answers_that_nobody_coded(started):
    path = started.folder / "all.xlsx"
    started.run("export", path)
    sheets = sheets_of(path)
    assert list(sheets) == ["answers", "codings", "codebook", "variables", "methods"]
    assert len(sheets["answers"]) == 9


def test_numbers_and_dates_are_real(work):
    rows = [
        ("r1", "34", "1,5", "01-05-2024", "0612345678", "goed"),
        ("r2", "7", "2", "31-12-2023", "0201234567", "prima"),
    ]
    file = work.write("s.csv", rows, ("id", "leeftijd", "cijfer", "datum", "kenmerk", "vraag"))
    work.run("ingest", file, "--question", "vraag", "--round", "1", "--id", "id", "--keep-all")
    work.run("export", work.folder / "out.xlsx", "--shape", "wide")
    first = rows_of(work.folder / "out.xlsx")[0]
    assert (first["leeftijd"], first["cijfer"], first["kenmerk"]) == (34, 1.5, "0612345678")
    assert first["datum"] == datetime(2024, 5, 1)
    work.run("export", work.folder / "out.jsonl")
    assert rows_of(work.folder / "out.jsonl")[0]["leeftijd"] == 34


def test_dates_in_the_account_of_methods_are_real(started):
    path = started.folder / "all.xlsx"
    started.run("export", path)
    told = [row[0] for row in sheets_of(path)["methods"]]
    assert "last decision (UTC)" not in told  # nothing was decided yet
    started.ingest("--codes", "goed=Codes goed")
    started.run("export", path)
    methods = [row for row in sheets_of(path)["methods"] if row[0] in ("last decision (UTC)", "made (UTC)")]
    assert len(methods) == 2
    assert all(isinstance(row[4], datetime) for row in methods)
    assert all(kind == "text" for _name, _text, kind, *_rest in sheets_of(path)["variables"][3:])


def test_csv_for_excel_with_dutch_settings(coded):
    path = coded.folder / "out.csv"
    coded.run("export", path, "--excel-nl")
    text = path.read_bytes().decode("utf-8-sig")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert next(csv.DictReader(text.splitlines(), delimiter=";"))["weight"] == "1,5"
    coded.run("export", coded.folder / "out.xlsx", "--excel-nl", exit_code=2)
    coded.run("export", coded.folder / "out.tsv", "--excel-nl", exit_code=2)
    coded.run("table", "-o", path, "--excel-nl")
    assert path.read_text(encoding="utf-8-sig").startswith("question;theme;")
    coded.run("table", "--excel-nl", exit_code=2)


def test_a_folder_that_may_not_be_written(coded):
    closed = coded.folder / "closed"
    closed.mkdir(mode=0o500)
    if os.access(closed, os.W_OK):
        pytest.skip("the administrator may write everywhere")
    coded.run("export", closed / "out.xlsx", exit_code=2)


def test_libreoffice_reads_the_workbook_as_it_is_meant(coded):
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        pytest.skip("LibreOffice is not on this machine")
    path = coded.folder / "all.xlsx"
    coded.run("export", path, "--weighted")
    command = [soffice, "--headless", f"-env:UserInstallation={(coded.folder / 'profile').as_uri()}"]
    # Each sheet a file; cells as they are, not as they look.
    command += ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"]
    subprocess.run([*command, "--outdir", str(coded.folder), str(path)], check=True, capture_output=True, timeout=120)
    for name, rows in sheets_of(path).items():
        with (coded.folder / f"all-{name}.csv").open(encoding="utf-8", newline="") as file:
            found = list(csv.reader(file))
        assert len(found) == len(rows), name
        for row, wanted in zip(found, rows, strict=True):
            for cell, value in zip(row, wanted, strict=True):
                if cell.endswith("%"):
                    assert float(cell[:-1]) / 100 == pytest.approx(value, abs=0.0001)
                elif isinstance(value, float):
                    assert float(cell) == pytest.approx(value)
                elif isinstance(value, bool):
                    assert cell == str(value).upper()
                elif not isinstance(value, datetime):
                    assert cell == ("" if value is None else str(value))
