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
    assert "division of 8 open answers to goed over anna, bram (seed " in started.run("log").stdout
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
        (("--question", "goed", "--coders", "anna"), "At least two"),
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


def test_the_desk_of_a_divided_question(started):
    started.run("assign", "--question", "goed", "--coders", "anna,bram", "--double", "2")
    done = started.run("review", "--question", "goed", input="x\nx\nx\nx\nx\n")
    assert "5 answers decided" in done.stderr
    assert "blind: also coded by others" in done.stdout
    assert "assign --show --question goed\n" in done.stderr
    assert "anna has nothing left" in started.run("review", "--question", "goed", exit_code=2).stderr
    told = started.run("review", "--question", "goed", "--coder", "zoe", exit_code=2).stderr
    assert "divided over anna, bram; zoe has no part in it" in told
    assert "--all" in told
    # Of the eight, three own answers of bram and the two for all are open to others.
    again = started.run("review", "--question", "goed", "--coder", "zoe", "--all", input="x\n")
    assert "of 8 answers" in again.stdout
    assert "--coder zoe --all" in again.stderr


def test_without_a_question_the_desk_takes_one_in_which_something_is_yours(started):
    started.run("assign", "--question", "goed", "--coders", "bram,carla")
    assert "Meer tijd voor overleg" in started.run("review", input="q\n").stdout
    assert "Meer tijd voor overleg" not in started.run("review", "--coder", "bram", input="q\n").stdout


@pytest.mark.parametrize("more", [("--order", "hardest"), ("--order", "similar"), ("--check",)])
def test_blind_does_not_go_with_what_follows_suggestions(started, more):
    assert "do not go together" in started.run("review", "--blind", *more, exit_code=2).stderr
