"""Two desks on one project file at once: two processes, each a sitting of its own."""

from __future__ import annotations

import multiprocessing
import time
from pathlib import Path
from typing import Any

from coder.domain.folding import text_hash
from coder.domain.ids import answer_id
from coder.domain.survey import Answer, Question
from coder.review.desk import Desk
from coder.workflows.project import open_project
from coder.workflows.review import sitting

EACH = 500
CODERS = {"anna": "2023", "bram": "2024"}  # each codes a round


def make(path: Path) -> None:
    with open_project(path, create=True) as project, project.transaction():
        action_id = project.actions.add("anna", "ingest")
        project.answers.add_questions([Question("q", "Vraag?")], action_id)
        project.answers.add_answers(
            [
                Answer(answer_id("q", round_id, f"p{n}"), "q", round_id, f"p{n}", text, text_hash(text), n)
                for round_id in CODERS.values()
                for n in range(EACH)
                for text in [f"antwoord {n} van ronde {round_id}"]
            ],
            action_id,
        )


def code(path: str, coder_id: str, begin: Any, found: Any) -> None:
    with sitting(Path(path), "q", CODERS[coder_id], coder_id, "file", None) as opened:
        desk, waits = Desk(opened.session), []
        begin.wait()
        for _n in range(EACH):
            start = time.perf_counter()
            desk.press("x")
            waits.append(1000 * (time.perf_counter() - start))
            assert not desk.message, desk.message  # such as: the file is in use
        found.put((coder_id, sorted(waits)))


def test_all_that_two_desks_confirm_is_there(tmp_path):
    path = tmp_path / "coder.db"
    make(path)
    context = multiprocessing.get_context("spawn")
    begin, found = context.Barrier(2), context.Queue()
    processes = [context.Process(target=code, args=(str(path), name, begin, found)) for name in CODERS]
    for process in processes:
        process.start()
    for _process in processes:
        name, waits = found.get(timeout=300)
        print(f"{name}: p50 {waits[EACH // 2]:.0f} ms, p95 {waits[EACH * 95 // 100]:.0f} ms, most {waits[-1]:.0f} ms")
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    with open_project(path) as project:
        codings = project.codings.current()
        rounds = {answer.answer_id: answer.round_id for answer in project.answers.answers()}
        assert len(codings) == 2 * EACH
        assert all(rounds[c.answer_id] == CODERS[c.coder_id] for c in codings)
        assert len(project.actions.recent(5000)) == 2 * EACH + 1
        assert project.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
