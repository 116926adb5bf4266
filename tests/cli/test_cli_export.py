"""`coder export`."""

from __future__ import annotations

import csv
import json

import pytest
from openpyxl import load_workbook


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
    coded.run("export", coded.folder / "out.docx", exit_code=2)
    coded.run("export", coded.folder / "nowhere" / "out.csv", exit_code=2)


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
