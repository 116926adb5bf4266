"""`coder check`, and `coder review --check`."""

from __future__ import annotations

import pytest


@pytest.fixture
def slipped(coded):
    """r1 and r4 have a retired code."""
    coded.run("codebook", "retire", "bijeenkomst", "--question", "goed")
    return coded


def test_as_a_table_that_fits(slipped):
    result = slipped.run("check", "--question", "goed")
    assert "Mooie bijeenkomsten" in result.stdout
    assert "no longer used" in result.stdout
    assert "3 of 6" in result.stderr
    assert "Too few answers" in result.stderr
    assert "review --question goed --check" in result.stderr
    assert max(map(len, result.stdout.splitlines())) <= 120


def test_as_json_and_limit(slipped):
    records = slipped.json("check", "--limit", "2")
    assert len(records) == 2
    assert records[0]["rules"] == [{"code": "bijeenkomst", "rule": "retired"}]
    assert records[0]["kinds"] == ["rule"]


def test_to_a_file(slipped):
    path = slipped.folder / "slips.xlsx"
    slipped.run("check", "-o", path)
    assert path.stat().st_size > 100


def test_at_the_desk(slipped):
    result = slipped.run("review", "--question", "goed", "--check", "--plain", input="3\n\nq\n")
    assert "\nBijeenkomsten is no longer used\n" in result.stdout
    assert "Chosen: Bijeenkomsten" in result.stdout
    assert "--check" in result.stderr


def test_nothing_to_check(started, coded):
    assert "deserve" in coded.run("check").stderr
    assert coded.json("check") == []
    assert "nothing to check" in coded.run("review", "--question", "goed", "--check", exit_code=2).stderr


def test_nothing_coded(started):
    assert "coder review" in started.run("check", exit_code=2).stderr
    assert "codebook import" in started.run("check", "--question", "beter", exit_code=2).stderr
