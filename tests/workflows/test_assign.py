"""Dividing a question over coders: what stays together, what is for all, and what can be changed later."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.domain.coding import Coding
from coder.domain.errors import UsageError
from coder.domain.ids import new_id
from coder.workflows.assign import Double, assign
from coder.workflows.coder_names import coder_names
from coder.workflows.division import divisions
from coder.workflows.history import undo
from coder.workflows.ingest import IngestOptions, ingest, read_options, read_table
from coder.workflows.project import open_project

NAMES = ("anna", "bram")


@pytest.fixture
def project(tmp_path):
    """Return a project with 40 answers in each of two rounds; every fourth says the same."""
    for name in ("2023", "2024"):
        rows = [f"{i},{'hetzelfde' if i % 4 == 0 else f'antwoord {i} van {name}'}" for i in range(40)]
        export = tmp_path / f"{name}.csv"
        export.write_text("id,q\n" + "\n".join(rows) + "\n", encoding="utf-8")
        table = read_table(export, read_options(None, None, None))
        ingest(tmp_path / "coder.db", [table], IngestOptions(("q",), name, "anna"))
    return tmp_path / "coder.db"


def divided(db):
    """Return who codes each answer, by answer, and which of them are for all."""
    with open_project(db) as opened:
        rows = opened.assignments.current("q")
    owners: dict[int, set[str]] = {}
    for one in rows:
        owners.setdefault(one.answer_id, set()).add(one.coder_id)
    return owners, {one.answer_id for one in rows if one.shared}


def answers(db):
    with open_project(db) as opened:
        return opened.answers.answers("q")


def decide(db, answer, coder_id, codes=("a",), status="coded"):
    with open_project(db) as opened, opened.transaction():
        action_id = opened.actions.add(coder_id, "review")
        one = Coding(new_id(), action_id, answer.answer_id, coder_id, status, "human", codes)
        opened.codings.add([one])


def test_everything_is_divided_evenly_and_what_is_the_same_stays_together(project):
    made = assign(project, "q", None, NAMES, Double.of("20%"), "anna")
    owners, shared = divided(project)
    everything = answers(project)
    assert set(owners) == {a.answer_id for a in everything}
    assert all(owners[a] == set(NAMES) for a in shared)
    assert all(len(owners[a]) == 1 for a in owners if a not in shared)
    texts: dict[str, set[frozenset[str]]] = {}
    for answer in everything:
        texts.setdefault(answer.text_hash, set()).add(frozenset(owners[answer.answer_id]))
    assert all(len(found) == 1 for found in texts.values())
    different = len(texts)
    assert len({a.text_hash for a in everything if a.answer_id in shared}) == round(0.2 * different)
    own = Counter(next(iter(owners[a])) for a in owners if a not in shared)
    assert max(own.values()) - min(own.values()) <= 1
    assert [part.own + part.shared for part in made.parts] == [own[n] + len(shared) for n in NAMES]
    assert made.loose == 0


def test_a_seed_repeats_the_draw_and_stands_in_the_log(project):
    assign(project, "q", None, NAMES, Double.of("10"), "anna", seed=7)
    first = divided(project)
    with open_project(project) as opened:
        assert opened.actions.recent(1)[0].details["seed"] == 7
    assign(project, "q", None, NAMES, Double.of("10"), "anna", seed=8)
    assert divided(project) != first
    assign(project, "q", None, NAMES, Double.of("10"), "anna", seed=7)
    assert divided(project) == first


def test_it_is_one_action_that_can_be_undone(project):
    assign(project, "q", None, NAMES, Double.of("10"), "anna")
    assign(project, "q", None, ("carla", "daan"), Double.of("0"), "anna")
    assert {n for names in divided(project)[0].values() for n in names} == {"carla", "daan"}
    undo(project, "anna")
    assert {n for names in divided(project)[0].values() for n in names} == set(NAMES)
    undo(project, "anna")
    assert divided(project) == ({}, set())


def test_what_was_decided_stays_whose_it_was(project):
    decide(project, answers(project)[1], "zoe")
    assign(project, "q", None, NAMES, Double.of("0"), "anna", seed=1)
    owners, _shared = divided(project)
    assert answers(project)[1].answer_id not in owners
    mine = next(a for a in answers(project) if owners.get(a.answer_id) == {"anna"})
    decide(project, mine, "anna")
    assign(project, "q", None, ("bram", "carla"), Double.of("0"), "anna", seed=1)
    owners, _shared = divided(project)
    assert owners.pop(mine.answer_id) == {"anna"}
    assert {n for names in owners.values() for n in names} == {"bram", "carla"}


def test_the_part_for_all_stays_once_begun(project):
    assign(project, "q", None, NAMES, Double.of("20%"), "anna")
    _owners, before = divided(project)
    begun = next(a for a in answers(project) if a.answer_id in before)
    decide(project, begun, "bram", status="skipped")
    assign(project, "q", None, NAMES, Double.of("20%"), "anna")
    assert divided(project)[1] == before
    assign(project, "q", None, NAMES, Double.of("40%"), "anna")
    assert divided(project)[1] > before
    for coders, double in ((NAMES, "5"), (("anna", "carla"), "40%")):
        with pytest.raises(UsageError, match="has been begun") as caught:
            assign(project, "q", None, coders, Double.of(double), "anna")
        assert "--force" in caught.value.hint
    assign(project, "q", None, ("anna", "carla"), Double.of("5"), "anna", force=True)
    owners, shared = divided(project)
    assert begun.answer_id in shared
    assert owners[begun.answer_id] == set(NAMES)
    assert sum(owners[a] == {"anna", "carla"} for a in shared) >= 4


def test_whole_rounds(project):
    assign(project, "q", None, NAMES, Double.of("0"), "anna", by="round")
    owners, _shared = divided(project)
    by_round = {a.round_id: {frozenset(owners[b.answer_id]) for b in answers(project) if b.round_id == a.round_id}
                for a in answers(project)}  # fmt: skip
    assert sorted(len(found) for found in by_round.values()) == [1, 1]
    assert by_round["2023"] != by_round["2024"]
    with pytest.raises(UsageError, match="2 rounds"):
        assign(project, "q", None, (*NAMES, "carla"), Double.of("0"), "anna", by="round")


def test_only_one_round(project):
    assign(project, "q", "2023", NAMES, Double.of("0"), "anna")
    owners, _shared = divided(project)
    assert {a.round_id for a in answers(project) if a.answer_id in owners} == {"2023"}
    (found,) = divisions(project, "q", None)
    assert found.loose == 40


def test_how_far_each_is(project):
    assign(project, "q", None, NAMES, Double.of("10"), "anna")
    owners, shared = divided(project)
    theirs = next(a for a in answers(project) if owners[a.answer_id] == {"anna"})
    both = next(a for a in answers(project) if a.answer_id in shared)
    decide(project, theirs, "anna")
    decide(project, both, "bram")
    (found,) = divisions(project, "q", None)
    assert [(part.coder_id, part.done) for part in found.parts] == [("anna", 1), ("bram", 1)]
    assert all(part.left == part.own + part.shared - 1 for part in found.parts)


def test_nothing_left_to_divide(project):
    for answer in answers(project):
        decide(project, answer, "anna")
    with pytest.raises(UsageError, match="nothing to divide"):
        assign(project, "q", None, NAMES, Double.of("0"), "anna")


@pytest.mark.parametrize("text", ["", "abc", "-5", "-5%", "101%", "1e9", "5 procent", "20 % %", "½", "٣٤%x"])
def test_what_is_no_share_or_number(text):
    with pytest.raises(UsageError):
        Double.of(text)


@pytest.mark.parametrize(("text", "n"), [("20%", 10), ("20 %", 10), ("12,5%", 6), ("7", 7), ("0", 0), ("100%", 50)])
def test_shares_and_numbers(text, n):
    assert Double.of(text).texts(50) == n


def test_more_than_there_is(project):
    with pytest.raises(UsageError, match="more than the 61 different answers"):
        assign(project, "q", None, NAMES, Double.of("500"), "anna")
    assert divided(project) == ({}, set())


@pytest.mark.parametrize(
    "text", ["anna", "anna,", "anna,anna", "anna,Anna", "", ",", "anna,machine", "reconciled,bram"]
)
def test_names_that_will_not_do(text):
    with pytest.raises(UsageError):
        coder_names(text)


@given(st.integers(0, 2**31), st.integers(2, 5), st.integers(0, 100))
@settings(max_examples=25)
def test_parts_of_different_answers_are_as_even_as_can_be(seed, people, share):
    from coder.review.ports import Item
    from coder.workflows.assign import _evenly

    sizes = [1 + (seed >> n) % 5 for n in range(share)]
    units = [Item(tuple(range(size))) for size in sizes]  # type: ignore[arg-type]
    names = [f"c{n}" for n in range(people)]
    load = Counter(dict.fromkeys(names, 0))
    for unit, owner in zip(units, _evenly(units, names), strict=True):
        load[owner] += len(unit.answers)
    assert max(load.values()) - min(load.values()) <= max(sizes, default=0)
