"""What `coder ingest` tells about answers without content and in other languages."""

from __future__ import annotations

import json

COLS = ("Respondentnummer", "Wat ging goed?")
ROWS = [
    *(("a", "de sfeer"), ("b", "geen"), ("c", "geen"), ("d", "weet niet"), ("e", "xxxxx"), ("f", "zie boven")),
    *(("g", "The people are very nice"), ("h", "Park yeri çok az"), ("i", "The people are very nice")),
]


def read(work, rows, *more):
    file = work.write("kinds.csv", rows, COLS)
    return work.run("ingest", file, "--question", "goed=Wat ging", "--id", "Resp", "--round", "2024", *more)


def test_they_are_counted(work):
    said = read(work, ROWS).stderr
    counts = "nothing said 2, don't know 1, unreadable 1, refers to another answer 1"
    assert f"goed: 5 of 9 answers say nothing ({counts})" in said
    assert "goed: 3 of 9 answers are in another language (English 2, Turkish 1)" in said


def test_in_json(work):
    (found,) = json.loads(read(work, ROWS, "--json").stdout)["answer_kinds"]
    assert (found["question_id"], found["answers"], found["texts"]) == ("goed", 9, 7)
    assert found["empty"] == {"nothing": 2, "dont_know": 1, "unreadable": 1, "refers": 1}
    assert found["languages"] == {"en": 2, "tr": 1}


def test_nothing_to_tell(work):
    said = read(work, [("a", "de sfeer"), ("b", "meer groen in de wijk")]).stderr
    assert "answers say nothing" not in said
    assert "another language" not in said


def test_a_dry_run_counts_nothing(work):
    assert json.loads(read(work, ROWS, "--dry-run", "--json").stdout)["answer_kinds"] == []
    assert not work.db.exists()


def test_the_desk_is_told_but_nothing_is_coded(work):
    work.ingest()
    work.run("codebook", "import", work.codebook, "--question", "goed")
    rows = [("p", "nvt"), ("q", "De bijeenkomsten")]
    read(work, rows, "--round", "2025")
    found = work.run("--json", "suggest", "--question", "goed", "--round", "2025").stdout
    answer = next(one for one in map(json.loads, found.splitlines()) if one["respondent"] == "p")
    assert answer["suggestions"][0] == {"code": "geen", "probability": 0.9, "evidence": ["no answer"]}
    assert answer["selected"] == []
