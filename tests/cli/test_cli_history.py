"""`coder status`, `coder log` and `coder undo`."""

from __future__ import annotations

import pytest


def test_status(coded):
    found = coded.json("status")
    goed, beter = found["questions"]
    assert goed["codes"] == 4
    assert goed["rounds"][0] == {
        "round_id": "2024",
        "answers": 8,
        "coded": 6,
        "skipped": 0,
        "flagged": 0,
        "machine": 0,
        "closed": 0,
        "coders": {"anna": 6},
        "left": 2,
    }
    assert beter["codes"] is None
    assert found["next_steps"] == [
        "coder review --question goed --round 2024",
        "coder codebook import FILE --question beter",
    ]
    text = coded.run("status")
    assert "goed" in text.stdout
    assert f"--db {coded.db} codebook import FILE --question beter" in text.output


def test_log(coded):
    assert [action["command"] for action in coded.json("log")] == ["ingest", "codebook import", "ingest"]
    assert "anna" in coded.run("log", "--limit", "1").stdout
    assert len(coded.json("log", "--limit", "1")) == 1


def test_log_of_a_respondent(coded):
    (event,) = coded.json("log", "--respondent", "r3")
    assert event["labels"] == ["Rapporten"]
    assert not event["undone"]
    assert "Rapporten" in coded.run("log", "--respondent", "r3").stdout
    coded.run("undo")
    assert coded.json("log", "--respondent", "r3")[0]["undone"]
    assert "r99" in coded.run("log", "--respondent", "r99", exit_code=2).stderr


def test_undo_of_everything_in_turn(coded):
    coded.run("train")
    coded.run("review", "--question", "goed", "--limit", "1", input="/rapport\n\n")
    assert "Rapporten" in coded.codes()["r7"]

    assert coded.json("undo")["command"] == "review"
    assert coded.codes()["r7"] == ""
    assert coded.json("undo")["command"] == "train"
    assert coded.json("status")["questions"][0]["model_id"] == ""
    assert coded.json("undo")["command"] == "ingest"
    assert set(coded.codes().values()) == {""}
    assert coded.json("undo")["command"] == "codebook import"
    assert coded.json("status")["questions"][0]["codes"] is None
    assert coded.json("undo")["command"] == "ingest"
    assert coded.json("status")["questions"] == []
    assert "nothing to undo" in coded.run("undo", exit_code=2).stderr
    assert sum(action["undone"] for action in coded.json("log")) == 5


def test_undo_of_any_action_by_its_id(coded):
    first = coded.json("log")[-2]
    assert first["command"] == "codebook import"
    short = first["action_id"][-6:]
    assert short in coded.run("log").stdout
    assert coded.json("undo", short, "--coder", "bram")["undone"] == first["action_id"]
    assert coded.json("status")["questions"][0]["codes"] is None
    assert "undone already" in coded.run("undo", short, exit_code=2).stderr
    undo = coded.json("log")[0]
    assert undo["coder_id"] == "bram"
    assert "stays" in coded.run("undo", undo["action_id"], exit_code=2).stderr
    for wrong in ("zz", "%", "000000000000"):
        assert "no action" in coded.run("undo", wrong, exit_code=2).stderr


def test_what_was_undone_can_be_done_again(coded):
    coded.run("undo")
    coded.ingest("--codes", "goed=Codes goed")
    assert coded.codes()["r3"] == "Rapporten"


def test_undo_of_a_codebook_edit(started):
    started.run("codebook", "rename", "rapport", "Boeken", "--question", "goed")
    assert "Renamed" in started.run("codebook", "rename", "netwerk", "Kring", "--question", "goed").stderr
    started.run("undo")
    labels = {code["label"] for code in started.json("codebook", "show", "--question", "goed")["codes"]}
    assert {"Boeken", "Netwerk en contacten"} <= labels
    assert "Kring" not in labels


def test_everyone_undoes_their_own(coded):
    coded.run("review", "--question", "goed", "--coder", "bas", "--limit", "1", input="x\n")
    assert coded.json("undo", "--coder", "bas")["coder"] == "bas"
    assert "bas" in coded.run("undo", "--coder", "bas", exit_code=2).stderr
    assert coded.json("undo")["command"] == "ingest"


@pytest.mark.parametrize(
    "command", [("status",), ("log",), ("undo",), ("table",), ("train",), ("suggest",), ("review",)]
)
def test_without_a_project(work, command):
    result = work.run(*command, exit_code=4)
    assert "coder ingest" in result.stderr
    assert not work.db.exists()


def test_an_import_that_was_undone_can_be_read_again(work):
    work.ingest()
    work.run("undo")
    assert "15 answers added" in work.ingest().stderr
    assert work.json("status")["respondents"] == {"2024": 8}


def test_the_machine_s_codings_can_be_undone_too(coded):
    from coder.workflows.suggest import select_by_machine

    select_by_machine(coded.db, "goed", None)
    coded.run("undo", "--coder", "machine")
    assert coded.json("status")["questions"][0]["rounds"][0]["machine"] == 0


def test_the_log_names_codes_by_their_labels(coded):
    coded.run("codebook", "rename", "netwerk", "Contacten", "--question", "goed")
    coded.run("codebook", "merge", "netwerk", "rapport", "--into", "Samen", "--question", "goed")
    coded.run("undo")
    out = " ".join(coded.run("log", "--limit", "3").stdout.split())
    assert "new label for Netwerk en contacten in goed" in out
    assert "codes Contacten, Rapporten in goed merged into Samen (undone)" in out
    undo, merge = coded.json("log", "--limit", "2")
    assert f"undo of {merge['action_id'][-6:]}" in out
    assert undo["undoes"] == merge["action_id"]
