"""A robot at the real desk, which is killed time and again: what was confirmed survives, and nothing is there twice."""

from __future__ import annotations

import csv
import random
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from coder.review.ports import Item
from coder.review.queue import items
from coder.workflows.codebook import import_codebook
from coder.workflows.ingest import IngestOptions, ingest, read_options, read_table
from coder.workflows.project import open_project
from tests.pty.test_desk_pty import CODEBOOK, QUESTION, Desk, pexpect

resource = pytest.importorskip("resource", reason="limits on files need a Unix system")

KEYS = {"x": "coded", "s": "skipped", "f": "flagged"}
FULL = "confirmed before is safe"
SHOWN = re.compile(r"(\d+) of (\d+) answers")


def make(folder: Path, texts: list[str]) -> Path:
    """Return a project with these answers."""
    export = folder / "export.csv"
    with export.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", QUESTION], *([f"p{n}", text] for n, text in enumerate(texts))])
    db = folder / "coder.db"
    ingest(db, [read_table(export, read_options(None, None, None))], IngestOptions((QUESTION,), "2024", "robot", "id"))
    codebook = folder / "codebook.yaml"
    codebook.write_text(CODEBOOK, encoding="utf-8")
    import_codebook(db, codebook, QUESTION, "robot")
    return db


class Robot:
    """Decides card after card, each with a key of its own, and knows from the screen what was confirmed."""

    def __init__(self, db: Path, seed: int) -> None:
        self.db, self.chance = db, random.Random(seed)
        with open_project(db) as project:
            self.cards: list[Item] = items(project.answers.answers())
        self.kills = 0

    def key(self, card: Item) -> str:
        return "xsf"[int(card.first.text_hash[:8], 16) % 3]

    def decided(self) -> int:
        """Return how many cards were decided, after looking at every coding in the file."""
        with sqlite3.connect(self.db) as db:
            rows = db.execute("SELECT answer_id, status FROM codings WHERE coder_id = 'anna'").fetchall()
            assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            actions = db.execute("SELECT count(*) FROM actions WHERE coder_id = 'anna'").fetchone()[0]
        found = dict(rows)
        assert len(found) == len(rows), "a coding is there twice"
        expected: dict[int, str] = {}
        for card in self.cards[:actions]:  # one action a card: those that were begun are all there, and nothing else
            expected |= dict.fromkeys((a.answer_id for a in card.answers), KEYS[self.key(card)])
        assert found == expected
        return actions

    def live(self, cards: int | None) -> None:
        """Sit at the desk until so many cards were decided, and be killed a moment later; None: until the end."""
        begin = self.decided()
        todo = self.cards[begin:] if cards is None else self.cards[begin : begin + cards]
        if not todo:
            return
        desk = Desk(self.db, lines=30)
        desk.wait("Chosen:")
        confirmed = self.seen(desk)
        assert confirmed == sum(len(card.answers) for card in self.cards[:begin])
        for card in todo:
            desk.child.send(self.key(card))
            self.look(desk, self.chance.uniform(0.004, 0.03))
        if cards is None:
            desk.wait("last card", 60)
            desk.keys("q")
            desk.child.expect_exact("kept")
            return
        self.look(desk, self.chance.uniform(0, 0.03))
        desk.kill()
        self.kills += 1
        self.look(desk, 0.1)  # what it had drawn before it was killed
        confirmed = max(confirmed, self.seen(desk))
        there = self.decided()
        assert begin <= there <= begin + len(todo)
        assert sum(len(card.answers) for card in self.cards[:there]) >= confirmed, "what was confirmed is lost"

    @staticmethod
    def look(desk: Desk, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                desk.stream.feed(desk.child.read_nonblocking(65536, timeout=left))
            except (pexpect.TIMEOUT, pexpect.EOF):
                return

    @staticmethod
    def seen(desk: Desk) -> int:
        found = SHOWN.search("\n".join(desk.screen.display))
        return int(found[1]) if found else 0

    def work(self, kills: int) -> str:
        """Decide everything, being killed so many times; return what is there in the end."""
        each = len(self.cards) / (kills + 1)
        while self.kills < kills:
            self.live(max(1, round(self.chance.uniform(0.4, 1.4) * each)))
        self.live(None)
        with open_project(self.db) as project:
            codings = project.codings.current()
        return (
            f"{len(self.cards)} cards, {self.kills} kills: {len(codings)} codings of "
            f"{len({c.answer_id for c in codings})} answers, each once"
        )


def test_eight_kills(tmp_path):
    things = ("meer geld", "genoeg mensen", "rust en tijd", "geen idee", "minder regels")
    robot = Robot(make(tmp_path, [f"{things[n % 5]} voor punt {n % 150}" for n in range(200)]), 20240607)
    print(robot.work(8))
    assert robot.kills == 8
    assert robot.decided() == len(robot.cards) == 150


def test_fifty_kills_on_two_thousand_real_answers(tmp_path, shared_data):
    path = shared_data / "vu_panel_nl" / "answers.csv"
    if not path.is_file():
        pytest.skip("the answers of the Dutch panel are not on this machine")
    with path.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file) if row["question"] == "B1" and row["text"].strip()][:2000]
    assert len(texts) == 2000
    robot = Robot(make(tmp_path, texts), 20240608)
    begin = time.monotonic()
    print(robot.work(50), f"in {time.monotonic() - begin:.0f} s")
    assert robot.kills == 50
    assert robot.decided() == len(robot.cards)


# --- a disk that is full


@contextmanager
def limited(size: int) -> Iterator[None]:
    """Let files grow to `size` bytes and no further, in programs that are started meanwhile."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_fills_up_at_the_desk(tmp_path):
    db = make(tmp_path, [f"antwoord nummer {n} over geld" for n in range(200)])
    with limited(db.stat().st_size + 16_384):
        desk = Desk(db, "--limit", "200", columns=120)
    desk.wait("Chosen:")
    refused = 0
    for n in range(400):
        desk.keys("xs"[n % 2], pause=0.01)
        refused = refused + 1 if FULL in desk.read(0.05) else 0
        if refused == 4:  # nothing fits any more, a shorter row neither
            break
    assert FULL in desk.read(0.5)
    confirmed = Robot.seen(desk)
    assert 0 < confirmed < 200
    desk.keys("1")  # the desk goes on
    assert FULL not in desk.read(0.5)
    desk.keys("x")
    assert FULL in desk.read(0.5)
    assert Robot.seen(desk) == confirmed
    desk.keys("q")
    desk.child.expect_exact("kept")
    with open_project(db) as project:
        assert len(project.codings.current()) == confirmed
        assert project.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    # With room on the disk the next sitting begins where this one ended.
    again = Desk(db)
    again.wait(f"{confirmed} of 200 answers")
    again.keys("x")
    again.wait(f"{confirmed + 1} of 200 answers")
    again.keys("q")
