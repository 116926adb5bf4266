"""`coder report`, on a small project."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from coder.cli import cli
from coder.store.actions import now
from coder.workflows.codebook import import_codebook
from coder.workflows.ingest import IngestOptions, ingest, read_options, read_table
from coder.workflows.project import open_project

BOOK = "codes:\n  - {id: geld, label: Geld, keywords: [geld]}\n  - {id: tijd, label: Tijd, keywords: [tijd]}\n"

THINGS = ("personeel", "gebouwen", "middelen", "uren")


def run(*args: str):
    return CliRunner(env={"COLUMNS": "120"}).invoke(cli, ["--lang", "nl", *args])


def read(db: Path, name: str, n_money: int) -> None:
    export = db.parent / f"{name}.csv"
    rows = []
    for n in range(80):
        said, code = f"we willen meer {THINGS[n % 4]} dan nu", "geld" if n < n_money else "tijd"
        rows.append(f"p{n};{said};{code};{('west', 'oost')[n % 2]};{n % 10}\n")
    export.write_text("id;v1;codes;wijk;cijfer\n" + "".join(rows))
    options = IngestOptions(("v1",), name, "anna", "id", codes=("codes",), keep=("wijk", "cijfer"))
    ingest(db, [read_table(export, read_options(None, None, None))], options)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path, book, empty = tmp_path / "coder.db", tmp_path / "c.yaml", tmp_path / "leeg.csv"
    book.write_text(BOOK)
    empty.write_text("id;v1\np999;nog niet\n")
    ingest(path, [read_table(empty, read_options(None, None, None))], IngestOptions(("v1",), "2024", "anna", "id"))
    import_codebook(path, book, "v1", "anna")
    read(path, "2022", 20)
    read(path, "2023", 60)
    return path


def test_the_last_coded_round_is_reported_and_those_before_give_the_trend(db):
    file = db.parent / "r.md"
    result = run("--db", str(db), "report", "-o", str(file), "--by", "wijk", "--score", "cijfer")
    assert result.exit_code == 0, result.output
    text = file.read_text("utf-8")
    assert "Het vaakst noemen respondenten geld (75 %); daarna tijd (25 %)." in text
    assert "De meerderheid van de respondenten (75 %) noemt geld." in text
    assert "In ronde 2024 is nog niets gecodeerd." in text
    assert "In 2023 noemen respondenten geld vaker (75 %) dan in 2022" in text
    assert "80 respondenten doen in beide laatste rondes mee" in text
    assert "| 2023 | 80 |" in text


def test_rounds_may_be_named(db):
    file = db.parent / "r.md"
    assert run("--db", str(db), "report", "-o", str(file), "--rounds", "2022").exit_code == 0
    text = file.read_text("utf-8")
    assert "Het vaakst noemen respondenten tijd (75 %)" in text
    assert "2023" not in text


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("-o", "r.xyz"), ".html"),
        (("-o", "r.md", "--rounds", "1999"), "1999"),
        (("-o", "r.md", "--rounds", ","), "--rounds"),
        (("-o", "r.md", "--question", "v9"), "v9"),
        (("-o", "r.md", "--by", "straat"), "straat"),
        (("-o", "r.md", "--score", "wijk"), "geen getallen"),
        (("-o", "r.md", "--weighted"), "gewichten"),
        (("-o", "r.md", "--template", "nergens"), "huisstijl"),
        (("-o", "r.md", "--source", "all", "--rounds", "2024"), "steekproef"),
    ],
)
def test_what_cannot_be_is_said_with_a_hint(db, args, said):
    result = run("--db", str(db), "report", *args)
    assert result.exit_code == 2, result.output
    assert said in result.stderr


def test_only_cleared_and_marked_answers_are_quoted(db):
    mark(db, 6)
    file = db.parent / "r.md"
    run("--db", str(db), "report", "-o", str(file))
    assert "> we willen" not in file.read_text("utf-8")
    assert run("--db", str(db), "redact").exit_code == 0
    run("--db", str(db), "report", "-o", str(file))
    quotes = [line for line in file.read_text("utf-8").splitlines() if line.startswith("> we willen")]
    assert len(quotes) == 3


def mark(db: Path, n: int) -> None:
    """Mark answers of 2023 as quotes, as the desk does."""
    from dataclasses import replace

    from coder.domain.ids import new_id

    with open_project(db) as project, project.transaction():
        action_id = project.actions.add("anna", "review", {})
        newest = project.codings.current("v1", "2023")[:n]
        project.codings.add(
            replace(c, coding_id=new_id(), action_id=action_id, quote=True, created_at=now()) for c in newest
        )


def test_the_same_project_gives_the_same_bytes(db):
    """Also in another process, where sets of texts come in another order; charts and all."""
    for module in ("vl_convert", "docx", "pptx"):
        pytest.importorskip(module, reason=f"{module} is not installed")
    copies = [[db.parent / f"{copy}.{suffix}" for suffix in ("html", "md", "docx", "pptx")] for copy in "ab"]
    for seed, files in enumerate(copies, 1):
        outputs = [part for file in files for part in ("-o", str(file))]
        command = [
            sys.executable,
            "-m",
            "coder",
            "--db",
            str(db),
            "report",
            "--by",
            "wijk",
            "--score",
            "cijfer",
            *outputs,
        ]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": str(seed)})
    assert [file.read_bytes() for file in copies[0]] == [file.read_bytes() for file in copies[1]]
