"""`coder chart`: in the terminal, and as a picture."""

from __future__ import annotations

import pytest


def test_bars_in_the_terminal(coded):
    shown = coded.run("chart", "--question", "goed").stdout
    assert "Wat ging goed?" in shown
    lines = [line for line in shown.splitlines() if "█" in line or "▒" in line]
    assert lines[0].startswith("Bijeenkomsten en rapporten")
    assert "67%" in lines[0]
    assert "n = 6" in shown


def test_how_new_codes_dry_up(coded):
    shown = coded.run("chart", "--question", "goed", "--kind", "saturation").stdout
    assert "1–6 " in shown  # as many as there are
    assert " 4 " in shown


@pytest.mark.parametrize(("suffix", "head"), [(".svg", b"<svg"), (".png", b"\x89PNG"), (".pdf", b"%PDF")])
def test_a_picture_by_its_ending_twice_the_same(coded, suffix, head):
    pytest.importorskip("vl_convert", reason="vl-convert is not installed")
    one, other = coded.folder / f"one{suffix}", coded.folder / f"other{suffix}"
    coded.run("chart", "--question", "goed", "-o", one)
    coded.run("chart", "--question", "goed", "-o", other)
    assert one.read_bytes().startswith(head)
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--question", "goed", "-o", "chart.jpg"], [".svg"]),
        (["--question", "goed", "--kind", "trend"], ["two rounds"]),
        (["--question", "goed", "--kind", "groups"], ["--by"]),
        (["--question", "nope"], ["nope"]),
    ],
)
def test_what_cannot_be_drawn(coded, options, words):
    result = coded.run("chart", *options, exit_code=2)
    assert all(word in result.stderr for word in words)
