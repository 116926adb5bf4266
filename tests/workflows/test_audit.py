"""Random samples of answers, and the percentages that rest on them."""

from __future__ import annotations

import csv
import random
from collections import Counter

import pytest
from openpyxl import load_workbook

from coder.domain.codebook import Code, Codebook
from coder.domain.errors import ProjectError, UsageError
from coder.review.desk import Desk
from coder.workflows.audit import draw, frames, sample_of
from coder.workflows.codebook import import_codebook
from coder.workflows.history import undo
from coder.workflows.ingest import IngestOptions, ingest, read_options, read_table
from coder.workflows.project import open_project
from coder.workflows.review import sitting
from coder.workflows.table import as_record, table
from coder.workflows.table_files import write

THEMES = {"geld": "te weinig geld", "tijd": "geen tijd gehad", "mensen": "meer mensen nodig"}
BOOK = """codes:
- {id: middelen, label: Middelen}
- {id: geld, label: Geld, parent: middelen}
- {id: tijd, label: Tijd, parent: middelen}
- {id: mensen, label: Mensen}
"""


def codes_of(text: str) -> list[str]:
    return [code for code in THEMES if code in text]


def answers(n: int, seed: int = 1) -> list[tuple[str, str, str, str]]:
    """Return n respondents: id, region, weight, answer; every answer differs from the others."""
    chance = random.Random(seed)
    rows = []
    for i in range(n):
        said = [text for text in THEMES.values() if chance.random() < 0.35] or ["weet ik niet"]
        region = "Noord" if i % 4 else "Zuid"
        rows.append(
            (f"p{seed}-{i}", region, str(round(chance.uniform(0.5, 2), 2)), f"{' en '.join(said)} nr {seed}{i}")
        )
    return rows


def read_in(db, folder, round_id, rows):
    file = folder / f"{round_id}-{len(rows)}.csv"
    with file.open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle, delimiter=";").writerows([("id", "regio", "weging", "v1"), *rows])
    options = IngestOptions(("v1",), round_id, "anna", "id", "weging", keep_all=True)
    ingest(db, [read_table(file, read_options(None, None, None))], options)


@pytest.fixture(autouse=True)
def _no_encoder(monkeypatch):
    monkeypatch.setenv("CODER_ENCODER", "none")


@pytest.fixture
def db(tmp_path):
    """A project with 200 answers of one round and a codebook."""
    path = tmp_path / "coder.db"
    read_in(path, tmp_path, "2024", answers(200))
    book = tmp_path / "c.yaml"
    book.write_text(BOOK, encoding="utf-8")
    import_codebook(path, book, "v1", "anna")
    return path


def sample(db, n, round_id=None):
    with open_project(db) as project:
        return draw(project, "v1", round_id, n, "anna")


def code(db, cards, audit=None, skip=(), **more):
    """Code so many cards at the desk, as an honest person would."""
    with sitting(db, "v1", more.get("round_id"), "anna", more.get("order", "file"), None, audit=audit) as opened:
        desk = Desk(opened.session)
        for place in range(cards):
            session = desk.session
            if place in skip:
                desk.press("s")
                continue
            wanted = codes_of(session.item.first.text)
            for chosen in (*session.draft.codes, *wanted):
                if (chosen in session.draft.codes) != (chosen in wanted):
                    session.toggle(chosen)
            desk.press("enter" if wanted else "x")


def test_a_larger_sample_goes_on_with_the_smaller(db):
    small = sample(db, 20)
    assert (len(small.drawn), small.added, small.population) == (20, 20, 200)
    again = sample(db, 20)
    assert (again.drawn, again.added) == (small.drawn, 0)
    large = sample(db, 50)
    assert large.drawn[:20] == small.drawn
    assert (len(set(large.drawn)), large.added) == (50, 30)
    assert len(sample(db, 10).drawn) == 50
    assert len(sample(db, 10_000).drawn) == 200


def test_the_frame_is_what_was_undecided_at_the_first_draw(db):
    code(db, 30)
    first = sample(db, 20)
    assert first.population == 170
    code(db, 25, audit=20)  # the sample and five more
    undo(db, "anna")
    larger = sample(db, 60)
    assert (larger.population, larger.drawn[:20]) == (170, first.drawn)
    with open_project(db) as project:
        (frame,) = frames(project, "v1")
        order = frame.next_ones(200)
    assert set(order) | set(larger.drawn) == frame.members
    undo(db, "anna")  # the second draw
    assert sample_of(db, "v1", None).drawn == first.drawn
    assert sample(db, 60).drawn == larger.drawn  # the same order: nobody can draw until it pleases


def test_every_answer_is_drawn_as_often_as_another(db):
    drawn = Counter()
    for _ in range(60):
        drawn.update(sample(db, 50).drawn)
        undo(db, "anna")
    with open_project(db) as project:
        ids = [a.answer_id for a in project.answers.answers("v1")]
    counts = [drawn[a] for a in ids]
    # 60 draws of 50 out of 200: 15 expected each, with a variance of 11; chi square on 199 degrees of freedom.
    assert 120 < sum((n - 15) ** 2 / 11.25 for n in counts) < 290


def test_the_draw_is_an_action_with_what_it_was_drawn_from(db):
    sample(db, 20)
    with open_project(db) as project:
        (action,) = project.actions.recent(1)
    assert action.command == "audit"
    assert {k: action.details[k] for k in ("question", "round", "n", "population")} == {
        "question": "v1",
        "round": "",
        "n": 20,
        "population": 200,
    }
    assert len(action.details["frames"][0]["seed"]) == 16


def test_the_sample_comes_first_at_the_desk_in_every_order(db):
    drawn = sample(db, 15).drawn
    for order in ("file", "random", "hardest"):
        with sitting(db, "v1", None, "anna", order, None, audit=15) as opened:
            queue = opened.session.queue
            assert tuple(item.first.answer_id for item in queue[:15]) == drawn
            assert [item.sampled for item in queue] == [True] * 15 + [False] * 185
    with sitting(db, "v1", None, "anna", "file", None) as opened:
        assert not any(item.sampled for item in opened.session.queue)


def test_skipped_answers_of_the_sample_come_again_and_are_named(db):
    code(db, 40, audit=40, skip=(3, 7))
    left = sample_of(db, "v1", None)
    assert (len(left.to_code), len(left.aside)) == (2, 2)
    with pytest.raises(UsageError, match="skipped or flagged") as caught:
        table(db, "v1", None, (), "all", False)
    assert all(name in caught.value.message for name in left.aside)
    code(db, 2, audit=40)
    assert sample_of(db, "v1", None).to_code == ()
    assert table(db, "v1", None, (), "all", False)[0].method == "corrected"


def test_no_sample_no_percentages(db):
    with pytest.raises(UsageError, match="random sample") as caught:
        table(db, "v1", None, (), "all", False)
    assert "coder review --audit 100 --question v1" in caught.value.hint
    code(db, 60)  # many, but not at random
    with pytest.raises(UsageError, match="random sample"):
        table(db, "v1", None, (), "all", False)
    code(db, 29, audit=100)
    with pytest.raises(UsageError, match="29 answers are coded; at least 30"):
        table(db, "v1", None, (), "all", False)


def test_corrected_shares_hold_the_truth(db):
    code(db, 20)
    code(db, 60, audit=60)
    (made,) = table(db, "v1", None, (), "all", False)
    record = as_record(made)
    assert (record["method"], record["base"], record["answered"]) == ("corrected", 200, 200)
    assert record["sample"] == {"coded": 60, "population": 180, "counted": 20}
    texts = [row[3] for row in answers(200)]
    true = {name: sum(name in t for t in texts) / 200 for name in THEMES}
    true["middelen"] = sum("geld" in t or "tijd" in t for t in texts) / 200
    rows = {row["code_id"]: row for row in record["rows"]}
    assert all(rows[c]["low"] <= share <= rows[c]["high"] for c, share in true.items())
    assert all(0 < rows[c]["high"] - rows[c]["low"] < 0.2 for c in true)
    assert rows["middelen"]["n"] == round(200 * rows["middelen"]["share_of_respondents"])
    (weighted,) = table(db, "v1", None, (), "all", True)
    weights = {row[0]: float(row[2]) for row in answers(200)}
    heavy = sum(weights[row[0]] for row in answers(200) if "geld" in row[3]) / sum(weights.values())
    geld = next(row for row in weighted.table.rows if row.code_id == "geld")
    assert geld.low <= heavy <= geld.high


def test_only_an_unbroken_part_of_the_sample_counts(db):
    sample(db, 60)
    code(db, 35, audit=60)
    code(db, 40)  # in file order: some of them happen to be in the sample
    (made,) = table(db, "v1", None, (), "all", False)
    with open_project(db) as project:
        drawn = frames(project, "v1")[0].drawn
        done = {c.answer_id for c in project.codings.current("v1")}
    unbroken = next(place for place, answer_id in enumerate(drawn) if answer_id not in done)
    assert made.basis.drawn == frozenset(drawn[:unbroken])


def test_groups_with_too_few_of_the_sample_have_no_percentage(db, tmp_path):
    code(db, 32, audit=32)
    (made,) = table(db, "v1", None, ("regio",), "all", False)
    north, south = made.cross.groups
    with open_project(db) as project:
        of = {a.answer_id: a.respondent_id for a in project.answers.answers("v1")}
    in_south = sum(int(of[a].split("-")[1]) % 4 == 0 for a in made.basis.drawn)
    assert north.table.rows
    assert bool(south.table.rows) == (in_south >= 10)
    record = as_record(made)["groups"][1]
    assert record["too_few"] == (in_south < 10)
    (path,) = write(tmp_path / "t.csv", [made])
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["method"] for row in rows} == {"corrected"}
    assert rows[0]["from (95 %)"] < rows[0]["% of respondents"] < rows[0]["to (95 %)"]
    assert {row["Zuid: %"] == "" for row in rows} == {in_south < 10}
    (book,) = write(tmp_path / "t.xlsx", [made])
    assert "method" in [cell.value for cell in load_workbook(book).worksheets[0][1]]


def test_when_people_decided_everything_there_is_nothing_to_correct(db):
    code(db, 200, audit=40)
    (all_,) = table(db, "v1", None, (), "all", False)
    (human,) = table(db, "v1", None, (), "human", False)
    assert all_.method == "counted"
    assert all_.cross == human.cross


def test_rounds_share_a_sample_and_late_answers_need_their_own(db, tmp_path):
    read_in(db, tmp_path, "2025", answers(100, seed=2))
    both = sample(db, 60)
    assert both.population == 300
    with open_project(db) as project:
        assert [len(f.drawn) for f in frames(project, "v1")] == [40, 20]
    code(db, 60, audit=60)
    assert table(db, "v1", None, ("ronde",), "all", False)[0].method == "corrected"
    assert table(db, "v1", "2024", (), "all", False)[0].basis.population == 200
    with pytest.raises(UsageError, match=r"at least 30"):  # 20 of one round are too few for a table of it
        table(db, "v1", "2025", (), "all", False)
    read_in(db, tmp_path, "2025", answers(12, seed=3))
    with pytest.raises(UsageError, match=r"12 answers to v1 \(round 2025\) could not be drawn"):
        table(db, "v1", None, (), "all", False)
    assert sample(db, 60).added == 10
    code(db, 10, audit=60)
    assert table(db, "v1", None, (), "all", False)[0].basis.population == 312


def test_a_damaged_draw_is_said_to_be_one(db):
    with open_project(db) as project, project.transaction():
        answer = project.answers.answers("v1")[0]
        action_id = project.actions.add("anna", "audit", {"frames": [{"round": "2024"}]})
        project.samples.add([(answer.answer_id, "v1", "2024")], action_id)
    with pytest.raises(ProjectError, match="damaged"):
        sample(db, 5)


def test_a_code_that_the_codebook_no_longer_has_is_estimated_from_the_sample(db):
    code(db, 40, audit=40)
    with open_project(db) as project, project.transaction():
        action_id = project.actions.add("anna", "codebook import", {})
        book = Codebook((Code("geld", "Geld"), Code("tijd", "Tijd", retired=True)))
        project.codebooks.add("v1", book, "", action_id)
    (made,) = table(db, "v1", None, (), "all", False)
    assert {row.code_id for row in made.table.rows} == {"geld", "tijd", "mensen"}
    assert all(0 < row.low < row.share_of_respondents < row.high < 1 for row in made.table.rows)
