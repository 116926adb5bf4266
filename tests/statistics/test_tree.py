from hypothesis import given
from hypothesis import strategies as st

from coder.domain.codebook import Code, Codebook
from coder.statistics.tree import ranked, shown_codes


def order(codebook: Codebook, **sizes: float) -> list[str]:
    return ["." * place.depth + place.code_id for place in ranked(codebook, sizes)]


BOOK = Codebook(
    (
        Code("weet_niet", "Weet niet", exclusive=True),
        Code("sfeer", "Sfeer"),
        Code("rust", "Rust", parent="sfeer"),
        Code("geluid", "Geluid", parent="sfeer"),
        Code("prijs", "Prijs"),
        Code("oud", "Oud", retired=True),
        Code("zeer_oud", "Zeer oud", parent="vroeger", retired=True),
        Code("vroeger", "Vroeger", retired=True),
    )
)


def test_largest_first_in_each_net_and_ties_as_in_the_codebook():
    assert order(BOOK, weet_niet=90, sfeer=10, rust=3, geluid=8, prijs=10) == [
        "sfeer", ".geluid", ".rust", "prijs", "weet_niet",
    ]  # fmt: skip
    assert order(BOOK, weet_niet=0, sfeer=0, rust=0, geluid=0, prijs=0.1) == [
        "prijs", "sfeer", ".rust", ".geluid", "weet_niet",
    ]  # fmt: skip


def test_sums_that_differ_by_rounding_are_ties():
    assert order(BOOK, sfeer=0.3, prijs=0.1 + 0.2) == ["sfeer", "prijs"]


def test_unknown_codes_have_their_place():
    assert order(BOOK, prijs=1, z=2, a=1) == ["z", "prijs", "a"]


def test_a_net_of_codes_that_stand_alone_comes_last():
    book = Codebook(
        (
            Code("geen", "Geen antwoord"),
            Code("niets", "Niets", parent="geen", exclusive=True),
            Code("weet_niet", "Weet niet", parent="geen", exclusive=True),
            Code("prijs", "Prijs"),
        )
    )
    assert order(book, geen=50, niets=20, weet_niet=30, prijs=1) == ["prijs", "geen", ".weet_niet", ".niets"]


def test_what_is_left_over_comes_before_what_stands_alone():
    book = Codebook(
        (
            Code("weet_niet", "Weet niet", exclusive=True),
            Code("c9", "Anders, namelijk"),
            Code("prijs", "Prijs"),
            Code("sfeer", "Sfeer"),
            Code("sfeer_overig", "Sfeer overig", parent="sfeer"),
            Code("rust", "Rust", parent="sfeer"),
        )
    )
    sizes = {"weet_niet": 90, "c9": 80, "prijs": 1, "sfeer": 50, "sfeer_overig": 40, "rust": 9}
    assert order(book, **sizes) == ["sfeer", ".rust", ".sfeer_overig", "prijs", "c9", "weet_niet"]
    places = ranked(book, sizes)
    assert [p.code_id for p in places if p.apart] == ["sfeer_overig", "c9", "weet_niet"]


def test_what_is_shown():
    assert shown_codes(BOOK, []) == ("weet_niet", "sfeer", "rust", "geluid", "prijs")
    assert shown_codes(BOOK, ["zeer_oud", "vreemd"])[-3:] == ("zeer_oud", "vroeger", "vreemd")
    assert shown_codes(Codebook(), []) == ()


def test_nets_that_are_each_others_parent_stand_at_the_margin():
    book = Codebook((Code("a", "A", parent="b"), Code("b", "B", parent="a"), Code("c", "C", parent="a")))
    assert order(book, a=3, b=2, c=1) == ["a", ".c", "b"]
    assert order(Codebook((Code("a", "A", parent="a"),)), a=1) == ["a"]


def test_a_net_that_the_codebook_lacks():
    assert order(Codebook((Code("a", "A", parent="weg"),)), a=1, weg=1) == ["weg", ".a"]


def test_deep_nets_do_not_exhaust_the_stack():
    depth = 1_050  # beyond the depth of Python calls
    book = Codebook(tuple(Code(str(i), str(i), parent=str(i - 1) if i else None) for i in range(depth)))
    places = ranked(book, {str(i): 1.0 for i in range(depth)})
    assert [place.depth for place in places] == list(range(depth))


@given(st.data())
def test_every_code_has_one_place_below_its_net(data: st.DataObject):
    ids = [str(i) for i in range(data.draw(st.integers(1, 12)))]
    parents = st.none() | st.sampled_from(ids)
    book = Codebook(tuple(Code(i, i, parent=data.draw(parents), exclusive=data.draw(st.booleans())) for i in ids))
    sizes = {i: data.draw(st.integers(0, 3)) for i in shown_codes(book, ids)}
    places = ranked(book, sizes)
    assert sorted(place.code_id for place in places) == sorted(sizes)
    path: list[str] = []
    for place in places:
        path = [*path[: place.depth], place.code_id]
        assert place.parent == (path[-2] if place.depth else None)
