"""`coder quotes`: from candidates to quotes in a report, and what never gets there."""

from __future__ import annotations

import pytest

MAIL = "m.wobbelsteyn@voorbeeld.nl"
SAID = (
    "we hebben veel meer mensen nodig",
    f"meer mensen nodig, mail mij op {MAIL}",
    "er zijn te weinig mensen voor al dit werk",
    "mensen",
    "zonder genoeg mensen komt het werk nooit af",
)
COLUMNS = ("id", "vraag", "beter", "codes", "codes_beter")


@pytest.fixture
def work(work):
    """Two questions: everybody says the same theme, five in the one and three of them again in the other."""
    rows = [(f"r{n}", text, "", "mensen", "") for n, text in enumerate(SAID)]
    rows[0] = (*rows[0][:2], "ook hier zijn mensen hard nodig", "mensen", "mensen")
    rows[2] = (*rows[2][:2], "goede mensen die blijven werken", "mensen", "mensen")
    rows[4] = (*rows[4][:2], "alle mensen die er werken verdienen lof", "mensen", "mensen")
    file = work.write("mensen.csv", rows, COLUMNS)
    given = ["--question", "vraag=vraag", "--question", "beter=beter", "--round", "2024", "--id", "id"]
    work.run("ingest", file, *given)
    for key in ("vraag", "beter"):
        work.run("codebook", "add", "Mensen", "--question", key)
    work.run("ingest", file, *given, "--codes", "vraag=codes", "--codes", "beter=codes_beter")
    return work


def candidates(work, *more):
    return work.json("quotes", "--code", "mensen", "--question", "vraag", *more)


def quoted(work) -> list[str]:
    """Return the quotes of a report, in its order."""
    work.run("report", "-o", work.folder / "r.md")
    lines = (work.folder / "r.md").read_text("utf-8").splitlines()
    return [line.removeprefix("> ").replace("\\", "") for line in lines if line.startswith("> ")]


def test_typical_ones_come_first_and_say_what_they_need(work):
    found = candidates(work)
    assert [one["respondent"] for one in found][-1] == "r3", "one word says little by itself"
    assert {one["respondent"] for one in found} == {f"r{n}" for n in range(5)}
    assert {(one["code"], one["round"], one["marked"], one["clearance"]) for one in found} == {
        ("mensen", "2024", False, "unchecked")
    }
    assert candidates(work, "-n", "2") == found[:2]
    shown = work.run("quotes", "--code", "Mensen", "--question", "vraag", "-n", "2")
    assert all(one["text"] in shown.stdout for one in found[:2])
    assert "not yet checked for personal data" in shown.stdout
    assert "redact --question vraag" in shown.stderr
    assert "--mark" in shown.stderr


def test_what_is_asked_has_to_be_there(work):
    assert "--question" in work.run("quotes", "--code", "mensen", exit_code=2).stderr, "two questions have it"
    assert "geld" in work.run("quotes", "--code", "geld", exit_code=2).stderr
    assert "1999" in work.run("quotes", "--code", "mensen", "--round", "1999", exit_code=2).stderr
    work.run("quotes", "--code", "mensen", "--question", "vraag", "-n", "0", exit_code=2)


def test_nothing_leaves_before_it_is_marked_and_cleared(work):
    assert quoted(work) == []
    marked = work.run("quotes", "--code", "mensen", "--question", "vraag", "--mark")
    assert "Marked as quotes: 5" in marked.stderr
    assert all(one["marked"] for one in candidates(work))
    assert "Marked as quotes: 0" in work.run("quotes", "--code", "mensen", "--question", "vraag", "--mark").stderr
    assert quoted(work) == []
    work.run("redact", "--yes")
    assert {one["clearance"] for one in candidates(work)} == {"cleared"}
    found = quoted(work)
    assert len(found) == 3
    assert len(set(found)) == 3
    assert MAIL not in "".join(found)


def test_a_quote_that_is_marked_at_the_desk_leaves_alone(work):
    work.run("redact", "--yes")
    work.run("review", "--question", "vraag", "--only", "coded", "--limit", "1", input="*\nq\n")
    assert quoted(work) == [SAID[0]]
    assert [one["marked"] for one in candidates(work)] == [True, False, False, False, False], "marked ones come first"
    work.run("undo")
    assert quoted(work) == []


def test_nobody_is_quoted_twice_in_all_of_a_report(work):
    for key in ("vraag", "beter"):
        work.run("quotes", "--code", "mensen", "--question", key, "--mark")
    work.run("redact", "--yes")
    persons = {SAID[n]: f"r{n}" for n in range(5)}
    persons |= {"ook hier zijn mensen hard nodig": "r0", "goede mensen die blijven werken": "r2"}
    persons["alle mensen die er werken verdienen lof"] = "r4"
    people = [persons.get(text, "r1") for text in quoted(work)]
    assert sorted(people) == ["r0", "r1", "r2", "r4"]


def test_who_is_redacted_or_forgotten_is_gone(work):
    work.run("quotes", "--code", "mensen", "--question", "vraag", "--mark")
    work.run("redact", "--yes")
    texts = {one["respondent"]: one["text"] for one in candidates(work)}
    assert MAIL not in texts["r1"]
    assert texts["r1"].startswith("meer mensen nodig, mail mij op ")
    first = quoted(work)[0]
    (person,) = (name for name, text in texts.items() if text == first)
    work.run("forget", "--respondent", person, "--yes")
    assert person not in {one["respondent"] for one in candidates(work)}
    assert first not in quoted(work)
    assert first not in (work.folder / "r.md").read_text("utf-8")


def test_a_new_text_has_to_be_cleared_and_coded_anew(work):
    work.run("quotes", "--code", "mensen", "--question", "vraag", "--mark")
    work.run("redact", "--yes")
    row = [("r0", f"mensen nodig, mail {MAIL} voor meer", "", "", "")]
    given = ["--question", "vraag=vraag", "--round", "2024", "--id", "id"]
    work.run("ingest", work.write("new.csv", row, COLUMNS), *given, "--replace")
    assert "r0" not in {one["respondent"] for one in candidates(work)}, "its coding was flagged"
    assert MAIL not in "".join(quoted(work))
