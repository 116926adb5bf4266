"""`coder codebook propose`."""

from __future__ import annotations

import pytest

PLACES = ["park", "plein", "straat", "buurt", "wijk", "stad", "dorp", "hof"]
ROWS = [
    *(f"meer bomen en planten in {p}" for p in PLACES),
    *(f"auto's rijden te hard door {p}" for p in PLACES),
    *(f"iedereen kent elkaar in {p}" for p in PLACES),
    "geen",
]


@pytest.fixture
def answered(work):
    file = work.write("groen.csv", [(str(n), text) for n, text in enumerate(ROWS)], ("id", "vraag"))
    work.run("ingest", file, "--question", "vraag", "--round", "2024", "--id", "id")
    return work


def codes(work, file):
    work.run("codebook", "import", file, "--question", "vraag")
    return [code["label"] for code in work.json("codebook", "show", "--question", "vraag")["codes"]]


def test_shown(answered):
    result = answered.run("codebook", "propose", "--themes", "3")
    assert "8 answers (32%)" in result.stdout
    assert "1 answer says nothing (4%)" in result.stdout
    assert "codebook propose --question vraag -o vraag.yaml" in result.stderr


def test_as_json(answered):
    found = answered.json("codebook", "propose", "--themes", "3")
    assert found["question"] == "vraag"
    assert found["answers"] == 25
    assert len(found["themes"]) == 3
    assert all(theme["verbatims"] for theme in found["themes"])


def test_without_a_terminal_all_are_written(answered):
    file = answered.folder / "new.yaml"
    result = answered.run("codebook", "propose", "--themes", "3", "-o", file)
    assert "4 codes" in result.stderr
    assert f"codebook import {file} --question vraag" in result.stderr
    assert "examples" not in file.read_text(encoding="utf-8")
    assert codes(answered, file)[-1] == "Geen antwoord, weet niet"
    assert "exists" in answered.run("codebook", "propose", "-o", file, exit_code=2).stderr
    other = answered.folder / "other.yaml"
    answered.run("codebook", "propose", "-o", other, "--yes", "--examples")
    assert "examples" in other.read_text(encoding="utf-8")


def test_line_by_line(answered):
    file = answered.folder / "asked.yaml"
    keys = "r Groen in de buurt\nz\nr groen in de BUURT\nm 7\nm\n1\n\n"
    result = answered.run("codebook", "propose", "--themes", "3", "-o", file, "--ask", input=keys)
    assert "means nothing here" in result.stderr
    assert "Merged with: Groen in de buurt" in result.stderr
    found = codes(answered, file)
    assert found[0] == "Groen in de buurt"
    assert len(found) == 3


def test_stopping_keeps_what_was_kept(answered):
    for name, keys, n in (("q", "\nq\n", 2), ("end", "\n", 2), ("all", "", 0), ("none", "d\nd\nd\n", 0)):
        file = answered.folder / f"{name}.yaml"
        result = answered.run("codebook", "propose", "--themes", "3", "-o", file, "--ask", input=keys)
        assert file.exists() is bool(n)
        assert (f"{n} codes" if n else "nothing was written") in result.stderr


def test_too_few_answers_and_nothing_left(started, coded):
    assert "too little" in started.run("codebook", "propose", "--question", "beter", exit_code=2).stderr
    assert "say which one" in started.run("codebook", "propose", exit_code=2).stderr


def test_all_are_coded(answered):
    answered.run("review", input="x\n" * 25)
    assert "--all" in answered.run("codebook", "propose", exit_code=2).stderr
    assert answered.json("codebook", "propose", "--all")["answers"] == 25
