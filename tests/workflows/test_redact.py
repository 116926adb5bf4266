"""Replacing personal data: what is replaced, what stays, what leaves the file, and what comes back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from finders import Fake
from traces import traces

from coder.domain.codebook import Code, Codebook
from coder.domain.coding import Coding
from coder.domain.errors import UsageError
from coder.domain.ids import new_id
from coder.domain.survey import SurveyTable
from coder.exporters.codebook_yaml import write_codebook
from coder.store.actions import now
from coder.store.codings import final
from coder.workflows.check import check
from coder.workflows.clearance import refuse_uncleared_quotes, uncleared_quotes
from coder.workflows.coded import coded_answers
from coder.workflows.history import respondent_log, status, undo
from coder.workflows.ingest import IngestOptions, IngestReport, ingest
from coder.workflows.project import codebook_of, open_project
from coder.workflows.redact import Found, Replaced, redaction
from coder.workflows.redact_incoming import Incoming
from coder.workflows.redact_review import finding_sitting
from coder.workflows.train import train

ROWS = (
    ("r1", "Zwartkruid hielp mij en Jansen ook", "vraag het Jansen"),
    ("r2", "een roos van mevrouw Jansen", "geen"),
    ("r3", "meer groen in de wijk", "roos"),
    ("r4", "meer groen in de wijk", ""),
    ("r5", "---", "12345"),
)


def table(rows=ROWS) -> SurveyTable:
    return SurveyTable("survey.csv", "csv", ("id", "een", "twee"), tuple(rows), tuple(range(2, 2 + len(rows))))


def add(path: Path, rows=ROWS, round_id: str = "2024", **more) -> IngestReport:
    return ingest(path, [table(rows)], IngestOptions(("een", "twee"), round_id, "anna", id_column="id", **more))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "coder.db"
    add(path)
    return path


def redact(path: Path, keep: bool = False, coder_id: str = "anna", **more) -> tuple[Found, Replaced]:
    with redaction(path, more.pop("question", None), more.pop("round", None), Fake(), **more) as opened:
        return opened.found, opened.apply(coder_id, keep)


def review(path: Path, keys: str, keep: bool = False, coder_id: str = "anna") -> int:
    with finding_sitting(path, None, None, coder_id, Fake()) as sitting:
        for key in keys:
            sitting.desk.press(key)
        return sitting.finish(coder_id, keep)[0]


def texts(path: Path) -> dict[tuple[str, str], str]:
    with open_project(path) as project:
        return {(a.respondent_id, a.question_id): a.text for a in project.answers.answers()}


def code_all(path: Path, **more) -> None:
    with open_project(path) as project, project.transaction():
        action_id = project.actions.add("anna", "review", {"question": "een", "answers": 5})
        for a in project.answers.answers("een"):
            codes = ("groen" if "groen" in a.text else "hulp",)
            coding = Coding(new_id(), action_id, a.answer_id, "anna", "coded", "human", codes, **more)
            project.codings.add([replace(coding, text_hash=a.text_hash, created_at=now())])


def give_codebook(path: Path, *examples: str) -> None:
    codebook = Codebook((Code("hulp", "Hulp", keywords=("hielp",), examples=examples), Code("groen", "Groen")))
    with open_project(path) as project, project.transaction():
        action_id = project.actions.add("anna", "codebook import", {"question": "een", "file": "f"})
        project.codebooks.add("een", codebook, write_codebook(codebook), action_id)


# --- what is replaced


def test_what_is_certain_is_replaced_and_persons_are_numbered_by_respondent(path):
    found, done = redact(path)
    assert texts(path) == {
        ("r1", "een"): "[naam] hielp mij en [naam 2] ook",
        ("r1", "twee"): "vraag het [naam 2]",
        ("r2", "een"): "een roos van mevrouw [naam]",
        ("r2", "twee"): "geen",
        ("r3", "een"): "meer groen in de wijk",
        ("r3", "twee"): "roos",
        ("r4", "een"): "meer groen in de wijk",
        ("r5", "een"): "---",
        ("r5", "twee"): "12345",
    }
    assert (found.answers, found.answers_changed, len(found.replaced), len(found.open)) == (9, 3, 4, 2)
    assert done == Replaced((), (), True)


def test_looking_writes_nothing(path):
    before = path.read_bytes()
    with redaction(path, None, None, Fake()) as opened:
        assert opened.found.changes
    assert path.read_bytes() == before


def test_one_question_and_one_round(path):
    add(path, [("r1", "Jansen", "Jansen")], "2025")
    found, _done = redact(path, question="twee", round="2025")
    assert (found.answers, len(found.replaced)) == (1, 1)
    with open_project(path) as project:
        left = [(a.round_id, a.question_id) for a in project.answers.answers() if "Jansen" in a.text]
    assert sorted(left) == [("2024", "een"), ("2024", "een"), ("2024", "twee"), ("2025", "een")]
    with pytest.raises(UsageError):
        redact(path, question="drie")
    with pytest.raises(UsageError):
        redact(path, round="1999")


def test_numbers_go_on_from_what_was_replaced_before(path):
    redact(path, question="een")
    redact(path, question="twee")
    # Nobody can tell any more whether this Jansen is one of the two above: another number.
    assert texts(path)["r1", "twee"] == "vraag het [naam 3]"


def test_a_second_time_nothing_is_done(path):
    redact(path)
    before = path.read_bytes()
    found, done = redact(path)
    assert (found.replaced, done) == ([], Replaced())
    assert path.read_bytes() == before


def test_no_answers_and_nothing_found(tmp_path):
    path = tmp_path / "coder.db"
    with open_project(path, create=True):
        pass
    assert redact(path)[0].answers == 0
    add(path, [("r1", "geen", "---")])
    assert redact(path)[0].replaced == []
    assert status(path).unchecked == 0


# --- what leaves the file


def test_without_originals_no_byte_of_the_names_is_left(path):
    add(path, [("r1", "Zwartkruid deed het", "x")], replace=True)  # an older version is in the file, too
    code_all(path)
    give_codebook(path, "Zwartkruid deed het", "meer groen")
    train(path, "een", "anna")
    assert traces(path, "Zwartkruid", "Jansen") == ["Zwartkruid", "Jansen"]
    found, done = redact(path)
    assert traces(path, "Zwartkruid", "Jansen") == []
    assert (done.models, done.codebooks, done.wiped) == (("een",), ("een",), True)
    with open_project(path) as project:
        assert project.models.current("een") is None
        book = codebook_of(project, "een")
        assert book.codes[0].examples == ("[naam] deed het", "meer groen")
        coded = final(project.codings.current("een"))
        # What was coded with the old version of the codebook follows the new one.
        assert {a.answer_id for a in project.answers.answers("een")} == coded.keys()
    assert len(found.replaced) == 2


def test_undo_of_an_import_does_not_bring_a_name_back(path):
    add(path, [("r1", "iets anders", "x")], replace=True)
    redact(path, coder_id="bas")
    assert undo(path, "anna").command == "ingest"
    assert not any("Jansen" in text or "Zwartkruid" in text for text in texts(path).values())


def test_decisions_stay_and_learning_goes_on(path):
    give_codebook(path)
    code_all(path, memo="let op", quote=True)
    redact(path)
    with open_project(path) as project:
        coded = coded_answers(project, "een")
        assert all(coded.decided[a.answer_id].text_hash == a.text_hash for a in coded.answers)
        assert {c.status for c in coded.decided.values()} == {"coded"}
        assert {(c.memo, c.quote) for c in coded.decided.values()} == {("let op", True)}
        assert len(coded.lessons()[0]) == 4
    assert [event.answer.text for event in respondent_log(path, "r1")] == ["[naam] hielp mij en [naam 2] ook"]
    assert not any(one.slips for one in check(path, "een", None))
    train(path, "een", "anna")


def test_what_another_program_changed_meanwhile_stays(path):
    with redaction(path, None, None, Fake()) as opened:
        with sqlite3.connect(path) as other:
            other.execute("UPDATE answers SET text = 'Jansen is weg', text_hash = 'x' WHERE text LIKE 'Zwart%'")
        opened.apply("anna", False)
    assert texts(path)["r1", "een"] == "Jansen is weg"
    assert status(path).unchecked == 1


# --- originals


def test_originals_come_back_with_undo_with_all_that_was_coded(path):
    code_all(path)
    before = texts(path)
    with open_project(path) as project:
        hashes = {c.answer_id: c.text_hash for c in project.codings.current()}
    redact(path, keep=True)
    assert "[naam]" in texts(path)["r1", "een"]
    assert undo(path, "anna").command == "redact"
    assert texts(path) == before
    with open_project(path) as project:
        assert {c.answer_id: c.text_hash for c in project.codings.current()} == hashes
        assert project.personal.count_originals() == 0
    assert status(path).unchecked == 3 + 6
    redact(path)
    assert traces(path, "Zwartkruid", "Jansen") == []


def test_without_originals_undo_is_refused_and_nothing_changes(path):
    redact(path)
    before = path.read_bytes()
    with pytest.raises(UsageError, match="cannot be undone"):
        undo(path, "anna")
    assert path.read_bytes() == before


def test_a_check_that_replaced_nothing_is_undone_as_everything_is(tmp_path):
    path = tmp_path / "coder.db"
    add(path, [("r1", "geen", "---")])
    redact(path)
    assert status(path).unchecked == 0
    assert undo(path, "anna").command == "redact"
    assert status(path).unchecked == 2


def test_originals_go_when_the_same_answer_is_replaced_for_good(path):
    redact(path, keep=True)
    review(path, "y")  # 'roos' of r2
    assert traces(path, "mevrouw Jansen") == []
    assert traces(path, "Zwartkruid") == ["Zwartkruid"]  # the original of another answer


def test_the_last_of_two_replacements_is_undone_first(path):
    redact(path, keep=True)
    review(path, "y", keep=True, coder_id="bas")
    with pytest.raises(UsageError, match="later"):
        undo(path, "anna")
    assert undo(path, "bas").command == "redact"
    assert undo(path, "anna").command == "redact"
    assert texts(path)["r2", "een"] == "een roos van mevrouw Jansen"


# --- review


def test_a_person_decides_about_each_and_is_not_asked_again(path):
    with finding_sitting(path, None, None, "anna", Fake()) as sitting:
        assert [p.text for p in sitting.desk.places] == ["Zwartkruid", "Jansen", "Jansen", "roos", "Jansen", "roos"]
    assert review(path, "ynyny") == 3
    assert texts(path)["r1", "een"] == "[naam] hielp mij en Jansen ook"
    assert texts(path)["r2", "een"] == "een roos van mevrouw [naam]"
    with finding_sitting(path, None, None, "anna", Fake()) as sitting:
        assert [p.answer.respondent_id for p in sitting.desk.places] == ["r3"]
    # Nor does the machine go over it.
    found, _done = redact(path)
    assert (found.replaced, len(found.open), found.kept) == ([], 1, 2)
    assert texts(path)["r1", "een"] == "[naam] hielp mij en Jansen ook"


def test_decisions_survive_when_the_program_is_killed(path):
    with finding_sitting(path, None, None, "anna", Fake()) as sitting:
        for key in "yn":
            sitting.desk.press(key)
    assert texts(path)["r1", "een"] == "Zwartkruid hielp mij en Jansen ook"
    with finding_sitting(path, None, None, "anna", Fake()) as sitting:
        assert len(sitting.desk.places) == 4
    redact(path)
    assert texts(path)["r1", "een"] == "[naam] hielp mij en Jansen ook"


def test_undo_at_the_desk_and_outside_it(path):
    with finding_sitting(path, None, None, "anna", Fake()) as sitting:
        for key in "yu":
            sitting.desk.press(key)
        assert sitting.finish("anna", False)[0] == 0
    with finding_sitting(path, None, None, "anna", Fake()) as sitting:
        sitting.desk.press("y")
    assert undo(path, "anna").command == "redact review"
    assert review(path, "") == 0


def test_a_name_that_was_chosen_leaves_older_versions_too(path):
    add(path, [("r3", "x", "bel roos op!")], replace=True)
    add(path, [("r3", "x", "roos bellen")], replace=True)
    assert review(path, "sssssy") == 1
    assert texts(path)["r3", "twee"] == "[naam] bellen"
    assert traces(path, "bel roos op!") == []


# --- clearance


def test_quotes_are_refused_until_they_are_cleared(path):
    code_all(path, quote=True)
    with open_project(path) as project:
        assert [one.reason for one in uncleared_quotes(project)] == ["unchecked"] * 5
        with pytest.raises(UsageError) as refused:
            refuse_uncleared_quotes(project, "een")
        assert refused.value.hint.startswith("Check them: coder redact --question een.")
    redact(path)
    with open_project(path) as project:
        assert [(one.answer.respondent_id, one.reason) for one in uncleared_quotes(project)] == [("r2", "unreviewed")]
        with pytest.raises(UsageError, match="1 quote ") as refused:
            refuse_uncleared_quotes(project)
        assert "coder redact --question een --review" in refused.value.hint
    review(path, "n")
    with open_project(path) as project:
        assert uncleared_quotes(project, "een", "2024") == []
        refuse_uncleared_quotes(project)
    assert (status(path).unchecked, status(path).unreviewed) == (0, 1)
    # A text that was replaced by a new export has to be checked anew.
    add(path, [("r3", "meer groen en meer bankjes", "roos")], replace=True)
    with open_project(path) as project:
        assert [one.answer.respondent_id for one in uncleared_quotes(project)] == ["r3"]


def test_a_decision_that_is_not_carried_out_does_not_clear(path):
    code_all(path, quote=True)
    redact(path)
    with finding_sitting(path, None, None, "anna", Fake()) as sitting:
        sitting.desk.press("y")
    with open_project(path) as project:
        assert [one.reason for one in uncleared_quotes(project)] == ["unreviewed"]


# --- at the door


@pytest.fixture
def fake_at_the_door(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Fake]:
    monkeypatch.setattr("coder.workflows.ingest.Incoming", lambda: Incoming(Fake()))
    return Fake


@pytest.mark.usefixtures("fake_at_the_door")
def test_ingest_replaces_before_anything_is_written(tmp_path):
    path = tmp_path / "coder.db"
    report = add(path, redact=True)
    assert sum(report.redacted.values()) == 4
    assert report.unsure == 2
    assert traces(path, "Zwartkruid", "Jansen") == []
    assert texts(path)["r1", "twee"] == "vraag het [naam 2]"
    assert (status(path).unchecked, status(path).unreviewed) == (0, 2)
    again = add(path, redact=True)
    assert (again.added, again.changed, again.redacted) == (0, [], {})
    assert undo(path, "anna").command == "ingest"


@pytest.mark.usefixtures("fake_at_the_door")
def test_ingest_that_keeps_originals_is_undone_in_two_steps(tmp_path):
    path = tmp_path / "coder.db"
    add(path, redact=True, keep_original=True)
    assert undo(path, "anna").command == "redact"
    assert texts(path)["r1", "een"] == ROWS[0][1]
    assert undo(path, "anna").command == "ingest"
    assert texts(path) == {}


@pytest.mark.usefixtures("fake_at_the_door")
def test_a_trial_run_counts_and_writes_nothing(tmp_path):
    path = tmp_path / "coder.db"
    report = add(path, redact=True, dry_run=True)
    assert sum(report.redacted.values()) == 4
    assert not path.exists()
