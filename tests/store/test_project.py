"""The project file: what is refused, what survives, and two writers at once."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
from pathlib import Path

import pytest

from coder.domain.coding import Coding
from coder.domain.errors import ProjectError
from coder.domain.folding import text_hash
from coder.domain.ids import answer_id, new_id
from coder.domain.survey import Answer, Question, Respondent
from coder.domain.texts import language, use_language
from coder.store import project as store
from coder.store.actions import now
from coder.store.codings import final
from coder.store.migrations import APPLICATION_ID, LATEST
from coder.store.project import open_project

SCHEMA = Path(__file__).resolve().parent.parent / "data" / "schema.sql"
N = 60
# Without the table in which sqlite-utils keeps its migrations: its shape is the library's.
OUR_SCHEMA = """SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name <> '_sqlite_migrations'
                ORDER BY type, name"""


@pytest.fixture(autouse=True)
def _english():
    before = language()
    use_language("en")
    yield
    use_language(before)


def identity(n: int) -> int:
    return answer_id("q", "r", f"p{n}")


def coding(action_id: str, n: int, coder_id: str = "anna", **more) -> Coding:
    values = {
        "coding_id": new_id(),
        "action_id": action_id,
        "answer_id": identity(n),
        "coder_id": coder_id,
        "status": "coded",
        "source": "human",
        "codes": ("a",),
        "codebook_version": "v",
        "text_hash": text_hash(f"text {n}"),
        "created_at": now(),
    }
    return Coding(**(values | more))


def write(project, n: int, coder_id: str = "anna", **more) -> str:
    with project.transaction():
        action_id = project.actions.add(coder_id, "review")
        project.codings.add([coding(action_id, n, coder_id, **more)])
    return action_id


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "coder.db"
    with open_project(path, create=True) as project, project.transaction():
        action_id = project.actions.add("anna", "ingest")
        project.answers.add_questions([Question("q", "Vraag?")], action_id)
        project.answers.add_respondents([Respondent(f"p{n}", "r", None, {}) for n in range(N)], action_id)
        project.answers.add_answers(
            [Answer(identity(n), "q", "r", f"p{n}", f"text {n}", text_hash(f"text {n}"), n) for n in range(N)],
            action_id,
        )
    return path


def refused(path: Path, *words: str, create: bool = False) -> None:
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(ProjectError) as caught, open_project(path, create=create):
        pass
    assert caught.value.exit_code == 4
    assert caught.value.hint
    text = f"{caught.value.message} {caught.value.hint}"
    assert all(word in text for word in words), text
    if before is not None:
        assert path.read_bytes() == before


# --- the shape


def test_golden_schema(path):
    with sqlite3.connect(path) as db:
        rows = db.execute(OUR_SCHEMA).fetchall()
    found = "\n\n".join("\n".join(line.strip() for line in sql.splitlines()) + ";" for (sql,) in rows) + "\n"
    if os.environ.get("RENEW_SCHEMA"):
        SCHEMA.write_text(found, encoding="utf-8")
    assert found == SCHEMA.read_text(encoding="utf-8"), (
        "The shape of the project file has changed. A released step is never edited: add a numbered step in "
        "coder/store/migrations.py, keep an old project file to upgrade in a test, and renew this text with "
        "RENEW_SCHEMA=1 pytest tests/store/test_project.py"
    )


def test_marks_of_a_project_file(path):
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == LATEST
        assert db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_opening_changes_nothing(path):
    before = path.read_bytes()
    with open_project(path) as project:
        project.answers.answers()
    assert path.read_bytes() == before


def test_foreign_keys_are_on(path):
    with open_project(path) as project, pytest.raises(ProjectError), project.transaction():
        project.codings.add([coding("no such action", 1)])


# --- what is refused


def test_missing_file_and_missing_folder(tmp_path):
    refused(tmp_path / "none.db", "none.db", "coder ingest")
    refused(tmp_path / "nowhere" / "coder.db", "nowhere", create=True)
    assert list(tmp_path.iterdir()) == []


def test_a_folder(tmp_path):
    refused(tmp_path, "folder")


@pytest.mark.parametrize("content", [b"id;vraag\n1;ja\n", b"\x00" * 100, b"SQLite"])
def test_not_a_database(tmp_path, content):
    file = tmp_path / "x.db"
    file.write_bytes(content)
    refused(file, "x.db", "not a project file")
    refused(file, "x.db", "not a project file", create=True)


def test_an_empty_file_is_no_project_but_may_become_one(tmp_path):
    file = tmp_path / "x.db"
    file.touch()
    refused(file, "not a project file")
    with open_project(file, create=True) as project:
        assert project.answers.questions() == []


def test_a_database_of_another_program(tmp_path):
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as db:
        db.execute("CREATE TABLE t (x)")
    refused(file, "other.db", "not a project file of coder")
    refused(file, "other.db", create=True)


def test_a_newer_version(path):
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {LATEST + 1}")
    refused(path, "newer version", "pipx upgrade")


def test_triggers(path):
    with sqlite3.connect(path) as db:
        db.execute("CREATE TRIGGER t AFTER INSERT ON actions BEGIN DELETE FROM codings; END")
    refused(path, "triggers")


def test_a_damaged_file(path):
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xff" * 3996
    path.write_bytes(content)
    refused(path, "coder.db", "backup")


def test_a_file_that_was_cut_off(path):
    path.write_bytes(path.read_bytes()[:6000])
    with pytest.raises(ProjectError), open_project(path) as project:
        project.answers.answers()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_no_permission(path):
    path.chmod(0o400)
    refused(path, "permission")
    path.chmod(0o600)
    path.parent.chmod(0o500)
    try:
        refused(path, "permission")
        refused(path.parent / "new.db", "permission", create=True)
    finally:
        path.parent.chmod(0o700)


def test_no_permission_by_the_system_s_word(path, monkeypatch):
    monkeypatch.setattr(store.os, "access", lambda *_args: False)
    refused(path, "permission")
    refused(path.parent / "new.db", "permission", create=True)


def test_in_use_by_another_program(path, monkeypatch):
    monkeypatch.setattr(store, "BUSY_MILLISECONDS", 50)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with open_project(path) as project:
            with pytest.raises(ProjectError, match="in use"):
                write(project, 1)
            other.execute("ROLLBACK")
            write(project, 1)
            assert len(project.codings.current()) == 1
    finally:
        other.close()


# --- what survives


def test_disk_full_leaves_earlier_codings_intact(path):
    with open_project(path) as project:
        write(project, 1)
        pages = project.db.execute("PRAGMA page_count").fetchone()[0]
        project.db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(ProjectError, match="disk is full"):
            write(project, 2, memo="x" * 100_000)
        assert [c.answer_id for c in project.codings.current()] == [identity(1)]
        project.db.execute(f"PRAGMA max_page_count = {pages + 1000}")
        write(project, 2)
    with open_project(path) as project:
        assert len(project.codings.current()) == 2
        assert project.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_a_failing_transaction_writes_nothing(path):
    with open_project(path) as project:

        def fail() -> None:
            with project.transaction():
                action_id = project.actions.add("anna", "review")
                project.codings.add([coding(action_id, 1)])
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert project.codings.current() == []
        assert len(project.actions.recent(9)) == 1


def _killed(path: str) -> None:
    with open_project(Path(path)) as project:
        write(project, 1)
        project.db.execute("BEGIN IMMEDIATE")
        action_id = project.actions.add("anna", "review")
        project.codings.add([coding(action_id, 2)])
        os._exit(9)  # as SIGKILL does: nothing is tidied up


def test_killed_in_the_middle(path):
    process = multiprocessing.get_context("spawn").Process(target=_killed, args=(str(path),))
    process.start()
    process.join(60)
    assert process.exitcode == 9
    with open_project(path) as project:
        assert [c.answer_id for c in project.codings.current()] == [identity(1)]


def _fifty(path: str, coder_id: str) -> None:
    with open_project(Path(path)) as project:
        for n in range(50):
            write(project, n, coder_id)


def test_two_writers_at_once(path):
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_fifty, args=(str(path), name)) for name in ("anna", "bas")]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0, 0]
    with open_project(path) as project:
        found = {(c.coder_id, c.answer_id) for c in project.codings.current()}
        assert found == {(name, identity(n)) for name in ("anna", "bas") for n in range(50)}
        assert len(project.actions.recent(1000)) == 101


def _create(path: str) -> None:
    with open_project(Path(path), create=True) as project, project.transaction():
        project.actions.add("anna", "ingest")


def test_two_processes_make_the_same_project(tmp_path):
    path = tmp_path / "coder.db"
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_create, args=(str(path),)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    codes = [process.exitcode for process in processes]
    assert codes == [0, 0, 0]
    with open_project(path) as project:
        assert len(project.actions.recent(9)) == 3


# --- what counts now


def test_the_newest_coding_of_each_coder_counts(path):
    with open_project(path) as project:
        write(project, 1, codes=("a",))
        write(project, 1, codes=("b",))
        write(project, 1, "bas", codes=("c",))
        assert [(c.coder_id, c.codes) for c in project.codings.current()] == [("anna", ("b",)), ("bas", ("c",))]
        assert final(project.codings.current())[identity(1)].codes == ("c",)
        assert len(project.codings.history([identity(1)])) == 3


def test_undo_brings_back_what_was_before(path):
    with open_project(path) as project:
        write(project, 1, codes=("a",))
        second = write(project, 1, codes=("b",))
        with project.transaction():
            project.actions.undo(second, "anna")
        assert [c.codes for c in project.codings.current()] == [("a",)]
        assert project.actions.last("anna").action_id != second
        with pytest.raises(ProjectError), project.transaction():
            project.actions.undo(second, "anna")  # an action is undone once
        assert [a.undone for a in project.actions.recent(9) if a.action_id == second] == [True]


def test_people_come_before_machines(path):
    with open_project(path) as project:
        write(project, 1, codes=("a",))
        write(project, 1, "machine", source="machine", codes=("m",))
        write(project, 2, "machine", source="machine", codes=("m",))
        everything = final(project.codings.current())
        assert (everything[identity(1)].codes, everything[identity(2)].codes) == (("a",), ("m",))
        assert set(final(project.codings.current(), ("human", "import"))) == {identity(1)}


def test_a_coding_comes_back_as_it_was_written(path):
    with open_project(path) as project:
        with project.transaction():
            action_id = project.actions.add("anna", "review", {"x": "é"})
            written = coding(
                action_id, 3, codes=("a", "ë"), suggested=(("a", 0.5), ("b", 0.25)), memo="é\n=1", quote=True
            )
            project.codings.add([written])
        assert project.codings.of_action(action_id) == [written]
        assert project.actions.recent(1)[0].details == {"x": "é"}


def test_a_project_of_the_first_version_is_upgraded_with_all_that_is_in_it(tmp_path):
    old = Path(__file__).resolve().parent.parent / "data" / "project-1.db"
    path = tmp_path / "old.db"
    path.write_bytes(old.read_bytes())
    with sqlite3.connect(path) as before:
        assert before.execute("PRAGMA user_version").fetchone()[0] == 1
    with open_project(path) as project:
        assert project.db.execute("PRAGMA user_version").fetchone()[0] == LATEST
        decided = final(project.codings.current("nodig"))
        assert sorted(c.codes for c in decided.values()) == [
            ("bemensing",),
            ("eigenaarschap",),
            ("geen_antwoord",),
            ("geen_antwoord",),
        ]
        assert project.models.current("nodig") is not None
        assert project.samples.current() == []
        assert project.groups.current("nodig") == {}


def test_samples_and_groups_are_undone_as_everything_is(path):
    with open_project(path) as project:
        with project.transaction():
            draw = project.actions.add("anna", "audit")
            project.samples.add([(identity(3), "q", "r"), (identity(1), "q", "r")], draw)
            first = project.actions.add("anna", "group")
            project.groups.add("q", {"x": "g1", "y": "g1"}, first)
            second = project.actions.add("anna", "group")
            project.groups.add("q", {"y": ""}, second)
        assert [s.answer_id for s in project.samples.current("q", "r")] == [identity(3), identity(1)]
        assert project.groups.current("q") == {"x": "g1"}
        with project.transaction():
            project.actions.undo(second, "anna")
            project.actions.undo(draw, "anna")
        assert project.groups.current("q") == {"x": "g1", "y": "g1"}
        assert project.samples.current() == []


def test_a_project_of_the_fifth_version_is_upgraded_with_all_that_is_in_it(tmp_path):
    path = tmp_path / "old.db"
    path.write_bytes((Path(__file__).resolve().parent.parent / "data" / "project-5.db").read_bytes())
    with sqlite3.connect(path) as before:
        assert before.execute("PRAGMA user_version").fetchone()[0] == 5
    with open_project(path) as project:
        assert [c.coder_id for c in project.codings.current("nodig")] == ["bram", "bram", "anna"]
        rows = project.db.execute("SELECT action_id, parents FROM codebooks ORDER BY action_id").fetchall()
        assert len(rows) == 2
        assert [parents for _action, parents in rows] == ["", rows[0][0]]


def test_a_codebook_knows_which_one_it_was_made_from(path):
    from coder.domain.codebook import Code, Codebook

    with open_project(path) as project:
        made = []
        for n in range(3):
            with project.transaction():
                made.append(project.actions.add("anna", "codebook add"))
                project.codebooks.add("q", Codebook((Code("a", str(n)),)), "", made[-1])
        with project.transaction():
            project.actions.undo(made[2], "anna")
            made.append(project.actions.add("anna", "codebook add"))
            project.codebooks.add("q", Codebook((Code("a", "x"),)), "", made[-1])
        rows = project.db.execute("SELECT parents FROM codebooks ORDER BY action_id").fetchall()
        assert [parents for (parents,) in rows] == ["", made[0], made[1], made[1]]


def test_long_reads_go_part_by_part_and_miss_nothing(path, monkeypatch):
    from coder.store import slices

    with open_project(path) as project:
        for n in range(0, N, 2):
            write(project, n)
            write(project, n, "bas")
        write(project, 4, codes=("b",))
        with project.transaction():
            project.actions.undo(write_later := project.actions.last("bas").action_id, "bas")
        read = [
            lambda: project.answers.answers("q"),
            lambda: project.answers.respondents("r"),
            lambda: project.codings.current("q"),
            lambda: list(project.versions.each()),
        ]
        whole = [one() for one in read]
        assert [len(one) for one in whole] == [N, N, N - 1, N]
        assert write_later not in {c.action_id for c in whole[2]}
        monkeypatch.setattr(slices, "ROWS", 7)
        assert [one() for one in read] == whole
