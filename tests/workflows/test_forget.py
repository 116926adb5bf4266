"""Erasing a respondent: from every table and every byte, and nothing of anybody else."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import pytest
from traces import traces

from coder.domain.codebook import Code, Codebook
from coder.domain.errors import UsageError
from coder.domain.survey import SurveyTable
from coder.exporters.codebook_yaml import write_codebook
from coder.store.project import open_project
from coder.workflows import forget as workflow
from coder.workflows.forget import forget, forget_originals, rounds_of
from coder.workflows.group import group
from coder.workflows.history import log, status, undo
from coder.workflows.ingest import IngestOptions, ingest
from coder.workflows.review import sitting
from coder.workflows.train import train

ID = "Xqz-7731"
RARE = "Wobbelsteyn"
ROWS = (
    (ID, f"{RARE} werkt hier met plezier", "Utrecht-Kwispeldorp"),
    ("r2", "meer groen in de wijk", "Zeist"),
    ("r3", "meer groen in de wijk!", "Zeist"),
    ("r4", "geen", "Zeist"),
)


def add(path: Path, rows=ROWS, round_id: str = "2024", **more) -> None:
    table = SurveyTable("s.csv", "csv", ("id", "werk", "plaats"), tuple(rows), tuple(range(2, 2 + len(rows))))
    ingest(path, [table], IngestOptions(("werk",), round_id, "anna", id_column="id", keep_all=True, **more))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A respondent with an answer of two versions, coded, drawn, grouped, learnt from and quoted in the codebook."""
    path = tmp_path / "coder.db"
    add(path)
    codebook = Codebook((Code("sfeer", "Sfeer", examples=(ROWS[0][1], "geen")), Code("groen", "Groen")))
    with open_project(path) as project, project.transaction():
        action_id = project.actions.add("anna", "codebook import", {"question": "werk", "file": "f"})
        project.codebooks.add("werk", codebook, write_codebook(codebook), action_id)
    group(path, "werk", None, "anna", 0.7)
    with sitting(path, "werk", None, "anna", "file", None, audit=3) as opened:
        while opened.session.item:
            opened.session.remark(memo=f"over {opened.session.item.first.text}")
            opened.session.toggle("sfeer")
            opened.session.confirm()
    train(path, "werk", "anna")
    add(path, [(ID, f"{RARE} is nu weg", "Utrecht-Kwispeldorp")], replace=True)
    return path


def test_no_byte_of_a_respondent_is_left_and_the_others_are_as_they_were(path):
    words = (ID, RARE, "Kwispeldorp", "werkt hier met plezier")
    assert traces(path, *words) == list(words)
    with open_project(path) as project:
        before = {c.answer_id: c.codes for c in project.codings.current()}
    done = forget(path, ID, None, "bas")
    assert (done.rounds, done.answers, done.models, done.codebooks, done.wiped) == (
        ("2024",), 1, ("werk",), ("werk",), True,
    )  # fmt: skip
    assert traces(path, *words) == []
    with open_project(path) as project:
        answers = {a.answer_id: a.respondent_id for a in project.answers.answers()}
        assert sorted(answers.values()) == ["r2", "r3", "r4"]
        assert {c.answer_id: c.codes for c in project.codings.current()} == {
            answer: codes for answer, codes in before.items() if answer in answers
        }
        assert project.codebooks.current("werk").codebook.codes[0].examples == ("geen",)
        assert project.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    train(path, "werk", "anna")
    assert status(path).respondents == {"2024": 3}


def test_what_stays_is_that_it_happened(path):
    forget(path, ID, None, "bas")
    action = log(path, 1)[0]
    assert (action.command, action.coder_id, action.details) == ("forget", "bas", {"answers": 1})
    with pytest.raises(UsageError, match="cannot be undone"):
        undo(path, "bas")


def test_one_round_of_a_panel(path):
    add(path, [(ID, f"{RARE} weer", "Zeist"), ("r9", "geen", "Zeist")], "2025")
    assert rounds_of(path, ID, None) == ("2024", "2025")
    forget(path, ID, "2024", "bas")
    assert rounds_of(path, ID, None) == ("2025",)
    assert traces(path, f"{RARE} weer", f"{RARE} is nu weg") == [f"{RARE} weer"]
    forget(path, ID, None, "bas")
    assert traces(path, RARE, ID) == []


def test_a_respondent_whose_import_was_undone_is_still_found(tmp_path):
    path = tmp_path / "coder.db"
    add(path)
    undo(path, "anna")
    assert forget(path, ID, None, "anna").answers == 1
    assert traces(path, RARE, ID) == []


def test_what_several_said_stays_in_the_codebook(path):
    with open_project(path) as project:
        examples = project.codebooks.current("werk").codebook.codes[0].examples
    assert "geen" in examples
    add(path, [("r5", "Geen!", "Zeist")])
    assert forget(path, "r5", None, "anna").codebooks == ()


@pytest.mark.parametrize(("respondent", "round_id"), [("nobody", None), ("", None), (ID, "1999")])
def test_an_unknown_respondent_is_refused_without_naming_others(path, respondent, round_id):
    before = path.read_bytes()
    with pytest.raises(UsageError) as refused:
        forget(path, respondent, round_id, "anna")
    assert "r2" not in refused.value.message + refused.value.hint
    assert path.read_bytes() == before


def test_originals(path):
    assert forget_originals(path, "anna").originals == 0
    with open_project(path) as project, project.transaction():
        from coder.store.personal import Original

        action_id = project.actions.add("anna", "redact", {"answers": 1})
        project.personal.keep_originals([Original(1, action_id, "Kwibusser belde", "h")], action_id)
    assert traces(path, "Kwibusser") == ["Kwibusser"]
    assert forget_originals(path, "anna").originals == 1
    assert traces(path, "Kwibusser") == []


def _killed(path: str, place: str) -> None:
    def stop(*_args):
        os._exit(9)

    if place == "before the end":
        workflow.replace_examples = stop
    else:
        from coder.store.erasing import Eraser

        Eraser.wipe = stop
    forget(Path(path), ID, None, "anna")


@pytest.mark.parametrize("place", ["before the end", "before the file is written anew"])
def test_killed_on_the_way_it_is_all_or_nothing(path, place):
    process = multiprocessing.get_context("spawn").Process(target=_killed, args=(str(path), place))
    process.start()
    process.join(60)
    assert process.exitcode == 9
    if place == "before the end":
        assert rounds_of(path, ID, None) == ("2024",)
        forget(path, ID, None, "anna")
    else:
        status(path)  # whatever comes next
    assert traces(path, RARE, ID, "Kwispeldorp") == []
    assert [a.details for a in log(path, 99) if a.command == "forget"] == [{"answers": 1}]
