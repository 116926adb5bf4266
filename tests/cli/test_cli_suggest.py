"""`coder train` and `coder suggest`."""

from __future__ import annotations

import json

import pytest

FIELDS = ["respondent", "question", "round", "text", "suggestions", "selected", "nets"]


def suggested(work, *more):
    lines = work.run("--json", "suggest", "--question", "goed", *more).stdout.splitlines()
    return {record["respondent"]: record for record in map(json.loads, lines)}


def check(records):
    assert records
    for record in records.values():
        assert list(record) == FIELDS
        chances = [one["probability"] for one in record["suggestions"]]
        assert chances == sorted(chances, reverse=True)
        for one in record["suggestions"]:
            assert list(one) == ["code", "probability", "evidence"]
            assert 0 <= one["probability"] <= 1
            assert one["code"] != "uitgaven"  # a net is never a code
            assert all(isinstance(word, str) and word for word in one["evidence"])


def test_before_anything_is_coded_the_codebook_suggests(started):
    found = suggested(started)
    check(found)
    assert len(found) == 8
    assert found["r2"]["suggestions"][0]["code"] == "bijeenkomst"
    assert found["r3"]["suggestions"][0]["code"] == "rapport"
    assert found["r6"]["selected"] == ["geen"]
    assert "rapport" in found["r3"]["suggestions"][0]["evidence"][0].casefold()


def test_only_answers_that_nobody_coded(coded):
    assert set(suggested(coded)) == {"r7", "r8"}


def test_train_and_suggest(coded):
    result = coded.run("train", "--question", "goed")
    assert "6 different answers" in result.output
    found = suggested(coded, "--top", "2")
    check(found)
    assert all(len(record["suggestions"]) <= 2 for record in found.values())
    assert found["r7"]["suggestions"][0]["code"] == "netwerk"
    assert found["r8"]["suggestions"][0]["code"] == "rapport"


def test_train_as_json(coded):
    (trained,) = coded.json("train")
    assert trained["question"] == "goed"
    assert trained["coded"] == 6
    assert coded.json("status")["questions"][0]["model_id"] == trained["model"]


def test_training_is_repeatable(coded):
    coded.run("train")
    first = suggested(coded)
    coded.run("train")
    assert suggested(coded) == first


def test_a_model_that_lags_behind_is_said(coded):
    coded.run("train")
    assert "coder train" not in coded.run("suggest", "--question", "goed").stderr
    coded.run("review", "--question", "goed", "--limit", "1", input="x\n")
    assert "coder train" in coded.run("suggest", "--question", "goed").stderr


def test_a_damaged_model_is_one_message(coded):
    import sqlite3

    coded.run("train")
    with sqlite3.connect(coded.db) as db:
        db.execute("UPDATE models SET data = x'00'")
    result = coded.run("suggest", "--question", "goed", exit_code=4)
    assert "Train it again" in result.stderr


def test_nothing_to_learn_from(started):
    assert "coder review" in started.run("train", exit_code=2).stderr
    assert "--question goed" in started.run("train", "--question", "goed", exit_code=2).stderr
    assert "codebook import" in started.run("train", "--question", "beter", exit_code=2).stderr


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx", "out.jsonl", "out.md"])
def test_suggestions_to_a_file(started, name):
    path = started.folder / name
    result = started.run("suggest", "--question", "goed", "-o", path)
    assert path.stat().st_size > 100
    assert name in result.stderr
    if name == "out.jsonl":
        check({r["respondent"]: r for r in map(json.loads, path.read_text(encoding="utf-8").splitlines())})


def test_as_a_table(started):
    assert "Mooie bijeenkomsten" in started.run("suggest", "--question", "goed").stdout


def test_wrong_round_and_question(started):
    assert "2024" in started.run("suggest", "--round", "1999", exit_code=2).stderr
    assert "goed" in started.run("suggest", "--question", "zz", exit_code=2).stderr


def test_a_net_is_as_probable_as_its_most_probable_code(coded):
    shown = coded.run("--json", "suggest", "--question", "goed", "--top", "9").stdout
    for line in shown.splitlines():
        record = json.loads(line)
        best = {s["code"]: s["probability"] for s in record["suggestions"]}
        assert record["nets"] == {"uitgaven": max(best["bijeenkomst"], best["rapport"])}
