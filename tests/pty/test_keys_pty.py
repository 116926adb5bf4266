"""Every key of the desk in a real terminal, narrow and wide. A key without steps here fails."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("pseudo-terminals need a Unix system", allow_module_level=True)

pytest.importorskip("pexpect", reason="pexpect is not installed")
pytest.importorskip("pyte", reason="pyte is not installed")

from coder.review.keymap import KEYS
from coder.workflows.codebook import import_codebook
from coder.workflows.ingest import IngestOptions, ingest, read_options, read_table
from coder.workflows.project import open_project
from tests.pty.test_desk_pty import CODEBOOK, Desk

ANSWERS = ("meer geld erbij", "meer geldt erbij", "ook meer geld erbij", "genoeg mensen", "rust en tijd", "geen idee")
FIRST = r" 0 of 6 answers(.|\n)* Chosen: Geld *(\n|│)(.|\n)*q leave"
"""The first card as it was, its keys in view."""

STEPS: dict[str, tuple[tuple[str, str], ...]] = {
    "1-9": (("1", "Chosen: nothing yet"), ("1", FIRST)),
    "enter": (("\r", " 3 of 6 answers(.|\n)*genoeg mensen"), ("u", FIRST)),
    "/": (("/tij", "Find code: tij"), ("\r", "Chosen: Geld, Tijd"), ("tij\r", "Chosen: Geld *(\n|│)"), ("\x1b", FIRST)),
    "n": (("nRuimte", "name: Ruimte"), ("\rplek\r", "Chosen: Geld, Ruimte"), ("u", FIRST)),
    "c": (("c", "↑ ↓ move(.|\n)*Esc card"), ("\x1b", FIRST)),
    "x": (("x", " 3 of 6 answers"), ("u", " 0 of 6 answers(.|\n)*Chosen: nothing yet"), ("1", FIRST)),
    "s": (("s", " 3 of 6 answers"), ("u", " 0 of 6 answers(.|\n)*Chosen: nothing yet"), ("1", FIRST)),
    "f": (("f", " 3 of 6 answers"), ("u", FIRST)),
    "o": (
        ("o", "> 1 +meer geldt erbij(.|\n)*Which answers belong"),
        (" \r", "1 taken out: the next card"),
        ("u", FIRST),
    ),
    "tab": (("\t", r"Respondent p0, round 2024(.|\n)*rol: docent(.|\n)*\(this card\)"), ("\t", FIRST)),
    "m": (("mnavragen\r", "memo: navragen"), ("u", FIRST)),
    "*": (("*", r"\* quote ·"), ("u", FIRST)),
    "Q": (("Q", "At which word"), ("\x1b[C", "At which word"), (" \x1b[C\r", r"\* quote: geld erbij"), ("u", FIRST)),
    "u": (("f", " 3 of 6 answers"), ("u", FIRST)),
    "b": (("f", " 3 of 6 answers"), ("b", "decided before"), ("u", FIRST)),
    "?": (("?", "leave the desk; everything confirmed is kept"), (" ", FIRST)),
    "q": (("q", "0 answers decided; everything is kept"),),
}
"""By key: what is typed, and what then has to be on the screen. All but `q` end as they began."""


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """Return a project whose first card holds three answers that read alike, and a closed variable."""
    folder = tmp_path_factory.mktemp("keys")
    db, export, codebook = folder / "coder.db", folder / "export.csv", folder / "codebook.yaml"
    export.write_text("id,rol,waarom\n" + "".join(f"p{n},docent,{text}\n" for n, text in enumerate(ANSWERS)))
    options = IngestOptions(("waarom",), "2024", "anna", "id", keep_all=True)
    ingest(db, [read_table(export, read_options(None, None, None))], options)
    codebook.write_text(CODEBOOK)
    import_codebook(db, codebook, "waarom", "anna")
    with open_project(db) as opened, opened.transaction():
        alike = {answer.text_hash: "g" for answer in opened.answers.answers()[:3]}
        opened.groups.add("waarom", alike, opened.actions.add("anna", "group", {}))
    return db


@pytest.fixture(scope="module", params=[(80, 24), (140, 40)], ids=["80x24", "140x40"])
def desk(request, project) -> Iterator[Desk]:
    """Yield the desk in a terminal of this size, for all keys one after another."""
    columns, lines = request.param
    found = Desk(project, columns=columns, lines=lines)
    until(found, FIRST)
    yield found
    found.child.close(force=True)


def until(desk: Desk, pattern: str) -> None:
    """Wait until what is on the screen fits a pattern."""
    shown = ""
    for _look in range(200):
        shown = desk.read(0.05)
        if re.search(pattern, shown):
            return
    raise AssertionError(f"{pattern!r} did not appear on:\n{shown}")


@pytest.mark.parametrize("key", [key.key for key in KEYS])
def test_the_key_does_what_it_says(desk, key):
    for typed, seen in STEPS[key]:
        desk.child.send(typed)
        until(desk, seen)
