"""The codebook beside the card: what is in view, what is counted, what is said of a code."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from coder.domain.codebook import Code, Codebook
from coder.domain.coding import Suggestion, Suggestions
from coder.domain.folding import text_hash
from coder.domain.survey import Answer, Question
from coder.review.desk import Desk
from coder.review.ports import Item, NoSuggestions
from coder.review.session import Session
from coder.review.tree import tree
from coder.review.usage import Usage
from coder.terminal.card import render
from coder.terminal.frame import Frame

NETS = Codebook(
    tuple(
        code
        for net in range(10)
        for code in (
            Code(f"n{net}", f"Net {net}"),
            *(Code(f"c{net}{k}", f"Code {net}.{k}", parent=f"n{net}") for k in range(6)),
        )
    )
)
FLAT = Codebook(tuple(Code(f"c{n}", f"Code {n}.", f"Alles over {n}.") for n in range(70)))


class Recorder:
    def __init__(self):
        self.actions = 0

    def record(self, item, decision, shown):
        self.actions += 1
        return str(self.actions)

    def taken(self, item):
        return False

    def undo(self, action_id):
        pass


class Proposing(NoSuggestions):
    def __init__(self, code_id):
        self.code_id = code_id

    def suggest(self, answer):
        return Suggestions((Suggestion(self.code_id, 0.9),), (self.code_id,))


def answer(n, text):
    return Answer(n, "q", "2024", f"r{n}", text, text_hash(text), n)


def desk(codebook, proposed, usage=(), blind=False):
    queue = [Item((answer(n, f"antwoord {n}"),), blind=blind) for n in range(3)]
    session = Session(queue, codebook, Recorder(), Proposing(proposed), clock=lambda: 0.0, usage=Usage(usage))
    return Desk(session), Frame(Question("q", "Waarom?"), {}, 30, 12)


def column(on, frame, width=140, height=40):
    """Return the codebook's column, line by line."""
    lines = render(on, frame, width, height)
    assert all(cell_len(line) <= width for line in lines)
    assert len(lines) <= height
    return [line.split("│")[-1].rstrip() for line in lines if "│" in line]


@pytest.mark.parametrize("place", [0, 1, 35, 68, 69])
@pytest.mark.parametrize("height", [20, 30, 45])
def test_of_seventy_codes_the_one_it_is_about_is_in_view_and_the_rest_is_counted(place, height):
    shown = column(*desk(FLAT, f"c{place}"), height=height)
    marked = next(n for n, line in enumerate(shown) if line == f" > [x] Code {place}.")
    codes = [line for line in shown if "[ ] Code" in line or "[x] Code" in line]
    above = [int(line.split("↑")[1]) for line in shown if line.startswith(" ↑")]
    below = [int(line.split("↓")[1]) for line in shown[: marked + len(codes) + 2] if line.startswith(" ↓")]
    assert len(codes) + sum(above) + sum(below) == 70
    assert above or place < height
    assert below or place > 69 - height


def test_nets_that_the_card_is_not_about_fold_when_the_codebook_is_long():
    on, frame = desk(NETS, "c42")
    shown = column(on, frame)
    assert any("▾ Net 4" in line for line in shown)
    assert any("▸ Net 5 (+6)" in line for line in shown)
    assert sum("Code " in line and "[" in line for line in shown) == 6
    tall = column(on, frame, height=100)
    assert sum("[ ] Code" in line or "[x] Code" in line for line in tall) == 60


def test_counts_follow_decisions_and_undo():
    on, frame = desk(NETS, "c42", [(answer(90, "eerder"), ("c42", "c43"))])

    def counts():
        shown = column(on, frame, height=60)
        return [line.split()[-1] for name in ("▾ Net 4", "] Code 4.2", "] Code 4.3") for line in shown if name in line]

    assert counts() == ["1", "1", "1"]
    on.press("enter")
    assert counts() == ["2", "2", "1"]
    on.press("u")
    assert counts() == ["1", "1", "1"]


def test_the_sheet_shows_definition_and_the_newest_answers_and_cuts_with_a_mark():
    used = [(answer(50 + n, f"eerder antwoord nummer {n} " + "en nog wat woorden " * 8), ("c3",)) for n in range(9)]
    on, frame = desk(FLAT, "c3", used)
    shown = "\n".join(column(on, frame))
    assert "Code 3.  9 answers" in shown
    assert "Alles over 3." in shown
    assert "nummer 8" in shown
    assert "nummer 0" not in shown
    assert "more lines (c: codebook)" in "\n".join(column(on, frame, height=24))


def test_the_code_that_was_toggled_last_is_the_one_shown():
    on, frame = desk(FLAT, "c3")
    for key in ("/", *"code 7.", "enter", "escape"):
        on.press(key)
    assert any(line.startswith(" > [x] Code 7.") for line in column(on, frame))
    on.press("enter")
    assert any(line.startswith(" > [x] Code 3.") for line in column(on, frame))


def test_a_blind_card_shows_no_counts_and_nothing_of_what_others_coded():
    shown = "\n".join(column(*desk(FLAT, "c3", [(answer(90, "van een ander"), ("c3",))], blind=True)))
    assert "van een ander" not in shown
    assert "1 answer" not in shown
    assert "Code 3. " not in shown


def test_retired_codes_are_not_in_the_tree_and_their_codes_move_up():
    book = Codebook((Code("n", "Net", retired=True), Code("a", "A", parent="n"), Code("b", "B", retired=True)))
    assert [(row.code.code_id, row.depth) for row in tree(book)] == [("a", 0)]


def test_no_column_in_a_narrow_window():
    on, frame = desk(FLAT, "c3")
    assert not any("│" in line for line in render(on, frame, 109, 40))
