"""The desk without a terminal: keys in, decisions out."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.domain.codebook import Code, Codebook
from coder.domain.coding import Suggestion, Suggestions
from coder.domain.errors import ProjectError
from coder.domain.folding import text_hash
from coder.domain.ids import answer_id
from coder.domain.survey import Answer
from coder.review.desk import Desk
from coder.review.plain import keys_of
from coder.review.ports import Decision, NoSuggestions
from coder.review.queue import items, ordered
from coder.review.session import Session

CODEBOOK = Codebook(
    (
        Code("mensen", "Mensen", keywords=("bemensing", "personeel")),
        Code("geld", "Geld en middelen"),
        Code("tijd", "Tijd"),
        Code("weet_niet", "Weet niet", exclusive=True),
    )
)
TEXTS = ("meer geld", "Meer geld!", "mensen", "geen idee", "rust", "iets anders")


def answers(texts=TEXTS):
    return [
        Answer(answer_id("q", "r", str(i)), "q", "r", str(i), text, text_hash(text), i) for i, text in enumerate(texts)
    ]


@dataclass
class Memory:
    """A recorder that keeps decisions in a list, as the project file does in rows."""

    rows: list = field(default_factory=list)
    undone: set = field(default_factory=set)
    codebooks: list = field(default_factory=lambda: [("start", CODEBOOK)])
    broken: bool = False
    elsewhere: set = field(default_factory=set)

    def record(self, item, decision, shown):
        if self.broken:
            raise ProjectError("The disk is full", "Make room.")
        self.rows.append((str(len(self.rows)), item, decision))
        return self.rows[-1][0]

    def taken(self, item):
        return item.first.respondent_id in self.elsewhere

    def add_code(self, name, definition):
        book = self.current_codebook()
        if book.find(name):
            raise ProjectError("taken")
        new = Codebook((*book.codes, Code(f"code{len(self.codebooks)}", name, definition)))
        self.codebooks.append((f"c{len(self.codebooks)}", new))
        return new, self.codebooks[-1][0]

    def undo(self, action_id):
        self.undone.add(action_id)

    def current_codebook(self):
        return [book for action_id, book in self.codebooks if action_id not in self.undone][-1]

    def current(self):
        found = {}
        for action_id, item, decision in self.rows:
            if action_id not in self.undone:
                for answer in item.answers:
                    found[answer.respondent_id] = decision
        return found


class Fixed(NoSuggestions):
    """Always proposes money, selected, and people."""

    def __init__(self):
        self.learnt = {}

    def suggest(self, answer):
        return Suggestions((Suggestion("geld", 0.8), Suggestion("mensen", 0.3)), ("geld",), "m1")

    def learn(self, answer, codes):
        self.learnt[answer.respondent_id] = tuple(codes)

    def forget(self, answer):
        self.learnt.pop(answer.respondent_id, None)


def desk(suggester=None, **options):
    memory = Memory()
    session = Session(items(answers()), CODEBOOK, memory, suggester or Fixed(), clock=lambda: 0.0, **options)
    return Desk(session), memory


def press(on, *keys):
    for key in keys:
        on.press(key)


def test_enter_keeps_what_is_preselected_for_all_identical_answers():
    on, memory = desk()
    press(on, "enter")
    assert memory.current() == {"0": Decision("coded", ("geld",)), "1": Decision("coded", ("geld",))}
    assert on.session.item.first.text == "mensen"


def test_digits_toggle_and_exclusive_codes_stand_alone():
    on, memory = desk()
    press(on, "2")
    assert on.session.draft.codes == ("mensen", "geld")
    press(on, "/", *"weet", "enter", "escape")
    assert on.session.draft.codes == ("weet_niet",)
    press(on, "1")
    assert on.session.draft.codes == ("geld",)
    press(on, "7")
    assert "7" in on.message
    assert memory.rows == []


def test_enter_without_a_code_says_what_to_do_and_decides_nothing():
    on, memory = desk(NoSuggestions())
    press(on, "enter")
    assert on.message
    assert memory.rows == []
    press(on, "x")
    assert memory.current()["0"] == Decision("coded", ())


def test_search_finds_by_label_id_and_keyword_and_stays_open():
    on, _memory = desk(NoSuggestions())
    press(on, "/", *"perso")
    assert [code.code_id for code in on.found] == ["mensen"]
    press(on, "enter")
    assert on.mode == "search"
    press(on, *"zzz")
    assert on.found == []
    press(on, "enter")
    assert on.message
    press(on, "escape")
    assert on.mode == "card"
    assert on.session.draft.codes == ("mensen",)


def test_memo_and_quote_are_kept_before_the_decision():
    on, memory = desk()
    press(on, "m", *"vraag na", "enter", "*")
    assert memory.current() == {"0": Decision("open", (), "vraag na", True)}
    press(on, "enter")
    assert memory.current()["0"] == Decision("coded", ("geld",), "vraag na", True)


def test_a_new_code_is_chosen_and_undo_takes_it_out_again():
    on, memory = desk()
    press(on, "n", *"Ruimte", "enter", *"vrije ruimte", "enter")
    assert memory.current_codebook().codes[-1].definition == "vrije ruimte"
    assert on.session.draft.codes == ("geld", "code1")
    press(on, "u")
    assert on.session.draft.codes == ("geld",)
    assert memory.current_codebook() == CODEBOOK


def test_undo_goes_back_over_answers_and_keeps_what_was_chosen():
    suggester = Fixed()
    on, memory = desk(suggester)
    press(on, "2", "enter", "s", "f")
    assert suggester.learnt == {"0": ("mensen", "geld")}
    press(on, "u", "u", "u")
    assert on.session.item.first.respondent_id == "0"
    assert on.session.draft.codes == ("mensen", "geld")
    assert memory.current() == {}
    assert suggester.learnt == {}
    press(on, "u")
    assert on.message


def test_back_shows_the_decision_and_enter_on_it_writes_nothing_new():
    on, memory = desk()
    press(on, "2", "enter", "b")
    assert on.session.revisiting
    assert on.session.draft.codes == ("mensen", "geld")
    rows = len(memory.rows)
    press(on, "enter")
    assert len(memory.rows) == rows
    press(on, "b", "1", "enter")
    assert memory.current()["0"].codes == ("mensen",)


def test_undo_after_a_correction_returns_to_the_first_decision():
    on, memory = desk()
    press(on, "enter", "b", "2", "enter", "u")
    assert memory.current()["0"].codes == ("geld",)
    assert on.session.revisiting


def test_when_the_disk_is_full_the_card_stays_with_all_that_was_chosen():
    on, memory = desk()
    press(on, "2")
    memory.broken = True
    press(on, "enter")
    assert "The disk is full" in on.message
    assert on.session.item.first.respondent_id == "0"
    assert on.session.draft.codes == ("mensen", "geld")
    memory.broken = False
    press(on, "enter")
    assert memory.current()["0"].codes == ("mensen", "geld")


def test_what_another_coder_decides_meanwhile_is_passed_over():
    on, memory = desk()
    memory.elsewhere = {"2", "3"}
    press(on, "enter")
    assert on.session.item.first.text == "rust"
    assert on.session.left == 2
    press(on, "b")
    assert on.session.item.first.text == "meer geld"
    press(on, "enter")
    assert on.session.item.first.text == "rust"
    assert set(memory.current()) == {"0", "1"}


def test_the_end_of_the_queue_takes_keys_without_harm():
    on, memory = desk(limit=1)
    press(on, "enter", "enter", "x", "1", "/", "m", "n", "*", "s", "f")
    assert len(memory.rows) == 1
    press(on, "u")
    assert memory.current() == {}
    press(on, "q")
    assert on.finished


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        ("", ["enter"]),
        ("1 3", ["1", "3"]),
        ("/geld", ["/", *"geld", "enter", "escape"]),
        ("m let op", ["m", *"let op", "enter"]),
        ("n Nieuw | uitleg", ["n", *"Nieuw", "enter", *"uitleg", "enter"]),
        ("q\n", ["q"]),
    ],
)
def test_a_line_becomes_keys(line, keys):
    assert keys_of(line) == keys


def test_orders():
    queue = items(answers())
    assert len(queue) == 5
    assert ordered(queue, "random", {}) == ordered(list(reversed(queue)), "random", {})
    unsure = {item.first.answer_id: place for place, item in enumerate(queue)}
    assert ordered(queue, "hardest", unsure) == queue[::-1]


KEYS = st.sampled_from(["enter", "escape", "backspace", "up", "down", "pagedown", *"12349/nxsfm*ub?ageldtk "])


@settings(max_examples=300, deadline=None)
@given(st.lists(KEYS, max_size=60))
def test_whatever_is_typed_the_desk_shows_what_is_kept(keys):
    suggester = Fixed()
    on, memory = desk(suggester)
    press(on, *keys)
    current = memory.current()
    assert on.session.codebook == memory.current_codebook()
    done = {r for r, decision in current.items() if decision.status != "open"}
    groups = [{a.respondent_id for a in item.answers} for item in on.session.queue]
    assert sum(bool(group & done) for group in groups) == on.session.decided
    coded = {
        item.first.respondent_id: current[item.first.respondent_id].codes
        for item in on.session.queue
        if item.first.respondent_id in current and current[item.first.respondent_id].status == "coded"
    }
    assert suggester.learnt == coded
