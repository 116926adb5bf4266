"""The card of a disagreement, drawn to a fixed size and compared with golden text. Renew with RENEW_CARDS=1."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path

import pytest
from rich.cells import cell_len

from coder.domain.codebook import Code, Codebook
from coder.domain.folding import text_hash
from coder.domain.survey import Answer, Question
from coder.domain.texts import use_language
from coder.review.disputes import Dispute, Side
from coder.review.reconcile import ReconcileDesk
from coder.terminal.console import Output
from coder.terminal.reconcile_desk import render, run_plain

GOLDEN = Path(__file__).resolve().parent.parent / "data" / "cards"
TEXT = "Te weinig mensen, en het geld komt elk jaar te laat. " * 2
HOSTILE = "\x1b[31mrood\x1b[0m [b]vet[/b] :smile: \u202egedraaid \x07"
CODEBOOK = Codebook(
    (
        Code("mensen", "Bemensing"),
        Code("geld", "Gezamenlijke portemonnee"),
        Code("tijd", "Tijd en lange adem"),
        Code("lang", "Een code met een heel erg lange naam die nergens op een regel past zodat er een stuk af moet"),
    )
)
QUESTION = Question("q", "Wat is er nodig?\nGraag kort.")


class Nowhere:
    def settle(self, dispute, status, codes, memo):
        return "a"

    def undo(self, action_id):
        pass


def desk(text=TEXT, *, people=2, times=1, anonymous=False, **more):
    answers = tuple(Answer(n, "q", "2024", f"r{n}", text, text_hash(text), n) for n in range(times))
    sides = (
        Side("anna", ("mensen", "geld"), memo="twijfel over het geld"),
        Side("bram", ("mensen", "tijd", "lang"), flagged=True),
        *(Side(f"codeur-{n}", ("mensen",) if n % 2 else ()) for n in range(people - 2)),
    )
    other = Dispute(answers, tuple(Side(name, ()) for name in ("anna", "bram")))
    return ReconcileDesk((Dispute(answers, sides, **more), other), CODEBOOK, Nowhere(), anonymous=anonymous)


@pytest.fixture(params=["nl", "en"])
def lang(request):
    use_language(request.param)
    yield request.param
    use_language("en")


def press(on, keys):
    for key in keys.split():
        for one in [key] if len(key) > 1 and key.isalpha() and key in ("enter", "escape", "down") else key:
            on.press(one)


STATES = {"differ": "", "compose": "/", "help": "?", "memo": "m let_op", "end": "1 1", "settled": "1 b"}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("width", "height"), [(80, 24), (140, 40)])
def test_golden(lang, state, width, height):
    again = {"before": ("tijd",), "changed": ("bram",)} if state == "differ" else {}
    on = desk(times=2 if state == "differ" else 1, **again)
    press(on, STATES[state])
    drawn = "\n".join(line.rstrip() for line in render(on, QUESTION, width, height)) + "\n"
    golden = GOLDEN / f"reconcile-{state}-{lang}-{width}x{height}.txt"
    if os.environ.get("RENEW_CARDS"):
        golden.write_text(drawn, encoding="utf-8")
    assert drawn == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [40, 80, 140, 200])
@pytest.mark.parametrize("height", [16, 24, 60])
@pytest.mark.parametrize("keys", ["", "/", "/ e", "m", "?", "1"])
@pytest.mark.parametrize("people", [2, 3, 9])
def test_the_card_never_leaves_its_frame_and_all_coders_stay_in_sight(width, height, keys, people):
    on = desk("woord " * 3000, people=people, times=4)
    press(on, keys)
    lines = render(on, QUESTION, width, height)
    assert len(lines) <= height
    assert all(cell_len(line) <= width for line in lines)
    if not keys and height > 16:
        shown = "\n".join(lines)
        assert all(f"{n + 1} {on.name(n)}" in shown for n in range(people))
        assert "↓" in shown


def test_side_by_side_where_there_is_room_and_below_each_other_where_there_is_not():
    for width, side_by_side in ((80, False), (100, True), (140, True)):
        on = desk()
        lines = render(on, QUESTION, width, 30)
        (anna,) = [line for line in lines if "1 anna" in line]
        assert ("2 bram" in anna) == side_by_side


def test_what_differs_is_marked_without_color():
    shown = "\n".join(render(desk(), QUESTION, 60, 30))
    assert shown.count("= Bemensing") == 2
    assert "≠ Gezamenlijke portemonnee" in shown
    assert "≠ Tijd en lange adem" in shown


def test_without_names_no_name_is_shown():
    on = desk(anonymous=True, before=("tijd",), changed=("bram",))
    for width in (60, 140):
        shown = "\n".join(render(on, QUESTION, width, 30))
        assert "coder 1" in shown
        assert "anna" not in shown
        assert "bram" not in shown


def test_an_answer_a_name_and_a_memo_cannot_steer_the_terminal():
    answers = (Answer(1, "q", "2024", HOSTILE, HOSTILE, "h", 1),)
    sides = (Side(HOSTILE, ("mensen",), memo=HOSTILE), Side("b", ()))
    on = ReconcileDesk((Dispute(answers, sides, memo=HOSTILE),), CODEBOOK, Nowhere())
    for width in (60, 140):
        drawn = "\n".join(render(on, QUESTION, width, 30))
        assert "␛[31mrood␛[0m [b]vet[/b] :smile:" in drawn
        assert "\x1b" not in drawn


def test_line_by_line(capsys):
    on = desk()
    run_plain(on, QUESTION, Output(), StringIO("n Sfeer\nde map van anna\n/tijd\n\nm klaar\nm\nklaar af\nq\n"))
    assert on.settled == {0: ("mensen", "tijd")}
    assert on.memos[1] == "klaar af"
    shown = capsys.readouterr().out
    assert "The key n does nothing here" in shown
    assert "The key d does nothing here" in shown
    assert "≠ Tijd en lange adem" in shown
    assert "Chosen: Bemensing, Tijd en lange adem" in shown
