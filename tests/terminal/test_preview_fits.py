"""The first rows of an export fit the terminal: columns without room are named."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from coder.terminal.console import Output
from coder.terminal.preview import show_columns, show_preview

NAMES = ["nr", "anders", "Waarom?", *(f"variabele{number}" for number in range(4, 13))]
PREVIEW = {
    "columns": [{"number": n, "name": name, "filled_share": 0.1 if n == 2 else 1.0} for n, name in enumerate(NAMES, 1)],
    "shown": list(range(1, 13)),
    "open": [2, 3],
    "id": 1,
    "weight": None,
    "first": [[str(row), "", "een antwoord van een paar woorden", *"abcdefghi"] for row in range(10)],
    "left_out": [("ip", "personal data")],
    "notes": ["one thing more"],
}


@pytest.mark.parametrize(("width", "columns"), [(60, 2), (80, 3), (240, 12)])
def test_what_does_not_fit_is_named(width, columns):
    output = Output()
    output.out = Console(file=StringIO(), width=width)
    show_preview(output, PREVIEW)
    text = output.out.file.getvalue()
    head, *rows = text.splitlines()
    shown = [name for name in NAMES if name in head]
    assert len(shown) == columns
    assert {"nr", "Waarom?"} <= set(shown)
    assert all(name in text for name in NAMES)
    assert "een antwoord van" in rows[0]
    assert "one thing more" in rows[-1]


@pytest.mark.parametrize("width", [80, 120])
def test_a_part_of_a_long_question_is_still_seen(width):
    question = "Welk vervoer gebruikt u naar uw werk? (meer antwoorden mogelijk, ook van een enkele keer)"
    names = [f"{question} [{part}]" for part in ("Trein", "Anders (geef nadere toelichting)")]
    numbers = {"filled_share": 1.0, "mean_characters": 9.0, "distinct": 2, "text": "", "role": ""}
    profiles = [{"number": number, "name": name, **numbers} for number, name in enumerate(names, 1)]
    output = Output()
    output.out = Console(file=StringIO(), width=width)
    show_columns(output, profiles, {"open": [2], "id": None, "weight": None})
    _head, train, other = output.out.file.getvalue().splitlines()
    assert "Welk vervoer" in train
    assert "[Trein]" in train
    assert "Welk vervoer" in other
    assert "[Anders" in other
