"""A colleague's project file joins: what comes in, what is refused, what stays removed; and the part taken along."""

from __future__ import annotations

import json
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from coder.domain.codebook import Code
from coder.domain.codebook_edits import Rename
from coder.domain.coding import Coding
from coder.domain.errors import CoderError, InputError, ProjectError, UsageError
from coder.domain.folding import text_hash
from coder.domain.ids import answer_id, new_id
from coder.domain.survey import Answer
from coder.store.actions import now
from coder.store.assignments import Assignment
from coder.store.foreign import TABLES
from coder.store.merges import ROWS
from coder.store.migrations import LATEST
from coder.workflows.audit import draw, frames
from coder.workflows.codebook import add_code
from coder.workflows.codebook_edits import edit_codebook
from coder.workflows.forget import forget
from coder.workflows.history import log, undo
from coder.workflows.ingest import IngestOptions, ingest, read_options, read_table
from coder.workflows.merge import merge
from coder.workflows.project import open_project
from coder.workflows.redact import redaction
from coder.workflows.split import split
from tests.finders import Fake

DATA = Path(__file__).resolve().parent.parent / "data"
TEXTS = ("meer geld van Zwartkruid", "rust en tijd", "een roos voor Jansen", "mensen", "tijd", "geld", "niets", "rust")


def identity(n: int, round_id: str = "1") -> int:
    return answer_id("q", round_id, f"p{n}")


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    export = tmp_path / "export.csv"
    rows = "".join(f"p{n},{text},gemeente\n" for n, text in enumerate(TEXTS))
    export.write_text("id,q,soort\n" + rows, encoding="utf-8")
    path = tmp_path / "ours.db"
    options = IngestOptions(("q",), "1", "anna", "id", keep_all=True)
    ingest(path, [read_table(export, read_options(None, None, None))], options)
    with open_project(path) as project:
        add_code(project, "q", Code("geld", "Geld"), "anna")
    return path


@pytest.fixture
def theirs(ours: Path) -> Path:
    path = ours.with_name("theirs.db")
    shutil.copyfile(ours, path)
    return path


def code(path: Path, coder_id: str, n: int, *codes: str) -> str:
    with open_project(path) as project:
        answer = next(a for a in project.answers.answers() if a.answer_id == identity(n))
        with project.transaction():
            action_id = project.actions.add(coder_id, "review", {"question": "q", "answers": 1})
            one = Coding(
                new_id(), action_id, answer.answer_id, coder_id, "coded", "human", codes,
                text_hash=answer.text_hash, created_at=now(),
            )  # fmt: skip
            project.codings.add([one])
    return one.coding_id


def current(path: Path) -> dict[tuple[int, str], tuple[str, ...]]:
    with open_project(path) as project:
        return {(c.answer_id, c.coder_id): c.codes for c in project.codings.current()}


def texts(path: Path) -> list[str]:
    with open_project(path) as project:
        return [a.text for a in project.answers.answers()]


def labels(path: Path) -> dict[str, str]:
    with open_project(path) as project:
        return {c.code_id: c.label for c in project.codebooks.current("q").codebook.codes}


def test_codings_of_both_are_there_and_the_other_file_is_only_read(ours, theirs):
    code(ours, "anna", 1, "geld")
    code(theirs, "bram", 1)
    code(theirs, "bram", 2, "geld")
    theirs.chmod(0o400)
    before = theirs.read_bytes()
    alone = ours.read_bytes()
    preview = merge(ours, theirs, "anna", dry_run=True)
    assert preview.changed
    assert preview.codings == {"bram": 2}
    assert ours.read_bytes() == alone
    merge(ours, theirs, "anna")
    assert theirs.read_bytes() == before
    assert sorted(p.name for p in ours.parent.iterdir()) == ["export.csv", "ours.db", "theirs.db"]
    assert current(ours) == {
        (identity(1), "anna"): ("geld",),
        (identity(1), "bram"): (),
        (identity(2), "bram"): ("geld",),
    }
    assert log(ours, 1)[0].command == "merge"


def test_what_came_in_is_taken_back_and_comes_in_again(ours, theirs):
    code(theirs, "bram", 2, "geld")
    with open_project(theirs) as project:
        add_code(project, "q", Code("", "Rust"), "bram")
    merge(ours, theirs, "anna")
    assert set(labels(ours)) == {"geld", "rust"}
    assert undo(ours, "anna").command == "merge"
    assert current(ours) == {}
    assert set(labels(ours)) == {"geld"}
    assert {a.undone for a in log(ours, 20) if a.coder_id == "bram"} == {True}
    again = merge(ours, theirs, "anna")
    assert again.codings == {"bram": 1}
    assert current(ours) == {(identity(2), "bram"): ("geld",)}
    assert set(labels(ours)) == {"geld", "rust"}
    # Their own file hears of the undo, and keeps what was made there.
    merge(theirs, ours, "bram")
    assert current(theirs) == {(identity(2), "bram"): ("geld",)}


def test_a_coding_undone_there_is_undone_here(ours, theirs):
    code(theirs, "bram", 2, "geld")
    merge(ours, theirs, "anna")
    undo(theirs, "bram")
    merge(ours, theirs, "anna")
    assert current(ours) == {}
    with open_project(ours) as project:
        assert len(project.codings.history([identity(2)])) == 1


def test_both_undid_the_same(ours, theirs):
    code(ours, "anna", 1, "geld")
    shutil.copyfile(ours, theirs)
    undo(ours, "anna")
    undo(theirs, "anna")
    merge(ours, theirs, "anna")
    assert current(ours) == {}
    assert len(log(ours, 50)) == len({a.action_id for a in log(ours, 50)})


def test_codes_match_by_id_then_by_label_and_the_rest_is_added(ours, theirs):
    with open_project(ours) as project:
        add_code(project, "q", Code("rust", "Rust"), "anna")
    with open_project(theirs) as project:
        edit_codebook(project, "q", Rename("geld", "Geld en middelen"), "bram")
        add_code(project, "q", Code("r2", "rust "), "bram")
        add_code(project, "q", Code("", "Mensen"), "bram")
    code(theirs, "bram", 1, "r2", "geld")
    found = merge(ours, theirs, "anna").codebooks
    assert [(c.how, c.code_id, c.now) for c in found[0].codes] == [
        ("relabelled", "geld", ("geld", "Geld en middelen")),
        ("same as", "r2", ("rust", "rust")),
        ("added", "mensen", ("mensen", "Mensen")),
    ]
    assert labels(ours) == {"geld": "Geld en middelen", "rust": "rust", "mensen": "Mensen"}
    assert current(ours) == {(identity(1), "bram"): ("rust", "geld")}
    with sqlite3.connect(ours) as db:  # the event itself stays as bram wrote it
        assert json.loads(db.execute("SELECT codes FROM codings").fetchone()[0]) == ["r2", "geld"]


def test_another_text_is_reported_and_both_events_stay(ours, theirs):
    code(ours, "anna", 3, "geld")
    with open_project(theirs) as project, project.transaction():
        other = Answer(identity(3), "q", "1", "p3", "heel iets anders", text_hash("heel iets anders"), 3)
        project.answers.add_answers([other], project.actions.add("bram", "ingest"))
    code(theirs, "bram", 3)
    report = merge(ours, theirs, "anna")
    assert [place.respondent_id for place in report.other_texts] == ["p3"]
    assert set(current(ours)) == {(identity(3), "anna"), (identity(3), "bram")}
    assert "heel iets anders" in texts(ours)


def test_decided_twice_by_one_person(ours, theirs):
    code(ours, "anna", 3, "geld")
    code(theirs, "anna", 3)
    report = merge(ours, theirs, "anna")
    assert [place.respondent_id for place in report.other_decisions] == ["p3"]
    assert current(ours) == {(identity(3), "anna"): ()}, "the newest counts"


def test_one_question_only(ours, theirs):
    export = ours.with_name("more.csv")
    export.write_text("id,tweede\np1,nog iets\n", encoding="utf-8")
    ingest(theirs, [read_table(export, read_options(None, None, None))], IngestOptions(("tweede",), "1", "bram", "id"))
    code(theirs, "bram", 2)
    merge(ours, theirs, "anna", "q")
    with open_project(ours) as project:
        assert [q.question_id for q in project.answers.questions()] == ["q"]
    assert set(current(ours)) == {(identity(2), "bram")}
    with pytest.raises(UsageError, match="derde"):
        merge(ours, theirs, "anna", "derde")
    merge(ours, theirs, "anna")
    with open_project(ours) as project:
        assert [q.question_id for q in project.answers.questions()] == ["q", "tweede"]


def redact(path: Path) -> None:
    with redaction(path, None, None, Fake()) as found:
        found.apply("anna", keep_originals=False)


def test_names_replaced_here_do_not_come_back(ours, theirs):
    code(theirs, "bram", 0, "geld")
    redact(ours)
    report = merge(ours, theirs, "anna")
    assert report.kept_replaced == 2
    assert b"Zwartkruid" not in ours.read_bytes()
    with open_project(ours) as project:
        one = next(c for c in project.codings.current() if c.answer_id == identity(0))
        answer = next(a for a in project.answers.answers() if a.answer_id == identity(0))
        assert one.text_hash == answer.text_hash, "the decision follows its text"
    assert not merge(ours, theirs, "anna").changed


def test_names_replaced_there_are_replaced_here(ours, theirs):
    code(ours, "anna", 0, "geld")
    redact(theirs)
    report = merge(ours, theirs, "anna")
    assert report.replaced_here == 2
    assert report.wiped
    assert b"Zwartkruid" not in ours.read_bytes()
    assert current(ours) == {(identity(0), "anna"): ("geld",)}
    assert texts(ours) == texts(theirs)


def test_who_was_erased_does_not_come_back(ours, theirs):
    code(theirs, "bram", 2, "geld")
    code(theirs, "bram", 3, "geld")
    forget(ours, "p2", None, "anna")
    report = merge(ours, theirs, "anna")
    assert report.erased_here == 1
    assert set(current(ours)) == {(identity(3), "bram")}
    assert b"roos voor" not in ours.read_bytes()
    back = merge(theirs, ours, "bram")
    assert back.erased_there == [("1", "p2")]
    assert (identity(2), "bram") in current(theirs), "nothing is erased by joining"


def test_every_table_joins_or_is_known_not_to(ours):
    with open_project(ours) as project:
        tables = {
            name for (name,) in project.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        }
    left_out = {"words", "vectors", "chores", "originals", "hidden", "_sqlite_migrations"}
    assert set(ROWS) | {"actions", "merged"} == tables - left_out
    assert set(TABLES) == tables - left_out


def test_a_random_sample_is_of_what_was_here_when_it_was_drawn(ours, theirs):
    code(theirs, "bram", 2)
    with open_project(theirs) as project, project.transaction():
        more = Answer(answer_id("q", "1", "p99"), "q", "1", "p99", "later", text_hash("later"), 99)
        project.answers.add_answers([more], project.actions.add("bram", "ingest"))
    with open_project(ours) as project:
        drawn = draw(project, "q", "1", 4, "anna")
    assert drawn.population == len(TEXTS)
    merge(ours, theirs, "anna")
    assert len(texts(ours)) == len(TEXTS) + 1
    with open_project(ours) as project:
        assert frames(project, "q")[0].members == {identity(n) for n in range(len(TEXTS))}
        assert set(drawn.drawn) <= set(draw(project, "q", "1", 4, "anna").drawn)


# --- a part that is taken along


def assign(path: Path) -> None:
    """Give bram the answers 0 to 3, of which 2 and 3 are for anna too."""
    with open_project(path) as project, project.transaction():
        action_id = project.actions.add("anna", "assign")
        mine = [Assignment(identity(n), "bram", n >= 2) for n in range(4)]
        project.assignments.add([*mine, *(Assignment(identity(n), "anna", True) for n in (2, 3))], action_id)


def test_a_part_goes_along_and_comes_back(ours, tmp_path):
    assign(ours)
    code(ours, "anna", 2, "geld")
    code(ours, "anna", 5, "geld")
    part = tmp_path / "bram.db"
    made = split(ours, part, "bram", "anna")
    assert (made.answers, made.codings, made.questions) == (4, 0, ("q",))
    assert texts(part) == list(TEXTS[:4])
    assert current(part) == {}
    assert b"niets" not in part.read_bytes()
    with open_project(part) as project:
        assert project.db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert [a.shared for a in sorted(project.assignments.current("q"), key=lambda a: a.answer_id)].count(True) == 2
    before = (current(ours), texts(ours), labels(ours))
    nothing_done = merge(ours, part, "anna")
    assert not any(n for table, n in nothing_done.new.items() if table not in ("actions", "merged"))
    assert (current(ours), texts(ours), labels(ours)) == before
    mine = {code(part, "bram", n, "geld") for n in (0, 3)}
    with open_project(part) as project:
        add_code(project, "q", Code("", "Nieuw"), "bram")
    merge(ours, part, "anna")
    with open_project(ours) as project:
        assert {c.coding_id for c in project.codings.current() if c.coder_id == "bram"} == mine
        assert len(project.answers.respondents()) == len(TEXTS)
        assert all(person.variables for person in project.answers.respondents().values())
    assert set(labels(ours)) == {"geld", "nieuw"}
    assert not merge(ours, part, "anna").changed


def test_what_goes_along_when_asked_for(ours, tmp_path):
    assign(ours)
    for n in (0, 2, 5):
        code(ours, "anna", n, "geld")
    own = code(ours, "bram", 1, "geld")
    part = tmp_path / "bram.db"
    split(ours, part, "bram", "anna", variables=False)
    assert current(part) == {(identity(1), "bram"): ("geld",)}
    with open_project(part) as project:
        assert {c.coding_id for c in project.codings.current()} == {own}
        assert all(not person.variables for person in project.answers.respondents().values())
    assert b"gemeente" not in part.read_bytes()
    split(ours, part, "bram", "anna", codings=True, force=True)
    assert set(current(part)) == {(identity(0), "anna"), (identity(1), "bram"), (identity(5), "anna")}, "never 2: blind"
    merge(ours, part, "anna")
    with open_project(ours) as project:
        assert all(person.variables for person in project.answers.respondents().values())
    # The whole gives the part back what it had left out.
    split(ours, part, "bram", "anna", variables=False, force=True)
    merge(part, ours, "bram")
    with open_project(part) as project:
        assert all(person.variables for person in project.answers.respondents().values())


def test_a_part_is_not_written_over_work(ours, tmp_path):
    assign(ours)
    part = tmp_path / "bram.db"
    with pytest.raises(UsageError, match="piet"):
        split(ours, part, "piet", "anna")
    assert not list(tmp_path.glob(".coder-*"))
    split(ours, part, "bram", "anna")
    with pytest.raises(UsageError, match=r"bram\.db"):
        split(ours, part, "bram", "anna")
    code(part, "bram", 0)
    with pytest.raises(UsageError, match="1 "):
        split(ours, part, "bram", "anna", force=True)
    with pytest.raises(UsageError, match=r"ours\.db"):
        split(ours, ours, "bram", "anna", force=True)
    merge(ours, part, "anna")
    split(ours, part, "bram", "anna", force=True)
    assert set(current(part)) == {(identity(0), "bram")}


def test_an_erased_respondent_is_not_taken_for_one_that_a_part_left_out(ours, tmp_path):
    assign(ours)
    part = tmp_path / "bram.db"
    split(ours, part, "bram", "anna")
    forget(part, "p1", None, "bram")
    report = merge(ours, part, "anna")
    assert (report.erased_here, report.erased_there) == (0, [])
    assert len(texts(ours)) == len(TEXTS)
    # The note that it is a part came along; this file is none for that.
    forget(ours, "p0", None, "anna")
    assert merge(ours, part, "anna").erased_here == 1


# --- files that are not to be trusted


def test_an_older_file_is_upgraded_in_a_copy(ours):
    old = ours.with_name("old.db")
    shutil.copyfile(DATA / "project-1.db", old)
    before = old.read_bytes()
    assert merge(ours, old, "anna").new["answers"]
    assert old.read_bytes() == before


def test_a_file_that_is_being_written_in(ours, theirs):
    code(theirs, "bram", 1)
    with sqlite3.connect(theirs, isolation_level=None) as db:
        db.execute("BEGIN IMMEDIATE")
        db.execute("DELETE FROM codings")
        merge(ours, theirs, "anna")
        db.execute("ROLLBACK")
    assert set(current(ours)) == {(identity(1), "bram")}


def test_a_file_that_was_left_in_the_middle(ours, theirs):
    code(theirs, "bram", 1)
    db = sqlite3.connect(theirs, isolation_level=None)
    db.execute("PRAGMA cache_size = 1")
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE answers SET text = text || hex(zeroblob(4000))")
    crashed = ours.with_name("crashed.db")
    shutil.copyfile(theirs, crashed)
    shutil.copyfile(f"{theirs}-journal", f"{crashed}-journal")
    db.close()
    before = crashed.read_bytes()
    merge(ours, crashed, "anna")
    assert texts(ours) == list(TEXTS)
    assert set(current(ours)) == {(identity(1), "bram")}
    assert crashed.read_bytes() == before


def test_what_is_no_project_is_refused(ours, tmp_path):
    for name, content, words in (
        ("none.db", None, "none.db"),
        ("text.db", b"id;q\n1;ja\n", "text.db"),
        ("empty.db", b"", "empty.db"),
        ("folder", b"folder", "folder"),
    ):
        file = tmp_path / name
        if content == b"folder":
            file.mkdir()
        elif content is not None:
            file.write_bytes(content)
        with pytest.raises(ProjectError, match=words):
            merge(ours, file, "anna")
    with pytest.raises(UsageError, match=r"ours\.db"):
        merge(ours, ours, "anna")
    link = tmp_path / "link.db"
    link.symlink_to(ours)
    with pytest.raises(UsageError, match=r"link\.db"):
        merge(ours, link, "anna")


BAD = {
    "a newer version": f"PRAGMA user_version = {LATEST + 1}",
    "another program": "PRAGMA application_id = 1",
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON actions BEGIN DELETE FROM codings; END",
    "a virtual table": "CREATE VIRTUAL TABLE v USING fts5(x)",
    "a view in place of a table": "DROP TABLE groups; CREATE VIEW groups AS SELECT 1",
    "another view": "DROP VIEW undone; CREATE VIEW undone AS SELECT action_id FROM actions",
    "a longer table": "ALTER TABLE codings ADD COLUMN more",
    "no id": "UPDATE codings SET coding_id = 'x'",
    "an id of the far future": "UPDATE codings SET coding_id = 'ffffffffffff7000a000000000000000'",
    "no JSON": "UPDATE codings SET codes = '[1'",
    "no list": "UPDATE codings SET codes = '{}'",
    "codes with escapes": """UPDATE codings SET codes = '["\\u001b[2J"]'""",
    "a deep list": "UPDATE actions SET details = replace(hex(zeroblob(50000)), '0', '[')",
    "another status": "UPDATE codings SET status = 'weg'",
    "another source": "UPDATE codings SET source = 'god'",
    "a number for a text": "UPDATE codings SET memo = x'00'",
    "a long memo": "UPDATE codings SET memo = hex(zeroblob(200000))",
    "somebody else's answer": "UPDATE answers SET answer_id = answer_id + 1",
    "another text behind the hash": "UPDATE answers SET text = 'x'",
    "no codebook": "UPDATE codebooks SET content = '{}'",
    "a missing value that is no text": """UPDATE respondents SET missing = '{"x": 9}'""",
    "no parents": "UPDATE codebooks SET parents = 'x y'",
    "a lost action": "PRAGMA foreign_keys = OFF; DELETE FROM actions",
    "nulls": """PRAGMA writable_schema = 1;
                UPDATE sqlite_master SET sql = replace(sql, 'memo TEXT NOT NULL', 'memo TEXT')""",
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD)
def test_what_is_not_as_coder_writes_it_is_refused_as_a_whole(ours, theirs, bad):
    code(theirs, "bram", 1, "geld")
    before = ours.read_bytes()
    with sqlite3.connect(theirs) as db:
        db.executescript(BAD[bad])
    with pytest.raises(CoderError) as caught:
        merge(ours, theirs, "anna")
    assert isinstance(caught.value, ProjectError | InputError)
    assert "theirs.db" in caught.value.message
    assert caught.value.hint
    assert ours.read_bytes() == before


def test_a_circle_of_merges_hides_nothing_of_ours(ours, theirs):
    code(ours, "anna", 1)
    code(theirs, "bram", 2)
    with open_project(theirs) as project, project.transaction():
        one, other = (project.actions.add("x", "merge") for _n in range(2))
        undo_id = project.actions.undo(one, "x")
        for row in ((one, other), (other, one), (undo_id, undo_id)):
            project.db.execute("INSERT INTO merged VALUES (?, ?)", row)
    merge(ours, theirs, "anna")
    assert set(current(ours)) == {(identity(1), "anna"), (identity(2), "bram")}


def test_missing_values_go_where_variables_go(ours, tmp_path):
    with open_project(ours) as project, project.transaction():
        people = project.answers.respondents().values()
        later = [replace(one, missing={"leeftijd": "999"}) for one in people]
        project.answers.add_respondents(later, project.actions.add("anna", "ingest"))
    assign(ours)
    part = tmp_path / "bram.db"
    split(ours, part, "bram", "anna", variables=False)
    with open_project(part) as project:
        assert {str(one.missing) for one in project.answers.respondents().values()} == {"{}"}
    merge(part, ours, "bram")
    with open_project(part) as project:
        assert [one.missing for one in project.answers.respondents().values()] == [{"leeftijd": "999"}] * len(later)
