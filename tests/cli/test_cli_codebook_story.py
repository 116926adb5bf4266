"""`coder codebook log` and `diff`, and undo of what they tell."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from coder.cli import cli


@pytest.fixture
def changed(coded):
    """Round 2024 coded, then the codebook changed, then round 2025 coded with it."""
    coded.run("codebook", "merge", "netwerk", "--into", "bijeenkomst", "--question", "goed")
    coded.run("codebook", "split", "rapport", "--into", "Boeken", "--into", "Nota's", "--question", "goed")
    coded.run("codebook", "rename", "bijeenkomst", "Bij elkaar", "--question", "goed", "--coder", "bram")
    coded.run("codebook", "add", "Eten", "--question", "goed")
    coded.run("undo")
    coded.run("codebook", "add", "Drinken", "--question", "goed")
    rows = [("r1", "zorg", "1", "Het boek", "", "boeken"), ("r2", "zorg", "1", "De borrel", "", "drinken")]
    file = coded.write("2025.csv", rows)
    coded.run(
        *("ingest", file, "--question", "goed=Wat ging", "--round", "2025", "--id", "Respondentnummer"),
        *("--codes", "goed=Codes goed"),
    )
    return coded


def test_the_log_tells_the_story(changed):
    out = changed.run("codebook", "log", "--question", "goed").stdout
    assert "began the codebook: 4 codes (goed.yaml)" in out
    assert "merged 'Netwerk en contacten' into 'Bijeenkomsten'" in out
    assert "split 'Rapporten' into 'Boeken' and 'Nota's'" in out
    assert re.search(r"bram +\w{6} +renamed 'Bijeenkomsten' to 'Bij elkaar'", out)
    assert "added 'Eten' (undone by anna)" in out
    assert "added 'Drinken'\n" in re.sub(" +\n", "\n", out)
    told = changed.json("codebook", "log", "--question", "goed")
    assert [one["undone"] for one in told] == [False, False, False, False, True, False]
    assert told[2]["changes"] == [
        {"kind": "split", "codes": ["rapport"], "labels": ["Rapporten"], "into": ["Boeken", "Nota's"]}
    ]


def test_the_difference_between_rounds(changed):
    result = changed.run("codebook", "diff", "2024", "2025", "--question", "goed")
    rows = [re.split(r"  +", line.strip()) for line in result.stdout.splitlines()]
    assert ["merged", "'Netwerk en contacten'", "'Bij elkaar'"] in rows
    assert ["split", "'Rapporten'", "'Boeken' and 'Nota's'"] in rows
    assert ["other label", "'Bijeenkomsten'", "'Bij elkaar'"] in rows
    assert ["added", "'Drinken'"] in rows
    assert ["Bij elkaar", "answers still have 'Netwerk en contacten'"] in rows
    assert ["Drinken", "new: nobody could be given it when 2024 was coded"] in rows
    assert "1 code can be compared." in result.stdout
    assert "codebook recode --question goed" in result.stderr
    found = changed.json("codebook", "diff", "2025", "2024", "--question", "goed")
    assert [one["round"] for one in found["rounds"]] == ["2024", "2025"]
    assert {one["code_id"]: one["broken"] for one in found["trends"]} == {
        "bijeenkomst": "merged",
        "boeken": "split",
        "nota_s": "split",
        "geen": None,
        "drinken": "added",
    }
    changed.run("codebook", "recode", "--question", "goed", "--yes")
    result = changed.run("codebook", "diff", "2024", "2025", "--question", "goed")
    assert "Round 2024 was coded with 2 versions" in result.stderr
    assert "answers still have 'Netwerk en contacten'" not in result.stdout


def test_undo_waits_for_later_changes_and_warns_of_codes_that_go(changed):
    named = {one["command"]: one["action"] for one in changed.json("codebook", "log", "--question", "goed")}
    split = named["codebook split"]
    assert "changed again after that" in changed.run("undo", split, exit_code=2).stderr
    changed.run("undo")  # the codings of 2025
    assert "carry codes" not in changed.run("undo", named["codebook add"]).stderr
    changed.run("undo", named["codebook rename"])
    changed.run("review", "--recode", "--question", "goed", "--plain", "--limit", "4", input="\n\n1\n\n")
    given = set(changed.codes().values())
    assert given & {"Boeken", "Nota's", "Bijeenkomsten; Boeken", "Bijeenkomsten; Nota's"}
    told = changed.run("undo", split).stderr
    assert "They keep them" in told
    assert "review --question goed --check\n" in told


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_it_fits_80_columns(changed, lang):
    runner = CliRunner(env={"COLUMNS": "80"})
    for args in (("log",), ("log", "--question", "goed"), ("diff", "2024", "2025", "--question", "goed")):
        out = runner.invoke(cli, ["--lang", lang, "--db", str(changed.db), "codebook", *args]).stdout
        assert 40 < max(map(len, out.splitlines())) <= 80
        assert "Bijeenkomsten" in out
