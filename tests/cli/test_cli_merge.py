"""`coder split` and `coder merge`: what they say, and what they refuse."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Work


@pytest.fixture
def parted(started: Work) -> Work:
    """A project of which bram has taken his part along, bram.db."""
    started.run("assign", "--question", "goed", "--coders", "anna,bram", "--double", "50%")
    started.run("split", "--coder", "bram", "-o", started.folder / "bram.db")
    return started


def at(work: Work, name: str, *args: object, **more: object):
    """Run a command on another file in the folder."""
    here, work.db = work.db, work.folder / name
    try:
        return work.run(*args, **more)
    finally:
        work.db = here


def test_there_and_back_again(parted):
    said = at(parted, "bram.db", "review", "--coder", "bram", input="x\nf\nn Gezelligheid\n\n\n")
    assert "3 answers decided" in said.stderr
    preview = parted.run("merge", parted.folder / "bram.db", "--dry-run")
    assert "3 codings (bram 3)" in preview.stdout
    assert "Gezelligheid (gezelligheid)" in preview.stdout
    assert "new here" in preview.stdout
    assert "Nothing was kept" in preview.stderr
    assert parted.json("log", "--limit", "1")[0]["command"] == "assign"
    found = parted.json("merge", parted.folder / "bram.db")
    assert found["codings"] == {"bram": 3}
    assert found["changed"]
    assert not found["dry_run"]
    assert "here already" in parted.run("merge", parted.folder / "bram.db").stdout
    assert "joining of bram.db" in parted.run("log", "--limit", "1").stdout
    assert "part of goed made for bram" in parted.run("log", "--limit", "9").stdout
    assert "Undone: joining of bram.db" in parted.run("undo").stderr
    assert set(parted.codes().values()) == {""}
    assert "3 codings (bram 3)" in parted.run("merge", parted.folder / "bram.db").stdout


def test_what_split_refuses(parted):
    part = parted.folder / "bram.db"
    assert "is there already" in parted.run("split", "--coder", "bram", "-o", part, exit_code=2).stderr
    nobody = parted.run("split", "--coder", "piet", "-o", parted.folder / "piet.db", exit_code=2)
    assert "coder assign" in nobody.stderr
    assert not (parted.folder / "piet.db").exists()
    parted.run("split", "--coder", "bram", "-o", part, "--question", "beter", "--force", exit_code=2)
    parted.run("split", "--coder", "bram", "-o", parted.folder / "nowhere" / "x.db", exit_code=4)
    at(parted, "bram.db", "review", "--coder", "bram", "--limit", "1", input="x\n")
    lost = parted.run("split", "--coder", "bram", "-o", part, "--force", exit_code=2)
    assert "1 coding in" in lost.stderr
    assert "coder merge" in lost.stderr
    made = parted.json("split", "--coder", "bram", "-o", parted.folder / "new.db", "--no-variables")
    assert made["questions"] == ["goed"]
    assert made["answers"] == made["unchecked"] > 0


def test_what_merge_refuses(parted):
    for file, exit_code, words in (
        (parted.db, 2, "this project itself"),
        (parted.folder / "none.db", 4, "none.db"),
        (parted.survey, 4, "survey.csv"),
        (parted.folder, 4, "folder"),
    ):
        refused = parted.run("merge", file, exit_code=exit_code)
        assert words in refused.stderr
    parted.run("merge", parted.folder / "bram.db", "--question", "derde", exit_code=2)
    parted.run("merge", exit_code=2)
