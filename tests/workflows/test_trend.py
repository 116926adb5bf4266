"""Trends over rounds, bridged over what became of the codebook."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.domain.codebook import Code
from coder.workflows import codebook_edits as edits
from coder.workflows.codebook import add, import_codebook
from coder.workflows.counted import counted
from coder.workflows.ingest import IngestOptions, ingest, read_options, read_table
from coder.workflows.project import codebook_of, open_project
from coder.workflows.recode import recode
from coder.workflows.trend import RoundTrend, trend_of

BOOK = "codes:\n  - {id: geld, label: Geld}\n  - {id: loon, label: Loon}\n  - {id: tijd, label: Tijd}\n"


def read(db: Path, name: str, rows: list[tuple[str, str]]) -> None:
    export = db.parent / f"{name}.csv"
    export.write_text("id;v1;codes\n" + "".join(f"{one};iets {one};{codes}\n" for one, codes in rows))
    options = IngestOptions(("v1",), name, "anna", "id", codes=("codes",))
    ingest(db, [read_table(export, read_options(None, None, None))], options)


def made(db: Path, **more) -> RoundTrend | None:
    with open_project(db) as project:
        base = counted(project, project.answers.questions()[0], codebook_of(project, "v1"))
        return trend_of(project, base, **more)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path, book, empty = tmp_path / "coder.db", tmp_path / "c.yaml", tmp_path / "leeg.csv"
    book.write_text(BOOK)
    empty.write_text("id;v1\np999;nog niet\n")
    ingest(path, [read_table(empty, read_options(None, None, None))], IngestOptions(("v1",), "2022", "anna", "id"))
    import_codebook(path, book, "v1", "anna")
    read(path, "2022", [(f"p{n}", "geld" if n < 20 else "loon" if n < 30 else "tijd") for n in range(60)])
    return path


def test_one_round_has_no_trend(db):
    assert made(db) is None


def test_people_who_answered_twice_are_allowed_for(db):
    read(db, "2024", [(f"p{n}", "geld" if n < 30 else "tijd") for n in range(60)])
    found = made(db)
    assert found.in_both == 60
    (geld,) = [change for change in found.figures.changes if change.code_id == "geld"]
    assert geld.difference.value == pytest.approx(10 / 60)
    assert geld.holds  # 10 went over and nobody came back: McNemar's z is the root of 10
    assert found.figures.gone == ("loon",)
    # The other order of the rounds turns the change round.
    back = made(db, rounds=("2024", "2022"))
    assert [c.difference.value for c in back.figures.changes if c.code_id == "geld"] == [pytest.approx(-10 / 60)]
    assert made(db, rounds=("2024",)) is None


def test_merged_codes_are_counted_as_what_they_became(db):
    edits.merge(db, "v1", ["loon"], "geld", "anna")
    read(db, "2024", [(f"q{n}", "geld" if n < 30 else "tijd") for n in range(60)])
    waiting = made(db)
    assert [estimate.value for estimate in waiting.figures.shares["geld"]] == [0.5, 0.5]
    assert waiting.figures.broken == {}
    recode(db, "v1", "anna")
    assert made(db).figures.shares["geld"] == waiting.figures.shares["geld"]


def test_a_split_code_is_compared_as_a_whole(db):
    edits.split(db, "v1", "tijd", ["Tijd samen", "Tijd alleen"], "anna")
    read(db, "2024", [(f"q{n}", "tijd_samen" if n < 20 else "tijd_alleen" if n < 40 else "geld") for n in range(60)])
    found = made(db)
    assert [estimate.value for estimate in found.figures.shares["tijd"]] == [0.5, pytest.approx(40 / 60)]
    assert found.unbridged == ("Tijd",)
    before, after = found.figures.shares["tijd_samen"]
    assert before is None
    assert after.value == pytest.approx(20 / 60)
    assert set(found.figures.broken) == {"tijd_samen", "tijd_alleen"}
    assert "'Tijd'" in found.figures.broken["tijd_samen"]
    assert {"tijd_samen", "tijd_alleen"}.isdisjoint(change.code_id for change in found.figures.changes)
    assert "tijd" in {change.code_id for change in found.figures.changes}


def test_a_code_that_came_later_has_no_share_before(db):
    add(db, "v1", Code("rust", "Rust"), "anna")
    read(db, "2024", [(f"q{n}", "rust" if n < 30 else "tijd") for n in range(60)])
    found = made(db)
    assert found.figures.shares["rust"][0] is None
    assert "2022" in found.figures.broken["rust"]
    assert found.figures.new == ("rust",)


def test_small_numbers_are_left_out(db):
    read(db, "2024", [(f"q{n}", "loon" if n < 2 else "tijd") for n in range(60)])
    assert made(db).figures.shares["loon"][1].value == pytest.approx(2 / 60)
    found = made(db, least=5)
    assert found.figures.shares["loon"] == (None, None)
    assert "loon" not in {change.code_id for change in found.figures.changes}


def test_what_a_table_beside_it_hides_is_withheld(db):
    edits.split(db, "v1", "tijd", ["Tijd samen", "Tijd alleen"], "anna")
    read(db, "2024", [(f"q{n}", "tijd_samen" if n < 20 else "tijd_alleen" if n < 40 else "geld") for n in range(60)])
    found = made(db, withheld={"tijd_samen"}).figures
    # The whole less the other part would tell.
    assert (found.shares["tijd_samen"][1], found.shares["tijd"][1]) == (None, None)
    assert found.shares["tijd"][0].value == 0.5
    assert found.shares["geld"][1].value == pytest.approx(20 / 60)
    assert "tijd" not in {change.code_id for change in found.changes}
