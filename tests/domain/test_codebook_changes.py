"""What changed between two versions of a codebook, and which figures can still be compared."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.domain.codebook import Code, Codebook
from coder.domain.codebook_changes import Change, changes, trends
from coder.domain.codebook_edits import Define, Merge, Move, Rename, Retire, Split, applied
from coder.domain.errors import UsageError

BOOK = Codebook((Code("net", "Net"), Code("a", "A", parent="net"), Code("b", "B"), Code("c", "C"), Code("d", "D")))


def after(*edits, book=BOOK):
    for edit in edits:
        book = applied(book, edit)
    return book


@pytest.mark.parametrize(
    ("edit", "change"),
    [
        (Rename("a", "AA"), Change("renamed", ("a",), ("A",), ("AA",))),
        (Define("a", "Anders."), Change("redefined", ("a",), ("A",))),
        (Move("b", "net"), Change("moved", ("b",), ("B",), ("Net",))),
        (Move("a", None), Change("moved", ("a",), ("A",), ("",))),
        (Retire("c"), Change("retired", ("c",), ("C",))),
        (Merge(("b", "c"), "BC"), Change("merged", ("b", "c"), ("B", "C"), ("BC",))),
        (Merge(("b",), "c"), Change("merged", ("b",), ("B",), ("C",))),
        (Split("b", ("B1", "B2")), Change("split", ("b",), ("B",), ("B1", "B2"))),
    ],
)
def test_each_edit_is_one_change(edit, change):
    assert changes(BOOK, after(edit)) == (change,)


def test_changes_add_up_over_several_edits():
    book = after(Split("b", ("B1", "B2")), Merge(("b1", "c"), "X"), Merge(("d",), "x"), Rename("a", "AA"))
    assert changes(BOOK, book) == (
        Change("split", ("b",), ("B",), ("B2", "X")),
        Change("merged", ("c", "d"), ("C", "D"), ("X",)),
        Change("renamed", ("a",), ("A",), ("AA",)),
    )


def test_codes_that_come_and_go():
    book = Codebook((*BOOK.codes[:-1], Code("e", "E"), Code("oud", "Oud", retired=True)))
    assert changes(BOOK, book) == (Change("added", ("e",), ("E",)), Change("removed", ("d",), ("D",)))
    assert changes(after(Retire("c")), BOOK) == (Change("restored", ("c",), ("C",)),)
    assert changes(BOOK, BOOK) == ()


def broken(before, after, held=()):
    return {trend.code_id: trend.broken for trend in trends(before, after, held) if trend.broken}


def test_new_labels_and_nets_break_no_trend():
    book = after(Rename("a", "AA"), Move("b", "net"))
    assert broken(BOOK, book) == {}
    assert {trend.code_id for trend in trends(BOOK, book, ())} == {"a", "b", "c", "d"}


def test_a_merge_breaks_a_trend_until_the_answers_are_recoded():
    book = after(Merge(("b",), "c"))
    assert broken(BOOK, book, held={"b", "c"}) == {"c": "merged"}
    assert broken(BOOK, book, held={"c"}) == {}
    (trend,) = [one for one in trends(BOOK, book, {"b"}) if one.code_id == "c"]
    assert trend.by == ("B",)


def test_a_split_breaks_the_trends_of_its_parts_until_its_answers_are_coded_again():
    book = after(Split("b", ("B1", "B2")))
    assert broken(BOOK, book, held={"b"}) == {"b1": "split", "b2": "split"}
    assert broken(BOOK, book, held={"b1"}) == {}
    # Rounds that were both coded before the split compare by the old code.
    assert broken(BOOK, BOOK, held={"b"}) == {}


def test_what_was_added_retired_removed_or_redefined_breaks_its_own_trend():
    book = Codebook((*after(Retire("c"), Define("a", "Anders.")).codes[:-1], Code("e", "E")))
    assert broken(BOOK, book) == {"a": "redefined", "c": "retired", "d": "removed", "e": "added"}


IDS = st.sampled_from(["net", "a", "b", "c", "d", "x", "y"])
LABELS = st.sampled_from(["X", "Y", "Z"])
EDITS = st.one_of(
    st.builds(Rename, IDS, LABELS),
    st.builds(Move, IDS, st.none() | IDS),
    st.builds(Retire, IDS),
    st.builds(Merge, st.lists(IDS, max_size=3).map(tuple), IDS | LABELS),
    st.builds(Split, IDS, st.lists(LABELS, max_size=3).map(tuple)),
)


@settings(max_examples=300)
@given(edits=st.lists(EDITS, max_size=8), held=st.sets(IDS))
def test_no_edit_goes_untold_and_every_code_in_use_has_one_verdict(edits, held):
    book = BOOK
    for edit in edits:
        try:
            edited = applied(book, edit)
        except UsageError:
            continue
        assert bool(changes(book, edited)) == (edited != book)
        book = edited
    verdicts = [trend.code_id for trend in trends(BOOK, book, held)]
    assert len(set(verdicts)) == len(verdicts)
    assert {code.code_id for code in book.usable} <= set(verdicts)
    told = {code for change in changes(BOOK, book) for code in change.codes}
    assert {c.code_id for c in book.codes if c.replaced_by and c.code_id in BOOK.by_id} <= told
