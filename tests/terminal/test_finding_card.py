"""The card of a finding and the list of findings, at fixed sizes."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from coder.domain.survey import Answer
from coder.domain.texts import use_language
from coder.review.findings import FindingDesk, Place
from coder.terminal.console import Output
from coder.terminal.finding_desk import render, run_plain
from coder.terminal.findings import in_context, show_counts, show_places


class Nothing:
    """A recorder for desks that are only drawn."""

    def decide(self, places, replaced):
        return "a"

    def undo(self, action_id):
        pass


def place(text: str, found: str, sure: bool = False) -> Place:
    start = text.index(found)
    return Place(Answer(1, "vraag", "2024", "p1", text, "h"), start, start + len(found), "name", sure)


@pytest.fixture(autouse=True)
def _english():
    use_language("en")
    yield
    use_language("en")


def test_the_card_shows_the_finding_in_its_answer():
    desk = FindingDesk([place("Met dank aan Roos voor alles", "Roos"), place("roos", "roos", True)], Nothing())
    lines = render(desk, 80, 12)
    assert lines[0].startswith(" Personal data · vraag · 2024 · p1")
    assert lines[0].endswith("1 of 2")
    assert lines[2].strip() == "Met dank aan «Roos» voor alles"
    assert lines[-3] == " name: «Roos» (unsure)? · 1 more like it"
    assert "j/y replace" in lines[-1]
    assert len(lines) == 12
    desk.press("y")
    assert "(unsure)" not in "\n".join(render(desk, 80, 12))
    desk.press("y")
    assert "2 to replace, 0 kept, 0 left for later." in "\n".join(render(desk, 80, 12))
    desk.press("?")
    assert "never ask again" in "\n".join(render(desk, 80, 24))


def test_a_long_answer_opens_where_the_finding_is_and_scrolls():
    text = " ".join(f"woord{n}" for n in range(400)) + " Jansen " + " ".join(f"na{n}" for n in range(400))
    desk = FindingDesk([place(text, "Jansen")], Nothing())
    shown = "\n".join(render(desk, 80, 16))
    assert "«Jansen»" in shown
    assert "more lines" in shown
    for _n in range(300):
        desk.press("pageup")
    assert "woord0 " in "\n".join(render(desk, 80, 16))
    for _n in range(300):
        desk.press("pagedown")
    assert "na399" in "\n".join(render(desk, 80, 16))
    desk.press("up")
    assert "1 more line " in "\n".join(render(desk, 80, 16))


@pytest.mark.parametrize(("width", "height"), [(20, 6), (40, 10), (120, 40)])
def test_the_card_fits_every_window(width, height):
    desk = FindingDesk([place("\x1b[2J[bold]x[/bold] 👩‍👩‍👧 " * 30 + "Jansen", "Jansen")], Nothing())
    lines = render(desk, width, height)
    assert len(lines) <= height
    assert all(cell_len(line) <= width for line in lines)
    assert "\x1b" not in "".join(lines)


def test_line_by_line_the_end_of_the_input_stops(capsys):
    desk = FindingDesk([place("Roos", "Roos"), place("Jansen", "Jansen"), place("Bram", "Bram")], Nothing())
    run_plain(desk, Output(), iter(["n\n", "\n"]))
    assert desk.decided == {0: False, 1: True}
    assert desk.finished
    assert "«Bram»" in capsys.readouterr().out


NARROW = st.characters(max_codepoint=0x24F)  # one cell each


@given(
    st.text(NARROW, max_size=60), st.text(NARROW, min_size=1, max_size=30), st.text(max_size=60), st.integers(12, 80)
)
def test_a_finding_in_context_fits_one_line_and_is_in_it(before, found, after, width):
    text = before + found + after
    line = in_context(
        Place(Answer(1, "q", "r", "p", text, "h"), len(before), len(before) + len(found), "x", True), width
    )
    assert len(line.plain) <= width
    assert "\n" not in line.plain
    assert "«" in line.plain
    assert "»" in line.plain


def test_lists_never_print_more_than_fits(monkeypatch, capsys):
    places = [place(f"Jansen nummer {n}", "Jansen") for n in range(500)]
    output = Output()
    output.out = Console(file=io.StringIO(), force_terminal=True, width=60, height=24, color_system=None)
    show_places(output, places)
    lines = output.out.file.getvalue().splitlines()
    assert len(lines) <= 24
    assert "483 more" in lines[-1]
    assert "«Jansen» nummer 0" in lines[1]


def test_counts(capsys):
    show_counts(Output(), {"email": (3, 0), "name": (12, 4)}, replaced=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split("  ")[0] == "personal data"
    assert lines[2].split() == ["name", "12", "4"]
