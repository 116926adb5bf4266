"""What is known of closed variables, by round; the newest counts, and it is undone as everything is."""

from __future__ import annotations

from coder.domain.survey import Variable
from coder.store.project import open_project

ROLE = Variable(text="Wat is uw rol?", kind="text", labels=(("1", "directeur"), ("2", "adviseur")))


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
