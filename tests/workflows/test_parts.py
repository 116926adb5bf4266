"""A divided question at the desk: each sees their part, and of the part for all nothing that another made of it."""

from __future__ import annotations

import random

import pytest

from coder.domain.coding import BY_PEOPLE, Coding
from coder.domain.errors import UsageError
from coder.domain.ids import new_id
from coder.review.desk import Desk
from coder.review.pace import Pace
from coder.terminal.card import render
from coder.terminal.frame import Frame
from coder.workflows.assign import Double, assign
from coder.workflows.codebook import import_codebook
from coder.workflows.ingest import IngestOptions, ingest, read_options, read_table
from coder.workflows.project import open_project
from coder.workflows.review import sitting

THINGS = ("meer geld", "genoeg mensen", "rust en tijd", "een ander gebouw")
BOOK = """codes:
  - {id: geld, label: Geld, keywords: [geld]}
  - {id: mensen, label: Mensen, keywords: [mensen]}
  - {id: tijd, label: Tijd, keywords: [rust]}
"""


@pytest.fixture
def db(tmp_path):
    """Return a project with 40 answers to a question, half of them for both anna and bram."""
    export = tmp_path / "e.csv"
    export.write_text("id,q\n" + "".join(f"p{i},{THINGS[i % 4]} nummer {i}\n" for i in range(40)), encoding="utf-8")
    path, book = tmp_path / "coder.db", tmp_path / "b.yaml"
    ingest(path, [read_table(export, read_options(None, None, None))], IngestOptions(("q",), "2024", "anna", "id"))
    book.write_text(BOOK, encoding="utf-8")
    import_codebook(path, book, "q", "anna")
    assign(path, "q", None, ("anna", "bram"), Double.of("50%"), "anna", seed=3)
    return path


def at_desk(db, coder_id, **more):
    return sitting(db, "q", None, coder_id, more.pop("order", "file"), None, **more)


def parts(db):
    with open_project(db) as project:
        rows = project.assignments.current("q")
    own = {name: {r.answer_id for r in rows if r.coder_id == name and not r.shared} for name in ("anna", "bram")}
    return own, {r.answer_id for r in rows if r.shared}


def ids(session):
    return [a.answer_id for item in session.queue for a in item.answers]


def decide_shared(db, coder_id, code):
    """Code everything of the part for all, as one person."""
    with open_project(db) as project, project.transaction():
        action_id = project.actions.add(coder_id, "review")
        shared = parts(db)[1]
        project.codings.add(
            Coding(new_id(), action_id, a.answer_id, coder_id, "coded", "human", (code,), text_hash=a.text_hash)
            for a in project.answers.answers("q")
            if a.answer_id in shared
        )


def test_each_has_their_own_part_and_the_part_for_all(db):
    own, shared = parts(db)
    for name in own:
        with at_desk(db, name) as opened:
            assert set(ids(opened.session)) == own[name] | shared
            assert opened.answers == len(own[name]) + len(shared)
            for item in opened.session.queue:
                assert item.shared == item.blind == (item.first.answer_id in shared)


def test_the_part_for_all_is_mixed_in_and_in_the_same_order_for_each(db):
    shared = parts(db)[1]
    orders = []
    for name in ("anna", "bram"):
        with at_desk(db, name) as opened:
            marks = [item.shared for item in opened.session.queue]
            orders.append([answer_id for answer_id in ids(opened.session) if answer_id in shared])
        # As evenly as can be: never so many of one kind in a row that it would be a block.
        assert max(len(run) for run in "".join("s" if mark else "o" for mark in marks).split("o")) <= 3
    assert orders[0] == orders[1]
    with open_project(db) as project:
        in_file = [a.answer_id for a in project.answers.answers("q") if a.answer_id in shared]
    assert orders[0] != in_file


@pytest.mark.parametrize("order", ["random", "hardest", "similar"])
def test_in_every_order(db, order):
    shared = parts(db)[1]
    with at_desk(db, "anna") as opened:
        there = [a for a in ids(opened.session) if a in shared]
    with at_desk(db, "anna", order=order) as opened:
        assert [a for a in ids(opened.session) if a in shared] == there


def test_nothing_is_suggested_on_a_blind_card_and_something_on_an_own_one(db):
    with at_desk(db, "anna") as opened:
        session = opened.session
        seen = []
        while session.item is not None:
            seen.append((session.item.blind, bool(session.shown.ranked), bool(session.draft.codes)))
            session.skip()
    assert {(ranked, chosen) for blind, ranked, chosen in seen if blind} == {(False, False)}
    assert all(ranked for blind, ranked, _chosen in seen if not blind)


def test_what_another_decided_is_nowhere(db):
    own, shared = parts(db)
    decide_shared(db, "bram", "tijd")
    with at_desk(db, "anna") as opened:
        session = opened.session
        assert set(ids(session)) == own["anna"] | shared
        assert opened.coded_before == 0
        for item in list(session.queue):
            person = opened.people.person(item.first, blind=item.blind)
            assert all(not said.codes and said.status == "open" for said in person.said)
        while session.item is not None:
            # Nobody gave 'Tijd' as far as she knows: no answer is shown as coded so.
            assert all(not s.like for s in session.shown.ranked)
            session.skip()


def cards_of(db, coder_id, order):
    """Return all that a coder sees of the part for all and of their own, each card, the codebook and the person."""
    with at_desk(db, coder_id, order=order) as opened:
        desk = Desk(opened.session, people=opened.people)
        opened.session.pace = Pace(lambda: 0.0)
        frame = Frame(opened.question, opened.respondents, opened.answers, opened.coded_before, opened.notes)
        seen = []
        while opened.session.item is not None:
            for key in ("tab", "escape", "c", "escape"):
                seen.append(render(desk, frame, 140, 40))
                desk.press(key)
            desk.press("s")
        return seen


@pytest.mark.parametrize("order", ["file", "hardest"])
@pytest.mark.parametrize("seed", range(3))
def test_what_is_on_the_screen_does_not_depend_on_what_another_decides(db, order, seed):
    chance = random.Random(seed)
    before = cards_of(db, "anna", order)
    with open_project(db) as project, project.transaction():
        for action in project.actions.of_command("review"):
            project.actions.undo(action.action_id, "anna")
        action_id = project.actions.add("bram", "review")
        for answer_id in sorted(parts(db)[1]):
            codes = tuple(chance.sample(["geld", "mensen", "tijd"], chance.randint(0, 3)))
            status = chance.choice(["coded", "coded", "flagged", "skipped"])
            project.codings.add([Coding(new_id(), action_id, answer_id, "bram", status, "human", codes)])
    assert cards_of(db, "anna", order) == before


def test_what_another_decides_meanwhile_leaves_the_card(db):
    shared = parts(db)[1]
    with at_desk(db, "anna") as opened:
        decide_shared(db, "bram", "tijd")
        shown = []
        while opened.session.item is not None:
            shown.append(opened.session.item.first.answer_id)
            opened.session.no_theme()
    assert shared <= set(shown)
    with open_project(db) as project:
        by_coder = {}
        for coding in project.codings.current("q"):
            by_coder.setdefault(coding.answer_id, {})[coding.coder_id] = coding.codes
    assert all(by_coder[a] == {"anna": (), "bram": ("tijd",)} for a in shared)


def test_the_own_decision_stays_in_view_and_teaches(db):
    shared = parts(db)[1]
    decide_shared(db, "anna", "mensen")
    decide_shared(db, "bram", "tijd")
    with at_desk(db, "anna", statuses=("coded",)) as opened:
        assert set(ids(opened.session)) == shared
        assert {opened.session.draft.codes} == {("mensen",)}
    with at_desk(db, "anna") as opened:
        like = [s.code_id for s in opened.session.shown.ranked if s.like]
    assert like == ["mensen"]


def test_the_reconciled_coding_teaches_once_one_has_coded(db):
    decide_shared(db, "anna", "mensen")
    with open_project(db) as project, project.transaction():
        action_id = project.actions.add("anna", "reconcile")
        for answer_id in parts(db)[1]:
            one = Coding(new_id(), action_id, answer_id, "reconciled", "coded", "reconciled", ("tijd",))
            project.codings.add([one])
    for name, like in (("anna", ["tijd"]), ("bram", [])):
        with at_desk(db, name) as opened:
            while opened.session.item.blind:
                opened.session.skip()
            assert [s.code_id for s in opened.session.shown.ranked if s.like] == like


def test_with_suggestions_but_without_the_others(db):
    assign(db, "q", None, ("anna", "bram"), Double.of("50%"), "anna", seed=3, blind=False)
    decide_shared(db, "bram", "tijd")
    own, shared = parts(db)
    with at_desk(db, "anna") as opened:
        assert set(ids(opened.session)) == own["anna"] | shared
        assert all(item.shared == (item.first.answer_id in shared) for item in opened.session.queue)
        assert not any(item.blind for item in opened.session.queue)
        assert opened.session.shown.ranked


def test_who_has_no_part_is_told_how_to_get_on(db):
    with pytest.raises(UsageError, match="divided over anna, bram; zoe has no part") as caught, at_desk(db, "zoe"):
        pass
    assert "--all" in caught.value.hint
    with at_desk(db, "zoe", everything=True) as opened:
        assert len(ids(opened.session)) == 40
        assert sum(item.blind for item in opened.session.queue) == 20


def test_who_is_ready_is_told_so(db):
    with at_desk(db, "anna") as opened:
        while opened.session.item is not None:
            opened.session.no_theme()
    with pytest.raises(UsageError, match="anna has nothing left"), at_desk(db, "anna"):
        pass
    with at_desk(db, "bram") as opened:
        assert len(ids(opened.session)) == 30
    with open_project(db) as project:
        assert {c.source for c in project.codings.current("q")} <= set(BY_PEOPLE)


def test_what_one_decided_before_it_was_divided_stays_in_reach(db):
    own = parts(db)[0]
    with open_project(db) as project, project.transaction():
        action_id = project.actions.add("anna", "review")
        project.codings.add([Coding(new_id(), action_id, min(own["bram"]), "anna", "coded", "human", ("geld",))])
    with at_desk(db, "anna", statuses=("coded",)) as opened:
        assert ids(opened.session) == [min(own["bram"])]


def test_a_sitting_without_suggestions(db):
    with at_desk(db, "anna", blind=True) as opened:
        desk = Desk(opened.session)
        while opened.session.item is not None:
            assert not opened.session.shown.ranked
            desk.press("s")
    assert opened.session.decided == 30


def test_slips_are_of_the_own_part_only(db):
    decide_shared(db, "anna", "geld")
    own = parts(db)[0]
    with open_project(db) as project, project.transaction():
        action_id = project.actions.add("anna", "review")
        for place, answer_id in enumerate(sorted(own["anna"] | own["bram"])):
            name = "anna" if answer_id in own["anna"] else "bram"
            # A code that the codebook does not have: a slip for certain.
            codes = ("weg",) if place % 2 else ("geld",)
            project.codings.add([Coding(new_id(), action_id, answer_id, name, "coded", "human", codes)])
    with at_desk(db, "anna", slips=True) as opened:
        assert set(ids(opened.session)) <= own["anna"]
        assert ids(opened.session)
