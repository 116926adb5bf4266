"""What `coder ingest` tells about answers without content and in other languages."""

from __future__ import annotations

import json

import pytest

from coder.workflows.coded import coded_answers
from coder.workflows.live import LiveSuggester
from coder.workflows.project import open_project, the_codebook

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


@pytest.fixture
def special(work):
    work.ingest()
    work.run("codebook", "import", work.codebook, "--question", "goed")
    read(work, [("p", "nvt"), ("q", "De bijeenkomsten")], "--round", "2025")
    return work


def test_it_is_suggested_and_not_selected(special):
    found = special.run("--json", "suggest", "--question", "goed", "--round", "2025").stdout
    answer = next(one for one in map(json.loads, found.splitlines()) if one["respondent"] == "p")
    assert answer["suggestions"][0] == {"code": "geen", "probability": 0.9, "evidence": ["no answer"]}
    assert answer["selected"] == []


def test_a_trained_model_leaves_it_to_be_suggested(special):
    special.ingest("--codes", "goed=Codes goed", "--codes-separator", "|")
    special.run("train", "--question", "goed")
    found = special.run("--json", "suggest", "--question", "goed", "--round", "2025").stdout
    answer = next(one for one in map(json.loads, found.splitlines()) if one["respondent"] == "p")
    assert answer["suggestions"][0]["code"] == "geen"
    assert answer["suggestions"][0]["probability"] >= 0.9


def test_the_desk_shows_why(special):
    with open_project(special.db) as project:
        coded = coded_answers(project, "goed")
        live = LiveSuggester(coded, the_codebook(project, "goed"))
        answer = next(one for one in coded.answers if one.text == "nvt")
        first = live.suggest(answer).ranked[0]
    assert (first.code_id, [part.text for part in first.evidence]) == ("geen", ["no answer"])
