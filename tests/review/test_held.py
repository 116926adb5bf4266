"""A key that is held down decides one card; keys that are pressed again and again all count."""

from __future__ import annotations

import pytest
from test_desk import CODEBOOK as BOOK
from test_desk import Desk, Fixed, Memory, answers, desk
from test_finding_desk import Kept

from coder.domain.errors import ProjectError
from coder.domain.survey import Answer
from coder.review.findings import FindingDesk, Place
from coder.review.held import MOST, Held
from coder.review.queue import items
from coder.review.session import Session


@pytest.fixture
def on():
    """A desk on sixty different answers."""
    texts = [f"antwoord nummer {n}" for n in range(60)]
    return Desk(Session(items(answers(texts)), BOOK, Memory(), Fixed(), clock=lambda: 0.0))


def give(on, held, keys, gap, first=1.0):
    """Press keys so many seconds apart."""
    for n, key in enumerate(keys):
        if held.lets(key, gap if n else first):
            on.press(key)


@pytest.mark.parametrize("key", ["enter", "x", "s", "f"])
@pytest.mark.parametrize("gap", [0.0, 0.033, 0.07])
def test_a_held_key_leaves_only_its_first_decision(on, key, gap):
    held = Held(on)
    give(on, held, [key] * 40, gap)
    assert on.session.answers_decided == 1
    assert on.session.place == 1
    assert "held down" in on.message
    assert len(on.session.recorder.current()) == 1
    # Still held: nothing happens. Let go, and it counts again.
    give(on, held, [key], 0, 0.07)
    assert on.session.answers_decided == 1
    give(on, held, [key], 0, 0.5)
    assert on.session.answers_decided == 2


def test_a_key_that_is_pressed_again_and_again_counts_each_time(on):
    give(on, Held(on), ["x"] * 50, 0.1)
    assert on.session.answers_decided == 50


def test_typing_ahead_counts_and_so_do_other_keys_at_any_speed(on):
    held = Held(on)
    give(on, held, ["x"] * MOST, 0.03)
    assert on.session.answers_decided == MOST
    give(on, held, [*"xs" * 15], 0.0)
    assert on.session.answers_decided == MOST + 30


def test_undo_that_is_held_down_stops(on):
    held = Held(on)
    give(on, held, [*"xs" * 15], 0.0)
    give(on, held, ["u"] * 40, 0.03)
    assert on.session.answers_decided == 30 - MOST
    assert "held down" in on.message


def test_letters_that_are_typed_are_no_decisions():
    on, _memory = desk()
    held = Held(on)
    give(on, held, ["m", *"pfffffffffffffffffsssssssssssssssuuuuuuuuuuuuuuuuuu", "enter"], 0.0)
    assert on.session.draft.memo == "pfffffffffffffffffsssssssssssssssuuuuuuuuuuuuuuuuuu"


def test_what_cannot_be_taken_back_is_said(on, monkeypatch):
    def broken(_action_id):
        raise ProjectError("The disk is full", "Make room.")

    held = Held(on)
    monkeypatch.setattr(on.session.recorder, "undo", broken)
    give(on, held, ["x"] * (MOST + 1), 0.0)
    assert on.message == "The disk is full. Make room."
    assert on.session.answers_decided == MOST


@pytest.mark.parametrize("key", ["y", "n", "s", "enter"])
def test_a_held_key_passes_one_finding_of_personal_data(key):
    text = "roos " * 40
    places = [Place(Answer(1, "q", "r", "p", text, "h"), 5 * n, 5 * n + 4, "name", False) for n in range(40)]
    on = FindingDesk(places, Kept())
    give(on, Held(on), [key] * 30, 0.03)
    assert on.at == 1
    assert "held down" in on.message
    assert len(on.decided) == (key != "s")
