"""The desk for disagreements without a terminal: keys in, what counts out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.domain.codebook import Code, Codebook
from coder.domain.errors import ProjectError
from coder.domain.folding import text_hash
from coder.domain.survey import Answer
from coder.review.disputes import Dispute, Side
from coder.review.reconcile import RECONCILE_KEYS, ReconcileDesk

CODEBOOK = Codebook(
    (
        Code("mensen", "Mensen", keywords=("personeel",)),
        Code("geld", "Geld en middelen"),
        Code("tijd", "Tijd"),
        Code("weet_niet", "Weet niet", exclusive=True),
    )
)


class Memory:
    """A recorder that keeps what was settled in a list, as the project file does in rows."""

    def __init__(self):
        self.rows, self.undone, self.broken = [], set(), False

    def settle(self, dispute, status, codes, memo):
        if self.broken:
            raise ProjectError("The disk is full", "Make room.")
        self.rows.append((str(len(self.rows)), dispute.answers[0].text, status, codes, memo))
        return self.rows[-1][0]

    def undo(self, action_id):
        self.undone.add(action_id)

    def current(self):
        """Return by text the newest row that was not undone."""
        return {row[1]: row[2:] for row in self.rows if row[0] not in self.undone}


def dispute(text, *sides, times=1, **more):
    answers = tuple(Answer(n, "q", "r", f"p{n}", text, text_hash(text), n) for n in range(times))
    return Dispute(answers, tuple(Side(name, codes) for name, codes in sides), **more)


DISPUTES = (
    dispute("geld en tijd", ("anna", ("geld",)), ("bram", ("geld", "tijd")), times=3),
    dispute("wat mensen", ("anna", ("mensen",)), ("bram", ("weet_niet",))),
    dispute("tja", ("anna", ()), ("bram", ("weet_niet",)), ("carla", ("tijd",))),
)


@pytest.fixture
def memory():
    return Memory()


@pytest.fixture
def desk(memory):
    return ReconcileDesk(DISPUTES, CODEBOOK, memory)


def press(desk, *keys):
    for part in keys:
        for key in [part] if part in ("enter", "escape", "up", "down", "backspace", "eof") else part:
            desk.press(key)


def test_a_digit_takes_over_a_coding_and_goes_on(desk, memory):
    press(desk, "213")
    assert memory.current() == {
        "geld en tijd": ("coded", ("geld", "tijd"), ""),
        "wat mensen": ("coded", ("mensen",), ""),
        "tja": ("coded", ("tijd",), ""),
    }
    assert (desk.dispute, desk.left, desk.answers_settled) == (None, 0, 5)


def test_a_digit_without_a_coder(desk, memory):
    press(desk, "3")
    assert "no coder 3" in desk.message
    assert memory.rows == []


def test_all_codes_together_unless_one_stands_alone(desk, memory):
    press(desk, "a")
    assert memory.current()["geld en tijd"][1] == ("geld", "tijd")
    press(desk, "a")
    assert "'Weet niet' stands alone" in desk.message
    assert desk.place == 1


def test_a_coding_put_together_begins_with_what_all_gave(desk, memory):
    press(desk, "/")
    assert desk.draft == ("geld",)
    assert [code.code_id for code in desk.offered] == ["geld", "tijd"]
    press(desk, "12")
    assert desk.draft == ("tijd",)
    press(desk, "pers", "enter")
    assert desk.draft == ("mensen", "tijd")
    assert [code.code_id for code in desk.offered] == ["mensen", "geld", "tijd"]
    press(desk, "enter")
    assert memory.current() == {"geld en tijd": ("coded", ("mensen", "tijd"), "")}
    assert (desk.mode, desk.place, desk.draft) == ("card", 1, ())


def test_arrows_and_space_choose_too(desk):
    press(desk, "/", "down", "down", "down", " ")
    assert desk.draft == ("geld", "tijd")
    press(desk, "up", " ")
    assert desk.draft == ("tijd",)
    press(desk, "escape")
    assert (desk.mode, desk.draft) == ("card", ("tijd",))
    press(desk, "enter")
    assert desk.settled == {0: ("tijd",)}


def test_enter_on_a_card_without_a_choice_says_what_to_do(desk, memory):
    press(desk, "enter")
    assert "1-9" in desk.message
    press(desk, "/1", "enter")
    assert "1-9" in desk.message
    assert memory.rows == []


def test_typing_what_no_code_has(desk):
    press(desk, "/zzz", "enter")
    assert "'zzz'" in desk.message
    assert desk.offered == []


def test_no_theme_and_skip(desk, memory):
    press(desk, "xs")
    assert memory.current() == {"geld en tijd": ("coded", (), "")}
    assert (desk.place, desk.left) == (2, 2)


def test_undo_and_back(desk, memory):
    press(desk, "1s2")
    assert desk.place == 3
    press(desk, "u")
    assert (desk.place, desk.settled) == (2, {0: ("geld",)})
    press(desk, "uu")
    assert (desk.place, desk.settled, memory.current()) == (0, {}, {})
    press(desk, "u")
    assert "Nothing more to undo" in desk.message
    press(desk, "1b2")
    assert memory.current()["geld en tijd"][1] == ("geld", "tijd")
    press(desk, "u")
    assert desk.settled == {0: ("geld",)}
    press(desk, "b")
    assert "first card" in desk.message


def test_a_memo_is_kept_at_once_and_goes_with_what_is_settled(desk, memory):
    press(desk, "m", "overleg", "enter")
    assert memory.current() == {"geld en tijd": ("open", (), "overleg")}
    press(desk, "1")
    assert memory.current() == {"geld en tijd": ("coded", ("geld",), "overleg")}
    press(desk, "bm", " met Ans", "enter")
    assert memory.current()["geld en tijd"] == ("coded", ("geld",), "overleg met Ans")
    press(desk, "u")
    assert desk.memos[0] == "overleg"
    assert desk.settled == {0: ("geld",)}
    press(desk, "m", "weg", "escape")
    assert desk.memos[0] == "overleg"


def test_an_error_leaves_the_card_and_says_why(desk, memory):
    memory.broken = True
    press(desk, "1")
    assert desk.message == "The disk is full. Make room."
    assert (desk.place, desk.settled) == (0, {})


def test_names_or_numbers(memory, desk):
    assert [desk.name(n) for n in range(2)] == ["anna", "bram"]
    without = ReconcileDesk(DISPUTES, CODEBOOK, memory, anonymous=True)
    assert [without.name(n) for n in range(2)] == ["coder 1", "coder 2"]


def test_help_unknown_keys_and_leaving(desk):
    press(desk, "?")
    assert desk.mode == "help"
    press(desk, "1")
    assert (desk.mode, desk.settled) == ("card", {})
    press(desk, "z")
    assert "z does nothing" in desk.message
    press(desk, "q")
    assert desk.finished


def test_every_key_on_the_key_line_does_something(memory):
    for key in RECONCILE_KEYS:
        desk = ReconcileDesk(DISPUTES, CODEBOOK, memory)
        desk.press("1" if key.key == "1-9" else key.key)
        assert "does nothing" not in desk.message


KEYS = st.lists(
    st.sampled_from([*"123axsubm/? q", "enter", "escape", "up", "down", "backspace", "g", "é"]).filter("q".__ne__),
    max_size=60,
)


@given(KEYS)
@settings(max_examples=200)
def test_after_any_keys_what_the_desk_shows_is_what_was_kept(keys):
    memory = Memory()
    desk = ReconcileDesk(DISPUTES, CODEBOOK, memory)
    for key in keys:
        if not desk.finished:
            desk.press(key)
    kept = {text: row for text, row in memory.current().items() if row[0] == "coded"}
    assert kept.keys() == {DISPUTES[place].answers[0].text for place in desk.settled}
    assert all(kept[DISPUTES[place].answers[0].text][1] == codes for place, codes in desk.settled.items())
    while desk._steps:
        desk.mode = "card"
        desk.finished = False
        desk.press("u")
    assert memory.current() == {}
    assert desk.settled == {}
