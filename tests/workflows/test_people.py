"""The respondent behind a card: all questions and rounds, codes, and what is hidden on a blind card."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coder.domain.coding import Coding
from coder.domain.ids import new_id
from coder.review.desk import Desk
from coder.store.actions import now
from coder.workflows.codebook import import_codebook
from coder.workflows.history import undo
from coder.workflows.ingest import IngestOptions, ingest, read_options, read_table
from coder.workflows.project import open_project
from coder.workflows.review import sitting


@pytest.fixture
def db(tmp_path):
    """Two questions in two rounds of the same three people; anna coded some of it."""
    path, book = tmp_path / "coder.db", tmp_path / "c.yaml"
    book.write_text("codes: [{id: geld, label: Meer geld}, {id: tijd, label: Tijd}]")
    for round_id in ("2022", "2023"):
        export = tmp_path / f"{round_id}.csv"
        export.write_text("id;rol;v1;v2\n" + "".join(f"p{i};baas {round_id};geld {i};tijd {i}\n" for i in range(3)))
        options = IngestOptions(("v1", "v2"), round_id, "anna", "id", keep_all=True)
        ingest(path, [read_table(export, read_options(None, None, None))], options)
    import_codebook(path, book, "v1", "anna")
    import_codebook(path, book, "v2", "anna")
    code(path, "v2", "2023", "anna", ("tijd",), "enter", (), "f", "s")
    code(path, "v1", "2022", "bram", ("geld",), "enter", "x")
    return path


def code(path, question_id, round_id, coder_id, *keys):
    """Press keys at the desk; a tuple stands for the codes that are chosen then."""
    with sitting(path, question_id, round_id, coder_id, "file", None) as opened:
        desk = Desk(opened.session)
        for key in keys:
            if isinstance(key, tuple):
                opened.session.draft = replace(opened.session.draft, codes=key)
            else:
                desk.press(key)


def persons(path, coder_id, *, blind=False):
    with sitting(path, "v1", "2023", coder_id, "file", None) as opened:
        return [opened.people.person(item.first, blind=blind) for item in opened.session.queue]


def said(person):
    return [(s.answer.round_id, s.question.question_id, s.answer.text, s.status, s.codes) for s in person.said]


def test_all_answers_with_their_codes_the_round_of_the_card_first(db):
    first, second, third = persons(db, "anna")
    assert said(first) == [
        ("2023", "v1", "geld 0", "open", ()),
        ("2023", "v2", "tijd 0", "coded", ("Tijd",)),
        ("2022", "v1", "geld 0", "coded", ("Meer geld",)),
        ("2022", "v2", "tijd 0", "open", ()),
    ]
    assert [status for _r, _q, _t, status, _c in said(second)] == ["open", "flagged", "coded", "open"]
    assert [status for _r, _q, _t, status, _c in said(third)] == ["open", "skipped", "open", "open"]
    assert [(r.round_id, r.variables["rol"]) for r in first.rounds] == [("2023", "baas 2023"), ("2022", "baas 2022")]


def test_a_blind_card_hides_what_others_decided(db):
    first = persons(db, "anna", blind=True)[0]
    assert [codes for *_rest, codes in said(first)] == [(), ("Tijd",), (), ()]
    assert [codes for *_rest, codes in said(persons(db, "carla", blind=True)[0])] == [()] * 4


def test_what_was_undone_is_gone(db):
    undo(db, "bram")
    undo(db, "bram")
    assert [codes for *_rest, codes in said(persons(db, "anna")[0])] == [(), ("Tijd",), (), ()]


def test_the_desk_asks_once_for_a_respondent_and_never_by_row(db):
    with sitting(db, "v1", "2023", "anna", "file", None) as opened:
        desk = Desk(opened.session, people=opened.people)
        counts = []
        for _n in range(2):
            statements = []
            opened.people._project.db.conn.set_trace_callback(statements.append)
            desk.press("tab")
            assert desk.mode == "person"
            desk.press("tab")
            assert desk.mode == "card"
            counts.append(sum(one.startswith("SELECT") for one in statements))
        assert counts[1] <= 8  # questions, answers, codings, aliases, who codes, variables, a codebook of each question
        assert counts[0] == counts[1] + 1  # the rounds are read once


def test_a_blind_item_reaches_the_reader_as_blind(db):
    with sitting(db, "v1", "2023", "carla", "file", None) as opened:
        desk = Desk(opened.session, people=opened.people)
        desk.press("tab")
        assert any(s.codes for s in desk.person.person.said)
        desk.press("tab")
        opened.session.queue[0] = replace(opened.session.queue[0], blind=True)
        desk.press("tab")
        assert not any(s.codes for s in desk.person.person.said)


def test_what_the_machine_gave_is_told_apart(db):
    with open_project(db) as project, project.transaction():
        answer = project.answers.answers("v1", "2023")[1]
        action_id = project.actions.add("machine", "suggest", {})
        project.codings.add(
            [Coding(new_id(), action_id, answer.answer_id, "machine", "coded", "machine", ("geld",), created_at=now())]
        )
    second = persons(db, "anna")[1]
    assert [(s.codes, s.by_machine) for s in second.said][:2] == [(("Meer geld",), True), ((), False)]
