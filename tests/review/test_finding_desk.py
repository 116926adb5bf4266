"""Findings of personal data: each key decides, each decision is kept first, undo takes it back."""

from __future__ import annotations

import pytest

from coder.domain.errors import ProjectError
from coder.domain.survey import Answer
from coder.domain.texts import use_language
from coder.review.findings import FINDING_KEYS, FindingDesk, Place

TEXTS = ("Roos hielp mij", "een roos van Jansen", "bel ROOS", "Jansen")


def place(n: int, found: str, sure: bool = False) -> Place:
    start = TEXTS[n].index(found)
    return Place(Answer(n, "q", "r", f"p{n}", TEXTS[n], "h"), start, start + len(found), "name", sure)


PLACES = (place(0, "Roos"), place(1, "roos"), place(1, "Jansen", True), place(2, "ROOS"), place(3, "Jansen", True))


class Kept:
    """A recorder that remembers, and fails when told to."""

    def __init__(self) -> None:
        self.decisions: dict[str, tuple[list[str], bool]] = {}
        self.fails = False

    def decide(self, places, replaced):
        if self.fails:
            raise ProjectError("The disk is full", "Make room")
        action_id = f"a{len(self.decisions)}"
        self.decisions[action_id] = ([p.text for p in places], replaced)
        return action_id

    def undo(self, action_id):
        del self.decisions[action_id]


@pytest.fixture
def desk() -> FindingDesk:
    use_language("en")
    return FindingDesk(PLACES, Kept())


def press(desk: FindingDesk, *keys: str) -> list[tuple[list[str], bool]]:
    for key in keys:
        desk.press(key)
    return list(desk._recorder.decisions.values())


@pytest.mark.parametrize(("key", "replaced"), [("j", True), ("y", True), ("enter", True), ("n", False)])
def test_a_key_decides_and_goes_on(desk, key, replaced):
    assert press(desk, key) == [(["Roos"], replaced)]
    assert desk.place is PLACES[1]
    assert desk.left == 4


@pytest.mark.parametrize(("key", "replaced"), [("a", True), ("k", False)])
def test_all_of_the_same_text_whatever_its_capitals(desk, key, replaced):
    assert press(desk, key) == [(["Roos", "roos", "ROOS"], replaced)]
    assert desk.place is PLACES[2]
    assert "3 findings" in desk.message
    # What was decided before is not shown again.
    press(desk, "n")
    assert desk.place is PLACES[4]


def test_all_leaves_alone_what_was_decided_before(desk):
    assert press(desk, "n", "a") == [(["Roos"], False), (["roos", "ROOS"], True)]


def test_undo_takes_back_step_by_step_and_shows_the_card_again(desk):
    press(desk, "y", "s", "a", "n")
    assert press(desk, "u") == [(["Roos"], True), (["Jansen", "Jansen"], True)]
    assert desk.place is PLACES[3]
    assert press(desk, "u") == [(["Roos"], True)]
    assert desk.place is PLACES[2]
    press(desk, "u")
    assert desk.place is PLACES[1]
    assert press(desk, "u") == []
    assert desk.decided == {}
    press(desk, "u")
    assert "Nothing more to undo" in desk.message


def test_the_end_and_leaving(desk):
    press(desk, "y", "y", "s", "y", "y")
    assert desk.place is None
    assert desk.left == 1
    assert not desk.finished
    press(desk, "enter")
    assert desk.finished
    assert len(press(desk, "u", "n")) == 4


@pytest.mark.parametrize("key", ["q", "eof"])
def test_stopping_keeps_what_was_decided(desk, key):
    assert press(desk, "y", key, "y") == [(["Roos"], True)]
    assert desk.finished


def test_what_cannot_be_kept_is_not_decided(desk):
    desk._recorder.fails = True
    press(desk, "y")
    assert desk.place is PLACES[0]
    assert desk.decided == {}
    assert desk.message == "The disk is full. Make room."


def test_help_unknown_keys_and_no_findings(desk):
    press(desk, "?")
    assert desk.helping
    assert press(desk, "y") == []
    press(desk, "x")
    assert "x does nothing" in desk.message
    empty = FindingDesk([], Kept())
    assert empty.place is None
    assert press(empty, "u", "s", "n") == []
    assert empty.finished


def test_each_key_of_the_list_does_something(desk):
    for key in FINDING_KEYS:
        press(desk, key.key)
        assert "does nothing" not in desk.message
        desk.helping = False
