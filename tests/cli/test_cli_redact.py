"""`coder redact`, and `--redact` on ingest, with the finder that comes with coder."""

from __future__ import annotations

import pytest
from traces import traces

MAIL, PHONE = "m.wobbelsteyn@voorbeeld.nl", "06-12345678"
ROWS = (
    ("r1", "gemeente", "1", f"Mail mij op {MAIL}", "Meer tijd", ""),
    ("r2", "gemeente", "1", f"Bel {PHONE}, dat werkt het best", "Meer geld", ""),
    ("r3", "zorg", "1", "geen", "geen", ""),
)


@pytest.fixture
def survey(work):
    work.write("survey.csv", ROWS)
    work.ingest()
    return work


def texts(work) -> list[str]:
    return [line["answer"] for line in work.json("suggest", "--question", "goed")]


def test_a_trial_run_shows_what_would_be_replaced_and_writes_nothing(survey):
    before = survey.db.read_bytes()
    shown = survey.run("redact", "--dry-run")
    assert f"«{MAIL}»" in shown.stdout
    assert f"Bel «{PHONE}»" in shown.stdout
    assert "nothing was written" in shown.stderr
    assert "redact" in shown.stderr.splitlines()[-1]
    found = survey.json("redact", "--dry-run")
    assert (found["answers"], found["answers_changed"], found["written"]) == (6, 2, False)
    assert [one["text"] for one in found["findings"]] == [MAIL, PHONE]
    assert sum(found["replaced"].values()) == 2
    assert survey.db.read_bytes() == before


def test_without_a_terminal_it_says_that_there_is_no_undo_and_asks_for_yes(survey):
    refused = survey.run("redact", exit_code=2)
    assert "for good" in refused.stderr
    assert "--yes" in refused.stderr
    assert "--keep-original" in refused.stderr
    assert traces(survey.db, MAIL) == [MAIL]


def test_replaced_for_good(survey):
    done = survey.run("redact", "--yes")
    assert "Replaced 2 findings in 2 answers." in done.stderr
    assert traces(survey.db, MAIL, PHONE, "wobbelsteyn") == []
    assert "cannot be undone" in survey.run("undo", exit_code=2).stderr
    assert survey.json("redact")["replaced"] == {}
    assert "check for personal data: replaced in 2 answer(s)" in survey.run("log").stdout


def test_originals_come_back_until_they_are_erased(survey):
    survey.run("redact", "--keep-original")
    survey.run("undo")
    assert survey.json("redact", "--dry-run")["answers_changed"] == 2
    survey.run("redact", "--keep-original")
    assert traces(survey.db, MAIL) == [MAIL]
    out = survey.folder / "out.csv"
    survey.run("export", out)
    assert MAIL not in out.read_text(encoding="utf-8")
    assert "--yes" in survey.run("forget", "--originals", exit_code=2).stderr
    assert survey.json("forget", "--originals", "--yes")["originals"] == 2
    assert traces(survey.db, MAIL, PHONE) == []
    survey.run("undo", exit_code=2)


def test_review_line_by_line(survey):
    asked = survey.run("redact", "--review", exit_code=2)
    assert "no undo" in asked.stderr
    done = survey.run("redact", "--review", "--yes", input="n\n\n")
    assert f"«{MAIL}»" in done.stdout
    assert "1 finding replaced" in done.stderr
    assert traces(survey.db, MAIL, PHONE) == [MAIL]
    assert "nothing to review" in survey.run("redact", "--review").stderr
    assert survey.json("redact")["kept"] == 1


def test_options_that_do_not_fit(survey):
    assert "--dry-run" in survey.run("redact", "--review", "--dry-run", exit_code=2).stderr
    assert "iets" in survey.run("redact", "--question", "iets", exit_code=2).stderr
    assert "1999" in survey.run("redact", "--round", "1999", exit_code=2).stderr


def test_ingest_replaces_at_the_door(work):
    work.write("survey.csv", ROWS)
    assert "--redact" in work.ingest("--keep-original", exit_code=2).stderr
    done = work.ingest("--redact")
    assert "Personal data replaced" in done.stderr
    assert traces(work.db, MAIL, PHONE) == []
    assert work.json("status")["unchecked"] == 0
    assert work.json("redact")["replaced"] == {}


def test_status_says_what_is_not_checked(survey):
    assert "6 answers are not checked for personal data" in survey.run("status", "--quick").stdout
    survey.run("redact", "--yes")
    assert "not checked" not in survey.run("status", "--quick").stdout


def test_models_go_with_the_words_in_them(coded):
    rows = [("r1", "gemeente", "1", f"Mooie bijeenkomsten, mail {MAIL}", "x", "")]
    coded.ingest("--replace", file=coded.write("new.csv", rows))
    coded.run("train", "--question", "goed")
    done = coded.run("redact", "--yes")
    assert "The models of goed were deleted" in done.stderr
    assert "train --question goed" in done.stderr
    assert traces(coded.db, MAIL, "wobbelsteyn") == []
    coded.run("train", "--question", "goed")


def test_quotes_that_are_not_cleared_stay_inside(coded):
    coded.run("review", "--question", "goed", "--only", "coded", "--limit", "1", input="*\nq\n")
    out = coded.folder / "out.csv"
    refused = coded.run("export", out, "--shape", "long", exit_code=2)
    assert "1 quote may hold personal data, in goed" in refused.stderr
    assert "coder redact --question goed" in refused.stderr
    assert not out.exists()
    coded.run("export", out, "--shape", "long", "--question", "beter")
    coded.run("export", out, "--shape", "wide")
    coded.run("export", out, "--shape", "long", "--uncleared-quotes")
    coded.run("redact", "--yes")
    coded.run("export", out, "--shape", "long")
