"""What an export tells of how far it is, in every format: forwards only, from nothing to all."""

from __future__ import annotations

import pytest

from coder import plugins
from coder.domain.folding import text_hash
from coder.domain.ids import answer_id
from coder.domain.survey import Answer, Question, Respondent
from coder.domain.texts import language, use_language
from coder.workflows.export import ExportOptions, export
from coder.workflows.project import open_project

ROWS = 2_500
ENDINGS = [one for name in plugins.OURS["exporters"] for one in plugins.load("exporters", name).SUFFIXES]


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    path = tmp_path_factory.mktemp("project") / "p.db"
    with open_project(path, create=True) as project, project.transaction():
        action_id = project.actions.add("anna", "ingest")
        project.answers.add_questions([Question("q", "Vraag?")], action_id)
        project.answers.add_respondents([Respondent(f"p{n}", "1", None, {"v": n}) for n in range(ROWS)], action_id)
        answers = ((n, f"antwoord {n}") for n in range(ROWS))
        project.answers.add_answers(
            [Answer(answer_id("q", "1", f"p{n}"), "q", "1", f"p{n}", text, text_hash(text), n) for n, text in answers],
            action_id,
        )
    return path


@pytest.mark.parametrize("ending", ENDINGS)
def test_progress(db, tmp_path, ending):
    if ending == ".parquet":
        pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
    before = language()
    use_language("nl")
    told: dict[str, list[tuple[int, int]]] = {}

    def tell(what: str, done: int, of: int) -> None:
        told.setdefault(what, []).append((done, of))

    try:
        export(db, tmp_path / f"a{ending}", ExportOptions(), tell)
    finally:
        use_language(before)
    assert told["Het project lezen"] == [(0, 2), (1, 2), (2, 2)]
    (writing,) = {what for what in told if "schrijven" in what}
    seen = told[writing]
    # A workbook has sheets one after the other, which each begin anew; each is told to the end.
    begins = [place for place, (done, _of) in enumerate(seen) if done == 0 or place == 0]
    parts = [seen[first:last] for first, last in zip(begins, [*begins[1:], len(seen)], strict=True)]
    for part in parts:
        assert [done for done, _of in part] == sorted(done for done, _of in part)
        assert part[-1][0] == part[-1][1]
    assert max(done for done, _of in seen) >= ROWS
