"""The codebook over the card in a real terminal: walked through, chosen from, changed in place."""

from __future__ import annotations

import os

import pytest

if os.name == "nt":
    pytest.skip("pseudo-terminals need a Unix system", allow_module_level=True)

pytest.importorskip("pexpect", reason="pexpect is not installed")
pytest.importorskip("pyte", reason="pyte is not installed")

from coder.workflows.project import codebook_of, open_project
from tests.pty.test_desk_pty import QUESTION, Desk, codings, project  # noqa: F401

DOWN, UP, LEFT, RIGHT, END = "\x1b[B", "\x1b[A", "\x1b[D", "\x1b[C", "\x1b[F"
SIZES = pytest.mark.parametrize(("columns", "lines"), [(80, 24), (140, 40)])


def opened(db, columns, lines):
    desk = Desk(db, columns=columns, lines=lines)
    desk.wait("voor punt a0")
    desk.keys("c")
    desk.wait("Esc card")
    return desk


def press(desk, *keys):
    """Send keys one at a time; an arrow is one key of several characters."""
    for key in keys:
        desk.child.send(key)
        desk.read(0.05)


def labels(db):
    with open_project(db) as project:  # noqa: F811
        codebook = codebook_of(project, QUESTION)
        return [code.label for code in codebook.codes if not code.retired]


def cursor(shown):
    (line,) = [line for line in shown.splitlines() if " > " in line]
    return line


@SIZES
def test_walk_find_and_choose(project, columns, lines):  # noqa: F811
    desk = opened(project, columns, lines)
    shown = desk.read()
    assert "Geld" in cursor(shown)  # what is proposed first
    assert "voor punt a0" in shown  # the answer stays in view
    press(desk, DOWN, "\r")
    desk.wait("Chosen: Geld, Tijd")
    press(desk, "/", *"mens", "\r")
    assert "Mensen" in cursor(desk.read())
    press(desk, "\r")
    desk.wait("Chosen: Mensen, Geld, Tijd")
    press(desk, "Z")
    desk.wait("The key Z does nothing here")
    desk.child.send("\x1b")
    desk.wait("q leave")
    press(desk, "\r")
    desk.wait("1 of 40")
    desk.keys("q")
    desk.child.expect_exact("kept")
    assert codings(project) == [("coded", ("mensen", "geld", "tijd"))]


@SIZES
def test_changes_in_place_are_asked_kept_and_undone(project, columns, lines):  # noqa: F811
    desk = opened(project, columns, lines)
    before = labels(project)
    press(desk, "\x1b")
    desk.wait("q leave")
    press(desk, "\r")  # one answer carries Geld
    desk.wait("1 of 40")
    press(desk, "c", "/", *"geld", "\r", "s", *"Loon; Begroting", "\r")
    desk.wait("1 answer returns")
    press(desk, "y")
    desk.wait("Changed; u takes it back.")
    assert labels(project) == ["Mensen", "Loon", "Begroting", "Tijd", "Weet niet"]
    press(desk, "r", "\x15", *"Salaris", "\r")
    desk.wait("Salaris")
    press(desk, "m", DOWN, "\r", "y")
    desk.wait("Begroting")
    press(desk, "v", "n", *"Middelen", "\r")
    shown = desk.wait("▾ Middelen")
    assert "Begroting" in cursor(shown)
    press(desk, LEFT, LEFT)
    assert "▸ Middelen (+1)" in desk.read()
    press(desk, "x")
    desk.wait("is a net of codes")  # a net in use cannot be retired
    for _n in range(5):
        press(desk, "u")
        desk.wait("Undone.")
    assert labels(project) == before
    press(desk, "u")
    desk.wait("did not change the codebook")
    desk.keys("\x1b")
    desk.wait("q leave")
    desk.keys("q")
    desk.child.expect_exact("kept")


def test_pasted_text_is_no_row_of_keys_in_the_codebook_and_is_typed_where_one_types(project):  # noqa: F811
    desk = opened(project, 80, 24)
    desk.child.send("\x1b[200~xy\x1b[201~")
    desk.wait("Pasted text was ignored")
    press(desk, "d")
    desk.child.send("\x1b[200~Alles over\ngeld\x1b[201~")
    desk.wait("Definition: Alles over geld")
    press(desk, "\r")
    desk.wait("Changed")
    assert labels(project) == ["Mensen", "Geld", "Tijd", "Weet niet"]
    desk.keys("\x1b")
    desk.wait("q leave")
    desk.keys("q")
    desk.child.expect_exact("kept")


@SIZES
def test_answers_of_a_split_code_return_with_what_they_had(project, columns, lines):  # noqa: F811
    desk = opened(project, columns, lines)
    press(desk, DOWN, "\r")  # the code Tijd beside Geld, which is proposed
    desk.wait("Chosen: Geld, Tijd")
    desk.child.send("\x1b")
    desk.wait("q leave")
    press(desk, "\r")
    desk.wait("1 of 40")
    press(desk, "c", "/", *"geld", "\r", "s", *"Loon; Begroting", "\r")
    desk.wait("1 answer returns")
    press(desk, "y")
    desk.wait("Changed; u takes it back.")
    desk.child.send("\x1b")
    desk.wait("q leave")
    desk.keys("q")
    desk.child.expect_exact("--recode")
    again = Desk(project, "--recode", columns=columns, lines=lines)
    shown = again.wait("had: Geld (split into Loon, Begroting), Tijd")
    assert "Chosen: Tijd" in shown
    first = next(line for line in shown.splitlines() if line.startswith(" 1 "))
    assert "Loon" in first or "Begroting" in first
    press(again, "1", "\r")
    again.wait("That was the last card")
    press(again, "u")
    again.wait("Undone.")
    press(again, "\r")
    again.wait("That was the last card")
    again.keys("q")
    again.child.expect_exact("1 answer decided")
    (status, codes) = codings(project)[-1]
    assert (status, len(codes)) == ("coded", 2)
    assert "tijd" in codes
    assert set(codes) & {"loon", "begroting"}
