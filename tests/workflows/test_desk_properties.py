"""Whatever one does at the desk: what it shows, what the project says and a replay of the event log are the same."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coder.domain.codebook import Code
from coder.domain.errors import UsageError
from coder.domain.folding import text_hash
from coder.domain.ids import answer_id
from coder.domain.survey import Answer, Question
from coder.review.desk import Desk
from coder.workflows.codebook import add_code
from coder.workflows.history import undo
from coder.workflows.project import open_project
from coder.workflows.review import sitting

TEXTS = ("meer geld en rust", "genoeg mensen", "meer geld", "tijd", "Meer geld!", "geen idee", "mensen")
OUTSIDE = ["coder undo"]  # once the desk is left
EVERY = ("open", "coded", "skipped", "flagged")

DECISIONS = [["x"], ["s"], ["f"], ["1", "enter"], ["2", "enter"], ["enter"]]
REMARKS = [["m", "a", "enter"], ["m", "é", " ", "b", "enter"], ["m", "backspace", "enter"], ["*"], ["2"]]
REMARKS += [["Q", key, key, "enter"] for key in ("left", "right", "end", " ")]
REST = [["n", *name, "enter", "enter", "escape"] for name in ("a", "geld", "", "é")]
REST += [["/", *text, "enter", "escape"] for text in ("geld", "tijd", "zzz")]
REST += [["o", " ", "enter", "escape"], OUTSIDE]
KEYS = st.one_of(*map(st.sampled_from, (DECISIONS, REMARKS, [["u"], ["u"], ["b"]], REST)))

Decided = dict[int, tuple[str, tuple[str, ...], str, bool, tuple[int, int] | None]]
NOTHING = ("open", (), "", False, None)


def make(path: Path) -> None:
    with open_project(path, create=True) as project:
        with project.transaction():
            action_id = project.actions.add("bas", "ingest")
            project.answers.add_questions([Question("q", "Vraag?")], action_id)
            project.answers.add_answers(
                [
                    Answer(answer_id("q", "1", f"p{n}"), "q", "1", f"p{n}", text, text_hash(text), n)
                    for n, text in enumerate(TEXTS)
                ],
                action_id,
            )
            project.groups.add("q", {text_hash(TEXTS[n]): "g" for n in (1, 6)}, action_id)
        for name in ("Geld", "Tijd", "Mensen"):
            add_code(project, "q", Code("", name), "bas")


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("template") / "coder.db"
    make(path)
    with sitting(path, "q", None, "anna", "file", None):
        pass  # the words of the answers are read once
    return path


def replayed(path: Path) -> tuple[Decided, list[str]]:
    """Return what counts of anna's codings, and the codes there are, from the events one by one."""
    with sqlite3.connect(path) as db:
        undone = {one for (one,) in db.execute("SELECT undoes FROM actions WHERE undoes IS NOT NULL")}
        decided: Decided = {}
        for action, answer, status, codes, memo, quote, begins, ends in db.execute(
            """SELECT action_id, answer_id, status, codes, memo, quote, quote_begins, quote_ends FROM codings
               WHERE coder_id = 'anna' ORDER BY coding_id"""
        ):
            if action not in undone:
                part = None if begins is None else (begins, ends)
                decided[answer] = (status, tuple(json.loads(codes)), memo, bool(quote), part)
        books = db.execute("SELECT action_id, content FROM codebooks ORDER BY action_id").fetchall()
    book = [content for action, content in books if action not in undone][-1]
    return decided, [code["code_id"] for code in json.loads(book)]


def stored(path: Path) -> tuple[Decided, list[str]]:
    with open_project(path) as project:
        found = {
            c.answer_id: (c.status, c.codes, c.memo, c.quote, c.quoted)
            for c in project.codings.current("q")
            if c.coder_id == "anna"
        }
        return found, [code.code_id for code in project.codebooks.current("q").codebook.codes]


def drafts(desk: Desk) -> dict[int, tuple[Any, ...]]:
    """Return what each card shows, going back over them from the end."""
    desk.press("escape")
    desk.session.place = len(desk.session.queue)
    found = {}
    while desk.session.back():
        draft = desk.session.draft
        found[desk.session.item.first.answer_id] = (draft.codes, draft.memo, draft.quote, draft.quoted)
    return found


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(KEYS, min_size=3, max_size=25))
def test_desk_project_and_event_log_say_the_same(template, steps):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "coder.db"
        shutil.copyfile(template, path)
        with sitting(path, "q", None, "anna", "file", None) as opened:
            desk, decided, done = Desk(opened.session), {}, set()
            for keys in (keys for keys in steps if keys != OUTSIDE):
                for key in keys:
                    desk.press(key)
                decided, codes = replayed(path)
                assert (decided, codes) == stored(path)
                assert [code.code_id for code in desk.session.codebook.codes] == codes
                done = {answer for answer, one in decided.items() if one[0] != "open"}
                assert desk.session.answers_decided == len(done)
            for answer, (codes, *remarks) in drafts(desk).items():
                one = decided.get(answer, NOTHING)
                assert tuple(remarks) == one[2:]
                assert codes == one[1] or one[0] in ("open", "skipped")
        for _undo in [keys for keys in steps if keys == OUTSIDE]:
            try:
                undo(path, "anna")
            except UsageError:  # nothing is left
                break
            assert replayed(path) == stored(path)
        # Who comes back finds it as it was.
        decided, codes = replayed(path)
        with sitting(path, "q", None, "anna", "file", None, EVERY) as opened:
            desk = Desk(opened.session)
            found = {a.answer_id for item in opened.session.queue for a in item.answers}
            assert found == {answer_id("q", "1", f"p{n}") for n in range(len(TEXTS))}
            shown = drafts(desk)
            assert len(shown) == len(opened.session.queue)
            for answer, (codes, *remarks) in shown.items():
                one = decided.get(answer, NOTHING)
                assert tuple(remarks) == one[2:]
                assert codes == one[1] or one[0] in ("open", "skipped")
