"""`coder assign`: the table, the commands that come next, and wrong input."""

from __future__ import annotations

import pytest


def test_divides_and_shows_who_has_what(started):
    done = started.run("assign", "--question", "goed", "--coders", "anna,bram", "--double", "25%")
    assert "anna" in done.stdout
    assert "2 answers (2 different) are for several coders, without suggestions." in done.stdout
    assert "review --question goed --coder bram" in done.stderr
    (shown,) = started.json("assign", "--show", "--question", "goed")
    assert [part["coder_id"] for part in shown["coders"]] == ["anna", "bram"]
    assert [part["own"] + part["shared"] for part in shown["coders"]] == [5, 5]
    assert (shown["shared"], shown["blind"], shown["not_divided"]) == (2, True, 0)
    assert "division of 8 open answers to goed over anna, bram" in started.run("log").stdout
    started.run("undo")
    assert "goed: not divided" in started.run("assign", "--show", "--question", "goed").stdout


def test_without_a_part_for_all_it_says_that_nothing_can_be_compared(started):
    done = started.run("assign", "--question", "goed", "--coders", "anna, bram")
    assert "how far they agree cannot be measured" in done.stdout


def test_with_suggestions(started):
    done = started.run("assign", "--question", "goed", "--coders", "anna,bram", "--double", "2", "--no-blind")
    assert "with suggestions" in done.stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--question", "goed"), "--coders anna,bram"),
        (("--question", "zz", "--coders", "anna,bram"), "no question"),
        (("--coders", "anna,bram"), "several questions"),
        (("--question", "goed", "--coders", "anna"), "at least two"),
        (("--question", "goed", "--coders", "anna,anna"), "named twice"),
        (("--question", "goed", "--coders", "anna,machine"), "cannot be the name"),
        (("--question", "goed", "--coders", "anna,bram", "--double", "120%"), "more than all"),
        (("--question", "goed", "--coders", "anna,bram", "--double", "9"), "more than the 8"),
        (("--question", "goed", "--coders", "anna,bram", "--double", "veel"), "not a share or a number"),
        (("--question", "goed", "--coders", "anna,bram", "--round", "1999"), "no round"),
        (("--question", "goed", "--coders", "anna,bram", "--by", "round"), "1 round with"),
        (("--question", "goed", "--coders", "anna,bram", "--seed", "-1"), "--seed"),
    ],
)
def test_wrong_input_is_told_and_changes_nothing(started, args, said):
    assert said in started.run("assign", *args, exit_code=2).stderr
    assert all(not one["coders"] for one in started.json("assign", "--show"))
