"""The views with readable names say what coder itself says."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from coder.store.migrations import LATEST
from coder.store.project import Project, open_project
from coder.store.readable import SHOWN, VIEWS
from coder.workflows.coded_survey import coded_survey

OLD = Path(__file__).resolve().parent.parent / "data" / "project-6.db"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project of before the views: several coders, a machine, an undone and a reconciled decision, an alias."""
    shutil.copyfile(OLD, tmp_path / "old.db")
    with sqlite3.connect(tmp_path / "old.db") as before:
        assert before.execute("PRAGMA user_version").fetchone()[0] == 6
    return tmp_path / "old.db"


def rows(project: Project, view: str) -> list[dict[str, object]]:
    return list(project.db.query(f"SELECT * FROM {view}"))


def test_a_project_of_the_sixth_version_is_upgraded(path: Path):
    with open_project(path) as project:
        assert project.db.execute("PRAGMA user_version").fetchone()[0] == LATEST
        assert set(VIEWS) <= set(project.db.view_names())
        assert set(SHOWN) <= set(VIEWS)


def test_the_decision_that_counts_is_the_one_of_the_tables(path: Path):
    with open_project(path) as project:
        (asked,) = coded_survey(project).questions
        expected = {}
        for answer in asked.answers:
            final = asked.final.get(answer.answer_id)
            codes = "; ".join(asked.codebook.label(code) for code in final.codes) if final else ""
            expected[answer.respondent_id] = (answer.text, codes, final.coder_id if final else None)
        found = {r["respondent"]: (r["answer"], r["codes"] or "", r["coder"]) for r in rows(project, "coded_answers")}
        assert found == expected
        # What people agreed on, before what each decided; the code that another file had under its own id by its name.
        assert found["r1"][1:] == ("Boeken & brochures; Rust", "reconciled")
        assert found["r2"][2] == "bas"
        assert found["r4"][2] == "machine"


def test_every_coder_s_last_decision(path: Path):
    with open_project(path) as project:
        found = {(r["respondent"], r["coder"]): r for r in rows(project, "decisions")}
        current = project.codings.current()
        assert len(found) == len(current)
        assert {key for key, row in found.items() if row["counts"]} == {
            ("r1", "reconciled"),
            ("r2", "bas"),
            ("r4", "machine"),
        }
        assert found["r3", "anna"]["status"] == "open"
        given = [(r["respondent"], r["coder"], r["code"], r["net"]) for r in rows(project, "given_codes")]
        assert ("r1", "reconciled", "rust", None) in given
        assert ("r1", "anna", "rust", None) in given
        assert ("r1", "bas", "boek", "Uitgaven") in given
        assert not [one for one in given if one[0] == "r3"]


def test_codebook_respondents_and_closed_variables(path: Path):
    with open_project(path) as project:
        codebook = rows(project, "codebook")
        assert [(r["code"], r["net"], r["exclusive"]) for r in codebook] == [
            ("uitgaven", None, 0),
            ("boek", "Uitgaven", 0),
            ("dag", "Uitgaven", 0),
            ("rust", None, 0),
        ]
        assert codebook[1]["definition"] == "Wat op papier verscheen"
        assert {(r["respondent"], r["weight"]) for r in rows(project, "people")} >= {("r1", 1.25), ("r5", 1.5)}
        closed = {(r["respondent"], r["variable"]): r["value"] for r in rows(project, "closed_answers")}
        assert closed["r1", "rol"] == "adviseur"
        assert closed["r5", "leeftijd"] == 45
