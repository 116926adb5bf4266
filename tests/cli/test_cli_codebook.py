"""`coder codebook`."""

from __future__ import annotations

import pytest


def exported(work):
    path = work.folder / "out.yaml"
    work.run("codebook", "export", path, "--question", "goed")
    return path.read_text(encoding="utf-8")


def test_import_and_export_give_the_same_text(started):
    assert exported(started) == started.codebook.read_text(encoding="utf-8")


def test_show(started):
    text = started.run("codebook", "show", "--question", "goed").stdout
    assert "Netwerk en contacten" in text
    assert "Bijeenkomsten en rapporten" in text
    shown = started.json("codebook", "show", "--question", "goe")
    assert shown["question"] == "goed"
    assert len(shown["codes"]) == 5


def test_check_needs_no_project(work):
    assert "4 codes" in work.run("codebook", "check", work.codebook).stderr
    assert not work.db.exists()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("codes:\n  - id: a\n    label: A\n  - id: a\n    label: B\n", "4"),
        ("codes:\n  - id: a\n    label: A\n    parent: nergens\n", "nergens"),
        ("codes:\n  - id: a\n    lable: A\n", "lable"),
        ("codes: [\n", "bad.yaml"),
        ("codes: 3\n", "bad.yaml"),
        ("", "bad.yaml"),
    ],
)
def test_a_wrong_file_is_refused(started, text, named):
    file = started.folder / "bad.yaml"
    file.write_text(text, encoding="utf-8")
    before = started.db.read_bytes()
    result = started.run("codebook", "check", file, exit_code=3)
    assert "bad.yaml" in result.stderr
    assert named in result.stderr
    started.run("codebook", "import", file, "--question", "goed", exit_code=3)
    assert started.db.read_bytes() == before


def test_a_file_that_is_not_utf8_or_not_there(started):
    file = started.folder / "latin.yaml"
    file.write_bytes("codes:\n  - id: a\n    label: Café\n".encode("cp1252"))
    assert "UTF-8" in started.run("codebook", "check", file, exit_code=3).stderr
    started.run("codebook", "check", started.folder / "none.yaml", exit_code=3)


def test_comments_survive_edits(started):
    started.run("codebook", "add", "Lekker eten", "--question", "goed", "--definition", "Ook koffie")
    started.run("codebook", "rename", "rapport", "Rapporten en boeken", "--question", "goed")
    started.run("codebook", "retire", "geen", "--question", "goed")
    text = exported(started)
    assert "# Codeboek van de proef; deze regel blijft staan." in text
    assert "# het net" in text
    assert "Rapporten en boeken" in text
    assert "Ook koffie" in text
    again = started.folder / "again.yaml"
    again.write_text(text, encoding="utf-8")
    started.run("codebook", "check", again)


def test_a_renamed_code_keeps_its_codings(coded):
    coded.run("codebook", "rename", "Rapporten", "Boeken", "--question", "goed")
    assert coded.codes()["r3"] == "Boeken"


def test_a_retired_code_keeps_its_codings_and_is_no_longer_suggested(coded):
    coded.run("codebook", "retire", "netwerk", "--question", "goed")
    assert coded.codes()["r5"] == "Netwerk en contacten"
    found = coded.run("--json", "suggest", "--question", "goed").stdout
    assert '"netwerk"' not in found


@pytest.mark.parametrize(
    ("args", "named"),
    [
        (("add", "Rapporten"), "Rapporten"),
        (("add", "Iets", "--id", "rapport"), "rapport"),
        (("add", "Iets", "--parent", "nergens"), "nergens"),
        (("add", " "), "label"),
        (("rename", "nergens", "X"), "nergens"),
        (("rename", "rapport", "Bijeenkomsten"), "Bijeenkomsten"),
        (("rename", "rapport", " "), "label"),
        (("retire", "nergens"), "nergens"),
    ],
)
def test_edits_that_cannot_be(started, args, named):
    before = started.db.read_bytes()
    assert named in started.run("codebook", *args, "--question", "goed", exit_code=2).stderr
    assert started.db.read_bytes() == before


def test_add_makes_a_codebook_where_there_is_none(work):
    work.ingest()
    assert "no codebook" in work.run("codebook", "show", "--question", "beter", exit_code=2).stderr
    work.run("codebook", "add", "Meer tijd", "--question", "beter")
    assert len(work.json("codebook", "show", "--question", "beter")["codes"]) == 1


def test_the_question_has_to_be_said(started):
    result = started.run("codebook", "show", exit_code=2)
    assert "goed, beter" in result.stderr
    assert "goed, beter" in started.run("codebook", "show", "--question", "zz", exit_code=2).stderr


def test_codes_that_a_new_codebook_drops_are_named(coded):
    file = coded.folder / "small.yaml"
    file.write_text("codes:\n  - id: netwerk\n    label: Netwerk\n", encoding="utf-8")
    result = coded.run("codebook", "import", file, "--question", "goed")
    assert "bijeenkomst, geen, rapport" in result.stderr
    assert coded.codes()["r3"] == "rapport"


def test_moving(coded):
    said = coded.run("codebook", "move", "netwerk", "--net", "Bijeenkomsten en rapporten", "--question", "goed").stderr
    assert "'Netwerk en contacten' belongs to the net 'Bijeenkomsten en rapporten' now." in said
    assert "2 answers are coded so" in said
    assert coded.table()["uitgaven"]["n"] == 5
    assert "no net" in coded.run("codebook", "move", "netwerk", "--top", "--question", "goed").stderr
    assert coded.table()["uitgaven"]["n"] == 4
    for args in ((), ("--net", "rapport", "--top")):
        assert "--top" in coded.run("codebook", "move", "netwerk", *args, "--question", "goed", exit_code=2).stderr


def test_merging_says_what_comes_next_and_recoding_asks_first(coded):
    before = coded.codes()
    result = coded.run(
        "codebook", "merge", "rapport", "Bijeenkomsten", "--into", "Uitgaven samen", "--question", "goed"
    )
    assert "'Rapporten', 'Bijeenkomsten' into 'Uitgaven samen'" in result.stderr
    assert "4 answers are coded so" in result.stderr
    assert "codebook recode --question goed" in result.stderr
    assert coded.codes() == before
    assert "4 answers have a code that was merged" in coded.run("status", "--quick").stdout
    assert "4 answers" in coded.run("codebook", "recode", "--question", "goed", exit_code=2).stderr
    assert coded.codes() == before
    assert "4 answers were recoded" in coded.run("codebook", "recode", "--question", "goed", "--yes").stderr
    assert coded.codes()["r4"] == "Uitgaven samen"
    assert "No answer" in coded.run("codebook", "recode", "--question", "goed").stderr
    coded.run("undo")
    assert coded.codes() == before
    assert coded.json("status", "--quick")["questions"][0]["to_recode"]["command"] == (
        "coder codebook recode --question goed"
    )


def test_splitting_leads_to_the_desk(coded):
    result = coded.run("codebook", "split", "netwerk", "--into", "GGD", "--into", "Buren", "--question", "goed")
    assert "Split in goed: 'Netwerk en contacten' into 'GGD', 'Buren'." in result.stderr
    assert "review --question goed --recode" in result.stderr
    assert "2 answers have to be read again" in coded.run("codebook", "recode", "--question", "goed").stderr
    told = coded.run("review", "--only", "coded", "--question", "goed", "--plain", input="q\n").stderr
    assert "goed: 2 answers have a code that was merged or split since" in told
    assert "review --question goed --recode\n" in told
    coded.run("review", "--recode", "--question", "goed", "--plain", input="1\n\nq\n")
    assert coded.codes()["r1"] in ("Bijeenkomsten; GGD", "Bijeenkomsten; Buren")  # the likelier part comes first
    assert "--audit" in coded.run("review", "--recode", "--audit", "3", exit_code=2).stderr


def test_edits_as_json(coded):
    merged = coded.json("codebook", "merge", "rapport", "--into", "bijeenkomst", "--question", "goed")
    assert (merged["codes"], merged["became"], merged["answers"]) == (["rapport"], ["bijeenkomst"], 2)
    assert coded.json("codebook", "recode", "--question", "goed", "--yes") == {
        "question": "goed",
        "recoded": 2,
        "waiting": 0,
    }


def test_a_part_of_a_name_is_not_enough_but_tells_which_code_it_may_be(coded):
    told = coded.run("codebook", "rename", "netw", "Contacten", "--question", "goed", exit_code=2).stderr
    assert "There is no code 'netw'" in told
    assert "Perhaps netwerk (Netwerk en contacten)? coder codebook show" in told
    assert "Perhaps" not in coded.run("codebook", "retire", "zzz", "--question", "goed", exit_code=2).stderr
    assert "Perhaps" not in coded.run("codebook", "retire", " ", "--question", "goed", exit_code=2).stderr
