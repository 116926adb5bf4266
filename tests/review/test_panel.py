"""The codebook over the card: keys in, codes chosen and the codebook changed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.domain.codebook import Code, Codebook
from coder.domain.codebook_edits import applied
from coder.domain.coding import Suggestion, Suggestions
from coder.domain.folding import text_hash
from coder.domain.survey import Answer
from coder.review.desk import Desk
from coder.review.panel import PANEL_KEYS
from coder.review.ports import Item, NoSuggestions
from coder.review.session import Session
from coder.review.usage import Usage

CODEBOOK = Codebook(
    (
        Code("middelen", "Middelen"),
        Code("geld", "Geld", "Alles over geld.", parent="middelen"),
        Code("mensen", "Mensen", parent="middelen", keywords=("personeel",)),
        Code("tijd", "Tijd"),
        Code("steun", "Steun"),
        Code("bestuur", "Bestuur", parent="steun"),
        Code("oud", "Oud", retired=True),
    )
)


class Memory:
    """A recorder that keeps versions of the codebook, and which actions are undone."""

    def __init__(self):
        self.books = [("", CODEBOOK)]
        self.undone = set()

    def record(self, item, decision, shown):
        self.books.append((f"a{len(self.books)}", self.current))
        return self.books[-1][0]

    def taken(self, item):
        return False

    def add_code(self, name, definition):
        code_id = f"nieuw{len(self.books)}"
        return self._keep(Codebook((*self.current.codes, Code(code_id, name, definition))))

    def edit_codebook(self, edit):
        return self._keep(applied(self.current, edit))

    def undo(self, action_id):
        self.undone.add(action_id)

    @property
    def current(self):
        return [book for action_id, book in self.books if action_id not in self.undone][-1]

    def _keep(self, book):
        self.books.append((f"b{len(self.books)}", book))
        return book, self.books[-1][0]


def answer(n, text):
    return Answer(n, "q", "2024", f"r{n}", text, text_hash(text), n)


def opened(*keys):
    """A desk with the codebook open: 3 answers carry Geld, 2 of them Mensen too."""
    usage = Usage([(answer(10 + n, f"eerder {n}"), ("geld", "mensen")[: 1 + (n > 0)]) for n in range(3)])
    session = Session(
        [Item((answer(n, f"antwoord {n}"),)) for n in range(3)],
        CODEBOOK,
        Memory(),
        NoSuggestions(),
        clock=lambda: 0.0,
        usage=usage,
    )
    on = Desk(session)
    press(on, "c", *keys)
    return on


def press(on, *keys):
    for key in keys:
        on.press(key)


def labels(on):
    return [row.code.label for row in on.panel.browser.rows]


def at(on):
    return on.panel.browser.code.label


def test_arrows_walk_fold_and_unfold():
    on = opened()
    assert labels(on) == ["Middelen", "Geld", "Mensen", "Tijd", "Steun", "Bestuur"]
    press(on, "left")
    assert labels(on) == ["Middelen", "Tijd", "Steun", "Bestuur"]
    press(on, "down", "up", "right", "right")
    assert at(on) == "Geld"
    press(on, "down", "left")
    assert at(on) == "Middelen"
    press(on, " ")
    assert "Geld" not in labels(on)
    press(on, "end")
    assert at(on) == "Bestuur"
    press(on, "home", "up")
    assert at(on) == "Middelen"


def test_enter_chooses_for_the_card_and_folds_a_net():
    on = opened("down", "enter", "down", "enter")
    assert on.session.draft.codes == ("geld", "mensen")
    press(on, "up", "enter", "home", "enter")
    assert on.session.draft.codes == ("mensen",)
    assert "Geld" not in labels(on)
    press(on, "escape")
    assert on.mode == "card"
    press(on, "c")
    assert "Mensen" in labels(on)  # where it opens is unfolded
    assert at(on) == "Geld"  # toggled last


def test_find_goes_to_a_code_in_a_folded_net_or_back():
    on = opened("left", "/", *"personeel")
    assert labels(on) == ["Middelen", "Mensen"]
    press(on, "escape")
    assert (at(on), labels(on)[1]) == ("Middelen", "Tijd")
    press(on, "/", *"pers", "enter")
    assert at(on) == "Mensen"
    assert "Geld" in labels(on)
    press(on, "/", *"zzz")
    assert labels(on) == []
    press(on, "down", "enter")
    assert on.mode == "codebook"


def test_rename_and_definition_in_place_and_undo():
    on = opened("down", "r", "clear", *"Geld en goed", "enter")
    assert at(on) == "Geld en goed"
    press(on, "d", *" Ook budget.", "enter")
    assert on.session.codebook.by_id["geld"].definition == "Alles over geld. Ook budget."
    press(on, "u", "u")
    assert at(on) == "Geld"
    assert on.session.recorder.current == CODEBOOK
    press(on, "u")
    assert "Esc" in on.message


def test_a_label_that_is_taken_says_so_and_keeps_what_was_typed():
    on = opened("down", "r", "clear", *"tijd", "enter")
    assert "Tijd" in on.message
    assert (on.panel.changes.asked, on.panel.changes.typed) == ("rename", "tijd")
    press(on, "escape")
    assert at(on) == "Geld"


def test_split_asks_with_the_number_of_answers_and_only_yes_does_it():
    on = opened("down", "s", *"Subsidie; Begroting", "enter")
    assert "3 answers return to the desk with coder review --recode." in on.panel.changes.question
    press(on, "q")
    assert "y: yes" in on.message
    press(on, "n")
    assert on.session.codebook == CODEBOOK
    press(on, "s", *"Subsidie; Begroting", "enter", "y")
    assert labels(on)[:4] == ["Middelen", "Subsidie", "Begroting", "Mensen"]
    assert at(on) == "Subsidie"
    assert on.session.usage.carrying(["geld"]) == 3  # nothing changes what answers carry
    press(on, "u")
    assert on.session.codebook == CODEBOOK


def test_a_split_in_one_part_is_refused_before_anything_is_asked():
    on = opened("down", "s", *"Subsidie", "enter")
    assert on.panel.changes.asked == "split"
    assert "two parts" in on.message


def test_merge_marked_codes_into_one_that_is_chosen():
    on = opened("down", " ", "down", " ", "m", "/", *"tij", "enter", "enter")
    asked = on.panel.changes.question
    assert "Merge 'Geld', 'Mensen' into 'Tijd'?" in asked
    assert "3 answers return" in asked  # one that carries both counts once
    press(on, "j")
    assert labels(on) == ["Middelen", "Tijd", "Steun", "Bestuur"]
    assert at(on) == "Tijd"
    assert not on.panel.changes.marked


def test_merging_the_code_under_the_cursor_and_the_choice_on_the_card_goes_along():
    on = opened("down", "enter", "m", "down", "enter", "y")
    assert on.session.draft.codes == ("mensen",)
    press(on, "u")
    assert on.session.draft.codes == ("geld",)


def test_merge_into_a_new_code():
    on = opened("down", " ", "down", " ", "m", "n", *"Capaciteit", "enter", "y")
    assert at(on) == "Capaciteit"
    assert on.session.codebook.by_id["geld"].retired


def test_a_marked_code_that_is_chosen_as_the_target_takes_the_others():
    on = opened("down", " ", "down", " ", "m", "enter")
    assert "Merge 'Geld' into 'Mensen'?" in on.panel.changes.question


def test_move_under_another_net_to_the_top_and_under_a_new_net():
    on = opened("down", "v", "down", "down", "enter")
    assert on.session.codebook.by_id["geld"].parent == "steun"
    assert at(on) == "Geld"
    press(on, "v", "enter")
    assert on.session.codebook.by_id["geld"].parent is None
    press(on, "v", "n", *"Zaken", "enter")
    assert on.session.codebook.label(on.session.codebook.by_id["geld"].parent) == "Zaken"
    assert on.session.draft.codes == ()
    press(on, *"uuuu")
    assert on.session.codebook == CODEBOOK


def test_a_net_cannot_be_moved_below_itself_and_is_neither_split_nor_merged():
    on = opened("v")
    assert [net.label if net else None for net in on.panel.changes.nets] == [None, "Steun"]
    press(on, "escape", "s")
    assert "is a net" in on.message
    press(on, "m")
    assert (on.panel.changes.asked, on.panel.changes.marked) == ("", frozenset())


def test_what_was_learnt_meanwhile_is_on_the_card_when_a_changed_codebook_closes():
    for keys, shown in (("r", *"den", "enter", "escape"), ("tijd",)), (("escape",), ()):
        on = opened()
        on.session.suggester.suggest = lambda answer: Suggestions((Suggestion("tijd", 0.8),), ())
        on.session.shown = Suggestions()
        if len(keys) > 1:
            press(on, *keys[:-1])
            on.session.shown = Suggestions()  # as before anything was learnt
        press(on, keys[-1])
        assert tuple(one.code_id for one in on.session.shown.ranked) == shown


def test_retire_says_how_many_keep_it():
    on = opened("down", "down", "x")
    assert "2 answers keep it" in on.panel.changes.question
    press(on, "y")
    assert "Mensen" not in labels(on)


def test_a_new_code_is_chosen_on_the_card_and_one_that_is_there_is_not_made_again():
    on = opened("n", *"geld", "enter")
    assert "has 'Geld' already" in on.message
    press(on, "clear", *"Ruimte", "enter", *"Plek om te werken", "enter")
    assert at(on) == "Ruimte"
    assert len(on.session.draft.codes) == 1


def test_undo_in_the_codebook_leaves_codings_alone():
    on = opened("down", "enter", "escape", "enter", "c", "u")
    assert "Esc" in on.message
    assert on.session.decided == 1


def test_an_unknown_key_says_so_and_an_empty_codebook_takes_no_changes():
    on = opened("z")
    assert "z" in on.message
    session = Session([Item((answer(1, "a"),))], Codebook(), Memory(), NoSuggestions(), clock=lambda: 0.0)
    empty = Desk(session)
    press(empty, "c", "r")
    assert "no codes yet" in empty.message


@pytest.mark.parametrize("key", [key.key for key in PANEL_KEYS])
def test_every_key_on_the_list_does_something(key):
    on = opened("down")
    press(on, key)
    assert "does nothing here" not in on.message


NAMED = ("up", "down", "left", "right", "home", "end", "enter", "escape", "backspace", "clear")
KEYS = st.sampled_from([*NAMED, *"c/ rdsmvxnuyj?;A"])


@settings(max_examples=150)
@given(st.lists(KEYS, max_size=60))
def test_any_keys_leave_a_codebook_as_recorded_and_undo_takes_all_of_it_back(keys):
    on = opened()
    press(on, *keys)
    assert on.session.codebook == on.session.recorder.current
    assert set(on.session.draft.codes) <= {code.code_id for code in on.session.codebook.usable}
    while on.session.undo():
        pass
    assert on.session.codebook == CODEBOOK
