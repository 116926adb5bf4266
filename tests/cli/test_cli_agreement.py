"""`coder agreement`: two people, the machine, and nobody."""

from __future__ import annotations

import pytest


@pytest.fixture
def twice(coded):
    """Anna coded six answers by an import; bram codes some of them again, at one with her on two."""
    from coder.domain.coding import Coding
    from coder.domain.ids import new_id
    from coder.store.actions import now
    from coder.workflows.project import open_project

    with open_project(coded.db) as project, project.transaction():
        action_id = project.actions.add("bram", "review")
        texts = {a.respondent_id: a for a in project.answers.answers("goed")}
        given = {"r1": ("bijeenkomst", "netwerk"), "r2": ("bijeenkomst",), "r3": ("netwerk",), "r4": ("rapport",)}
        project.codings.add(
            Coding(
                *(new_id(), action_id, texts[r].answer_id, "bram", "coded", "human", codes),
                text_hash=texts[r].text_hash,
                created_at=now(),
            )
            for r, codes in given.items()
        )
    return coded


def test_figures_of_two_coders(twice):
    (found,) = twice.json("agreement", "--question", "goed")
    assert found["coders"] == ["anna", "bram"]
    assert found["decided"] == [6, 4]
    assert found["n"] == 4
    assert found["exact"]["value"] == 0.5
    codes = {row["code"]: row for row in found["codes"]}
    assert codes["bijeenkomst"]["given"] == [3, 2]
    assert codes["bijeenkomst"]["agreement"]["value"] == 0.75
    # 2 both, 1 of anna alone, 1 neither: p_o .75, p_e 3/4 x 1/2 + 1/4 x 1/2 = .5
    assert codes["bijeenkomst"]["kappa"]["value"] == pytest.approx(0.5)
    assert {row["verdict"] for row in found["codes"]} == {"too few"}
    sides = {(*one["one"], "|", *one["other"]) for one in found["disagreements"]}
    assert sides == {("|", "Bijeenkomsten"), ("Netwerk en contacten", "|", "Rapporten")}


def test_who_decided_none_of_the_shared_answers_is_left_out(twice):
    twice.run("review", "--question", "goed", "--coder", "carla", input="x\nq\n")
    assert twice.json("agreement", "--question", "goed")[0]["coders"] == ["anna", "bram"]


def test_shown_in_words(twice):
    shown = twice.run("agreement", "--by", "code").stdout
    assert "4 answers were decided by at least two" in shown
    assert "kappa" in shown
    assert "r4: Rapporten en bijeenkomsten" in shown
    assert "Bijeenkomsten given by one and not by the other: 1 time" in shown
    assert "too few to say" in shown


def test_the_machine_only_when_it_is_named(twice):
    from coder.workflows.suggest import select_by_machine

    twice.run("train", "--question", "goed")
    select_by_machine(twice.db, "goed", None)
    assert twice.json("agreement")[0]["coders"] == ["anna", "bram"]
    assert "No two coders" in twice.run("agreement", "--coders", "anna,machine", exit_code=2).stderr


def test_the_machine_against_a_person_who_codes_after_it(coded):
    from coder.workflows.suggest import select_by_machine

    coded.run("train", "--question", "goed")
    select_by_machine(coded.db, "goed", None)
    coded.run("review", "--question", "goed", input="\n/rapport\nx\n")
    (found,) = coded.json("agreement", "--question", "goed", "--coders", "machine,anna")
    # Of the two answers that the machine selected codes for, anna took the first as it was shown.
    assert (found["coders"], found["decided"]) == (["anna", "machine"], [8, 2])
    assert (found["n"], found["exact"]["value"]) == (2, 0.5)
    assert found["with_suggestions"] == [2, 0]
    shown = coded.run("agreement", "--question", "goed", "--coders", "machine,anna").stdout
    assert "With suggestions in view were decided: anna 2." in shown


def test_who_coded_without_suggestions_is_not_said_to_have_seen_them(twice):
    assert "suggestions in view" not in twice.run("agreement").stdout
    assert twice.json("agreement")[0]["with_suggestions"] == [0, 0]


@pytest.mark.parametrize(
    ("names", "said"),
    [("anna", "At least two"), ("anna,anna", "named twice"), ("anna,reconciled", "cannot be the name")],
)
def test_names_that_cannot_be_compared(twice, names, said):
    assert said in twice.run("agreement", "--coders", names, exit_code=2).stderr


def test_nothing_to_compare_and_nobody_of_that_name(coded):
    assert "No two coders" in coded.run("agreement", exit_code=2).stderr
    assert "called zoe" in coded.run("agreement", "--coders", "anna,zoe", exit_code=2).stderr
    assert "no question" in coded.run("agreement", "--question", "zz", exit_code=2).stderr
