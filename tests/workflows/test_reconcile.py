"""Settling what counts in a project: the layer, what comes back, and what a person may not see yet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coder.domain.coding import Coding
from coder.domain.errors import UsageError
from coder.domain.ids import new_id
from coder.review.reconcile import ReconcileDesk
from coder.store.codings import final
from coder.workflows import codebook_edits as edits
from coder.workflows.agreement import agreement_of
from coder.workflows.assign import Double, assign
from coder.workflows.codebook import import_codebook
from coder.workflows.disputes import disputed_answers
from coder.workflows.history import undo
from coder.workflows.ingest import IngestOptions, ingest, read_options, read_table
from coder.workflows.project import open_project
from coder.workflows.recode import waiting_for
from coder.workflows.reconcile import reconciling
from coder.workflows.review import sitting

ANSWERS = ("meer geld", "meer tijd", "Meer geld!", "rust", "weet niet", "mensen")


@pytest.fixture
def db(tmp_path):
    """Two coders; they differ on 'meer geld' (given twice) and on 'rust', and agree on 'meer tijd'."""
    export, book = tmp_path / "e.csv", tmp_path / "b.yaml"
    export.write_text("id,q\n" + "".join(f"p{n},{text}\n" for n, text in enumerate(ANSWERS)), encoding="utf-8")
    path = tmp_path / "coder.db"
    ingest(path, [read_table(export, read_options(None, None, None))], IngestOptions(("q",), "2024", "anna", "id"))
    book.write_text(
        "codes: [{id: geld, label: Geld}, {id: middelen, label: Middelen}, {id: tijd, label: Tijd}]", encoding="utf-8"
    )
    import_codebook(path, book, "q", "anna")
    give(path, "anna", {0: ("geld",), 1: ("tijd",), 2: ("geld",), 3: ("tijd",), 4: ()})
    give(path, "bram", {0: ("geld", "tijd"), 1: ("tijd",), 2: ("geld", "tijd"), 3: ()})
    return path


def give(path, coder_id, codes, status="coded", memo=""):
    with open_project(path) as project, project.transaction():
        action_id = project.actions.add(coder_id, "review")
        answers = project.answers.answers("q")
        project.codings.add(
            Coding(
                *(new_id(), action_id, answers[n].answer_id, coder_id, status, "human", given),
                text_hash=answers[n].text_hash,
                memo=memo,
            )
            for n, given in codes.items()
        )


def keys(path, pressed, coder_id="carla", **more):
    with reconciling(path, "q", None, coder_id, **more) as opened:
        desk = ReconcileDesk(opened.disputes, opened.codebook, opened.recorder)
        for key in pressed:
            desk.press(key)
        return desk


def queue(path, coder_id="carla", **more):
    """Return what is to be settled: texts, coders, and what it was before."""
    with reconciling(path, "q", None, coder_id, **more) as opened:
        return [
            ([a.text for a in one.answers], {s.coder_id: s.codes for s in one.sides}, one.before, one.changed)
            for one in opened.disputes
        ]


def counting(path):
    """Return by answer the codes that tables use, and who gave them."""
    with open_project(path) as project:
        chosen = final(project.codings.current("q"))
        answers = project.answers.answers("q")
    return {
        n: (chosen[a.answer_id].coder_id, chosen[a.answer_id].codes)
        for n, a in enumerate(answers)
        if a.answer_id in chosen
    }


def left(path):
    with open_project(path) as project:
        return disputed_answers(project, "q", None, project.codings.current("q"))


def test_the_same_text_coded_in_the_same_ways_is_one_card(db):
    assert queue(db) == [
        (["meer geld", "Meer geld!"], {"anna": ("geld",), "bram": ("geld", "tijd")}, None, ()),
        (["rust"], {"anna": ("tijd",), "bram": ()}, None, ()),
    ]
    assert left(db) == 3


def test_what_is_settled_is_a_layer_of_its_own_and_the_originals_stay(db):
    assert counting(db)[0] == ("bram", ("geld", "tijd"))
    desk = keys(db, "11")
    assert desk.left == 0
    assert counting(db)[0] == counting(db)[2] == ("reconciled", ("geld",))
    assert counting(db)[1] == ("bram", ("tijd",))
    with open_project(db) as project:
        current = project.codings.current("q")
        assert sum(c.coder_id in ("anna", "bram") for c in current) == 9
        rows = [c for c in current if c.coder_id == "reconciled"]
        assert {c.source for c in rows} == {"reconciled"}
        last = project.actions.recent(1)[0]
    # Who settled it, and what of.
    assert (last.coder_id, last.command) == ("carla", "reconcile")
    assert last.details["of"] == {"anna": ["coded", "tijd"], "bram": ["coded"]}
    assert left(db) == 0
    with pytest.raises(UsageError, match="nothing to reconcile"):
        queue(db)


def test_it_does_not_count_as_a_coder(db):
    before = agreement_of(db, "q", None)[0]
    keys(db, "11")
    after = agreement_of(db, "q", None)[0]
    assert after == before
    assert after.coders == ("anna", "bram")


def test_that_codes_were_merged_or_split_is_no_difference_between_coders(db):
    """anna coded before, bram after: 'geld' became 'middelen' by a merge, 'tijd' was split."""
    give(db, "bram", {0: ("geld",), 2: ("geld",), 3: ("tijd",)})
    assert left(db) == 0
    edits.merge(db, "q", ["geld"], "middelen", "carla")
    edits.split(db, "q", "tijd", ["Vrije tijd", "Werktijd"], "carla")
    give(db, "bram", {0: ("middelen",), 1: ("vrije_tijd",), 2: ("middelen",), 3: ("middelen", "vrije_tijd")})
    assert queue(db) == [(["rust"], {"anna": ("tijd",), "bram": ("middelen", "vrije_tijd")}, None, ())]
    found = agreement_of(db, "q", None)[0]
    assert [(one.code_id, one.figures.given) for one in found.codes] == [("middelen", (2, 3)), ("tijd", (2, 2))]
    assert [(one.one, one.other) for one in found.disagreements] == [((), ("Middelen",))]


def test_what_was_settled_stays_settled_when_codes_are_merged_and_split(db):
    keys(db, "11")
    assert counting(db)[0] == ("reconciled", ("geld",))
    edits.merge(db, "q", ["geld"], "middelen", "carla")
    edits.split(db, "q", "tijd", ["Vrije tijd", "Werktijd"], "carla")
    assert left(db) == 0
    give(db, "bram", {0: ("middelen",)})  # 'geld' to anna and to what was settled: they agree
    assert left(db) == 0
    give(db, "bram", {0: ("vrije_tijd",)})
    assert queue(db) == [(["meer geld"], {"anna": ("middelen",), "bram": ("vrije_tijd",)}, ("middelen",), ("bram",))]


def test_a_settled_coding_is_recoded_as_such(db):
    keys(db, "11")
    edits.split(db, "q", "tijd", ["Vrije tijd", "Werktijd"], "carla")
    with sitting(db, "q", None, "dora", "file", None, recode=True) as opened:
        assert [item.first.text for item in opened.session.queue] == ["meer tijd", "rust"]
        for _item in range(2):
            opened.session.draft = replace(opened.session.draft, codes=("werktijd",))
            opened.session.confirm()
    assert counting(db)[1] == ("dora", ("werktijd",))
    assert counting(db)[3] == ("reconciled", ("werktijd",))
    assert waiting_for(db, "q").answers == 0
    assert left(db) == 0
    undo(db, "dora")
    assert counting(db)[3] == ("reconciled", ("tijd",))


def test_undo_brings_it_back(db):
    keys(db, "11")
    undo(db, "carla")
    assert [texts for texts, *_more in queue(db)] == [["rust"]]
    undo(db, "carla")
    assert len(queue(db)) == 2
    assert counting(db)[0] == ("bram", ("geld", "tijd"))


def test_it_comes_back_when_a_coder_codes_it_otherwise(db):
    keys(db, "11")
    give(db, "bram", {3: ("geld",)})
    assert queue(db) == [(["rust"], {"anna": ("tijd",), "bram": ("geld",)}, ("tijd",), ("bram",))]
    # Until then what was settled counts.
    assert counting(db)[3] == ("reconciled", ("tijd",))
    keys(db, "2")
    assert counting(db)[3] == ("reconciled", ("geld",))
    assert left(db) == 0


def test_a_note_or_agreeing_after_all_does_not_bring_it_back(db):
    keys(db, "11")
    give(db, "bram", {0: ("tijd", "geld")}, memo="twijfel")
    give(db, "bram", {3: ("tijd",)})
    assert left(db) == 0
    # They agree, but not on what was settled.
    give(db, "anna", {3: ("geld",)})
    give(db, "bram", {3: ("geld",)})
    assert queue(db) == [(["rust"], {"anna": ("geld",), "bram": ("geld",)}, ("tijd",), ("anna", "bram"))]


def test_a_third_coder_who_comes_later_brings_it_back(db):
    keys(db, "11")
    give(db, "daan", {3: ("geld",)})
    assert queue(db)[0][3] == ("daan",)


def test_only_these_coders(db):
    give(db, "daan", {1: ("geld",)})
    assert len(queue(db)) == 3
    assert [texts for texts, *_more in queue(db, coders=("anna", "daan"))] == [["meer tijd"]]
    with pytest.raises(UsageError, match="zoe"):
        queue(db, coders=("anna", "zoe"))


def test_what_somebody_flagged_is_talked_over_too(db):
    give(db, "bram", {1: ("tijd",)}, status="flagged")
    with reconciling(db, "q", None, "carla") as opened:
        flagged = next(one for one in opened.disputes if one.answers[0].text == "meer tijd")
        assert [side.flagged for side in flagged.sides] == [False, True]


def test_who_still_has_to_code_it_does_not_get_to_see_it(db):
    with open_project(db) as project, project.transaction():
        # As if nobody had begun: what was decided cannot be divided any more.
        action_ids = [action.action_id for action in project.actions.of_command("review")]
        for action_id in action_ids:
            project.actions.undo(action_id, "anna")
    assign(db, "q", None, ("anna", "bram", "carla"), Double.of("100%"), "anna")
    give(db, "anna", {0: ("geld",), 3: ("geld",)})
    give(db, "bram", {0: ("tijd",), 3: ("tijd",)})
    give(db, "carla", {0: ()})
    with reconciling(db, "q", None, "carla") as opened:
        assert ([one.answers[0].text for one in opened.disputes], opened.waiting) == (["meer geld"], 1)
    assert len(queue(db, "zoe")) == 2
    keys(db, "1")
    with pytest.raises(UsageError, match="1 answer was coded differently, and carla"):
        queue(db)
    # Settled or not, who has still to code an answer is not shown what others made of it.
    with sitting(db, "q", None, "carla", "file", None) as opened:
        assert all(not item.first.text.startswith("meer geld") for item in opened.session.queue)
        assert opened.session.shown.ranked == ()


def test_without_names_the_order_tells_nothing(db):
    give(db, "anna", {1: ("geld",), 4: ("geld",), 5: ("geld",)})
    give(db, "bram", {1: ("tijd",), 4: ("tijd",), 5: ("tijd",)})
    with reconciling(db, "q", None, "carla", anonymous=True) as opened:
        orders = [[side.coder_id for side in one.sides] for one in opened.disputes]
    assert {tuple(sorted(order)) for order in orders} == {("anna", "bram")}
    assert len({tuple(order) for order in orders}) == 2
