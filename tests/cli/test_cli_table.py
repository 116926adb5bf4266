"""`coder table`."""

from __future__ import annotations

import csv

import pytest
from openpyxl import load_workbook


def test_a_net_counts_a_person_once(coded):
    rows = coded.table()
    # r1 bijeenkomst+netwerk, r2 bijeenkomst, r3 rapport, r4 both of the net, r5 netwerk, r6 geen
    assert {code: row["n"] for code, row in rows.items()} == {
        "uitgaven": 4,
        "bijeenkomst": 3,
        "rapport": 2,
        "netwerk": 2,
        "geen": 1,
    }
    assert rows["uitgaven"]["share_of_respondents"] == pytest.approx(4 / 6)
    assert rows["bijeenkomst"]["share_of_mentions"] == pytest.approx(3 / 8)


def test_base_and_mentions(coded):
    (made,) = coded.json("table")
    assert (made["question"], made["base"], made["answered"], made["mentions"]) == ("goed", 6, 8, 8)


def test_text(coded):
    text = coded.run("table").stdout
    assert text.index("Bijeenkomsten en rapporten") < text.index("Netwerk en contacten")
    assert "Base: 6" in text
    assert "8 who answered" in text


def test_by_a_closed_variable(coded):
    (made,) = coded.json("table", "--by", "org")
    groups = {group["name"]: group for group in made["groups"]}
    assert {name: group["base"] for name, group in groups.items()} == {"gemeente": 2, "zorg": 2, "welzijn": 2}
    zorg = {row["code_id"]: row["n"] for row in groups["zorg"]["rows"]}
    assert (zorg["uitgaven"], zorg["rapport"], zorg["netwerk"]) == (2, 2, 0)
    assert "gemeente" in coded.run("table", "--by", "Organisatie").stdout


def test_by_round(coded):
    (made,) = coded.json("table", "--by", "ronde")
    assert [group["name"] for group in made["groups"]] == ["2024"]


def test_an_unknown_variable(coded):
    assert "Organisatie" in coded.run("table", "--by", "kleur", exit_code=2).stderr


def test_weighted(coded):
    rows = coded.table("--weighted")
    assert rows["bijeenkomst"]["n"] == 3
    assert rows["bijeenkomst"]["weighted_n"] == pytest.approx(1.5 + 0.5 + 1)
    assert rows["bijeenkomst"]["share_of_respondents"] == pytest.approx(3.0 / 6.0)
    assert rows["netwerk"]["share_of_respondents"] == pytest.approx(2.5 / 6.0)


def test_weighted_without_weights(work):
    work.ingest("--codes", "goed=Codes goed")
    assert "--weight" in work.run("table", "--weighted", exit_code=2).stderr


def test_the_machine_counts_only_when_asked(coded):
    from coder.workflows.suggest import select_by_machine

    assert select_by_machine(coded.db, "goed", None) == 2
    assert coded.json("table")[0]["base"] == 6
    (made,) = coded.json("table", "--source", "all")
    assert (made["base"], made["machine_coded"]) == (8, 2)
    state = coded.json("status")["questions"][0]["rounds"][0]
    assert (state["coded"], state["machine"], state["left"]) == (6, 2, 2)


def test_nothing_coded(started):
    assert "coder review" in started.run("table", exit_code=2).stderr


def test_to_csv(coded):
    path = coded.folder / "t.csv"
    coded.run("table", "-o", path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    assert rows["uitgaven"]["n"] == "4"
    assert rows["rapport"]["net"] == "Bijeenkomsten en rapporten"
    assert rows["geen"]["base"] == "6"


def test_to_xlsx(coded):
    path = coded.folder / "t.xlsx"
    coded.run("table", "-o", path)
    sheet = load_workbook(path).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    n, code = head.index("n"), head.index("code")
    assert {row[code]: row[n] for row in rows if row[code]}["uitgaven"] == 4


def test_to_markdown(coded):
    path = coded.folder / "t.md"
    coded.run("table", "-o", path)
    assert any(
        line.startswith("|") and "Netwerk en contacten" in line for line in path.read_text(encoding="utf-8").split("\n")
    )


def test_to_an_unknown_kind_of_file(coded):
    coded.run("table", "-o", coded.folder / "t.docx", exit_code=2)
    assert not (coded.folder / "t.docx").exists()
