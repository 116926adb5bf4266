"""The account of methods says what a reviewer asks for, and quotes what the project holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from coder.domain.ids import new_id
from coder.workflows.codebook import import_codebook
from coder.workflows.ingest import IngestOptions, ingest, read_options, read_table
from coder.workflows.project import open_project
from coder.workflows.quotes import commands, quotes
from coder.workflows.report import ReportOptions, report

BOOK = "codes:\n  - {id: geld, label: Geld, definition: Alles over geld.}\n  - {id: tijd, label: Tijd}\n"
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Forty answers, all coded by anna and the first twenty also by bram, who differs on two; weights 1 and 2."""
    path, book, export = tmp_path / "coder.db", tmp_path / "c.yaml", tmp_path / "a.csv"
    book.write_text(BOOK)

    export.write_text("id;v1;w\np0;wij willen het op maandag anders 0;1\n")
    ingest(
        path,
        [read_table(export, read_options(None, None, None))],
        IngestOptions(("v1",), "2023", "anna", "id", weight_column="w"),
    )
    import_codebook(path, book, "v1", "anna")
    rows = []
    for i in range(40):
        said, code = f"wij willen het op {DAYS[i % 4]} anders {i}", "geld" if i < 20 else "tijd"
        rows.append(f"p{i};{said};{code};{1 + i % 2}\n")
    export.write_text("id;v1;codes;w\n" + "".join(rows))
    options = IngestOptions(("v1",), "2023", "anna", "id", weight_column="w", codes=("codes",))
    ingest(path, [read_table(export, read_options(None, None, None))], options)
    with open_project(path) as project, project.transaction():
        action_id = project.actions.add("bram", "review", {})
        for place, coding in enumerate(project.codings.current("v1")[:20]):
            codes = ("tijd",) if place < 2 else coding.codes
            project.codings.add(
                [replace(coding, coding_id=new_id(), action_id=action_id, coder_id="bram", source="human", codes=codes)]
            )
    return path


def sections(db: Path, **more) -> dict:
    return {section.title: section for section in report(db, ReportOptions(**more)).methods}


def test_numbers_coders_and_codebook(db):
    found = sections(db)
    assert found["Numbers"].rows == (("v1", "2023", "40", "40", "40", "0", "0", "0", "0"),)
    assert found["Coders"].rows == (("v1", "anna", "40"), ("v1", "bram", "20"))
    assert found["Codebook of v1"].rows[0] == ("Geld", "Alles over geld.")


def test_agreement_has_its_interval(db):
    (row,) = sections(db)["Agreement between coders"].rows
    assert row[:3] == ("v1", "anna and bram", "20")
    assert row[3].startswith("90% (")
    assert " to " in row[4]


def test_weights_are_used_where_there_are_any_and_it_is_said(db):
    assert report(db, ReportOptions()).questions[0].base.weighted
    # (20 + 40)² / (20 + 80), Kish
    assert sections(db)["Weights"].rows == (("v1", "40", "1.00", "2.00", "36", "0"),)
    assert "Weights" not in sections(db, weighted=False)


def test_what_is_hidden_is_said(db):
    assert "fewer than 5 respondents" in sections(db, least=5)["Privacy"].paragraphs[0]
    assert sections(db)["Privacy"].paragraphs[0] == "No small numbers are hidden."


def test_quotes_are_proposed_with_what_they_need(db):
    found = quotes(db, "Geld", n=3)
    assert len(found.proposed) == 3
    assert len({one.answer.respondent_id for one in found.proposed}) == 3
    assert {(one.marked, one.clearance) for one in found.proposed} == {(False, "unchecked")}
    assert list(commands(found)) == ["coder redact --question v1", "coder quotes --code geld --question v1 --mark"]


def test_only_what_somebody_coded_themselves_is_marked(db):
    assert quotes(db, "geld", n=2, mark_for="carla").marked == 0
    found = quotes(db, "geld", n=2, mark_for="bram")
    assert found.marked == 2
    again = quotes(db, "geld", n=2, mark_for="bram")
    assert again.marked == 0
    assert [one.answer.answer_id for one in again.proposed] == [one.answer.answer_id for one in found.proposed]
    assert all(one.marked for one in again.proposed)


def test_what_the_researcher_tells_takes_the_place_of_what_is_asked(db):
    asked = {row[0]: row[1] for row in sections(db)["What a reviewer asks for"].rows}
    assert list(asked.values()).count("to be added by the researcher") == 3
    told = {"sponsor": "The city", "population": "Residents", "fieldwork": "On paper", "weighting": "By age"}
    found = sections(db, survey=told)
    where = [row[1] for row in found["What a reviewer asks for"].rows]
    assert where[:3] == ["The city", "Residents", "On paper"]
    assert not any("to be added" in text for text in where)
    assert found["Weights"].paragraphs[-1] == "By age"


def test_the_codebook_stands_as_a_tree_and_says_no_word_twice(db, tmp_path):
    book = tmp_path / "d.yaml"
    book.write_text(
        "codes:\n  - {id: uren, label: Uren, parent: mensen, exclude: Without money}\n"
        "  - {id: geld, label: Geld, exclude: hours}\n  - {id: tijd, label: Tijd}\n  - {id: mensen, label: Mensen}\n"
    )
    import_codebook(db, book, "v1", "anna")
    rows = sections(db)["Codebook of v1"].rows
    assert rows == (("Geld", "Without: hours"), ("Tijd", ""), ("Mensen", ""), ("– Uren", "Without money"))


def test_no_theme_is_called_new_or_gone_while_answers_are_left_unread(db):
    rows = "".join(f"q{i};wij willen iets heel anders {i};;1\n" for i in range(20))
    given = "".join(f"g{i};wij willen meer geld {i};geld;1\n" for i in range(20))
    export = db.parent / "b.csv"
    export.write_text("id;v1;codes;w\n" + given)
    options = IngestOptions(("v1",), "2024", "anna", "id", weight_column="w", codes=("codes",))
    ingest(db, [read_table(export, read_options(None, None, None))], options)
    assert report(db, ReportOptions()).questions[0].trend.gone == ("tijd",)
    export.write_text("id;v1;codes;w\n" + rows)
    ingest(db, [read_table(export, read_options(None, None, None))], options)
    assert report(db, ReportOptions()).questions[0].trend.gone == ()
