"""What is known of closed variables, by round; the newest counts, and it is undone as everything is."""

from __future__ import annotations

import json
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

from coder.domain.survey import Respondent, Variable
from coder.store.migrations import LATEST
from coder.store.project import open_project

OLD = Path(__file__).resolve().parent.parent / "data" / "project-7.db"
ROLE = Variable(
    text="Wat is uw rol?",
    kind="text",
    labels=(("1", "directeur"), ("2", "adviseur"), ("9", "onbekend")),
    declared=(("9", "9"), ("90", "")),
)


def test_the_newest_of_each_round_counts_and_undo_takes_it_back(tmp_path):
    with open_project(tmp_path / "p.db", create=True) as project:
        with project.transaction():
            first = project.actions.add("anna", "ingest")
            project.variables.add("2023", {"rol": ROLE, "leeftijd": Variable(kind="number")}, first)
        with project.transaction():
            later = project.actions.add("anna", "ingest")
            project.variables.add("2024", {"rol": Variable(text="Rol")}, later)
        assert project.variables.current("2023")["rol"] == ROLE
        assert project.variables.current()["rol"] == Variable(text="Rol")
        assert list(project.variables.current("2023")) == ["rol", "leeftijd"]
        with project.transaction():
            project.actions.undo(later, "anna")
        assert project.variables.current()["rol"] == ROLE


def test_labels_that_are_equal_stay_apart():
    variable = Variable(labels=(("1", "ja"), ("2", "ja"), ("3", "nee")))
    assert [variable.label(value) for value in ("1", "2", "3", "4")] == ["ja", "ja (2)", "nee", "4"]


def test_a_project_of_the_seventh_version_is_upgraded_with_all_that_is_in_it(tmp_path):
    shutil.copyfile(OLD, tmp_path / "old.db")
    with sqlite3.connect(tmp_path / "old.db") as before:
        assert before.execute("PRAGMA user_version").fetchone()[0] == 7
        people = dict(before.execute("SELECT respondent_id, variables FROM current_respondents"))
        labels = dict(before.execute("SELECT name, labels FROM current_variables"))
        closed = before.execute("SELECT * FROM closed_answers").fetchall()
    assert people
    with open_project(tmp_path / "old.db") as project:
        assert project.db.execute("PRAGMA user_version").fetchone()[0] == LATEST
        found = project.answers.respondents()
        assert {key[1]: one.variables for key, one in found.items()} == {k: json.loads(v) for k, v in people.items()}
        assert all(one.missing == {} for one in found.values())
        known = project.variables.current()
        assert {name: [list(pair) for pair in one.labels] for name, one in known.items()} == {
            name: json.loads(pairs) for name, pairs in labels.items()
        }
        assert all(one.declared == () for one in known.values())
        assert project.db.execute("SELECT * FROM closed_answers").fetchall() == closed


def test_missing_values_of_respondents_stay_apart_from_answers(tmp_path):
    person = Respondent("p1", "2024", None, {"rol": "directeur"}, {"leeftijd": "999"})
    with open_project(tmp_path / "p.db", create=True) as project:
        with project.transaction():
            project.answers.add_respondents([person], project.actions.add("anna", "ingest"))
        assert project.answers.respondents() == {("2024", "p1"): person}
        assert project.answers.respondent("p1", ["2024"]) == {"2024": person}
        with project.transaction():
            later = replace(person, missing={})
            project.answers.add_respondents([later], project.actions.add("anna", "ingest"))
        assert project.answers.respondents() == {("2024", "p1"): later}
