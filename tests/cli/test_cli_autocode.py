"""`coder autocode`."""

from __future__ import annotations

import pytest

PLACES = ("straat", "plein", "park", "wijk", "brug", "school", "markt", "haven")
COLUMNS = ("id", "vraag", "codes")


@pytest.fixture
def sure(work):
    """A project with a hundred coded answers about two themes, and four others."""
    themes = [("meer groen en bomen", "groen"), ("te hard verkeer", "verkeer")]
    rows = [
        (f"r{n}", f"{themes[n % 2][0]} bij {PLACES[n // 2 % 8]} {PLACES[n // 16 % 8]} {n}", themes[n % 2][1])
        for n in range(100)
    ]
    rows += [(f"n{n}", text, "") for n, text in enumerate(["groen, meer bomen", "Groen meer bomen!", "xyz", "..."])]
    file = work.write("vraag.csv", rows, COLUMNS)
    work.run("ingest", file, "--question", "vraag=vraag", "--round", "2024", "--id", "id")
    for label in ("Groen", "Verkeer", "Maan"):
        work.run("codebook", "add", label, "--question", "vraag")
    work.run("ingest", file, "--question", "vraag=vraag", "--round", "2024", "--id", "id", "--codes", "vraag=codes")
    return work


def machine(work):
    (made,) = work.json("status")["questions"][0]["rounds"]
    return made["machine"], made["left"]


def test_it_says_what_it_rests_on_and_what_is_left(sure):
    dry = sure.run("autocode", "--precision", "0.9", "--dry-run")
    assert "Groen" in dry.stdout
    assert "too few examples (at least 29)" in dry.stdout
    assert "2 of 4 undecided answers would be closed (50%). With people stay 2" in dry.stdout
    assert "1 different answers" in dry.stdout
    assert "Expected among the closed ones" in dry.stdout
    assert "autocode --precision 0.9 --confidence 0.95" in dry.stderr
    assert machine(sure) == (0, 4)

    (made,) = sure.json("autocode", "--precision", "0.9")
    assert (made["closed"], made["closed_texts"], made["left"], made["least"]) == (2, 1, 2, 29)
    groen, _verkeer, maan = made["codes"]
    assert (groen["code"], groen["given"], groen["answers"]) == ("groen", 50, 2)
    assert groen["precision_at_least"] >= 0.9
    assert (maan["threshold"], maan["answers"]) == (None, 0)
    assert machine(sure) == (2, 2)
    assert sure.json("table")[0]["base"] == 100
    assert sure.json("table", "--source", "all", "--uncorrected")[0]["base"] == 102
    assert "automatic coding of vraag: 2 answer(s) closed" in sure.run("log").stdout

    assert sure.json("undo")["command"] == "autocode"
    assert machine(sure) == (0, 4)
    assert sure.json("status")["questions"][0]["model_id"] == ""


def test_what_the_machine_closed_can_be_looked_at(sure):
    assert (
        "review --question vraag --round 2024" in sure.run("autocode", "--precision", "0.9", "--round", "2024").stderr
    )
    shown = sure.run("review", "--question", "vraag", "--only", "machine", input="\nq\n")
    assert "groen, meer bomen" in shown.stdout
    assert machine(sure) == (0, 2)  # a person decided both
    assert sure.json("autocode", "--precision", "0.9")[0]["answers"] == 2


def test_too_little_is_coded_to_prove_anything(coded):
    shown = coded.run("autocode", "--question", "goed", "--dry-run").stdout
    assert "too few examples (at least 59)" in shown
    assert "No answer can be closed yet: that at most 5% miss a code is not proved by 6 coded answers." in shown
    result = coded.run("autocode", "--question", "goed")
    assert "review --question goed" in result.stderr
    assert coded.json("status")["questions"][0]["rounds"][0]["machine"] == 0


def test_with_nothing_to_learn_from(started):
    assert "coder review" in started.run("autocode", exit_code=2).stderr
    assert "codebook" in started.run("autocode", "--question", "beter", exit_code=2).stderr
    assert "2099" in started.run("autocode", "--round", "2099", exit_code=2).stderr


@pytest.mark.parametrize("wrong", ["0", "1", "95", "x", "nan"])
def test_a_precision_that_is_none(coded, wrong):
    coded.run("autocode", "--precision", wrong, exit_code=2)
    coded.run("autocode", "--confidence", wrong, exit_code=2)
