"""`coder ingest`: columns, codes, weights, and what goes wrong."""

from __future__ import annotations

import json

import pytest

from coder.workflows.project import open_project

COLS = ("Respondentnummer", "Wat ging goed?")


def answers(work):
    return {q["question"]["question_id"]: q["rounds"][0]["answers"] for q in work.json("status")["questions"]}


@pytest.mark.parametrize("column", ["Wat ging goed?", "wat GING", "#4"])
def test_a_column_is_found_by_name_beginning_or_number(work, column):
    work.run("ingest", work.survey, "--question", f"goed={column}", "--round", "2024")
    assert answers(work) == {"goed": 8}


def test_a_question_without_a_key_gets_one(work):
    work.run("ingest", work.survey, "--question", "Wat ging", "--round", "2024")
    (question,) = work.json("status")["questions"]
    assert question["question"]["text"] == "Wat ging goed?"
    assert " " not in question["question"]["question_id"]


@pytest.mark.parametrize(
    ("column", "named"),
    [("Wat", ["#4", "#5", "several"]), ("Kleur", ["Kleur", "Organisatie"]), ("#99", ["#99", "6 columns"])],
)
def test_ambiguous_and_missing_columns(work, column, named):
    result = work.run("ingest", work.survey, "--question", column, "--round", "2024", exit_code=3)
    assert all(word in result.stderr for word in [*named, "survey.csv"])
    assert not work.db.exists()


def test_same_question_twice_is_a_usage_error(work):
    work.run("ingest", work.survey, "--question", "#4", "--question", "Wat ging", "--round", "1", exit_code=2)


def test_without_a_round(work):
    result = work.run("ingest", work.survey, "--question", "#4", exit_code=2)
    assert "--round" in result.stderr
    assert not work.db.exists()


def test_duplicate_id_names_both_rows_and_writes_nothing(work):
    file = work.write("twice.csv", [("a", "een"), ("b", "twee"), ("a", "drie")], COLS)
    result = work.run("ingest", file, "--question", "Wat ging", "--id", "Resp", "--round", "2024", exit_code=3)
    assert "row 4" in result.stderr
    assert "row 2" in result.stderr
    assert "twice.csv" in result.stderr
    assert not work.db.exists()


def test_an_empty_id(work):
    file = work.write("empty.csv", [("a", "een"), ("", "twee")], COLS)
    result = work.run("ingest", file, "--question", "Wat ging", "--id", "Resp", "--round", "2024", exit_code=3)
    assert "row 3" in result.stderr


def test_a_failing_second_file_takes_the_first_back(work):
    good = work.write("good.csv", [("a", "een")], COLS)
    bad = work.write("bad.csv", [("b", "twee"), ("b", "drie")], COLS)
    work.run("ingest", good, bad, "--question", "Wat", "--id", "Resp", "--round", "2024", exit_code=3)
    assert not work.db.exists()
    work.run("ingest", good, "--question", "goed=Wat", "--id", "Resp", "--round", "2024")
    before = work.db.read_bytes()
    work.run("ingest", bad, "--question", "goed=Wat", "--id", "Resp", "--round", "2024", exit_code=3)
    assert work.db.read_bytes() == before


def test_twice_the_same_file_adds_nothing(work):
    assert "15 answers added" in work.ingest().stderr
    assert "0 answers added, 15 known already, 1 empty" in work.ingest().stderr
    assert answers(work) == {"goed": 8, "beter": 7}


def test_rounds_stand_apart(work):
    work.ingest()
    work.ingest("--round", "2025")
    assert work.json("status")["respondents"] == {"2024": 8, "2025": 8}


def test_a_changed_answer_is_reported_and_kept(coded):
    changed = coded.write("new.csv", [("r1", "Heel iets anders"), ("r3", "Het rapport over schulden")], COLS)
    args = ("ingest", changed, "--question", "goed=Wat ging", "--id", "Resp", "--round", "2024")
    result = coded.run(*args)
    assert "r1" in result.stderr
    assert "--replace" in result.stderr
    assert coded.codes()["r1"] == "Bijeenkomsten; Netwerk en contacten"
    assert not any(r["flagged"] for q in coded.json("status")["questions"] for r in q["rounds"])


def test_replace_takes_the_new_text_and_flags_its_codings(coded):
    changed = coded.write("new.csv", [("r1", "Heel iets anders"), ("r7", "Ook dit is nieuw")], COLS)
    coded.run("ingest", changed, "--question", "goed=Wat ging", "--id", "Resp", "--round", "2024", "--replace")
    (state,) = coded.json("status")["questions"][0]["rounds"]
    assert (state["coded"], state["flagged"], state["answers"]) == (5, 1, 8)
    history = coded.json("log", "--respondent", "r1")
    goed = [event for event in history if event["answer"]["question_id"] == "goed"]
    assert [event["coding"]["status"] for event in goed] == ["coded", "flagged"]
    # Each line shows the text that the coder saw at that moment.
    assert [event["answer"]["text"] == "Heel iets anders" for event in goed] == [False, True]
    assert goed[0]["coding"]["text_hash"] != goed[1]["coding"]["text_hash"]
    coded.run("undo")
    assert coded.json("log", "--respondent", "r1")[0]["answer"]["text"].startswith("Mooie bijeenkomsten")
    assert coded.codes()["r1"] == "Bijeenkomsten; Netwerk en contacten"


def test_weights_take_a_decimal_comma(started):
    path = started.folder / "out.jsonl"
    started.run("export", path)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row["weight"] for row in rows][:3] == [1.5, 0.5, 1]


@pytest.mark.parametrize("weight", ["veel", "-1", "nan", "1e99", "inf"])
def test_a_bad_weight(work, weight):
    file = work.write("w.csv", [("a", "1", "een"), ("b", weight, "twee")], ("id", "gewicht", "vraag"))
    result = work.run("ingest", file, "--question", "vraag", "--weight", "gewicht", "--round", "1", exit_code=3)
    assert "row 3" in result.stderr
    assert "gewicht" in result.stderr
    assert not work.db.exists()


def test_a_missing_weight_is_said(work):
    file = work.write("w.csv", [("a", "1", "een"), ("b", "", "twee")], ("id", "gewicht", "vraag"))
    result = work.run("ingest", file, "--question", "vraag", "--weight", "gewicht", "--round", "1")
    assert "1 respondents have no weight" in result.stderr


def test_dry_run_leaves_no_file(work):
    result = work.ingest("--dry-run")
    assert "nothing was written" in result.stderr
    assert "15 answers added" in result.stderr
    assert not work.db.exists()


def test_dry_run_changes_no_file(coded):
    before = coded.db.read_bytes()
    result = coded.ingest("--round", "2025", "--dry-run")
    assert "15 answers added" in result.stderr
    assert coded.db.read_bytes() == before


def test_codes_without_a_codebook_make_one(work):
    work.ingest("--codes", "goed=Codes goed")
    codes = work.json("codebook", "show", "--question", "goed")["codes"]
    assert {code["id"] if "id" in code else code["code_id"] for code in codes} == {
        "bijeenkomst",
        "netwerk",
        "rapport",
        "geen",
    }
    assert work.codes()["r4"] in ("bijeenkomst; rapport", "rapport; bijeenkomst")


def test_codes_by_id_with_a_codebook(coded):
    assert coded.codes()["r4"] == "Bijeenkomsten; Rapporten"
    assert coded.codes()["r7"] == ""


def test_codes_by_label_in_any_case(started):
    file = started.write("l.csv", [("r1", "x", "netwerk EN contacten; Rapporten")], (*COLS, "codes"))
    started.run(
        *("ingest", file, "--question", "goed=Wat", "--id", "Resp", "--round", "2024", "--codes", "codes"),
        *("--codes-separator", ";"),
    )
    assert started.codes()["r1"] == "Rapporten; Netwerk en contacten"


def test_an_unknown_code_names_row_column_and_the_nearest(started):
    file = started.write("u.csv", [("r1", "x", "netwerk"), ("r2", "y", "raport")], (*COLS, "codes"))
    args = ("ingest", file, "--question", "goed=Wat", "--id", "Resp", "--round", "2024", "--codes", "codes")
    before = started.db.read_bytes()
    result = started.run(*args, exit_code=3)
    for word in ("u.csv", "row 3", "'codes'", "'raport'", "'rapport'", "--new-codes"):
        assert word in result.stderr
    assert started.db.read_bytes() == before
    assert "raport" in started.run(*args, "--new-codes").stderr
    assert started.codes()["r2"] == "raport"
    out = started.folder / "out.yaml"
    started.run("codebook", "export", out, "--question", "goed")
    assert "deze regel blijft staan" in out.read_text(encoding="utf-8")


def test_codes_need_a_question_where_there_are_more(work):
    assert "QUESTION_COL=CODES_COL" in work.ingest("--codes", "Codes goed", exit_code=2).stderr


def test_one_row_per_answer(work):
    rows = [("p1", "goed", "sfeer"), ("p1", "beter", "tijd"), ("p2", "goed", "koffie"), ("p2", "beter", "")]
    file = work.write("long.csv", rows, ("persoon", "vraag", "antwoord"))
    args = ("ingest", file, "--question", "antwoord", "--question-column", "vraag", "--id", "persoon", "--round", "1")
    work.run(*args)
    assert answers(work) == {"goed": 2, "beter": 1}
    assert work.json("status")["respondents"] == {"1": 2}
    twice = work.write("long2.csv", [*rows, ("p1", "goed", "weer")], ("persoon", "vraag", "antwoord"))
    result = work.run(args[0], twice, *args[2:], exit_code=3)
    assert "row 6" in result.stderr
    assert "row 2" in result.stderr


def test_without_question_the_columns_are_listed(work):
    result = work.run("ingest", work.survey)
    assert "Wat kan beter?" in result.stdout
    assert f"--db {work.db} ingest {work.survey} --question '#4' --round NAME --keep-all" in result.stderr
    assert not work.db.exists()


def test_codes_that_are_numbers_and_codes_that_differ_from_those_there(work):
    rows = [("a", "meer groen", 10, 2), ("b", "parkeren", 2, "")]
    args = ("--question", "#2", "--codes", "#2=#3,#4", "--round", "1")
    result = work.run("ingest", work.write("codes.csv", rows, (*COLS, "c1", "c2")), *args)
    assert "New codes in wat_ging_goed: 2, 10" in result.stderr
    assert "no label yet: coder codebook import FILE --question wat_ging_goed" in result.stderr
    file = work.write("codes.csv", [*rows[:1], ("b", "parkeren", 10, "")], (*COLS, "c1", "c2"))
    assert "1 answer was coded otherwise already" in work.run("ingest", file, *args).stderr
    assert "otherwise" not in work.run("ingest", file, *args, "--replace").stderr
    assert "otherwise" not in work.run("ingest", file, *args).stderr


def test_personal_data_of_a_plain_table_are_kept_only_when_named(work):
    rows = [("a", "een", "0612345678", "x@y.nl", "w"), ("b", "twee", "0612345679", "z@y.nl", "v")]
    file = work.write("who.csv", rows, (*COLS, "Telefoonnummer", "Contact", "Wijk"))
    args = ("ingest", file, "--question", "#2", "--round", "1")
    result = work.run(*args, "--keep-all")
    assert "Not kept, as personal data: Telefoonnummer, Contact" in result.stderr
    with open_project(work.db) as project:
        assert [set(one.variables) for one in project.answers.respondents().values()] == [{"Wijk"}] * 2
    assert "Not kept" not in work.run(*args, "--keep", "Contact", "--replace").stderr
    with open_project(work.db) as project:
        assert project.answers.respondents()["1", "a"].variables["Contact"] == "x@y.nl"


def test_open_answers_that_nobody_named_and_empty_columns_are_no_closed_variables(work):
    rows = [(n, "een", f"meer {what} in de wijk", "", "m") for n, what in enumerate(("groen", "rust", "licht"))]
    file = work.write("two.csv", rows, (*COLS, "Wat kan beter?", "Leeg", "Geslacht"))
    args = ("ingest", file, "--question", "#2", "--keep-all", "--round", "1")
    preview = work.run(*args, "--dry-run").stdout
    assert "Wat kan beter? (an open answer that was not named with --question)" in preview.replace("\n", " ")
    assert "open answers: Wat kan beter?; --question COL" in work.run(*args).stderr.replace("\n", " ")
    with open_project(work.db) as project:
        assert list(project.variables.current("1")) == ["Geslacht"]
    work.run(*args, "--keep", "Wat kan", "--replace")
    with open_project(work.db) as project:
        assert set(project.variables.current("1")) == {"Geslacht", "Wat kan beter?"}


@pytest.mark.parametrize(
    ("more", "said"), [((), "finish the survey, and counts"), (("--finished-only",), "Left out: 1")]
)
def test_who_did_not_finish_is_told_and_whether_they_count(work, more, said):
    header = ("Response ID", "Date submitted", "Last page", "Start language", "Wat kan beter?")
    rows = [(1, "2024-03-01 10:00:00", 3, "nl", "meer groen"), (2, "", 1, "nl", "rust")]
    file = work.write("lime.csv", rows, header)
    result = work.run("ingest", file, "--question", "#5", "--round", "1", *more)
    assert said in result.stderr


@pytest.mark.parametrize("more", [(), ("--keep-all",)])
def test_a_variable_with_another_name_this_round_keeps_the_old_one(work, more):
    rows = [("a", "een", "m", "1=slecht", 3), ("b", "twee", "v", "2=goed", 4)]
    file = work.write("second.csv", rows, (*COLS, "Sekse", "Cijfer (1=slecht)", "Leeftijd"))
    args = ("ingest", file, "--question", "#2", "--keep", "Geslacht=Sekse", "--keep", "Cijfer (1=slecht)", *more)
    work.run(*args, "--round", "2025")
    with open_project(work.db) as project:
        person = project.answers.respondents()["2025", "a"]
    assert {"Geslacht": "m", "Cijfer (1=slecht)": "1=slecht"}.items() <= person.variables.items()
    third = work.write("third.csv", [("a", "een", "m", 3)], (*COLS, "Gender", "Leeftijd"))
    said = work.run("ingest", third, "--question", "#2", "--round", "2027", "--keep-all", "--dry-run").stderr
    new = "Gender" if more else "Gender, Leeftijd"
    assert f"new: {new}. Of earlier rounds, but not here: Geslacht, Cijfer (1=slecht)" in said.replace("\n", " ")
    assert ("Leeftijd" in person.variables, "Sekse" in person.variables) == (bool(more), False)
    result = work.run(*args, "--keep", "Geslacht=Leeftijd", "--round", "2026", exit_code=2)
    assert "Two columns would be kept as Geslacht" in result.stderr
    assert "Sexe" in work.run(*args, "--keep", "Geslacht=Sexe", "--round", "2026", exit_code=3).stderr


def test_columns_with_codes_are_proposed_as_such(work):
    rows = [("a", "meer groen in de wijk", 1, 0), ("b", "", 0, 0), ("c", "minder parkeren graag", 0, 1)]
    file = work.write("codes.csv", rows, (*COLS, "Wat ging goed?: Groen", "Wat ging goed?: Verkeer"))
    result = work.run("ingest", file)
    assert "--question '#2' --codes '#2=#3-#4'" in result.stderr
    report = work.json("ingest", file, "--question", "#2", "--codes", "#2=#3-#4", "--round", "1")
    assert list(report["new_codes"].values()) == [["Groen", "Verkeer"]]
    assert report["coded"] == 2


def test_an_id_that_stands_twice_is_told_when_rows_are_numbered(work):
    file = work.write("twice.csv", [("a", "een"), ("b", "twee"), ("a", "drie")], COLS)
    result = work.run("ingest", file, "--question", "Wat ging", "--round", "2024")
    assert "'Respondentnummer' does not name the respondents: a stands there more than once" in result.stderr


def test_columns_as_json(work):
    found = work.json("ingest", work.survey)
    assert [column["number"] for column in found] == [1, 2, 3, 4, 5, 6]
    assert found[3]["looks_open"]
    assert not found[1]["looks_open"]
    assert not found[0]["looks_open"]
    assert found[4]["filled_share"] == pytest.approx(7 / 8)


def test_report_as_json(work):
    report = json.loads(work.ingest("--json").stdout)
    assert (report["added"], report["empty"], report["respondents"]) == (15, 1, 8)
    assert report["files"] == [str(work.survey)]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\xff" * 99, b"PK\x03\x04 cut off"])
def test_files_that_are_no_survey(work, content):
    file = work.folder / "odd.csv"
    file.write_bytes(content)
    assert "odd.csv" in work.run("ingest", file, "--question", "#1", "--round", "1", exit_code=3).stderr
    assert not work.db.exists()


@pytest.mark.parametrize(
    ("name", "said"), [("~$enquete.xlsx", "itself: enquete.xlsx"), ("https://forms.example/x.csv", "Download it first")]
)
def test_names_that_are_not_of_the_file_that_is_meant(work, name, said):
    assert said in work.run("ingest", name, exit_code=3).stderr


def test_a_file_that_is_not_there(work):
    assert "nowhere.csv" in work.run("ingest", "nowhere.csv", exit_code=3).stderr


def test_files_follow_one_another_and_changed_answers_keep_their_place(work):
    first = work.write("1.csv", [("c", "een"), ("b", "twee")], COLS)
    second = work.write("2.csv", [("a", "drie"), ("d", "vier")], COLS)
    changed = work.write("3.csv", [("e", "zes"), ("d", "vijf")], COLS)
    options = ("--question", "goed=Wat", "--id", "Resp", "--round", "1")
    work.run("ingest", first, second, *options)
    work.run("ingest", changed, *options, "--replace")
    path = work.folder / "long.jsonl"
    work.run("export", path, "--shape", "long")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(row["respondent"], row["answer"]) for row in rows] == [
        ("c", "een"),
        ("b", "twee"),
        ("a", "drie"),
        ("d", "vijf"),
        ("e", "zes"),
    ]
