"""Personal data leave the file: texts, hashes, caches, free pages; what was decided stays."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
from pathlib import Path

import pytest
from traces import traces

from coder.domain.coding import Coding
from coder.domain.folding import text_hash, verbatim_hash
from coder.domain.ids import answer_id, new_id
from coder.domain.survey import Answer, Question, Respondent
from coder.domain.words import Document, Word
from coder.store.actions import now
from coder.store.codings import final
from coder.store.erasing import Change
from coder.store.migrations import LATEST
from coder.store.models import ModelRecord
from coder.store.personal import Checked, Decided, Original
from coder.store.project import Project, open_project

DATA = Path(__file__).resolve().parent.parent / "data"
TEXTS = ("Zwartkruid hielp mij", "zwartkruid hielp mij!", "geen", "Zwartkruid hielp mij")
SECRET = "Zwartkruid"


def identity(n: int) -> int:
    return answer_id("q", "r", f"persoon-{n}")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Four answers of four respondents, three the same when folded, all coded, in a group and in the caches."""
    path = tmp_path / "coder.db"
    with open_project(path, create=True) as project, project.transaction():
        action_id = project.actions.add("anna", "ingest", {"respondents": ["persoon-0", "persoon-9"]})
        project.answers.add_questions([Question("q", "Vraag?")], action_id)
        project.answers.add_respondents(
            [Respondent(f"persoon-{n}", "r", None, {"mail": f"adres-{n}"}) for n in range(4)], action_id
        )
        project.answers.add_answers(
            [Answer(identity(n), "q", "r", f"persoon-{n}", t, text_hash(t), n) for n, t in enumerate(TEXTS)], action_id
        )
        coded = project.actions.add("anna", "review")
        project.codings.add(
            Coding(new_id(), coded, identity(n), "anna", "coded", "human", ("a",), text_hash=text_hash(t),
                   created_at=now(), memo=f"memo-{n}")
            for n, t in enumerate(TEXTS)
        )  # fmt: skip
        project.samples.add([(identity(n), "q", "r") for n in range(4)], project.actions.add("anna", "audit"))
        key = text_hash(TEXTS[0])
        project.groups.add("q", {key: key, text_hash("geen"): key}, project.actions.add("anna", "group"))
        project.words.add({verbatim_hash(t): Document(t, (Word(0, 10, t[:10].lower(), True),)) for t in TEXTS}, "v")
        project.vectors.add({verbatim_hash(t): b"12345678" for t in TEXTS}, "v")
        trained = project.actions.add("anna", "train")
        project.models.add(ModelRecord(new_id(), "q", now(), {}), b"zwartkruid", trained)
    return path


def changes(project: Project, *numbers: int, text: str = "[naam] hielp mij") -> list[Change]:
    return [Change(v, text) for v in project.versions.of_answers(identity(n) for n in numbers)]


def cached(project: Project, text: str) -> int:
    return sum(
        project.db.execute(f"SELECT count(*) FROM {t} WHERE verbatim_hash = ?", [verbatim_hash(text)]).fetchone()[0]
        for t in ("words", "vectors")
    )


def test_a_project_of_the_second_version_is_upgraded_with_all_that_is_in_it(tmp_path):
    path = tmp_path / "old.db"
    path.write_bytes((DATA / "project-2.db").read_bytes())
    with sqlite3.connect(path) as before:
        assert before.execute("PRAGMA user_version").fetchone()[0] == 2
    with open_project(path) as project:
        assert project.db.execute("PRAGMA user_version").fetchone()[0] == LATEST
        assert len(final(project.codings.current("nodig"))) == 4
        assert len(project.samples.current("nodig")) == 1
        assert len(project.groups.current("nodig")) == 2
        assert project.db.execute("SELECT count(*) FROM vectors").fetchone()[0] == 1
        assert project.personal.left() == (5, 0)
        assert not project.eraser.pending


def test_a_project_of_the_third_version_is_upgraded_with_all_that_is_in_it(tmp_path):
    path = tmp_path / "old.db"
    path.write_bytes((DATA / "project-3.db").read_bytes())
    with sqlite3.connect(path) as before:
        assert before.execute("PRAGMA user_version").fetchone()[0] == 3
    with open_project(path) as project:
        assert project.db.execute("PRAGMA user_version").fetchone()[0] == LATEST
        current = project.codings.current("nodig")
        assert sum(c.quote for c in current) == 1
        assert {c.quoted for c in current} == {None}
        assert project.assignments.current("nodig") == []


def test_a_project_of_the_fourth_version_is_upgraded_with_all_that_is_in_it(tmp_path):
    path = tmp_path / "old.db"
    path.write_bytes((DATA / "project-4.db").read_bytes())
    with sqlite3.connect(path) as before:
        assert before.execute("PRAGMA user_version").fetchone()[0] == 4
    with open_project(path) as project:
        assert project.db.execute("PRAGMA user_version").fetchone()[0] == LATEST
        (coding,) = project.codings.current("nodig")
        assert (coding.codes, coding.quoted) == (("bemensing",), (0, 4))
        assert project.variables.current() == {}


def test_a_quoted_part_follows_its_text(path):
    with open_project(path) as project:
        old = next(iter(project.versions.of_answers([identity(0)])))
        text = old.answer.text
        assert len(text) > 8
        parts = [(0, 3), (4, len(text)), (0, len(text)), (2, 5)]
        with project.transaction():
            action_id = project.actions.add("anna", "review")
            codings = [
                Coding(
                    new_id(),
                    action_id,
                    identity(0),
                    f"c{n}",
                    "coded",
                    "human",
                    text_hash=old.answer.text_hash,
                    quoted=part,
                )
                for n, part in enumerate(parts)
            ]
            project.codings.add(codings)
            # The first four characters are replaced.
            project.eraser.rewrite([Change(old, "[naam]" + text[4:])])
        moved = {c.coder_id: c.quoted for c in project.codings.current("q") if c.coder_id.startswith("c")}
        longer = len(text) + 2
        assert moved["c1"] == (6, longer)
        assert moved["c2"] == (0, longer)
        assert moved["c3"][1] == 7
        for begins, ends in moved.values():
            assert 0 <= begins < ends <= longer


def test_decisions_follow_a_text_that_is_replaced(path):
    new = text_hash("[naam] hielp mij")
    with open_project(path) as project:
        with project.transaction():
            assert len(project.eraser.rewrite(changes(project, 0, 1, 3))) == 3
        assert {a.text for a in project.answers.answers()} == {"[naam] hielp mij", "geen"}
        codings = final(project.codings.current("q"))
        assert {codings[identity(n)].text_hash for n in (0, 1, 3)} == {new}
        assert {c.status for c in codings.values()} == {"coded"}
        # The group bore the hash of the old text.
        assert project.groups.current("q") == {new: new, text_hash("geen"): new}
        assert cached(project, TEXTS[0]) == 0
        assert cached(project, "geen") == 2


def test_a_text_that_others_still_have_keeps_its_group(path):
    old, new = text_hash(TEXTS[0]), text_hash("[naam] hielp mij")
    with open_project(path) as project:
        with project.transaction():
            project.eraser.rewrite(changes(project, 0))
        assert project.groups.current("q") == {old: old, new: old, text_hash("geen"): old}


def test_a_text_that_changed_meanwhile_is_left_alone(path):
    with open_project(path) as project:
        read = changes(project, 0)
        with project.transaction():
            project.db.execute("UPDATE answers SET text = 'iets anders' WHERE answer_id = ?", [identity(0)])
        with project.transaction():
            assert project.eraser.rewrite(read) == []
        assert "iets anders" in {a.text for a in project.answers.answers()}


def test_what_was_checked_counts_for_the_text_that_was_checked(path):
    with open_project(path) as project:
        with project.transaction():
            first = project.actions.add("anna", "redact")
            key = text_hash("geen")
            project.personal.check([Checked(identity(2), key, False, 0), Checked(identity(0), "x", False, 0)], first)
            second = project.actions.add("anna", "redact")
            project.personal.check([Checked(identity(2), key, False, 2)], second)
        assert project.personal.checked() == {identity(2): Checked(identity(2), key, False, 2)}
        assert project.personal.checked("q", "other") == {}
        assert project.personal.left() == (3, 1)
        with project.transaction():
            project.actions.undo(second, "anna")
        assert project.personal.left() == (3, 0)


def test_the_newest_decision_about_a_finding_counts_and_undo_brings_back_the_one_before(path):
    key = verbatim_hash(TEXTS[0])
    decided = Decided(identity(0), 0, 10, "name", False, key)
    with open_project(path) as project:
        with project.transaction():
            project.personal.decide([decided], project.actions.add("anna", "redact review"))
            second = project.actions.add("anna", "redact review")
            project.personal.decide([Decided(identity(0), 0, 10, "name", True, key)], second)
        assert [d.replaced for d in project.personal.decisions()[identity(0), key]] == [True]
        with project.transaction():
            project.actions.undo(second, "anna")
        assert project.personal.decisions() == {(identity(0), key): [decided]}
        with project.transaction():
            project.eraser.detach(changes(project, 0))
        assert project.personal.decisions() == {}
        assert project.db.execute("SELECT count(*) FROM findings").fetchone()[0] == 2  # that they were made


def test_a_respondent_leaves_every_table(path):
    with open_project(path) as project:
        with project.transaction():
            action_id = project.actions.add("anna", "redact")
            project.personal.keep_originals([Original(identity(0), "x", "oud", "h")], action_id)
            project.personal.check([Checked(identity(0), "h", True, 0)], action_id)
            project.personal.decide([Decided(identity(0), 0, 1, "name", True, "h")], action_id)
        with project.transaction():
            gone = project.eraser.forget("persoon-0", None)
            project.eraser.scrub_details("persoon-0")
        assert [version.answer.text for version in gone] == [TEXTS[0]]
        counts = {
            table: project.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("answers", "respondents", "codings", "samples", "originals", "cleared", "findings")
        }
        assert counts == dict.fromkeys(("answers", "respondents", "codings", "samples"), 3) | dict.fromkeys(
            ("originals", "cleared", "findings"), 0
        )
        # Two others said the same: the group stays as it is.
        assert len(project.groups.current("q")) == 2
        details = [action.details for action in project.actions.recent(99) if action.command == "ingest"]
        assert details == [{"respondents": ["persoon-9"]}]


def test_the_last_who_said_something_takes_it_out_of_its_group(path):
    with open_project(path) as project:
        with project.transaction():
            for n in (0, 1, 3):
                project.eraser.forget(f"persoon-{n}", "r")
        assert project.groups.current("q") == {text_hash("geen"): text_hash("geen")}
        assert project.versions.rounds_of("persoon-0") == []


def erase(project: Project) -> None:
    for n in (0, 1, 3):
        project.eraser.forget(f"persoon-{n}", None)
    project.eraser.scrub_details("persoon-0")
    project.eraser.drop_models(["q"])
    project.eraser.owe_wipe()


def test_no_byte_is_left(path):
    words = (SECRET, "persoon-0", "persoon-3", "adres-0", "memo-0")
    assert traces(path, *words) == list(words)
    with open_project(path) as project:
        with project.transaction():
            erase(project)
        assert project.eraser.wipe()
        assert project.db.execute("PRAGMA freelist_count").fetchone()[0] == 0
    assert traces(path, *words) == []
    assert traces(path, "persoon-2", "geen") == ["persoon-2", "geen"]


def _killed_before_the_end(path: str) -> None:
    with open_project(Path(path)) as project:
        project.db.execute("PRAGMA cache_spill = 1")
        project.db.execute("BEGIN IMMEDIATE")
        erase(project)
        os._exit(9)  # as SIGKILL does: nothing is tidied up


def _killed_before_the_wipe(path: str) -> None:
    with open_project(Path(path)) as project:
        with project.transaction():
            erase(project)
        os._exit(9)


def killed(work, path: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=work, args=(str(path),))
    process.start()
    process.join(60)
    assert process.exitcode == 9


def test_killed_in_the_middle_nothing_is_erased(path):
    killed(_killed_before_the_end, path)
    with open_project(path) as project:
        assert len(project.answers.answers()) == 4
        assert not project.eraser.pending


def test_killed_before_the_file_was_written_anew_the_next_command_does_it(path):
    killed(_killed_before_the_wipe, path)
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT name FROM chores").fetchall() == [("vacuum",)]
    with open_project(path) as project:
        assert len(project.answers.answers()) == 1
        assert not project.eraser.pending
    assert traces(path, SECRET, "persoon-0") == []


def test_a_file_in_use_is_written_anew_later(path, monkeypatch):
    monkeypatch.setattr("coder.store.project.BUSY_MILLISECONDS", 50)
    other = sqlite3.connect(path, isolation_level=None)
    with open_project(path) as project:
        with project.transaction():
            erase(project)
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM answers").fetchone()
        assert not project.eraser.wipe()
        other.close()
        assert project.eraser.pending
    with open_project(path) as project:
        assert not project.eraser.pending
    assert traces(path, SECRET) == []
