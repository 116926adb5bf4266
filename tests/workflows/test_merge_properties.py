"""Joining project files: who joins whom, in which order and how often makes no difference to what counts."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coder.domain.codebook import Code, Codebook
from coder.domain.codebook_edits import Merge, Rename, Retire
from coder.domain.coding import Coding
from coder.domain.errors import UsageError
from coder.domain.folding import text_hash
from coder.domain.ids import answer_id, new_id
from coder.domain.survey import Answer, Question, Respondent
from coder.store.actions import now
from coder.store.assignments import Assignment
from coder.workflows.codebook import add_code
from coder.workflows.codebook_edits import edit_codebook
from coder.workflows.history import undo
from coder.workflows.merge import merge
from coder.workflows.project import Project, open_project

ANSWERS, FILES = 4, 3
CODES = ("a", "b", "c")
LABELS = ("Geld", "Tijd", "geld ", "Rust")


def answer(n: int, round_id: str = "1", text: str = "") -> Answer:
    text = text or f"antwoord {n}"
    return Answer(answer_id("q", round_id, f"p{n}"), "q", round_id, f"p{n}", text, text_hash(text), n)


def start(path: Path) -> None:
    with open_project(path, create=True) as project, project.transaction():
        action_id = project.actions.add("anna", "ingest")
        project.answers.add_questions([Question("q", "Vraag?")], action_id)
        project.answers.add_respondents([Respondent(f"p{n}", "1") for n in range(ANSWERS)], action_id)
        project.answers.add_answers([answer(n) for n in range(ANSWERS)], action_id)
        project.codebooks.add("q", Codebook((Code("a", "Mensen"),)), "codes:\n- id: a\n  label: Mensen\n", action_id)


def code(project: Project, coder_id: str, n: int, code_id: str) -> None:
    with project.transaction():
        action_id = project.actions.add(coder_id, "review", {"question": "q", "answers": 1})
        project.codings.add(
            [
                Coding(new_id(), action_id, answer(n).answer_id, coder_id, "coded", "human", (code_id,),
                       text_hash=answer(n).text_hash, created_at=now())
            ]
        )  # fmt: skip


def new_text(project: Project, coder_id: str, n: int, text: str) -> None:
    with project.transaction():
        project.answers.add_answers([answer(n, text=text)], project.actions.add(coder_id, "ingest"))


def new_round(project: Project, coder_id: str, n: int, text: str) -> None:
    with project.transaction():
        action_id = project.actions.add(coder_id, "ingest")
        project.answers.add_respondents([Respondent(f"p{n}", "2", float(n))], action_id)
        project.answers.add_answers([answer(n, "2", text)], action_id)


def groups(project: Project, coder_id: str, n: int, _text: str) -> None:
    with project.transaction():
        action_id = project.actions.add(coder_id, "group")
        project.groups.add("q", {answer(n).text_hash: answer(0).text_hash}, action_id)
        project.assignments.add([Assignment(answer(n).answer_id, coder_id, False)], action_id)
        project.samples.add([(answer(n).answer_id, "q", "1")], action_id)


def codebook(project: Project, coder_id: str, n: int, label: str) -> None:
    book = project.codebooks.current("q").codebook
    known = book.codes[n % len(book.codes)].code_id
    other = book.codes[0].code_id
    edits = [Rename(known, label), Retire(known), Merge((known,), other), None]
    edit = edits[n]
    with suppress(UsageError):  # the label is taken, the code is gone
        if edit is None:
            add_code(project, "q", Code(f"{coder_id}_{len(book.codes)}" if n % 2 else "", label), coder_id)
        else:
            edit_codebook(project, "q", edit, coder_id)


def take_back(path: Path, coder_id: str) -> None:
    with suppress(UsageError):
        undo(path, coder_id)


number, label = st.integers(0, ANSWERS - 1), st.sampled_from(LABELS)
file = st.integers(0, FILES - 1)
steps = st.lists(
    st.one_of(
        st.tuples(file, st.just(code), number, st.sampled_from(CODES)),
        st.tuples(file, st.sampled_from([codebook, codebook, new_text, new_round, groups]), number, label),
        st.tuples(file, st.just("undo")),
        st.tuples(file, st.just("merge"), file),
    ),
    max_size=14,
)


def take(folder: Path, step: tuple[Any, ...]) -> None:
    path, coder_id = folder / f"{step[0]}.db", f"c{step[0]}"
    if step[1] == "undo":
        take_back(path, coder_id)
    elif step[1] == "merge":
        if step[2] != step[0]:
            merge(path, folder / f"{step[2]}.db", coder_id)
    else:
        with open_project(path) as project:
            step[1](project, coder_id, *step[2:])


def joined(folder: Path, name: str, into: Path, *others: Path) -> Path:
    """Return a new file: `into`, with the others joined one after another."""
    path = folder / f"{name}.db"
    shutil.copyfile(into, path)
    for other in others:
        merge(path, other, "joiner")
    return path


def view(path: Path) -> dict[str, Any]:
    """Return all that counts."""
    with open_project(path) as project:
        stored = project.codebooks.current("q")
        return {
            "answers": sorted((a.answer_id, a.text) for a in project.answers.answers()),
            "respondents": project.answers.respondents(),
            "questions": project.answers.questions(),
            "codings": [(c.coding_id, c.codes) for c in project.codings.current()],
            "codebook": stored.codebook if stored else None,
            "groups": project.groups.current("q"),
            "assignments": project.assignments.current("q"),
            "samples": sorted(s.answer_id for s in project.samples.current()),
        }


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(steps=steps)
def test_joining_is_commutative_associative_and_idempotent(steps):
    with TemporaryDirectory() as name:
        folder = Path(name)
        start(folder / "0.db")
        for n in range(1, FILES):
            shutil.copyfile(folder / "0.db", folder / f"{n}.db")
        for step in steps:
            take(folder, step)
        a, b, c = (folder / f"{n}.db" for n in range(FILES))
        ab, ba = joined(folder, "ab", a, b), joined(folder, "ba", b, a)
        assert view(ab) == view(ba)
        left, right = joined(folder, "left", ab, c), joined(folder, "right", a, joined(folder, "bc", b, c))
        assert view(left) == view(right)
        assert view(joined(folder, "back", c, ba)) == view(left)
        before = left.read_bytes()
        for other in (a, b, c):
            assert not merge(left, other, "joiner").changed
        assert left.read_bytes() == before
        merge(left, ba, "joiner")
        assert view(left) == view(right)
        # Undoing a merge gives back what was before, and joining again what was behind it.
        alone = view(a)
        if merge(a, b, "joiner").changed:
            together = view(a)
            undo(a, "joiner")
            assert view(a) == alone
            assert merge(a, b, "joiner").changed
            assert view(a) == together == view(ab)
