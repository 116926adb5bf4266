"""`coder codebook log` and `diff` on a project: the story with what was undone, the versions of rounds, undo."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.domain.errors import UsageError
from coder.workflows import codebook_edits as edits
from coder.workflows.codebook import import_codebook, shown_codebook
from coder.workflows.codebook_story import difference, story
from coder.workflows.history import left_without_code, undo
from coder.workflows.ingest import IngestOptions, ingest, read_options, read_table
from coder.workflows.recode import recode

BOOK = """\
codes:
  - {id: geld, label: Geld}
  - {id: loon, label: Loon}
  - {id: tijd, label: Tijd}
"""


def coded_round(db: Path, folder: Path, name: str, rows: str) -> None:
    export = folder / f"{name}.csv"
    export.write_text("id;v1;codes\n" + rows)
    ingest(
        db,
        [read_table(export, read_options(None, None, None))],
        IngestOptions(("v1",), name, "anna", "id", codes=("codes",)),
    )


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path, book, empty = tmp_path / "coder.db", tmp_path / "c.yaml", tmp_path / "leeg.csv"
    book.write_text(BOOK)
    empty.write_text("id;v1\np9;nog niet\n")
    tables = [read_table(empty, read_options(None, None, None))]
    ingest(path, tables, IngestOptions(("v1",), "2022", "anna", "id"))
    import_codebook(path, book, "v1", "anna")
    return path


def test_the_story_tells_who_did_what_and_what_was_undone(db):
    edits.rename(db, "v1", "geld", "Geld en middelen", "bram")
    edits.split(db, "v1", "tijd", ["Tijd samen", "Tijd alleen"], "anna")
    undo(db, "anna")
    edits.merge(db, "v1", ["geld", "loon"], "Beloning", "anna")
    told = story(db, None)
    assert [(c.action.coder_id, c.action.undone, c.undone_by) for c in told] == [
        ("anna", False, ""),
        ("bram", False, ""),
        ("anna", True, "anna"),
        ("anna", False, ""),
    ]
    assert told[0].changes is None
    assert [[one.kind for one in c.changes] for c in told[1:]] == [["renamed"], ["split"], ["merged"]]
    # The merge came after the undo: what it changed is told against the codebook without the split.
    assert told[3].changes[0].labels == ("Geld en middelen", "Loon")
    assert told[3].codebook == shown_codebook(db, "v1")[1]
    with pytest.raises(UsageError):
        story(db, "v2")


def test_rounds_are_compared_by_the_codebooks_they_were_coded_with(db, tmp_path):
    coded_round(db, tmp_path, "2022", "p1;meer geld;geld\np2;loon;loon\np3;rust;tijd\n")
    edits.merge(db, "v1", ["loon"], "geld", "anna")
    edits.split(db, "v1", "tijd", ["Tijd samen", "Tijd alleen"], "anna")
    edits.define(db, "v1", "geld", "Alles met geld.", "anna")
    coded_round(db, tmp_path, "2024", "p1;geld;geld\np2;samen;tijd_samen\n")
    edits.rename(db, "v1", "geld", "Poen", "anna")
    # The order in which the rounds are named does not matter: the older codebook comes first.
    found = difference(db, "v1", "2024", "2022")
    assert (found.first.round_id, found.second.round_id) == ("2022", "2024")
    assert list(found.first.versions.values()) == [3]
    assert [one.kind for one in found.changes] == ["merged", "split", "redefined"]
    assert {t.code_id: t.broken for t in found.trends} == {
        "geld": "merged",
        "tijd_samen": "split",
        "tijd_alleen": "split",
    }
    assert found.next_step == "coder codebook recode --question v1"
    recode(db, "v1", "anna")
    again = difference(db, "v1", "2022", "2024")
    # One answer of 2022 was recoded with the newest codebook, and that is said.
    assert list(again.second.versions.values()) == [1, 2]
    assert again.second.round_id == "2022"
    assert {t.code_id: t.broken for t in again.trends} == {
        "geld": None,
        "tijd_samen": "split",
        "tijd_alleen": "split",
    }


def test_what_cannot_be_compared(db, tmp_path):
    with pytest.raises(UsageError, match="No answer in round 2022"):
        difference(db, "v1", "2022", "2022")
    coded_round(db, tmp_path, "2022", "p1;meer geld;geld\n")
    with pytest.raises(UsageError, match="Two different rounds"):
        difference(db, "v1", "2022", "2022")
    with pytest.raises(UsageError):
        difference(db, "v1", "2022", "1999")


@pytest.mark.parametrize(
    ("edit", "args"),
    [
        (edits.rename, ("geld", "Poen")),
        (edits.define, ("geld", "Alles met geld.")),
        (edits.move, ("geld", "loon")),
        (edits.retire, ("geld",)),
        (edits.merge, (["geld", "loon"], "Beloning")),
        (edits.split, ("geld", ["Een", "Twee"])),
    ],
)
def test_undo_brings_the_file_back_to_the_letter(db, edit, args):
    done = edit(db, "v1", *args, "anna")
    assert done.after != done.before
    assert shown_codebook(db, "v1")[1] == done.after
    undone = undo(db, "anna")
    assert undone.command.startswith("codebook ")
    assert shown_codebook(db, "v1")[1:] == (done.before, BOOK)
    assert left_without_code(db, undone) == ()


def test_a_change_on_which_others_rest_is_undone_after_them(db, tmp_path):
    edits.split(db, "v1", "tijd", ["Tijd samen", "Tijd alleen"], "anna")
    coded_round(db, tmp_path, "2023", "p1;samen;tijd_samen\n")
    edits.rename(db, "v1", "geld", "Poen", "bram")
    older = story(db, "v1")[1].action.action_id
    with pytest.raises(UsageError, match="changed again after that"):
        undo(db, "anna", older)
    undo(db, "bram")
    undone = undo(db, "anna", older)
    assert left_without_code(db, undone) == ("tijd_samen",)
