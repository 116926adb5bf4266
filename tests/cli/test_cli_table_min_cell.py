"""`coder table --min-cell`: the same numbers are hidden on the screen, in JSON and in every file."""

from __future__ import annotations

import csv

import pytest
from openpyxl import load_workbook

from coder.domain.texts import HIDDEN

ARGUMENTS = ("table", "--by", "org", "--min-cell", "2")


def test_small_numbers_are_null_in_json(coded):
    (made,) = coded.json("table", "--min-cell", "2")
    rows = {row["code_id"]: row for row in made["rows"]}
    # r6 alone said 'geen'; nothing else has one respondent, or all but one.
    assert [code for code, row in rows.items() if row.get("hidden")] == ["geen"]
    assert {rows["geen"][name] for name in ("n", "weighted_n", "share_of_respondents", "low", "high")} == {None}
    assert rows["uitgaven"]["n"] == 4
    # The mentions of 'geen' could be subtracted from all mentions.
    assert made["mentions"] is None
    assert all(row["share_of_mentions"] is None for row in made["rows"])


def test_groups_are_guarded_together(coded):
    (made,) = coded.json(*ARGUMENTS)
    full = {row["code_id"]: row["n"] for row in coded.json("table", "--by", "org")[0]["rows"]}
    for place, row in enumerate(made["rows"]):
        cells = [group["rows"][place]["n"] for group in made["groups"]]
        assert all(n is None or n == 0 or n >= 2 for n in cells)
        if row["n"] is not None:
            assert row["n"] == full[row["code_id"]]
            # What subtraction finds where one group alone is hidden is not small.
            assert cells.count(None) != 1 or row["n"] - sum(n for n in cells if n is not None) != 1


def test_files_and_screen_hide_what_json_hides(coded, tmp_path):
    (made,) = coded.json(*ARGUMENTS)
    hidden = sum(row["n"] is None for part in (made, *made["groups"]) for row in part["rows"])
    assert hidden > 0
    coded.run(*ARGUMENTS, "-o", str(tmp_path / "t.csv"))
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    counts = [name for name in rows[0] if name == "n" or name.endswith(": n")]
    assert sum(row[name] == HIDDEN for row in rows for name in counts) == hidden
    assert {row["% of mentions"] for row in rows} == {HIDDEN}
    coded.run(*ARGUMENTS, "-o", str(tmp_path / "t.xlsx"))
    sheet = load_workbook(tmp_path / "t.xlsx").worksheets[0]
    heads, *lines = sheet.iter_rows(values_only=True)
    places = [i for i, name in enumerate(heads) if name == "n" or str(name).endswith(": n")]
    assert sum(line[i] == HIDDEN for line in lines for i in places) == hidden
    shown = coded.run(*ARGUMENTS).stdout
    assert HIDDEN in shown
    assert "fewer than 2 respondents" in shown


def test_a_table_of_too_few_is_refused(coded):
    done = coded.run("table", "--min-cell", "50", exit_code=2)
    assert "fewer than 50 respondents" in done.stderr


@pytest.mark.parametrize("wrong", ["1", "0", "-3", "x"])
def test_a_wrong_number_is_said(coded, wrong):
    assert "--min-cell" in coded.run("table", "--min-cell", wrong, exit_code=2).stderr


def test_nothing_is_hidden_where_nothing_is_small(coded):
    # The one answer 'geen' is small; without it in the question's table everything stays.
    plain, guarded = coded.json("table")[0], coded.json("table", "--min-cell", "2")[0]
    assert [r["n"] for r in plain["rows"] if r["n"] != 1] == [r["n"] for r in guarded["rows"] if r["n"] is not None]
