"""What a key at the desk costs, in things that can be counted: statements to the project file, and imports."""

from __future__ import annotations

import subprocess
import sys

import pytest

from coder.review.desk import Desk
from coder.terminal.card import render
from coder.terminal.frame import Frame
from coder.workflows.codebook import import_codebook
from coder.workflows.ingest import IngestOptions, ingest, read_options, read_table
from coder.workflows.review import sitting

PROGRAM = """
import sys
from pathlib import Path
from coder.review.desk import Desk
from coder.terminal.card import render
from coder.terminal.frame import Frame
from coder.workflows.review import sitting

with sitting(Path(sys.argv[1]), None, None, "anna", "file", None) as opened:
    desk = Desk(opened.session, people=opened.people)
    frame = Frame(opened.question, opened.respondents, opened.answers, opened.coded_before)
    for key in ["1", "x", "x", "/", "g", "enter", "escape", "x", "tab", "tab", "u", "s"]:
        desk.press(key)
        render(desk, frame, 140, 40, "256")
    opened.session.suggester.wait()
    print(opened.session.answers_decided)
print(*sorted({name.split(".")[0] for name in sys.modules}))
"""
WRITES = {"SAVEPOINT", "RELEASE"}  # of sqlite-utils, around statements that are counted themselves


@pytest.fixture
def db(tmp_path):
    """Return a project with 300 different answers whose words are kept."""
    export, book, path = tmp_path / "e.csv", tmp_path / "c.yaml", tmp_path / "coder.db"
    things = ["meer geld", "genoeg mensen", "rust en tijd"]
    export.write_text("id;v1\n" + "".join(f"p{i};{things[i % 3]} voor groep {i}\n" for i in range(300)))
    ingest(path, [read_table(export, read_options(None, None, None))], IngestOptions(("v1",), "2024", "anna", "id"))
    book.write_text("codes: [{id: geld, label: Geld}, {id: mensen, label: Mensen}, {id: tijd, label: Tijd}]")
    import_codebook(path, book, "v1", "anna")
    with sitting(path, "v1", None, "anna", "file", None):
        pass  # reads the sentence vectors, once
    return path


def test_a_key_costs_as_few_statements_whatever_the_size_of_the_project(db):
    with sitting(db, "v1", None, "anna", "file", None) as opened:
        desk = Desk(opened.session, people=opened.people)
        frame = Frame(opened.question, opened.respondents, opened.answers, opened.coded_before)

        def statements(key):
            said = []
            opened.people._project.db.conn.set_trace_callback(said.append)
            desk.press(key)
            render(desk, frame, 140, 40, "256")
            return [one.split()[0].upper() for one in said if one.split()[0] not in WRITES]

        for key in ("1", "1", "down", "/", "g", "backspace", "escape", "?", "?", "m", "a", "escape"):
            assert statements(key) == [], key
        for key in ("x", "enter", "s", "f"):
            said = statements(key)
            assert said.count("COMMIT") == 1  # one transaction, so one time that the disk is waited for
            assert len(said) <= 10
        assert len(statements("u")) <= 10
        assert statements("b").count("COMMIT") == 0


def test_coding_imports_neither_spacy_nor_scikit_learn(db):
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(db)], capture_output=True, text=True, check=True)
    decided, imported = done.stdout.splitlines()
    assert decided == "3"
    assert not {"spacy", "sklearn", "thinc", "skops"} & set(imported.split())
