"""REFI-QDA, codeframes and codes in several columns, from the command line."""

from __future__ import annotations

import csv
import zipfile

import pytest
from click.testing import CliRunner

from coder.cli.app import cli


def test_a_project_goes_out_and_comes_back_into_a_new_one(coded):
    file, back = coded.folder / "p.qdpx", coded.folder / "p2.qdpx"
    before = coded.codes()
    coded.run("export", file, "--question", "goed")
    coded.db.rename(coded.folder / "old.db")
    result = coded.run("ingest", file, "--question", "goed", "--keep-all")
    assert "6 codings came along: anna 6." in result.stderr
    assert coded.codes() == before
    assert coded.json("codebook", "show", "--question", "goed")["codes"]
    coded.run("export", back, "--question", "goed")
    with zipfile.ZipFile(file) as one, zipfile.ZipFile(back) as two:
        assert one.namelist() == two.namelist()


def test_without_texts_and_with_quotes_that_nobody_checked(coded):
    file = coded.folder / "p.qdpx"
    coded.run("export", file, "--no-text")
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist() == ["project.qde"]
    assert "holds no texts" in coded.run("ingest", file, "--question", "goed", exit_code=3).stderr


@pytest.mark.parametrize("name", ["c.csv", "c.xlsx", "c.qdc", "c.yaml"])
def test_a_codebook_goes_out_and_comes_back(started, name):
    path = started.folder / name
    before = started.json("codebook", "show", "--question", "goed")["version"]
    started.run("codebook", "export", path, "--question", "goed")
    assert "4 codes, 1 net" in started.run("codebook", "check", path).stderr
    started.run("codebook", "import", path, "--question", "goed")
    assert started.json("codebook", "show", "--question", "goed")["version"] == before


def test_a_codebook_of_an_ending_that_is_not_written(started):
    started.run("codebook", "export", started.folder / "c.docx", "--question", "goed", exit_code=2)


def coded_file(work, rows, columns):
    return work.write("coded.csv", rows, ("nr", "antwoord", *columns))


def test_columns_of_yes_and_no(work):
    rows = [
        ("r1", "mooie dagen", "1", "0"),
        ("r2", "rust en dagen", "1", "1"),
        ("r3", "niets", "0", "0"),
        ("r4", "", "", ""),
    ]
    file = coded_file(work, rows, ("goed_Dagen", "goed_Rust"))
    shown = work.run(
        "ingest", file, "--question", "goed=antwoord", "--round", "1", "--id", "nr", "--codes", "goed=goed_*"
    ).stderr
    assert "Codes of goed: 2 columns with yes or no, one a code." in shown
    assert "3 codings came along." in shown
    assert work.codes() == {"r1": "Dagen", "r2": "Dagen; Rust", "r3": "", "r4": ""}


def test_a_column_a_mention_against_the_codebook(started):
    rows = [("r1", "a b", "Bijeenkomsten", "netwerk"), ("r2", "c d", "Raporten", "")]
    file = coded_file(started, rows, ("V5_1", "V5_2"))
    args = ("ingest", file, "--question", "goed=antwoord", "--round", "2025", "--id", "nr", "--codes", "#3-#4")
    result = started.run(*args, exit_code=3)
    assert "row 3, column 'V5_1'" in result.stderr
    assert "'Rapporten'" in result.stderr
    assert "New codes in goed: Raporten" in started.run(*args, "--new-codes").stderr


def test_two_files_that_both_bring_new_codes(work):
    columns = ("nr", "antwoord", "codes")
    files = [work.write(f"{n}.csv", [(f"r{n}", "a b c", f"code {n}")], columns) for n in (1, 2)]
    work.run(
        "ingest", *files, "--question", "goed=antwoord", "--round", "1", "--id", "nr", "--codes", "codes", "--new-codes"
    )
    assert work.codes() == {"r1": "code 1", "r2": "code 2"}


def test_one_row_a_code(work):
    rows = [("r1", "dagen en rust", "Dagen"), ("r1", "dagen en rust", "Rust"), ("r2", "niets", "")]
    file = coded_file(work, rows, ("code",))
    args = ("ingest", file, "--question", "goed=antwoord", "--round", "1", "--id", "nr")
    assert "occurs in row 2 already" in work.run(*args, exit_code=3).stderr
    work.run(*args, "--codes", "code")
    assert work.codes() == {"r1": "Dagen; Rust", "r2": ""}


def test_a_codeframe_of_a_research_agency(started):
    path = started.folder / "frame.csv"
    with path.open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";").writerows(
            [("Code", "Omschrijving", "Net"), (1, "Dagen", "Café's"), (2, "Rust", ""), (99, "Weet niet", "")]
        )
    started.run("codebook", "import", path, "--question", "goed")
    codes = {c["code_id"]: c for c in started.json("codebook", "show", "--question", "goed")["codes"]}
    assert {key: (code["label"], code.get("parent")) for key, code in codes.items()} == {
        "cafe_s": ("Café's", None),
        "1": ("Dagen", "cafe_s"),
        "2": ("Rust", None),
        "99": ("Weet niet", None),
    }


def test_nothing_of_the_table_of_formats_is_cut_in_a_narrow_window():
    shown = CliRunner(env={"COLUMNS": "80"}).invoke(cli, ["formats"]).stdout
    assert max(len(line) for line in shown.splitlines() if "·" in line) <= 80
    for word in ("MAXQDA,", "QualCoder", "(.sas7bdat,", ".xpt)", "(.parquet)"):
        assert word in shown.split()


def test_the_formats_of_codebooks_are_listed(work):
    assert "YAML, CSV, Excel (.xlsx), REFI-QDA" in " ".join(work.run("formats").stdout.split())
    assert [one["name"] for one in work.json("formats") if one["direction"] == "codebook"] == ["table", "qdc", "labels"]
