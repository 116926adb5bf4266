"""Edits of a codebook: what each does, what is refused, and what always holds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.domain.codebook import Code, Codebook
from coder.domain.codebook_edits import Define, Merge, Move, Rename, Retire, Split, applied
from coder.domain.errors import UsageError

BOOK = Codebook(
    (
        Code("net", "Net"),
        Code("a", "A", parent="net", keywords=("x", "y"), exclusive=True),
        Code("b", "B", parent="net", keywords=("y", "z"), examples=("voorbeeld",)),
        Code("c", "C"),
        Code("weg", "Weg", retired=True),
    )
)


def test_renaming_and_defining_keep_the_id():
    book = applied(applied(BOOK, Rename("c", "  Heel  anders ")), Define("c", " Wat het is.\n"))
    assert book.by_id["c"] == Code("c", "Heel anders", "Wat het is.")
    assert applied(BOOK, Rename("c", "c")).by_id["c"].label == "c"


def test_moving():
    assert applied(BOOK, Move("c", "net")).nets_of("c") == ("net",)
    assert applied(BOOK, Move("a", None)).nets_of("a") == ()
    assert applied(BOOK, Move("net", "c")).nets_of("a") == ("net", "c")


def test_merging_into_a_new_code_stands_where_the_last_stood_and_knows_their_words():
    book = applied(BOOK, Merge(("b", "a"), "Samen"))
    assert [code.code_id for code in book.codes] == ["net", "a", "b", "samen", "c", "weg"]
    assert book.by_id["samen"] == Code(
        "samen", "Samen", keywords=("y", "z", "x"), examples=("voorbeeld",), parent="net"
    )
    assert all(book.by_id[c].retired and book.by_id[c].replaced_by == ("samen",) for c in "ab")
    assert book.usable == (book.by_id["samen"], book.by_id["c"])


def test_merging_into_a_code_that_is_there_by_id_or_label():
    book = applied(BOOK, Merge(("a",), "b"))
    assert book == applied(BOOK, Merge(("a",), "B"))
    assert book.by_id["b"].keywords == ("y", "z", "x")
    assert book.successors("a") == ("b",)
    assert applied(BOOK, Merge(("weg",), "c")).successors("weg") == ("c",)


def test_splitting_gives_parts_behind_the_code_in_its_net():
    book = applied(BOOK, Split("a", ("A een", "A twee")))
    assert [code.code_id for code in book.codes] == ["net", "a", "a_een", "a_twee", "b", "c", "weg"]
    assert book.by_id["a_een"] == Code("a_een", "A een", parent="net", exclusive=True)
    assert book.by_id["a"].replaced_by == ("a_een", "a_twee")


def test_a_part_may_be_called_as_the_id_of_the_whole_but_for_capitals():
    book = applied(Codebook((Code("kennis", "Kennis en inzicht"),)), Split("kennis", ("Kennis", "Inzicht")))
    assert [(code.code_id, code.label) for code in book.usable] == [("kennis_2", "Kennis"), ("inzicht", "Inzicht")]
    assert [book.find(name).code_id for name in ("Kennis", "kennis", "KENNIS", "INZICHT", "kennis EN inzicht")] == [
        *("kennis_2", "kennis", "kennis_2", "inzicht", "kennis")
    ]
    with pytest.raises(UsageError, match="'inzicht' is the id of the code 'Doorzicht'"):
        applied(applied(book, Rename("inzicht", "Doorzicht")), Rename("kennis_2", "inzicht"))


def test_what_became_of_a_code_is_followed_to_the_end():
    book = applied(BOOK, Split("a", ("D", "E")))
    book = applied(book, Merge(("d", "b"), "F"))
    assert book.successors("a") == ("e", "f")
    assert book.successors("b") == ("f",)
    assert book.carried(("a", "b", "c", "weg", "onbekend")) == ("f", "c", "weg", "onbekend")
    book = applied(book, Merge(("e",), "f"))
    assert book.successors("a") == ("f",)
    assert book.successors("c") == ("c",)


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (Rename("onbekend", "N"), "no code 'onbekend'"),
        (Rename("a", "b"), "'B' is taken"),
        (Rename("a", "  "), "needs a label"),
        (Define("onbekend", ""), "no code"),
        (Move("a", "onbekend"), "no code"),
        (Move("a", "a"), "cannot be moved under 'A'"),
        (Move("net", "a"), "cannot be moved under 'A'"),
        (Move("a", "weg"), "is retired"),
        (Retire("weg"), "retired already"),
        (Retire("net"), "net of codes that are in use"),
        (Merge(("a", "b"), "a"), "into itself"),
        (Merge(("a", "a"), "Nieuw"), "two codes or more"),
        (Merge((), "a"), "No code is named"),
        (Merge(("a", "onbekend"), "b"), "no code"),
        (Merge(("a",), "net"), "a net or retired"),
        (Merge(("a",), "weg"), "a net or retired"),
        (Merge(("net", "c"), "Nieuw"), "net of codes that are in use"),
        (Merge(("a", "c"), " "), "needs a label"),
        (Split("a", ("D",)), "two parts or more"),
        (Split("a", ("D", "d ")), "two parts or more"),
        (Split("a", ("D", "B")), "'B' is taken"),
        (Split("net", ("D", "E")), "net of codes that are in use"),
    ],
)
def test_what_is_refused(edit, reason):
    with pytest.raises(UsageError, match=reason):
        applied(BOOK, edit)


def test_a_code_that_was_replaced_is_not_replaced_again():
    book = applied(BOOK, Merge(("a", "b"), "Samen"))
    for edit in (Retire("a"), Merge(("a",), "c"), Split("b", ("D", "E"))):
        with pytest.raises(UsageError) as caught:
            applied(book, edit)
        assert "Samen" in caught.value.hint


IDS = st.sampled_from(["net", "a", "b", "c", "weg", "x", "y", "z", "x_2"])
LABELS = st.sampled_from(["X", "x!", "Y", "Z", "  ", "A", "Net", "é"])
EDITS = st.one_of(
    st.builds(Rename, IDS, LABELS),
    st.builds(Define, IDS, LABELS),
    st.builds(Move, IDS, st.none() | IDS),
    st.builds(Retire, IDS),
    st.builds(Merge, st.lists(IDS, max_size=3).map(tuple), IDS | LABELS),
    st.builds(Split, IDS, st.lists(LABELS, max_size=3).map(tuple)),
)


@settings(max_examples=400)
@given(edits=st.lists(EDITS, max_size=12))
def test_ids_stay_unique_and_stable_nets_end_and_no_code_is_lost(edits):
    book = BOOK
    for edit in edits:
        try:
            after = applied(book, edit)
        except UsageError:
            continue
        ids = [code.code_id for code in after.codes]
        assert len(set(ids)) == len(ids)
        assert len({code.label.casefold() for code in after.codes}) == len(ids)
        assert [c for c in ids if c in book.by_id] == [code.code_id for code in book.codes]
        for code in after.codes:
            assert code.parent is None or code.parent in after.by_id
            assert code.code_id not in after.nets_of(code.code_id)
            assert not code.replaced_by or code.retired
            assert set(after.successors(code.code_id)) <= set(ids)
            assert not any(after.by_id[c].replaced_by for c in after.successors(code.code_id))
        assert Codebook.from_json(after.to_json()) == after
        book = after
