"""`coder redact --review` in a real terminal: keys, SIGKILL, and the question before anything is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("pseudo-terminals need a Unix system", allow_module_level=True)

pytest.importorskip("pexpect", reason="pexpect is not installed")
pytest.importorskip("pyte", reason="pyte is not installed")

from traces import traces

from coder.workflows.ingest import IngestOptions, ingest, read_options, read_table
from tests.pty.test_desk_pty import Desk

MAILS = [f"persoon{n}@voorbeeld.nl" for n in range(6)]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with six answers, each with an e-mail address; the last is that of the first again."""
    export = tmp_path / "export.csv"
    rows = [f"p{n},mail mij op {mail} graag" for n, mail in enumerate(MAILS)] + [f"p6,of {MAILS[0]}"]
    export.write_text("id,waarom\n" + "\n".join(rows) + "\n", encoding="utf-8")
    db = tmp_path / "coder.db"
    ingest(db, [read_table(export, read_options(None, None, None))], IngestOptions(("waarom",), "2024", "anna"))
    return db


class Review(Desk):
    """`coder redact --review` in a terminal of its own."""

    command = ("redact", "--review")


def test_keys_decide_and_the_texts_are_replaced_at_the_end(project):
    desk = Review(project)
    desk.wait("Go ahead?")
    desk.keys("y\r")
    shown = desk.wait("1 of 7")
    assert f"mail mij op «{MAILS[0]}» graag" in shown
    desk.keys("a")
    desk.wait("2 findings will be replaced")
    desk.keys("njyuuq")
    desk.child.expect_exact("2 findings replaced")
    desk.read()
    assert traces(project, *MAILS) == MAILS[1:]


def test_decisions_survive_sigkill_and_the_next_sitting_goes_on(project):
    desk = Review(project, "--yes")
    desk.wait("1 of 7")
    desk.keys("yn")
    desk.wait("3 of 7")
    desk.kill()
    assert traces(project, *MAILS) == MAILS
    again = Review(project, "--yes")
    assert f"«{MAILS[2]}»" in again.wait("1 of 5")
    again.keys("q")
    again.child.expect_exact("1 finding replaced")
    again.read()
    assert f"op {MAILS[0]}" not in project.read_bytes().decode("latin-1")
    assert traces(project, MAILS[1]) == [MAILS[1]]


def test_no_means_no(project):
    before = project.read_bytes()
    desk = Review(project)
    desk.wait("Go ahead?")
    desk.keys("n\r")
    desk.read()
    desk.child.wait()
    assert desk.child.exitstatus == 0
    assert project.read_bytes() == before


def test_ctrl_c_keeps_the_decisions_and_replaces_nothing(project):
    desk = Review(project, "--yes")
    desk.wait("1 of 7")
    desk.keys("y")
    desk.wait("2 of 7")
    desk.child.sendcontrol("c")
    desk.read()
    desk.child.wait()
    assert desk.child.exitstatus == 130
    assert traces(project, MAILS[0]) == [MAILS[0]]
