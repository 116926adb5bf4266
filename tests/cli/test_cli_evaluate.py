"""`coder evaluate`, and the advice of `coder status`."""

from __future__ import annotations

import sqlite3

import pytest

THEMES = {
    "bijeenkomst": ("bijeenkomst", "avond in het buurthuis", "mooie bijeenkomsten"),
    "rapport": ("rapport over schulden", "rapporten", "het dikke rapport"),
    "netwerk": ("nieuwe contacten", "netwerk met collega's", "contact met de GGD"),
}
COLUMNS = ("Respondentnummer", "Wat ging goed?", "Codes goed")
ENDINGS = ("in mei", "met de wijk", "was nuttig", "voor ons", "leerzaam", "van vorig jaar", "graag vaker", "prima")


def rows(name: str, start: int, n: int, coded: int) -> list[tuple[str, str, str]]:
    made = []
    for i in range(start, start + n):
        code = list(THEMES)[i % 3]
        text = f"{THEMES[code][i // 3 % 3]} {ENDINGS[i % 8]} {ENDINGS[i // 8 % 8]} {name if i % 2 else ''}"
        made.append((f"{name}{i}", text, code if i - start < coded else ""))
    return made


@pytest.fixture
def project(work):
    """Two rounds: 60 answers coded, and 30 of which 24 are coded."""
    for name, n, coded in (("2022", 60, 60), ("2023", 30, 24)):
        file = work.write(f"{name}.csv", rows(name, 7 if name == "2023" else 0, n, coded), COLUMNS)
        work.run(
            *("ingest", file, "--question", "goed=Wat ging", "--round", name, "--id", "Respondentnummer"),
            *("--codes", "goed=Codes goed") if name == "2022" else (),
        )
        if name == "2022":
            work.add_codebook()
    work.run(
        *("ingest", work.folder / "2023.csv", "--question", "goed=Wat ging", "--round", "2023"),
        *("--id", "Respondentnummer", "--codes", "goed=Codes goed"),
    )
    return work


def test_folds_and_rounds(project):
    (found,) = project.json("evaluate")
    folds, rounds = found["evaluations"]
    assert (folds["kind"], folds["folds"], folds["tested"]) == ("folds", 5, found["coded"])
    assert (rounds["from"], rounds["to"]) == (["2022"], "2023")
    assert rounds["tested"] + rounds["left_out"] <= 24
    for name in ("precision", "recall", "f1", "macro_f1", "exact", "top3"):
        measure = folds["measures"][name]
        assert 0 <= measure["low"] <= measure["value"] <= measure["high"] <= 1
    assert folds["measures"]["f1"]["value"] > 0.8
    codes = {code["code"]: code for code in folds["codes"]}
    assert codes["geen"]["recall"] == {"value": None, "low": None, "high": None}
    assert sum(code["given"] for code in codes.values()) == found["coded"]
    assert codes["rapport"]["f1"]["low"] < codes["rapport"]["f1"]["value"]


def test_terminal_fits_80_columns_in_both_languages(project, monkeypatch):
    from click.testing import CliRunner

    from coder.cli import cli

    for lang in ("nl", "en"):
        for command in ("evaluate", "status"):
            result = CliRunner(env={"COLUMNS": "80"}).invoke(cli, ["--lang", lang, "--db", str(project.db), command])
            assert result.exit_code == 0, result.output
            tables = [line for line in result.stdout.splitlines() if "Rapporten" in line or "F1" in line]
            assert tables
            assert max(len(line.rstrip()) for line in tables) <= 80
            assert "…" not in result.stdout


def test_one_direction_only(project):
    (found,) = project.json("evaluate", "--from", "2023", "--to", "2022")
    (only,) = found["evaluations"]
    assert (only["from"], only["to"], only["learnt"]) == (["2023"], "2022", only["learnt"])


def test_report(project):
    file = project.folder / "report.md"
    project.run("evaluate", "-o", file)
    text = file.read_text(encoding="utf-8")
    assert "## goed · 5 random folds" in text
    assert "Rapporten" in text
    assert "2022 → 2023" in text


@pytest.mark.parametrize(
    "options",
    [("--from", "2022"), ("--to", "2023"), ("--from", "2022", "--to", "2022"), ("--from", "1999", "--to", "2023"),
     ("--folds", "1"), ("--question", "nergens")],
)  # fmt: skip
def test_wrong_options(project, options):
    project.run("evaluate", *options, exit_code=2)


def test_nothing_coded(started):
    assert "nothing to evaluate" in started.run("evaluate", exit_code=2).stderr
    assert started.json("status")["questions"][0]["advice"] is None


def test_too_little_is_unknown_and_no_error(coded):
    (found,) = coded.json("evaluate")
    (folds,) = found["evaluations"]
    assert "unknown" in folds["unknown"]
    assert folds["measures"] == {}
    assert "unknown" in coded.run("evaluate").stdout
    file = coded.folder / "report.md"
    coded.run("evaluate", "-o", file)
    assert "unknown" in file.read_text(encoding="utf-8")


def test_one_code_only_and_answers_without_letters(work):
    answers = [(f"r{i}", "." * (i + 1) if i % 2 else f"{i} 🙂", "rapport") for i in range(30)]
    answers[0] = ("r0", "eenmalig", "netwerk")
    file = work.write("s.csv", answers, COLUMNS)
    given = ("--question", "goed=Wat ging", "--round", "1", "--id", "Respondentnummer")
    work.run("ingest", file, *given)
    work.add_codebook()
    work.run("ingest", file, *given, "--codes", "goed=Codes goed")
    work.run("evaluate")
    work.run("train")
    assert work.run("status").stdout


def test_status_shows_curve_and_advice(project):
    project.run("train")
    with sqlite3.connect(project.db) as db:  # as if no answer was read yet; the words are a cache
        db.execute("DELETE FROM words")
    before = project.json("status")["questions"][0]["advice"]
    assert before["verdict"] == "unknown"
    assert "coder train --question goed" in before["text"]
    project.run("train")
    (question,) = project.json("status")["questions"]
    advice = question["advice"]
    assert [point["n"] for point in advice["curve"]] == [20, 50, question["lessons"]]
    assert advice["curve"][-1]["f1"] > 0.7
    assert advice["gain_of_next_50"]["low"] <= advice["gain_of_next_50"]["expected"]
    assert advice["left"] == 6
    text = project.run("status").stdout
    assert advice["text"].split(":")[0] in text
    assert "advice" not in project.json("status", "--quick")["questions"][0]
    assert "F1 on unseen" not in project.run("status", "--quick").stdout
