"""`coder group`, and its cards at the desk."""

from __future__ import annotations

import pytest

ANSWERS = (
    "Meer parkeerplaatsen in de wijk",
    "meer parkeerplaatsen in de wijk!",
    "meer parkeerplatsen in de wijk",
    "Meer parkeerplaatsen in wijk",
    "geen parkeerplaatsen in de wijk",
    "meer groen",
)


@pytest.fixture
def alike(work):
    """A project in which four of six answers read alike, in three texts."""
    file = work.write("alike.csv", [(f"p{n}", text) for n, text in enumerate(ANSWERS)], ("id", "vraag"))
    work.run("ingest", file, "--question", "vraag", "--round", "2024")
    return work


def test_groups_are_shown_kept_and_coded_in_one_key(alike):
    result = alike.run("group")
    assert "     4  Meer parkeerplaatsen in de wijk (2×)" in result.stdout
    assert "1 group of 4 answers; 2 cards fewer at the desk." in result.stdout
    assert "review --question vraag" in result.stderr.splitlines()[-1]
    card = alike.run("review", "--limit", "1", input="n Parkeren\n\n")
    lines = [line.rstrip() for line in card.stdout.splitlines()]
    assert lines[lines.index("and 2 like this:") :][:3] == [
        "and 2 like this:",
        "1: meer parkeerplatsen in de wijk",
        "2: Meer parkeerplaatsen in wijk",
    ]
    assert "2 times the same answer" in card.stdout
    assert "4 answers decided" in card.stderr
    path = alike.folder / "long.csv"
    alike.run("export", path, "--shape", "long")
    rows = path.read_text(encoding="utf-8").splitlines()
    assert sum(",group," in row for row in rows) == 2
    assert sum(",human," in row for row in rows) == 2
    table = {row["code_id"]: row["n"] for row in alike.json("table")[0]["rows"]}
    assert 4 in table.values()


def test_taking_out_line_by_line_and_undo_outside_the_desk(alike):
    alike.run("group")
    result = alike.run("review", input="o 2\nn Parkeren\n\nq\n")
    assert "1 taken out: the next card." in result.stdout
    assert "3 answers decided" in result.stderr
    assert "1 text(s) taken out of a group in vraag" in alike.run("log").stdout
    again = alike.run("group", "--dry-run")
    assert "Meer parkeerplaatsen in wijk" not in again.stdout
    assert "1 group of 3 answers; 0 cards fewer" in again.stdout
    for what in ("coding of 3 answer(s)", "new code", "1 text(s) taken out", "grouping of answers that read alike"):
        assert what in alike.run("undo").stderr
    assert len(alike.json("group", "--dry-run")[0]["groups"][0]["texts"]) == 3


def test_json_and_dry_run(alike):
    found = alike.json("group", "--dry-run")
    assert found == alike.json("group", "--dry-run")  # nothing was kept, so the same is new again
    assert found == [
        {
            "question": "vraag",
            "answers": 4,
            "cards_saved": 2,
            "changed": 3,
            "groups": [
                {
                    "shown": ANSWERS[0],
                    "answers": 4,
                    "texts": [[ANSWERS[0], 2], [ANSWERS[2], 1], [ANSWERS[3], 1]],
                }
            ],
        }
    ]
    assert "Nothing was kept" in alike.run("group", "--dry-run").stderr


def test_twice_is_once_and_a_stricter_bar_takes_groups_apart(alike):
    alike.run("group")
    assert "the groups are as they were" in alike.run("group").stderr
    assert "No answers read alike enough" in alike.run("group", "--similarity", "1").stdout
    assert alike.json("group", "--dry-run")[0]["changed"] == 2  # the members; the shown text bears its own name


def test_bad_input_is_one_message(work, alike):
    assert "There is no question zeg" in alike.run("group", "--question", "zeg", exit_code=2).stderr
    assert "There is no round 1999" in alike.run("group", "--round", "1999", exit_code=2).stderr
    assert "0.5<=x<=1" in alike.run("group", "--similarity", "0.2", exit_code=2).stderr


def test_answers_without_letters_come_in_no_group(work):
    file = work.write(
        "odd.csv", [(str(n), text) for n, text in enumerate(["?", "!", "1", "2", "👍", "👎"])], ("id", "vraag")
    )
    work.run("ingest", file, "--question", "vraag", "--round", "1")
    assert work.json("group")[0]["groups"] == []


def test_a_goal_counts_each_answer_of_a_card_that_reads_alike(alike):
    alike.run("group")
    result = alike.run("review", "--goal", "4", input="n Parkeren\n\nx\nx\n")
    assert "4 answers decided" in result.stderr
    assert "The goal of 4 answers is reached." in result.stderr
    assert result.stderr.splitlines()[-1].endswith("review --question vraag --goal 4")
