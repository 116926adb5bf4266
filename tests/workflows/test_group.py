"""Groups of answers that read alike: proposed, kept, coded as one card, taken apart."""

import pytest

from coder.store.project import open_project
from coder.workflows.coded import coded_answers
from coder.workflows.group import as_record, group
from coder.workflows.history import undo
from coder.workflows.review import sitting
from tests.workflows.test_autocode import add

TEXTS = (
    ["betere samenwerking met de gemeente"] * 3
    + ["betere samenwerking met gemeente", "betere samenwerkng met de gemeente"]
    + ["niet betere samenwerking met de gemeente", "meer groen en bomen"]
)


def grouped(tmp_path):
    path = tmp_path / "coder.db"
    add(path, TEXTS, [])
    found = group(path, "q", None, "anna", 0.85, False)
    return path, found[0]


@pytest.mark.usefixtures("sentence_vectors")
def test_a_group_is_one_card_and_one_key_codes_it(tmp_path):
    path, found = grouped(tmp_path)
    assert [len(one.texts) for one in found.groups] == [3]
    assert as_record(found)["question"] == "q"
    with sitting(path, "q", None, "anna", "file", None) as opened:
        session = opened.session
        assert len(session.queue) == 3
        assert {a.text for a in session.item.answers} == set(TEXTS[:5])
        session.toggle("groen")
        session.confirm()
    with open_project(path) as project:
        codings = project.codings.current("q")
    assert sorted(c.source for c in codings) == ["group", "group", "human", "human", "human"]
    assert {c.codes for c in codings} >= {("groen",)}


def test_undo_and_members_that_are_taken_out(tmp_path):
    path, _found = grouped(tmp_path)
    with sitting(path, "q", None, "anna", "file", None) as opened:
        session = opened.session
        out = [a for a in session.item.answers if a.text == "betere samenwerking met gemeente"]
        session.take_out(out)
        assert len(session.queue) == 4
    with open_project(path) as project:
        assert len(project.groups.current("q")) == 2
    again = group(path, "q", None, "anna", 0.85, False)[0]
    assert [len(one.texts) for one in again.groups] == [2]
    assert again.changed == 0
    assert undo(path, "anna").command == "ungroup"  # nothing was new, so running again was no action
    with open_project(path) as project:
        assert len(project.groups.current("q")) == 3
    assert undo(path, "anna").command == "group"
    with open_project(path) as project:
        assert project.groups.current("q") == {}


def test_a_dry_run_keeps_nothing(tmp_path):
    path = tmp_path / "coder.db"
    add(path, TEXTS, [])
    assert group(path, "q", None, "anna", 0.85, True)[0].groups
    with open_project(path) as project:
        assert project.groups.current("q") == {}
        assert len(coded_answers(project, "q").documents) == 5


def test_stricter_again_takes_groups_apart_and_members_come_back_when_looser(tmp_path):
    path, _found = grouped(tmp_path)
    assert group(path, "q", None, "anna", 1.0)[0].groups == ()
    with sitting(path, "q", None, "anna", "file", None) as opened:
        assert len(opened.session.queue) == 5
    assert [len(one.texts) for one in group(path, "q", None, "anna", 0.85)[0].groups] == [3]
    with sitting(path, "q", None, "anna", "file", None) as opened:
        assert len(opened.session.queue) == 3


def test_grouping_changes_no_decision_and_the_rest_of_a_group_is_offered(tmp_path):
    path = tmp_path / "coder.db"
    add(path, TEXTS, [])
    with sitting(path, "q", None, "anna", "file", 1) as opened:
        opened.session.toggle("groen")
        opened.session.confirm()
    with open_project(path) as project:
        before = project.codings.current("q")
    found = group(path, "q", None, "anna", 0.85)[0]
    assert found.cards_saved == 1  # two texts of the group are still to be coded
    with open_project(path) as project:
        assert project.codings.current("q") == before
    with sitting(path, "q", None, "anna", "file", None) as opened:
        assert sorted(a.text for a in opened.session.item.answers) == sorted(TEXTS[3:5])
        opened.session.no_theme()
    # What has codes is looked at one text a card: one key would make them equal.
    with sitting(path, "q", None, "anna", "file", None, ("coded",)) as opened:
        assert [item.first.text for item in opened.session.queue] == [TEXTS[0], TEXTS[3], TEXTS[4]]


def test_the_memo_of_a_member_outlives_the_decision_about_its_group(tmp_path):
    path = tmp_path / "coder.db"
    add(path, TEXTS, [])
    with sitting(path, "q", None, "anna", "file", None) as opened:
        opened.session.skip()
        assert opened.session.item.first.text == TEXTS[3]
        opened.session.remark(memo="navragen", quote=True)
    group(path, "q", None, "anna", 0.85)
    with sitting(path, "q", None, "anna", "file", None, ("open", "skipped")) as opened:
        assert opened.session.item.first.text == TEXTS[0]
        opened.session.no_theme()
    with open_project(path) as project:
        kept = [(c.source, c.memo, c.quote) for c in project.codings.current("q") if c.memo]
    assert kept == [("group", "navragen", True)]


@pytest.mark.parametrize("order", ["hardest", "similar"])
def test_every_answer_is_decided_once_in_every_order(tmp_path, order):
    path, _found = grouped(tmp_path)
    with sitting(path, "q", None, "anna", order, None) as opened:
        session = opened.session
        while session.item is not None:
            if session.item.like:
                session.take_out(session.item.like[:1])
            session.toggle("groen")
            session.confirm()
        assert session.decided == 4
    with open_project(path) as project:
        assert sorted(c.answer_id for c in project.codings.current("q")) == sorted(
            a.answer_id for a in project.answers.answers("q")
        )
