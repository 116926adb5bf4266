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
    undo(path, "anna")
    with open_project(path) as project:
        assert len(project.groups.current("q")) in (2, 3)


def test_a_dry_run_keeps_nothing(tmp_path):
    path = tmp_path / "coder.db"
    add(path, TEXTS, [])
    assert group(path, "q", None, "anna", 0.85, True)[0].groups
    with open_project(path) as project:
        assert project.groups.current("q") == {}
        assert len(coded_answers(project, "q").documents) == 5
