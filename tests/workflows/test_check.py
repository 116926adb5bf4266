"""Slips in a project: equal answers coded otherwise, rules of the codebook, the desk with why."""

from __future__ import annotations

import pytest

from coder.domain.errors import UsageError
from coder.review.desk import Desk
from coder.workflows.check import as_records, check, reasons, write
from coder.workflows.codebook import import_codebook
from coder.workflows.ingest import IngestOptions, ingest, read_options, read_table
from coder.workflows.review import sitting

BOOK = """\
codes:
  - {id: alles, label: Alles}
  - {id: geld, label: Geld, parent: alles}
  - {id: tijd, label: Tijd}
  - {id: oud, label: Oud thema}
  - {id: geen, label: Geen antwoord, exclusive: true}
"""
ROWS = (
    ("p0", "Meer geld", "geld"),
    ("p1", "meer geld!", "tijd"),
    ("p2", "MEER GELD", "geld"),
    ("p3", "eerder beginnen", "tijd"),
    ("p4", "iets van vroeger", "oud"),
    ("p5", "rust", ""),
)


def project(folder, rows, book=BOOK, codes=True):
    export = folder / "e.csv"
    export.write_text("id;v1;codes\n" + "".join(";".join(row) + "\n" for row in rows))
    path = folder / "coder.db"
    file = folder / "c.yaml"
    file.write_text(book)
    tables = [read_table(export, read_options(None, None, None))]
    ingest(path, tables, IngestOptions(("v1",), "2024", "anna", "id"))
    import_codebook(path, file, "v1", "anna")
    if codes:
        ingest(path, tables, IngestOptions(("v1",), "2024", "anna", "id", codes=("codes",)))
    return path


@pytest.fixture
def db(tmp_path):
    path = project(tmp_path, ROWS)
    retired = tmp_path / "r.yaml"
    retired.write_text(BOOK.replace("label: Oud thema", "label: Oud thema, retired: true"))
    import_codebook(path, retired, "v1", "anna")
    return path


def test_what_is_found_and_in_which_order(db):
    (found,) = check(db, "v1", None)
    assert [slip.kinds for slip in found.slips] == [("rule",), ("same",)]
    assert found.coded == 3
    assert not found.by_model
    old, money = found.slips
    assert old.rules == (("oud", "retired"),)
    assert len(money.answers) == 3
    assert money.coding.codes == ("tijd",)  # the unusual one of the three
    assert [(v.codes, v.answers, v.coder_id) for v in money.variants] == [(("geld",), 2, "anna")]
    assert "Geld (2 times, anna" in reasons(money, found.codebook)[0]


def test_another_round_is_compared_with_and_not_listed(db, tmp_path):
    later = tmp_path / "later.csv"
    later.write_text("id;v1;codes\nq0;eerder beginnen;geld\n")
    ingest(
        db,
        [read_table(later, read_options(None, None, None))],
        IngestOptions(("v1",), "2025", "bram", "id", codes=("codes",)),
    )
    (found,) = check(db, "v1", "2025")
    assert [slip.answers[0].respondent_id for slip in found.slips] == ["q0"]
    assert [v.codes for v in found.slips[0].variants] == [("tijd",)]
    with pytest.raises(UsageError, match="no round"):
        check(db, None, "1999")


def test_the_desk_takes_these_with_their_codes_and_says_why(db):
    with sitting(db, "v1", None, "anna", "file", None, slips=True) as opened:
        desk = Desk(opened.session)
        assert desk.session.draft.codes == ("oud",)
        first = desk.session.item.first.answer_id
        assert "no longer used" in opened.notes[first]
        assert opened.coded_before == 1  # the others are in the queue
        desk.press("x")
        assert desk.session.draft.codes == ("tijd",)
        assert len(desk.session.item.answers) == 3
        desk.session.toggle("tijd")
        desk.session.toggle("geld")
        desk.press("enter")
        assert desk.session.left == 0
    (found,) = check(db, "v1", None)
    assert found.slips == []
    with pytest.raises(UsageError, match="nothing to check"), sitting(db, "v1", None, "anna", "file", None, slips=True):
        pass


def test_the_model_has_a_say_once_enough_is_coded(tmp_path):
    things = ["bomen", "planten", "struiken", "gras", "bloemen", "perken"]
    rows = [(f"g{i}", f"meer {things[i % 6]} {i} in het park", "geld") for i in range(40)]
    rows += [(f"t{i}", f"auto rijdt {i} te hard door de straat", "tijd") for i in range(40)]
    rows.append(("x", "auto rijdt veel te hard in onze straat", "geld"))
    (found,) = check(project(tmp_path, rows), None, None)
    assert found.by_model
    slip = next(slip for slip in found.slips if slip.answers[0].respondent_id == "x")
    assert "model" in slip.kinds
    assert [code for code, _p in slip.contradiction.missing] == ["tijd"]
    record = next(r for r in as_records(found) if r["respondent"] == "x")
    assert record["expected"][0]["code"] == "tijd"
    assert 0.5 < record["expected"][0]["probability"] <= 1
    assert any("the model expects Tijd" in why for why in reasons(slip, found.codebook))


def test_nothing_coded(tmp_path):
    path = project(tmp_path, ROWS, codes=False)
    with pytest.raises(UsageError, match="nothing to check yet"):
        check(path, None, None)
    with (
        pytest.raises(UsageError, match="nothing to check"),
        sitting(path, "v1", None, "anna", "file", None, slips=True),
    ):
        pass


def test_one_code_and_answers_without_letters(tmp_path):
    rows = [(f"p{i}", "." * (i + 1) + str(i), "geld") for i in range(60)]
    (found,) = check(project(tmp_path, rows), None, None)
    assert found.by_model
    assert found.slips == []


@pytest.mark.parametrize("name", ["s.csv", "s.jsonl", "s.md"])
def test_to_a_file(db, tmp_path, name):
    (path,) = write(tmp_path / name, check(db, None, None), 1)
    text = path.read_text(encoding="utf-8")
    assert "iets van vroeger" in text
    assert "MEER GELD" not in text  # beyond the limit
