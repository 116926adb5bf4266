"""Codes merged and split: which answers wait, the desk that takes them, recoding at once, what is learnt."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.domain.coding import BY_PEOPLE, Coding
from coder.domain.errors import UsageError
from coder.domain.ids import new_id
from coder.store.codings import final
from coder.workflows import codebook_edits as edits
from coder.workflows.codebook import import_codebook
from coder.workflows.coded import coded_answers, lesson
from coder.workflows.history import status, undo
from coder.workflows.ingest import IngestOptions, ingest, read_options, read_table
from coder.workflows.project import open_project
from coder.workflows.recode import recode, waiting_for
from coder.workflows.review import sitting

BOOK = """\
codes:
  - {id: geld, label: Geld, keywords: [geld]}
  - {id: loon, label: Loon, keywords: [loon]}
  - {id: tijd, label: Tijd, keywords: [tijd]}
  - {id: rust, label: Rust, keywords: [rust]}
  - {id: niets, label: Niets, exclusive: true}
"""
ROWS = (
    ("p0", "meer geld en tijd", "geld|tijd"),
    ("p1", "meer loon", "loon"),
    ("p2", "Meer loon!", "loon"),
    ("p3", "loon naar werk", "loon|geld"),
    ("p4", "tijd voor elkaar", "tijd"),
    ("p5", "tijd om te lezen", "tijd|geld"),
    ("p6", "rust", "rust"),
    ("p7", "niets", "niets"),
    ("p8", "stilte", ""),
)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    export, book, path = tmp_path / "e.csv", tmp_path / "c.yaml", tmp_path / "coder.db"
    export.write_text("id;v1;codes\n" + "".join(";".join(row) + "\n" for row in ROWS))
    book.write_text(BOOK)
    tables = [read_table(export, read_options(None, None, None))]
    ingest(path, tables, IngestOptions(("v1",), "2024", "anna", "id"))
    import_codebook(path, book, "v1", "anna")
    ingest(path, tables, IngestOptions(("v1",), "2024", "anna", "id", codes=("codes",)))
    return path


def codes(db):
    """Return by respondent the codes that tables use."""
    with open_project(db) as project:
        person = {a.answer_id: a.respondent_id for a in project.answers.answers()}
        return {person[key]: c.codes for key, c in final(project.codings.current(), BY_PEOPLE).items()}


def test_a_merge_changes_nothing_until_the_answers_are_recoded_and_undo_takes_that_back(db):
    before = codes(db)
    done = edits.merge(db, "v1", ["geld"], "Loon", "anna")
    assert (done.answers, done.waiting.at_once, done.waiting.by_people) == (3, 3, 0)
    assert codes(db) == before
    assert recode(db, "v1", "bram") == 3
    after = codes(db)
    assert after["p0"] == ("loon", "tijd")
    assert after["p3"] == ("loon",)
    assert {p: c for p, c in after.items() if before[p] != c}.keys() == {"p0", "p3", "p5"}
    assert waiting_for(db, "v1").answers == 0
    assert recode(db, "v1", "bram") == 0
    assert undo(db, "bram").command == "codebook recode"
    assert codes(db) == before
    assert waiting_for(db, "v1").at_once == 3
    assert undo(db, "anna").command == "codebook merge"
    assert waiting_for(db, "v1").answers == 0


def test_recoding_at_once_keeps_who_coded_memo_source_and_the_order_of_coders(db):
    with sitting(db, "v1", None, "bram", "file", None, ("coded",)) as opened:
        session = opened.session
        assert session.item.first.respondent_id == "p0"
        session.remark(memo="let op")
        session.toggle("tijd")
        session.confirm()
    edits.merge(db, "v1", ["geld"], "loon", "anna")
    assert codes(db)["p0"] == ("geld",)
    recode(db, "v1", "carla")
    assert codes(db)["p0"] == ("loon",)  # bram's coding came later and still counts
    with open_project(db) as project:
        p0 = next(a.answer_id for a in project.answers.answers() if a.respondent_id == "p0")
        kept = {c.coder_id: (c.codes, c.source, c.memo) for c in project.codings.current() if c.answer_id == p0}
        codebook = project.codebooks.current("v1").codebook
        versions = {c.codebook_version for c in project.codings.current() if "loon" in c.codes and c.answer_id == p0}
    assert kept == {"anna": (("loon", "tijd"), "import", ""), "bram": (("loon",), "human", "let op")}
    assert versions == {codebook.version}


def test_a_split_brings_its_answers_to_the_desk_with_what_they_had(db):
    edits.split(db, "v1", "tijd", ["Tijd samen", "Tijd alleen"], "anna")
    left = waiting_for(db, "v1")
    assert (left.at_once, left.by_people) == (0, 3)
    assert left.command == "coder review --question v1 --recode"
    assert status(db).next_steps == [left.command]
    assert recode(db, "v1", "anna") == 0
    with sitting(db, None, None, "bram", "file", None, recode=True) as opened:
        session = opened.session
        assert [item.first.respondent_id for item in session.queue] == ["p0", "p4", "p5"]
        note = opened.notes[session.item.first.answer_id]
        assert note == "had: Tijd (split into Tijd samen, Tijd alleen), Geld"
        assert session.draft.codes == ("geld",)
        assert [s.code_id for s in session.shown.ranked[:2]] == ["tijd_samen", "tijd_alleen"]
        assert "tijd" not in {s.code_id for s in session.shown.ranked}
        session.toggle("tijd_samen")
        session.confirm()
        assert session.draft.codes == ()
        session.toggle("tijd_alleen")
        session.confirm()
        assert session.undo()
        assert session.draft.codes == ("tijd_alleen",)
    assert codes(db)["p0"] == ("geld", "tijd_samen")
    assert codes(db)["p4"] == ("tijd",)
    assert waiting_for(db, "v1").by_people == 2


def test_memos_stay_and_equal_texts_are_one_card_only_where_they_had_the_same(db):
    edits.merge(db, "v1", ["loon"], "geld", "anna")
    edits.split(db, "v1", "rust", ["Stilte", "Pauze"], "anna")
    with sitting(db, "v1", None, "bram", "file", None, recode=True) as opened:
        session = opened.session
        assert [[a.respondent_id for a in item.answers] for item in session.queue] == [["p1", "p2"], ["p3"], ["p6"]]
        session.remark(memo="dubbel")
        assert session.draft.codes == ("geld",)
        session.confirm()
        assert session.left == 2
    assert codes(db)["p1"] == codes(db)["p2"] == ("geld",)
    with open_project(db) as project:
        assert [c.memo for c in project.codings.current() if c.coder_id == "bram" and c.memo] == ["dubbel"]
    assert recode(db, "v1", "anna") == 1
    with sitting(db, "v1", None, "bram", "file", None, recode=True) as opened:
        assert [item.first.respondent_id for item in opened.session.queue] == ["p6"]
        opened.session.toggle("pauze")
        opened.session.confirm()
    with (
        pytest.raises(UsageError, match="No answer to question v1 waits"),
        sitting(db, "v1", None, "bram", "file", None, recode=True),
    ):
        pass


def test_a_code_that_would_stand_alone_beside_others_is_left_to_people(db):
    edits.merge(db, "v1", ["geld"], "niets", "anna")
    assert (waiting_for(db, "v1").at_once, waiting_for(db, "v1").by_people) == (0, 3)
    edits.merge(db, "v1", ["loon"], "niets", "anna")
    # Only money and pay: nothing stands beside it.
    assert waiting_for(db, "v1").at_once == 3


def test_what_is_learnt_follows_merges_and_leaves_out_what_was_split(db):
    edits.merge(db, "v1", ["geld"], "loon", "anna")
    book = edits.split(db, "v1", "tijd", ["Tijd samen", "Tijd alleen"], "anna").after
    assert lesson(book, ("geld", "rust")) == {"loon", "rust"}
    assert lesson(book, ("rust", "tijd")) is None
    with open_project(db) as project:
        coded = coded_answers(project, "v1")
        rows, taught = coded.lessons()
    texts = {coded.documents[row].text: set(codes) for row, codes in zip(rows, taught, strict=True)}
    assert texts == {"meer loon": {"loon"}, "loon naar werk": {"loon"}, "rust": {"rust"}, "niets": {"niets"}}
    # Training makes the tool content, although some coded answers teach nothing now.
    assert status(db).questions[0].lessons == 4


def test_what_the_machine_coded_so_is_counted_apart_and_left_to_it(db):
    with open_project(db) as project, project.transaction():
        answer = project.answers.answers("v1")[8]  # 'stilte', the only one that nobody coded
        action_id = project.actions.add("machine", "select", {})
        project.codings.add([Coding(new_id(), action_id, answer.answer_id, "machine", "coded", "machine", ("rust",))])
    merged = edits.merge(db, "v1", ["rust"], "tijd", "anna").waiting
    assert (merged.answers, merged.by_machine) == (1, 1)
    assert recode(db, "v1", "anna") == 1
    assert codes(db)["p6"] == ("tijd",)
    assert waiting_for(db, "v1").command == "coder autocode --question v1"
    assert "coder autocode --question v1" in status(db).next_steps


def test_what_is_decided_while_a_change_is_learnt_is_not_lost(db, monkeypatch):
    from coder.domain.codebook_edits import Merge

    monkeypatch.setattr("coder.workflows.live.AT_ONCE_SECONDS", -1)
    with sitting(db, "v1", None, "bram", "file", None) as opened:
        session, live = opened.session, opened.session.suggester
        answer, learn = session.item.first, live._engine.set_codebook

        def slowly(*given):
            live.learn(answer, ("beloning",))
            learn(*given)

        monkeypatch.setattr(live._engine, "set_codebook", slowly)
        session.edit_codebook(Merge(("geld", "loon"), "Beloning"))
        live.wait()
        assert live._engine._learner.coded[live._coded.row(answer)] == {"beloning"}


@pytest.mark.parametrize("at_once_seconds", [-1, 3600])
def test_a_merge_at_the_desk_is_learnt_and_undo_forgets_it(db, monkeypatch, at_once_seconds):
    from coder.domain.codebook_edits import Merge

    monkeypatch.setattr("coder.workflows.live.AT_ONCE_SECONDS", at_once_seconds)
    with sitting(db, "v1", None, "bram", "file", None) as opened:
        session, live = opened.session, opened.session.suggester
        taught = dict(live._engine._learner.coded)
        session.edit_codebook(Merge(("geld", "loon"), "Beloning"))
        assert not {"geld", "loon"} & {one.code_id for one in session.shown.ranked}
        live.wait()
        merged = dict(live._engine._learner.coded)
        assert sum("beloning" in codes for codes in merged.values()) == 4
        session.undo()
        live.wait()
        assert live._engine._learner.coded == taught
