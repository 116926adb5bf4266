from dataclasses import replace

import pytest

from coder.domain.codebook import Code, Codebook
from coder.domain.coding import AUTOCODE, Coding, Suggestions
from coder.domain.errors import UsageError
from coder.domain.folding import text_hash
from coder.domain.ids import answer_id, new_id
from coder.domain.survey import Answer, Question, Respondent
from coder.store.actions import now
from coder.store.codings import final
from coder.store.project import open_project
from coder.workflows.autocode import as_record, autocode
from coder.workflows.coded import coded_answers, undecided
from coder.workflows.history import status, undo
from coder.workflows.live import LiveSuggester
from coder.workflows.review import sitting

PLACES = ["straat", "plein", "park", "wijk", "buurt", "brug", "school", "markt", "haven", "kade", "singel", "dijk"]
BOOK = Codebook(
    (Code("groen", "Groen"), Code("verkeer", "Verkeer"), Code("zorg", "Zorg", exclusive=True), Code("zeldzaam", "Maan"))
)


def add(path, texts, codes, coder_id="anna", start=0):
    with open_project(path, create=True) as project, project.transaction():
        action = project.actions.add(coder_id, "ingest")
        if not start:
            project.answers.add_questions([Question("q", "Wat kan beter?")], action)
            project.codebooks.add("q", BOOK, "", action)
        answers = [
            Answer(answer_id("q", "r", f"p{start + n}"), "q", "r", f"p{start + n}", text, text_hash(text), start + n)
            for n, text in enumerate(texts)
        ]
        project.answers.add_respondents([Respondent(a.respondent_id, "r", None, {}) for a in answers], action)
        project.answers.add_answers(answers, action)
        project.codings.add(
            Coding(
                new_id(),
                action,
                a.answer_id,
                coder_id,
                "coded",
                "human",
                given,
                text_hash=a.text_hash,
                created_at=now(),
            )
            for a, given in zip(answers, codes, strict=False)
        )


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "coder.db"
    texts, codes = [], []
    for n in range(60):
        place = f"{PLACES[n % 12]} {PLACES[(n // 12) % 12]} {n}"
        texts += [f"meer groen en bomen bij {place}", f"te hard verkeer bij {place}"]
        codes += [("groen",), ("verkeer",)]
    texts.append("de maan")
    codes.append(("zeldzaam",))
    add(path, texts, codes)
    new = [f"graag groen en bomen bij de {a}" for a in PLACES] + ["groen of verkeer, iets met de maan", "xyz", "..."]
    add(path, new, [], start=1000)
    return path


def current(path):
    with open_project(path) as project:
        return final(project.codings.current("q")), coded_answers(project, "q")


def test_what_is_sure_is_closed_and_the_rest_stays(path):
    made = autocode(path, "q", None, 0.9, 0.9, "anna")[0]
    assert made.answers == 15
    assert 8 <= made.closed <= 12
    assert made.closed + made.left == 15
    codings, coded = current(path)
    machine = [c for c in codings.values() if c.source == "machine"]
    assert len(machine) == made.closed
    assert {c.codes for c in machine} == {("groen",)}
    assert all(c.coder_id == AUTOCODE and c.model_id for c in machine)
    queue = {a.text for a in undecided(coded, None)}
    assert {"groen of verkeer, iets met de maan", "xyz", "..."} <= queue
    assert len(queue) == made.left
    assert status(path).questions[0].rounds[0].left == made.left
    rare = next(c for c in as_record(made)["codes"] if c["code"] == "zeldzaam")
    assert rare["threshold"] is None


def test_a_dry_run_writes_nothing_and_says_the_same(path):
    dry = autocode(path, "q", None, 0.9, 0.9, "anna", dry_run=True)[0]
    with open_project(path) as project:
        assert not any(c.source == "machine" for c in project.codings.current("q"))
        assert project.models.current("q") is None
        assert [action.command for action in project.actions.recent(9)] == ["ingest"] * 2
    assert as_record(autocode(path, "q", None, 0.9, 0.9, "anna")[0]) == as_record(dry)


def test_one_undo_takes_all_of_it_back(path):
    autocode(path, None, None, 0.9, 0.9, "anna")
    undo(path, "anna")
    codings, coded = current(path)
    assert not any(c.source == "machine" for c in codings.values())
    assert len(undecided(coded, None)) == 15
    assert coded.sure == {}


def test_a_stricter_run_opens_again_what_it_is_not_sure_of(path):
    first = autocode(path, "q", None, 0.9, 0.9, "anna")[0]
    dry = autocode(path, "q", None, 0.999, 0.99, "anna", dry_run=True)[0]
    second = autocode(path, "q", None, 0.999, 0.99, "anna")[0]
    assert as_record(dry) == as_record(second)
    assert second.closed == 0 < first.closed
    assert second.answers == first.answers == 15
    _codings, coded = current(path)
    assert len(undecided(coded, None)) == 15


@pytest.mark.usefixtures("sentence_vectors")
def test_what_is_sure_is_filled_in_at_the_desk(path):
    add(path, ["meer groen en bomen bij de markt, en te hard verkeer bij de haven"], [], start=2000)
    made = autocode(path, "q", None, 0.9, 0.9, "anna")[0]
    _codings, coded = current(path)
    assert made.prefilled == len(coded.sure) > 0
    with sitting(path, "q", None, "anna", "file", None) as opened:
        session = opened.session
        assert set(coded.sure) <= {item.first.answer_id for item in session.queue}
        while session.item is not None:
            assert set(coded.sure.get(session.item.first.answer_id, ())) <= set(session.draft.codes)
            session.skip()
    with sitting(path, "q", None, "anna", "file", None, ("machine",)) as opened:
        assert len(opened.session.queue) == len(coded.closed) > 0


@pytest.mark.parametrize(("sure", "selected"), [("groen", {"groen"}), ("zorg", {"zorg"}), ("weg", {"zorg"})])
def test_a_code_that_stands_alone_is_not_filled_in_beside_another(path, sure, selected):
    """The engine would select 'zorg'; a code that is sure goes first, and one that was retired does not count."""
    _codings, coded = current(path)
    answer = undecided(coded, None)[0]
    suggester = LiveSuggester(replace(coded, sure={answer.answer_id: (sure,)}, encode=None, encoder=""), BOOK)
    suggester._engine.suggest = lambda *_args, **_more: Suggestions(selected=("zorg",))
    assert set(suggester.suggest(answer).selected) == selected


def test_what_a_person_decides_counts_before_and_after(path):
    autocode(path, "q", None, 0.9, 0.9, "anna")
    _codings, coded = current(path)
    first = undecided(coded, None, ("machine",))[0]
    with sitting(path, "q", None, "bram", "file", 1, ("machine",)) as opened:
        assert opened.session.item.first == first
        opened.session.no_theme()
    codings, coded = current(path)
    assert (codings[first.answer_id].coder_id, codings[first.answer_id].codes) == ("bram", ())
    assert first.answer_id not in coded.closed
    again = autocode(path, "q", None, 0.9, 0.9, "anna")[0]
    assert again.answers == 14
    assert current(path)[0][first.answer_id].coder_id == "bram"


def test_nothing_coded(tmp_path):
    path = tmp_path / "coder.db"
    add(path, ["een", "twee"], [])
    with pytest.raises(UsageError):
        autocode(path, None, None, 0.95, 0.95, "anna")
