"""`coder undo` takes back whatever a command did, by its id too, and says so in the log."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Work

VIEWS = ("questions", "respondents", "answers", "codings", "codebooks", "samples", "groups", "findings", "cleared")
VIEWS += ("assignments", "variables", "aliases")

MORE = "Respondentnummer;Wat ging goed?\nr9;Nieuw en anders\nr1;Een andere tekst\n"
ALIKE = "Respondentnummer;Wat ging goed?\nr20;De sprekers waren goed gekozen\nr21;de sprekers waren goed gekosen\n"
OTHER_CODEBOOK = "codes:\n  - {id: rapport, label: Rapporten}\n  - {id: nieuw, label: Nieuw}\n"


def counting(db: Path) -> dict[str, Any]:
    """Return all that counts in a project."""
    with closing(sqlite3.connect(db)) as opened:
        found = {view: sorted(map(repr, opened.execute(f"SELECT * FROM current_{view}"))) for view in VIEWS}
        rows = opened.execute("SELECT model_id FROM models WHERE action_id NOT IN undone ORDER BY 1")
        return found | {"models": rows.fetchall()}


def other_file(work: Work) -> Path:
    """Return a colleague's project, in which somebody went on."""
    other = work.folder / "other.db"
    other.write_bytes(work.db.read_bytes())
    here, work.db = work.db, other
    work.run("codebook", "add", "Heel nieuw", "--question", "goed", "--coder", "bram")
    work.run("review", "--question", "goed", "--coder", "bram", "--limit", "1", input="/nieuw\n\n")
    work.db = here
    return other


COMMANDS: dict[str, tuple[Any, ...]] = {
    "ingest": ("ingest", "more.csv", "--question", "goed=Wat ging", "--round", "2025", "--id", "Respondentnummer"),
    "ingest --replace": ("ingest", "more.csv", "--question", "goed=Wat ging", "--round", "2024", "--replace",
                         "--id", "Respondentnummer"),
    "codebook import": ("codebook", "import", "other.yaml", "--question", "goed"),
    "codebook add": ("codebook", "add", "Iets", "--question", "goed"),
    "codebook rename": ("codebook", "rename", "rapport", "Verslagen", "--question", "goed"),
    "codebook retire": ("codebook", "retire", "rapport", "--question", "goed"),
    "codebook merge": ("codebook", "merge", "rapport", "netwerk", "--into", "Samen", "--question", "goed"),
    "codebook split": ("codebook", "split", "rapport", "--into", "Kort", "--into", "Lang", "--question", "goed"),
    "group": ("group", "--question", "goed", "--similarity", "0.5"),
    "assign": ("assign", "--question", "goed", "--coders", "anna,bram", "--double", "50%"),
    "train": ("train", "--question", "goed"),
    "autocode": ("autocode", "--question", "goed", "--precision", "0.5", "--confidence", "0.5"),
    "redact": ("redact", "--keep-original", "--yes"),
    "merge": ("merge", "other.db"),
}  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_taken_back_by_its_id(coded: Work, name: str, monkeypatch):
    monkeypatch.chdir(coded.folder)
    Path("more.csv").write_text(MORE, encoding="utf-8")
    Path("other.yaml").write_text(OTHER_CODEBOOK, encoding="utf-8")
    Path("alike.csv").write_text(ALIKE, encoding="utf-8")
    coded.run("ingest", "alike.csv", "--question", "goed=Wat ging", "--round", "2023", "--id", "Respondentnummer")
    other_file(coded)
    before = counting(coded.db)
    coded.run(*COMMANDS[name])
    assert counting(coded.db) != before
    newest = coded.json("log", "--limit", "1")[0]
    # Somebody else goes on with another question meanwhile.
    coded.run("codebook", "add", "Van bram", "--question", "beter", "--coder", "bram")
    undone = coded.json("undo", newest["action_id"][-6:])
    assert undone["undone"] == newest["action_id"]
    log = coded.json("log", "--limit", "3")
    assert [action["command"] for action in log] == ["undo", "codebook add", newest["command"]]
    assert [action["undone"] for action in log] == [False, False, True]
    assert log[0]["undoes"] == newest["action_id"]
    coded.run("undo", "--coder", "bram")
    assert counting(coded.db) == before
    coded.run("undo", newest["action_id"], exit_code=2)


@pytest.mark.parametrize("steps", ["/rapport\n\n", "x\n", "s\n", "f\n", "m let op\n", "*\n", "n Nieuwe code\n\n\n"])
def test_what_was_done_at_the_desk_is_taken_back(coded: Work, steps: str):
    before = counting(coded.db)
    coded.run("review", "--question", "goed", "--limit", "1", input=steps)
    done = counting(coded.db)
    assert done != before
    while counting(coded.db) != before:
        assert coded.json("undo")["command"] in ("review", "codebook add")


def test_a_random_sample_and_what_was_settled(coded: Work):
    before = counting(coded.db)
    coded.run("review", "--question", "goed", "--audit", "2", input="x\n")
    assert coded.json("undo")["command"] == "review"
    assert coded.json("undo")["command"] == "audit"
    assert counting(coded.db) == before
    coded.run("review", "--question", "goed", "--coder", "bram", "--only", "coded", "--limit", "1", input="x\n")
    disputed = counting(coded.db)
    coded.run("reconcile", "--question", "goed", "--plain", input="1\n")
    assert counting(coded.db) != disputed
    assert coded.json("undo")["command"] == "reconcile"
    assert counting(coded.db) == disputed
