"""`coder reconcile` in a real terminal."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("pseudo-terminals need a Unix system", allow_module_level=True)

pytest.importorskip("pexpect", reason="pexpect is not installed")
pytest.importorskip("pyte", reason="pyte is not installed")

from coder.domain.coding import Coding
from coder.domain.ids import new_id
from coder.workflows.project import open_project
from tests.pty.test_desk_pty import QUESTION, Desk, project  # noqa: F401 - a fixture


class Reconcile(Desk):
    """`coder reconcile` in a terminal of its own."""

    command = ("reconcile",)


@pytest.fixture
def differing(project: Path) -> Path:  # noqa: F811
    """Return a project in which anna and bram coded six answers, each in their own way."""
    with open_project(project) as opened, opened.transaction():
        answers = opened.answers.answers(QUESTION)[:6]
        for name, codes in (("anna", ("geld",)), ("bram", ("geld", "tijd"))):
            action_id = opened.actions.add(name, "review")
            opened.codings.add(
                Coding(new_id(), action_id, a.answer_id, name, "coded", "human", codes, text_hash=a.text_hash)
                for a in answers
            )
    return project


def settled(db: Path) -> list[tuple[str, ...]]:
    with open_project(db) as opened:
        return [c.codes for c in opened.codings.current() if c.coder_id == "reconciled" and c.status == "coded"]


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (140, 40)])
def test_the_whole_key_list(differing, columns, lines):
    desk = Reconcile(differing, "--coder", "carla", columns=columns, lines=lines)
    shown = desk.wait("1 anna")
    assert "≠ Tijd" in shown
    assert "= Geld" in shown
    assert ("2 bram" in next(line for line in shown.splitlines() if "1 anna" in line)) == (columns > 100)
    desk.keys("1")
    desk.wait("2 of 6")
    desk.keys("a")
    desk.wait("3 of 6")
    desk.keys("/12mens\r")
    desk.wait("Chosen: Mensen, Tijd")
    desk.keys("\r")
    desk.wait("4 of 6")
    desk.keys("mnavragen\r")
    desk.wait("memo: navragen")
    desk.keys("x")
    desk.wait("5 of 6")
    desk.keys("b")
    assert "no theme" in desk.wait("(decided before)")
    desk.keys("?")
    desk.wait("Any key goes back")
    desk.keys(" ")
    desk.wait("4 of 6")
    desk.keys("s2")
    desk.wait("6 of 6")
    desk.keys("u")
    desk.wait("Undone")
    desk.child.send("\x1b[200~1111\x1b[201~")
    desk.wait("Pasted text was ignored")
    desk.keys("12")
    desk.wait("last card")
    desk.keys("q")
    desk.child.expect_exact("6 answers settled")
    assert settled(differing) == [("geld",), ("geld", "tijd"), ("mensen", "tijd"), (), ("geld",), ("geld", "tijd")]


def test_eight_keys_30_ms_apart_all_land_and_survive_being_killed(differing):
    desk = Reconcile(differing)
    desk.wait("1 of 6")
    desk.keys("12u2a1u1", pause=0.03)
    desk.wait("5 of 6")
    desk.kill()
    assert settled(differing) == [("geld",), ("geld", "tijd"), ("geld", "tijd"), ("geld",)]


def test_in_dutch_and_resized(differing):
    desk = Reconcile(differing, lang="nl")
    assert "neem over" in desk.wait("Verschillend gecodeerd")
    desk.screen.resize(30, 120)
    desk.child.setwinsize(30, 120)
    desk.wait("─" * 120)
    desk.child.sendcontrol("c")
    desk.child.expect_exact("Onderbroken; alles waarop u akkoord gaf, is bewaard.")
    desk.read()
    desk.child.wait()
    assert desk.child.exitstatus == 130
