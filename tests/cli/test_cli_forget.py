"""`coder forget`."""

from __future__ import annotations

import pytest
from traces import traces


def test_a_respondent_is_erased(coded):
    coded.run("train", "--question", "goed")
    refused = coded.run("forget", "--respondent", "r5", exit_code=2)
    assert "respondent r5 for good, in: 2024" in refused.stderr
    assert "--yes" in refused.stderr
    done = coded.run("forget", "--respondent", "r5", "--yes")
    assert "erased, with 2 answers" in done.stderr
    assert "train --question goed" in done.stderr
    assert traces(coded.db, "Nieuwe contacten bij de GGD") == []
    assert "r5" not in coded.codes()
    assert "erasing of personal data for good" in coded.run("log").stdout
    assert "cannot be undone" in coded.run("undo", exit_code=2).stderr
    assert "r5" in coded.run("forget", "--respondent", "r5", "--yes", exit_code=2).stderr


def test_as_json(coded):
    done = coded.json("forget", "--respondent", "r8", "--round", "2024", "--yes")
    assert (done["rounds"], done["answers"], done["wiped"]) == (["2024"], 1, True)


@pytest.mark.parametrize("args", [[], ["--respondent", "r1", "--originals"]])
def test_one_thing_at_a_time(coded, args):
    assert "--originals" in coded.run("forget", *args, "--yes", exit_code=2).stderr


def test_an_unknown_respondent_or_round(coded):
    unknown = coded.run("forget", "--respondent", "r99", "--yes", exit_code=2)
    assert "no respondent r99" in unknown.stderr
    assert "r5" not in unknown.stderr
    assert "2019" in coded.run("forget", "--respondent", "r1", "--round", "2019", "--yes", exit_code=2).stderr


def test_no_originals(coded):
    assert coded.json("forget", "--originals", "--yes")["originals"] == 0
