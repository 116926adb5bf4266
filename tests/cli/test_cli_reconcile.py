"""`coder reconcile` line by line, and what tables and status say of what is not settled."""

from __future__ import annotations

import csv

import pytest

CODES = {"r1": "bijeenkomst|netwerk", "r2": "bijeenkomst", "r3": "netwerk", "r4": "rapport"}


@pytest.fixture
def twice(coded):
    """Anna coded six answers by an import; bram the first four again, two of them otherwise."""
    from coder.domain.coding import Coding
    from coder.domain.ids import new_id
    from coder.workflows.project import open_project

    with open_project(coded.db) as project, project.transaction():
        action_id = project.actions.add("bram", "review")
        answers = {a.respondent_id: a for a in project.answers.answers("goed")}
        project.codings.add(
            Coding(
                *(new_id(), action_id, answers[person].answer_id, "bram", "coded", "human", tuple(codes.split("|"))),
                text_hash=answers[person].text_hash,
            )
            for person, codes in CODES.items()
        )
    return coded


def test_settling_line_by_line(twice):
    done = twice.run("reconcile", "--question", "goed", "--coder", "carla", input="1\n/bijeen\n\n")
    assert "≠ Rapporten" in done.stdout
    assert "2 answers settled" in done.stderr
    assert "table --question goed" in done.stderr
    assert twice.codes()["r3"] == "Rapporten"
    assert twice.codes()["r4"] == "Bijeenkomsten; Rapporten"
    log = twice.run("log").stdout
    assert "settling of 1 differently coded answer(s) in goed" in log
    assert "carla" in log
    path = twice.folder / "long.csv"
    twice.run("export", path, "--shape", "long", "--question", "goed")
    with path.open(encoding="utf-8", newline="") as file:
        coders = {row["respondent"]: row["coder"] for row in csv.DictReader(file)}
    assert (coders["r3"], coders["r1"]) == ("reconciled", "bram")


def test_what_is_left_and_the_command_that_goes_on(twice):
    done = twice.run("reconcile", "--anonymous", "--coders", "anna,bram", input="s\n")
    assert "coder 1" in done.stdout
    assert "anna" not in done.stdout
    assert "reconcile --question goed --coders anna,bram --anonymous" in done.stderr
    assert "0 answers settled" in done.stderr


def test_table_and_status_say_what_is_not_settled(twice):
    shown = twice.run("table", "--question", "goed")
    assert "2 answers were coded differently by several coders" in shown.stderr
    assert "reconcile --question goed" in shown.stderr
    assert twice.json("table", "--question", "goed")[0]["unreconciled"] == 2
    status = twice.run("status", "--quick")
    assert "reconcile --question goed" in status.stderr
    assert twice.json("status", "--quick")["questions"][0]["unreconciled"] == 2
    twice.run("reconcile", "--question", "goed", input="1\n1\n")
    assert "coded differently" not in twice.run("table", "--question", "goed").stderr
    assert "reconcile" not in twice.run("status", "--quick").stderr
    assert "settled together 2" in twice.run("status", "--quick").stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--question", "zz"), "no question"),
        (("--question", "beter"), "nothing to reconcile"),
        (("--coders", "anna"), "At least two"),
        (("--coders", "anna,zoe"), "called zoe"),
        (("--coders", "anna,machine"), "cannot be the name"),
        (("--round", "1999"), "no round"),
    ],
)
def test_wrong_input_is_told(twice, args, said):
    assert said in twice.run("reconcile", *args, exit_code=2).stderr


def test_nothing_to_reconcile(coded):
    told = coded.run("reconcile", exit_code=2).stderr
    assert "nothing to reconcile" in told
    assert "coder assign" in told
