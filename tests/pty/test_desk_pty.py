"""The desk in a real terminal: it runs in a pseudo-terminal, and pyte draws what a person would see."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("pseudo-terminals need a Unix system", allow_module_level=True)

pexpect = pytest.importorskip("pexpect", reason="pexpect is not installed")
pyte = pytest.importorskip("pyte", reason="pyte is not installed")

from coder.workflows.codebook import import_codebook  # noqa: E402
from coder.workflows.ingest import IngestOptions, ingest, read_options, read_table  # noqa: E402
from coder.workflows.project import open_project  # noqa: E402

QUESTION = "waarom"
CODEBOOK = """codes:
  - {id: mensen, label: Mensen, keywords: [mensen, personeel]}
  - {id: geld, label: Geld, keywords: [geld, budget]}
  - {id: tijd, label: Tijd, keywords: [tijd, rust]}
  - {id: weet_niet, label: Weet niet, exclusive: true, keywords: [weet niet, geen idee]}
"""


class Desk:
    """`coder review` in a terminal of its own."""

    command: tuple[str, ...] = ("review",)

    def __init__(self, db: Path, *options: str, columns: int = 80, lines: int = 24, lang: str = "en") -> None:
        environment = {**os.environ, "TERM": "xterm-256color", "CODER_LANG": lang, "CODER_NAME": "anna"}
        environment.pop("NO_COLOR", None)
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "coder", "--db", str(db), *self.command, *options],
            env=environment,
            dimensions=(lines, columns),
            encoding="utf-8",
            timeout=20,
            use_poll=True,  # select() knows no more than 1,024 open files
        )
        self.child.delaybeforesend = None  # else pexpect waits 50 ms before each key
        self.screen = pyte.Screen(columns, lines)
        self.stream = pyte.Stream(self.screen)

    def read(self, seconds: float = 0.3) -> str:
        """Return the screen once nothing has come for `seconds`."""
        last = time.monotonic()
        while time.monotonic() - last < seconds:
            try:
                self.stream.feed(self.child.read_nonblocking(65536, timeout=0.05))
                last = time.monotonic()
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                break
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait(self, text: str, seconds: float = 20.0) -> str:
        """Return the screen once `text` is on it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            shown = self.read(0.1)
            if text in shown:
                return shown
        raise AssertionError(f"{text!r} did not appear on:\n{self.read()}")

    def keys(self, keys: str, pause: float = 0.03) -> None:
        """Type keys, `pause` seconds apart."""
        for key in keys:
            self.child.send(key)
            time.sleep(pause)

    def kill(self) -> None:
        """Kill the process without warning."""
        self.child.kill(signal.SIGKILL)
        self.child.wait()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with 40 different answers, a hostile one among them, and a codebook of four codes."""
    export = tmp_path / "export.csv"
    things = ["meer geld", "genoeg mensen", "rust en tijd", "geen idee"]
    rows = [f'p{i},"{things[i % 4]} voor punt {"abcdefghij"[i // 4]}{i}"' for i in range(40)]
    rows[2] = 'p2,"\x1b[2J\x1b]0;gekaapt\x07tijd [bold]vet[/bold] :smile:"'
    export.write_text("id,waarom\n" + "\n".join(rows) + "\n", encoding="utf-8")
    db = tmp_path / "coder.db"
    ingest(db, [read_table(export, read_options(None, None, None))], IngestOptions((QUESTION,), "2024", "anna"))
    codebook = tmp_path / "codebook.yaml"
    codebook.write_text(CODEBOOK, encoding="utf-8")
    import_codebook(db, codebook, QUESTION, "anna")
    return db


def codings(db: Path) -> list[tuple[str, tuple[str, ...]]]:
    with open_project(db) as project:
        return [(c.status, c.codes) for c in project.codings.current()]


def test_eight_keys_30_ms_apart_all_land_in_order(project):
    desk = Desk(project)
    desk.wait("Enter")
    # Toggle codes 2, 3 and 1 twice (so they are as before), then no theme and skip.
    desk.keys("223311xs", pause=0.03)
    desk.read()
    desk.keys("q")
    desk.child.expect_exact("kept")
    assert [status for status, _codes in codings(project)] == ["coded", "skipped"]
    assert codings(project)[0] == ("coded", ())


def test_what_was_typed_while_the_desk_opened_decides_nothing(project):
    desk = Desk(project)
    desk.keys("xxxxx")
    desk.wait("voor punt a0")
    assert "0 of 40" in desk.read()
    desk.keys("x")
    desk.wait("1 of 40")
    assert len(codings(project)) == 1
    desk.keys("q")


def test_a_confirmed_coding_survives_sigkill_and_the_next_sitting_resumes(project):
    desk = Desk(project)
    desk.wait("voor punt a0")
    for _n in range(5):
        desk.keys("x")
    desk.wait("5 of 40")
    desk.kill()
    assert len(codings(project)) == 5
    again = Desk(project)
    assert "voor punt b5" in again.wait("5 of 40")
    again.keys("q")


def test_escape_sequences_in_an_answer_are_shown_and_not_run(project):
    desk = Desk(project)
    desk.wait("voor punt a0")
    desk.keys("xx")
    shown = desk.wait("gekaapt")
    assert "␛[2J␛]0;gekaapt␇tijd [bold]vet[/bold] :smile:" in shown
    assert desk.screen.title != "gekaapt"
    desk.keys("q")


def test_search_memo_new_code_undo_and_back(project):
    desk = Desk(project)
    desk.wait("voor punt a0")
    desk.keys("/tij\r")
    desk.keys("\x1b")
    assert "Tijd" in desk.wait("Chosen: Geld, Tijd")
    desk.keys("mnavragen bij Ans\r")
    desk.wait("memo: navragen bij Ans")
    desk.keys("nMiddelen en ruimte\rmeer dan geld\r")
    desk.wait("Chosen: Geld, Tijd, Middelen en ruimte")
    desk.keys("\r")
    desk.wait("1 of 40")
    desk.keys("u")
    desk.wait("0 of 40")
    desk.keys("\r")
    desk.wait("1 of 40")
    desk.keys("b")
    assert "decided before" in desk.wait("voor punt a0")
    desk.keys("q")
    desk.child.expect_exact("kept")
    with open_project(project) as opened:
        coding = opened.codings.current()[0]
        assert coding.codes == ("geld", "tijd", "middelen_en_ruimte")
        assert coding.memo == "navragen bij Ans"


def test_a_paste_on_the_card_is_no_row_of_keys(project):
    desk = Desk(project)
    desk.wait("voor punt a0")
    desk.child.send("\x1b[200~xxxx\nssss\x1b[201~")
    desk.wait("Pasted text was ignored")
    desk.keys("q")
    desk.child.expect_exact("kept")
    assert codings(project) == []


@pytest.mark.parametrize("key", ["\r", "x"])
def test_a_key_that_is_held_down_decides_one_card(project, key):
    desk = Desk(project)
    desk.wait("voor punt a0")
    desk.child.send(key * 300)  # as when the program was busy
    desk.wait("held down")
    assert [status for status, _codes in codings(project) if status != "open"] == ["coded"]
    desk.keys("s")
    desk.wait("2 of 40")
    desk.keys(key * 30, pause=0.035)  # as the keyboard repeats
    assert "3 of 40" in desk.wait("held down")
    desk.keys("q")
    desk.child.expect_exact("3 answers decided")


def test_the_card_is_drawn_anew_when_the_window_changes(project):
    desk = Desk(project)
    desk.wait("voor punt a0")
    desk.screen.resize(30, 120)
    desk.child.setwinsize(30, 120)
    shown = desk.wait("Codebook")
    assert "voor punt a0" in shown
    assert any(line.startswith("──") and len(line) == 120 for line in shown.splitlines())
    desk.keys("q")


def test_ctrl_c_leaves_with_130_and_keeps_what_was_confirmed(project):
    desk = Desk(project)
    desk.wait("voor punt a0")
    desk.keys("x")
    desk.wait("1 of 40")
    desk.child.sendcontrol("c")
    desk.child.expect_exact("Interrupted; everything confirmed is kept.")
    desk.read()
    desk.child.wait()
    assert desk.child.exitstatus == 130
    assert len(codings(project)) == 1


def test_the_end_of_the_queue_says_so(project):
    desk = Desk(project, "--limit", "2")
    desk.wait("voor punt a0")
    desk.keys("xx")
    desk.wait("last card")
    desk.keys("uq")
    desk.child.expect_exact("kept")
    assert len(codings(project)) == 1
