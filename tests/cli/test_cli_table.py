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
    columns = ("Respondentnummer", "Wat ging goed?", "Wat kan beter?", "Codes goed")
    unweighted = work.write("unweighted.csv", [("r1", "Het rapport over schulden", "Meer tijd", "rapport")], columns)
    work.ingest("--codes", "goed=Codes goed", file=unweighted)
    assert "--weight" in work.run("table", "--weighted", exit_code=2).stderr


def test_the_machine_counts_only_when_asked(coded):
    from coder.workflows.suggest import select_by_machine

    assert select_by_machine(coded.db, "goed", None) == 2
    assert coded.json("table")[0]["base"] == 6
    (made,) = coded.json("table", "--source", "all", "--uncorrected")
    assert (made["base"], made["machine_coded"], made["method"]) == (8, 2, "uncorrected")
    warning = coded.run("table", "--source", "all", "--uncorrected").stderr
    assert "not corrected" in warning
    assert "coder review --audit 100 --question goed" in warning
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


def test_all_answers_need_a_random_sample(coded):
    refused = coded.run("table", "--source", "all", exit_code=2).stderr
    assert "random sample" in refused
    assert "coder review --audit 100 --question goed" in refused
    assert "--uncorrected" in refused
    assert "--source all" in coded.run("table", "--uncorrected", exit_code=2).stderr


def test_corrected_for_the_machines_mistakes(work):
    texts = [("meer geld", "geld"), ("te weinig tijd", "tijd"), ("meer geld en tijd", "geld|tijd"), ("geen idee", "")]
    rows = [(f"r{i}", "mn"[i % 2], f"{texts[i % 4][0]} {i}", texts[i % 4][1] if i < 20 else "") for i in range(100)]
    file = work.write("geld.csv", rows, ("id", "soort", "vraag", "codes"))
    work.run("ingest", file, "--question", "vraag=vraag", "--round", "2024", "--id", "id", "--keep", "soort")
    work.run("codebook", "add", "Geld", "--question", "vraag")
    work.run("codebook", "add", "Tijd", "--question", "vraag")
    work.run("ingest", file, "--question", "vraag=vraag", "--round", "2024", "--id", "id", "--codes", "vraag=codes")
    left = work.json("status")["questions"][0]["rounds"][0]["left"]
    work.run("review", "--audit", "32", input="x\n" * 32)
    (made,) = work.json("table", "--source", "all")
    assert made["method"] == "corrected"
    assert made["sample"] == {"coded": 32, "population": left, "counted": 100 - left}
    assert all(0 <= row["low"] <= row["share_of_respondents"] <= row["high"] <= 1 for row in made["rows"])
    text = work.run("table", "--source", "all").stdout
    assert "% corrected" in text
    assert f"drawn at random from {left}" in text
    assert "% corrected" in work.run("table", "--source", "all", "--by", "soort").stdout
