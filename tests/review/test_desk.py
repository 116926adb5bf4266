"""The desk without a terminal: keys in, decisions out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.domain.codebook import Code, Codebook
from coder.domain.codebook_edits import Merge, Retire, Split, applied
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
    taken_out: list = field(default_factory=list)

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

    def edit_codebook(self, edit):
        new = applied(self.current_codebook(), edit)
        self.codebooks.append((f"c{len(self.codebooks)}", new))
        return new, self.codebooks[-1][0]

    def take_out(self, answers):
        if self.broken:
            raise ProjectError("The disk is full", "Make room.")
        self.taken_out.append((f"t{len(self.taken_out)}", {a.text_hash for a in answers}))
        return self.taken_out[-1][0]

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

    def learn(self, answer, codes, *like):
        for one in (answer, *like):
            self.learnt[one.respondent_id] = tuple(codes)

    def forget(self, answer, *like):
        for one in (answer, *like):
            self.learnt.pop(one.respondent_id, None)


def desk(suggester=None, groups=(), **options):
    """A desk on TEXTS; `groups` are sets of texts that read alike."""
    memory = Memory()
    group_of = {text_hash(text): str(n) for n, group in enumerate(groups) for text in group}
    session = Session(
        items(answers(), (), group_of), CODEBOOK, memory, suggester or Fixed(), clock=lambda: 0.0, **options
    )
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
    assert [code.code_id for code in on.typed.found] == ["mensen"]
    press(on, "enter")
    assert on.mode == "search"
    press(on, *"zzz")
    assert on.typed.found == []
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


def test_the_choice_follows_a_changed_codebook_and_undo_takes_the_change_back():
    on, memory = desk()
    press(on, "2")
    on.session.edit_codebook(Merge(("geld",), "tijd"))
    assert on.session.draft.codes == ("mensen", "tijd")
    on.session.edit_codebook(Split("mensen", ("Meer mensen", "Andere mensen")))
    assert on.session.draft.codes == ("tijd",)
    on.session.edit_codebook(Retire("tijd"))
    assert on.session.draft.codes == ()
    press(on, "u", "u", "u")
    assert on.session.draft.codes == ("mensen", "geld")
    assert on.session.codebook == memory.current_codebook() == CODEBOOK
    on.session.edit_codebook(Merge(("geld",), "tijd"))
    press(on, "enter")
    assert memory.current()["0"].codes == ("mensen", "tijd")
    press(on, "u", "u")
    assert on.session.codebook == CODEBOOK


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
        ("o 2 4", ["o", "2", "4", "enter"]),
        ("o", ["o"]),
        ("m let op", ["m", *"let op", "enter"]),
        ("n Nieuw | uitleg", ["n", *"Nieuw", "enter", *"uitleg", "enter"]),
        ("q\n", ["q"]),
        ("down 3", ["down"] * 3),
        ("Omlaag", ["down"]),
        ("esc", ["escape"]),
        ("down x", [*"downx"]),
    ],
)
def test_a_line_becomes_keys(line, keys):
    assert keys_of(line) == keys


def test_a_line_is_the_answer_where_a_text_is_asked():
    assert keys_of("down 3", typing=True) == ["clear", *"down 3", "enter"]
    assert keys_of("esc", typing=True) == ["escape"]
    assert keys_of("", typing=True) == ["enter"]


def test_a_line_in_the_open_codebook():
    assert keys_of("/geld", codebook=True) == ["/", *"geld", "enter"]
    assert keys_of("r Geld en goed", codebook=True) == ["r", "clear", *"Geld en goed", "enter"]
    assert keys_of("s A; B", codebook=True) == ["s", "clear", *"A; B", "enter"]
    assert keys_of("m", codebook=True) == ["m"]


def test_orders():
    queue = items(answers())
    assert len(queue) == 5
    assert ordered(queue, "random", {}) == ordered(list(reversed(queue)), "random", {})
    unsure = {item.first.answer_id: place for place, item in enumerate(queue)}
    assert ordered(queue, "hardest", unsure) == queue[::-1]
    assert ordered(queue, "similar", unsure) == queue[::-1]
    # What has no place yet, such as what was taken out of a card, comes now.
    del unsure[queue[2].first.answer_id]
    assert ordered(queue, "hardest", unsure) == [queue[n] for n in (2, 4, 3, 1, 0)]


ALIKE = ("mensen", "meer geld", "rust"), ("geen idee", "iets anders")


def test_a_group_is_one_card_with_the_most_frequent_text_and_one_key_codes_all():
    suggester = Fixed()
    on, memory = desk(suggester, ALIKE)
    item = on.session.item
    assert [a.text for a in item.same] == ["meer geld", "Meer geld!"]
    assert [a.text for a in item.like] == ["mensen", "rust"]
    press(on, "enter")
    assert {r: d.codes for r, d in memory.current().items()} == dict.fromkeys("0124", ("geld",))
    assert suggester.learnt == dict.fromkeys("024", ("geld",))  # each text once
    press(on, "u")
    assert memory.current() == suggester.learnt == {}


def test_a_text_of_the_sample_is_read_by_itself():
    drawn = answers()[2]
    queue = items(answers(), {drawn.answer_id}, {a.text_hash: "one" for a in answers()})
    assert [(item.first.text, item.sampled) for item in queue if drawn in item.answers] == [("mensen", True)]
    assert sum(len(item.answers) for item in queue) == len(TEXTS)
    assert len(queue) == 2


def test_what_is_taken_out_of_a_card_comes_next_and_undo_puts_it_back():
    on, memory = desk(groups=ALIKE)
    press(on, "2", "o", "down", " ", "enter")
    assert on.message
    assert [text for _id, text in memory.taken_out] == [{text_hash("rust")}]
    assert on.session.draft.codes == ("mensen", "geld")
    assert on.session.left == 3
    press(on, "enter")
    assert set(memory.current()) == {"0", "1", "2"}
    assert on.session.item.first.text == "rust"
    press(on, "u", "u")
    assert memory.undone == {"0", "t0"}
    assert [a.text for a in on.session.item.like] == ["mensen", "rust"]
    assert on.session.left == 2


def test_taking_out_can_be_left_and_says_when_there_is_nothing_to_take_out():
    on, memory = desk(groups=ALIKE)
    press(on, "o", "1", "1", "enter", "o", "2", "escape", "o", "9", "enter")
    assert memory.taken_out == []
    press(on, "enter", "b", "o")
    assert on.mode == "card"
    assert "decided" in on.message
    plain, _memory = desk()
    press(plain, "o")
    assert plain.mode == "card"
    assert plain.message


def test_when_the_disk_is_full_nothing_is_taken_out():
    on, memory = desk(groups=ALIKE)
    memory.broken = True
    press(on, "o", "1", "enter")
    assert "The disk is full" in on.message
    assert on.session.left == 2
    memory.broken = False
    press(on, "enter")
    assert on.session.left == 3


@settings(max_examples=200)
@given(st.lists(st.sampled_from(["enter", "x", "s", "f", "o", "1", "2", "3", "u", "b", " ", "down"]), max_size=40))
def test_every_answer_is_decided_exactly_once_whatever_is_taken_out(keys):
    on, memory = desk(groups=(TEXTS,))
    press(on, *keys)
    press(on, "escape")
    assert sorted(a.respondent_id for item in on.session.queue for a in item.answers) == list("012345")
    for _card in range(20):
        press(on, "x")
    assert on.session.left == 0
    assert set(memory.current()) == set("012345")
    # All answers of one card have one decision, the last one about it.
    for item in on.session.queue:
        assert len({memory.current()[a.respondent_id] for a in item.answers}) == 1
    out = set().union(*(texts for action_id, texts in memory.taken_out if action_id not in memory.undone))
    assert all(len(item.like) == 0 for item in on.session.queue if item.first.text_hash in out)


KEYS = st.sampled_from(["enter", "escape", "backspace", "up", "down", "pagedown", *"12349/nxsfmo*ub?ageldtk "])


@settings(max_examples=300)
@given(st.lists(KEYS, max_size=60), st.sampled_from([(), ALIKE]))
def test_whatever_is_typed_the_desk_shows_what_is_kept(keys, groups):
    suggester = Fixed()
    on, memory = desk(suggester, groups)
    press(on, *keys)
    current = memory.current()
    assert on.session.codebook == memory.current_codebook()
    done = {r for r, decision in current.items() if decision.status != "open"}
    groups = [{a.respondent_id for a in item.answers} for item in on.session.queue]
    assert sum(bool(group & done) for group in groups) == on.session.decided
    coded = {
        one.respondent_id: current[item.first.respondent_id].codes
        for item in on.session.queue
        for one in (item.first, *item.like)
        if item.first.respondent_id in current and current[item.first.respondent_id].status == "coded"
    }
    assert suggester.learnt == coded


def test_a_part_of_an_answer_becomes_the_quote():
    on, memory = desk()
    text = on.session.item.first.text
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
    assert len(words) >= 2
    press(on, "Q", "right", " ", "end", "enter")
    part = (words[1][0], words[-1][1])
    assert on.mode == "card"
    assert on.session.draft.quote
    assert on.session.draft.quoted == part
    assert memory.rows[-1][2].quoted == part
    press(on, "Q", "home", "enter")
    assert on.session.draft.quoted == (words[1][0], words[1][1])
    press(on, "Q", " ", "home", " ", "end", "enter")  # the whole answer has no part
    assert on.session.draft.quote
    assert on.session.draft.quoted is None
    press(on, "Q", "escape", "*")
    assert not on.session.draft.quote
    press(on, "u", "u", "u")
    assert on.session.draft.quoted == part


def test_the_sitting_ends_at_the_goal():
    on, _memory = desk()
    on.goal = 1
    press(on, "x")
    assert on.finished


def test_figures_of_a_sitting():
    clock = iter(range(1000))
    session = Session(items(answers()), CODEBOOK, Memory(), Fixed(), clock=lambda: 10.0 * next(clock))
    on = Desk(session)
    assert session.flow.per_hour is None
    assert session.flow.share_accepted is None
    press(on, "enter", "x", "enter")
    flow = session.flow
    assert (flow.cards, flow.keys) == (3, 3)
    assert flow.answers == session.answers_decided
    assert flow.per_hour == pytest.approx(3600 * flow.answers / flow.seconds)
    assert (flow.offered, flow.accepted) == (3, 2)
    assert flow.share_accepted == pytest.approx(2 / 3)
    press(on, "u")
    assert session.flow.accepted == 1


def test_what_several_code_stands_evenly_between_the_rest_in_its_own_order():
    queue = items(answers([f"antwoord {n}" for n in range(12)]))
    shared = [replace(item, shared=True) for item in queue[8:]]
    mixed = ordered([*queue[:8], *reversed(shared)], "file", {})
    assert [item for item in mixed if item.shared] == list(reversed(shared))
    assert [item for item in mixed if not item.shared] == queue[:8]
    assert [item.shared for item in mixed] == [False, True, False] * 4


def test_a_blind_card_proposes_nothing_also_after_answers_were_taken_out_and_the_codebook_changed():
    class Proposing(NoSuggestions):
        def suggest(self, answer):
            return Suggestions((Suggestion("geld", 0.9),), ("geld",))

    there = answers(("meer geld", "meer geldt"))
    (card,) = items(there, (), dict.fromkeys((a.text_hash for a in there), "g"))
    memory = Memory()
    session = Session([replace(card, shared=True, blind=True)], CODEBOOK, memory, Proposing())
    session.take_out([there[1]])
    assert [item.blind and item.shared for item in session.queue] == [True, True]
    session.new_code("Rust", "")
    assert (session.shown, session.draft.codes) == (Suggestions(), ("code1",))
    session.confirm()
    assert session.shown == Suggestions()
    assert session.flow.offered == 0
