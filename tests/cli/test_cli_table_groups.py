"""`coder table --by`: letters, several variables side by side, and shares of everybody who was asked."""

from __future__ import annotations

import csv

import pytest
from openpyxl import load_workbook


@pytest.fixture
def divided(work):
    """160 people: zorg names geld far more often than the others; welzijn are few; org and regio are known."""
    rows = []
    for org, n, geld in (("gemeente", 60, 15), ("zorg", 60, 45), ("welzijn", 40, 12)):
        for i in range(n):
            codes = "geld" if i < geld else "tijd"
            rows.append((f"{org}{i}", org, "noord" if i % 2 else "zuid", f"antwoord {i % 9}", codes))
    rows += [(f"leeg{i}", "zorg", "noord", "", "") for i in range(40)]
    file = work.write("groepen.csv", rows, ("id", "org", "regio", "vraag", "codes"))
    given = ("--question", "vraag=vraag", "--round", "2024", "--id", "id", "--keep", "org", "--keep", "regio")
    work.run("ingest", file, *given)
    for label in ("Geld", "Tijd"):
        work.run("codebook", "add", label, "--question", "vraag")
    work.run("ingest", file, *given, "--codes", "vraag=codes")
    return work


def widest(text: str) -> int:
    """Return the length of the longest line of the tables; sentences wrap in a window only."""
    lines = [line for line in text.splitlines() if not line.startswith(("A letter", "Base", "*"))]
    return max(map(len, lines))


def test_letters_in_json(divided):
    (made,) = divided.json("table", "--by", "org")
    groups = {g["name"]: g for g in made["groups"]}
    assert {name: (g["letter"], g["few"], g["small"]) for name, g in groups.items()} == {
        "gemeente": ("A", False, False),
        "welzijn": ("B", True, False),
        "zorg": ("C", False, False),
    }
    above = {name: {row["code_id"]: row["above"] for row in g["rows"]} for name, g in groups.items()}
    assert above["zorg"]["geld"] == "AB"
    assert above["gemeente"] == {"geld": "", "tijd": "C"}
    first = made["differences"][0]
    assert (first["variable"], first["correction"]) == ("org", "Benjamini-Hochberg")
    assert {(d["code_id"], d["high"], d["low"]) for d in made["differences"]} >= {("geld", "zorg", "gemeente")}


def test_letters_and_words_on_the_screen(divided):
    text = divided.run("table", "--by", "org", width=80).stdout
    assert "75% AB" in text
    assert "Geld: zorg (75%) more often than gemeente (25%)" in text
    assert "n=40*" in text
    assert "fewer than 50 respondents" in text
    assert widest(text) <= 80


def test_several_variables_side_by_side(divided):
    (made,) = divided.json("table", "--by", "org", "--by", "regio")
    assert made["by"] == ["org", "regio"]
    assert [(g["variable"], g["letter"]) for g in made["groups"]] == [
        ("org", "A"), ("org", "B"), ("org", "C"), ("regio", "D"), ("regio", "E"),
    ]  # fmt: skip
    text = divided.run("table", "--by", "org", "--by", "regio", width=80).stdout
    assert "org (A-C)" in text
    assert "D noord" in text
    assert widest(text) <= 80


def test_letters_in_files(divided):
    divided.run("table", "--by", "org", "--by", "regio", "--asked", "-o", divided.folder / "t.csv")
    with (divided.folder / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    assert rows["geld"]["org: zorg (C): above"] == "AB"
    assert rows["geld"]["org: zorg: n"] == "45"
    assert float(rows["geld"]["% of asked"]) == pytest.approx(72 / 200)
    divided.run("table", "--by", "org", "-o", divided.folder / "t.xlsx")
    sheet = load_workbook(divided.folder / "t.xlsx").worksheets[0]
    assert any("zorg (C): above" in str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)


def test_shares_of_everybody_who_was_asked(divided):
    (made,) = divided.json("table")
    assert (made["asked"], made["answered"], made["base"]) == (200, 160, 160)
    assert made["rows"][0]["share_of_asked"] == pytest.approx(made["rows"][0]["n"] / 200)
    text = divided.run("table", "--asked", width=80).stdout
    assert "% of asked" in " ".join(text.split())
    assert "200 were asked" in text
    assert widest(text) <= 80


def test_what_is_hidden_has_no_letter(divided):
    (made,) = divided.json("table", "--by", "org", "--min-cell", "20")
    for group in made["groups"]:
        for row in group["rows"]:
            assert row["n"] is not None or row["above"] == ""
    shown = {g["name"] for g in made["groups"] if g["base"] is not None}
    assert all({d["high"], d["low"]} <= shown for d in made["differences"])
