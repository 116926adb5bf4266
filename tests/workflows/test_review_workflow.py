"""Two desks on one project file, and what a second file about the same respondents leaves alone."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from coder.domain.codebook_edits import Split
from coder.domain.errors import UsageError
from coder.review.desk import Desk
from coder.workflows.codebook import import_codebook
from coder.workflows.ingest import IngestOptions, ingest, read_options, read_table
from coder.workflows.project import open_project
from coder.workflows.review import sitting


@pytest.fixture
def db(tmp_path):
    export = tmp_path / "e.csv"
    export.write_text("id;regio;weging;v1\n" + "".join(f"p{i};Noord;1,5;geld {i}\n" for i in range(6)))
    path = tmp_path / "coder.db"
    options = IngestOptions(("v1",), "2024", "anna", "id", "weging", keep_all=True)
    ingest(path, [read_table(export, read_options(None, None, None))], options)
    book = tmp_path / "c.yaml"
    book.write_text("codes: [{id: geld, label: Geld}]")
    import_codebook(path, book, "v1", "anna")
    return path


def test_a_second_desk_passes_over_what_the_first_decides_meanwhile(db):
    with ExitStack() as stack:
        anna = Desk(stack.enter_context(sitting(db, "v1", None, "anna", "file", None)).session)
        bram = Desk(stack.enter_context(sitting(db, "v1", None, "bram", "file", None)).session)
        for key in "xxx":
            anna.press(key)
        # Bram sees the first card already; after it, the fourth is next.
        bram.press("x")
        assert bram.session.item.first.respondent_id == "p3"
        bram.press("x")
        # Anna had the fourth in view when Bram decided it: both decisions are kept.
        anna.press("x")
        assert anna.session.item.first.respondent_id == "p4"
        with open_project(db) as project:
            current = project.codings.current()
            assert len({c.answer_id for c in current}) == 4
            assert [c.coder_id for c in current] == ["anna"] * 3 + ["bram"] * 2 + ["anna"]


def test_replacing_answers_leaves_weights_and_variables_that_the_file_does_not_name(db, tmp_path):
    export = tmp_path / "f.csv"
    export.write_text("id;v1\np0;heel iets anders\n")
    options = IngestOptions(("v1",), "2024", "anna", "id", replace=True)
    report = ingest(db, [read_table(export, read_options(None, None, None))], options)
    assert report.replaced == 1
    with open_project(db) as project:
        person = project.answers.respondents()["2024", "p0"]
    assert (person.weight, person.variables) == (1.5, {"regio": "Noord"})


def test_a_code_that_is_split_at_the_desk_is_split_in_the_project_and_undo_joins_it_again(db):
    with sitting(db, "v1", None, "anna", "file", None) as opened:
        session = opened.session
        assert session.draft.codes == ("geld",)
        session.confirm()
        session.edit_codebook(Split("geld", ("Loon", "Budget")))
        assert [s.code_id for s in session.shown.ranked if s.code_id == "geld"] == []
        session.toggle("loon")
        session.confirm()
        assert session.undo()
        with open_project(db) as project:
            stored = project.codebooks.current("v1")
            assert stored.codebook == session.codebook
            assert stored.codebook.by_id["geld"].replaced_by == ("loon", "budget")
            assert "replaced_by: [loon, budget]" in stored.yaml
            assert [c.codes for c in project.codings.current()] == [("geld",)]
        assert session.undo()
        with open_project(db) as project:
            assert project.codebooks.current("v1").yaml == "codes: [{id: geld, label: Geld}]"
        assert [code.code_id for code in session.codebook.codes] == ["geld"]


def test_two_desks_that_change_the_codebook_lose_nothing_of_each_other(db):
    with ExitStack() as stack:
        anna = stack.enter_context(sitting(db, "v1", None, "anna", "file", None)).session
        bram = stack.enter_context(sitting(db, "v1", None, "bram", "file", None)).session
        anna.new_code("Tijd", "")
        bram.new_code("Rust", "")
        assert [code.label for code in bram.codebook.codes] == ["Geld", "Tijd", "Rust"]
        # Bram's change rests on Anna's: hers cannot be taken out from under it.
        with pytest.raises(UsageError, match="changed again after that"):
            anna.undo()
        assert [code.label for code in anna.codebook.codes] == ["Geld", "Tijd"]
        assert bram.undo()
        assert anna.undo()
        with open_project(db) as project:
            assert [code.label for code in project.codebooks.current("v1").codebook.codes] == ["Geld"]
