"""Groups of texts that read alike: what comes together, what stays apart, and that no text is in two."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.language.dictionary import lemma_of
from coder.learning.groups import distance, groups


def together(*texts, counts=None, similarity=0.85, lemma=lambda _word: None):
    found = groups(list(texts), counts or [1] * len(texts), similarity, lemma)
    return [[texts[place] for place in group] for group in found]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("meer parkeerplaatsen in de wijk", "meer parkeerplatsen in de wijk"),
        ("betere samenwerking met gemeente", "betere samenwerking met de gemeente"),
        ("je moet je stem laten horen", "omdat je je stem moet laten horen"),
        ("eigenaarschap", "eigenaarschp"),
        ("democratisch recht", "demcoratisch recht"),  # two letters swapped
        ("gebruik maken van mijn stemrecht", "gebruik maken van mijn stem recht"),
    ],
)
def test_texts_that_read_alike_come_together(one, other):
    assert together(one, other) == [[one, other]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ik ben tevreden over de gemeente", "ik ben niet tevreden over de gemeente"),
        ("ik ben tevreden over de gemeente", "ik ben ontevreden over de gemeente"),
        ("het is eerlijk dat iedereen mag stemmen", "het is oneerlijk dat iedereen mag stemmen"),
        ("i am satisfied with the municipality", "i am unsatisfied with the municipality"),
        ("meer regels in de regio voor bewoners", "minder regels in de regio voor bewoners"),
        ("meer regels in de regio voor bewoners", "regels in de regio voor bewoners"),
        ("overleg zonder de gemeente en bewoners", "overleg de gemeente en bewoners"),
        ("twee keer 15 minuten per week", "twee keer 45 minuten per week"),
        ("in 2021 ging het heel goed hier", "in ging het heel goed hier"),
        ("geld", "veld"),
        ("meer bomen", "meer banken"),
        ("het bestuur van de gemeente werkt", "het bestuur van de provincie werkt"),
        ("ja", "nee"),
    ],
)
def test_texts_that_say_something_else_stay_apart(one, other):
    # However low the bar of likeness is: the words decide.
    for similarity in (0.85, 0.5):
        assert together(one, other, similarity=similarity) == []


def test_two_words_of_the_dictionary_are_no_typing_mistake():
    one, other = "er moeten hier veel huizen bijkomen", "er moeten hier veel muizen bijkomen"
    assert together(one, other)  # without a dictionary they might be
    assert together(one, other, lemma=lemma_of) == []
    plural = "meer aandacht voor de bewoners hier", "meer aandacht voor de bewoner hier"
    assert together(*plural, lemma=lemma_of) == [list(plural)]


def test_the_most_frequent_text_is_shown_and_the_group_with_most_answers_comes_first():
    texts = ("stem laten hoeren", "stem laten horen", "meer openbaar groen", "meer openbar groen")
    assert together(*texts, counts=[1, 4, 2, 2]) == [
        ["stem laten horen", "stem laten hoeren"],
        ["meer openbaar groen", "meer openbar groen"],
    ]


def test_no_chains():
    # Each differs one letter from the next; the ends differ too much.
    chain = ("samenwerking", "samenwerkin", "samenwerki")
    assert together(*chain, counts=[3, 2, 1]) == [["samenwerking", "samenwerkin"]]


def test_texts_without_letters_and_no_texts():
    assert groups([], []) == []
    assert together("", "2", "3", "10", "👍", "👎", "nvt", "n v t") == []


WORDS = st.sampled_from(
    [
        "meer",
        "minder",
        "niet",
        "groen",
        "groene",
        "gron",
        "park",
        "parken",
        "parkeren",
        "de",
        "het",
        "in",
        "straat",
        "straten",
        "3",
        "4",
    ]
)


@settings(max_examples=200)
@given(
    st.lists(st.lists(WORDS, min_size=1, max_size=5).map(" ".join), unique=True, max_size=25),
    st.floats(0.5, 1.0),
    st.randoms(use_true_random=False),
)
def test_groups_are_stars_of_texts_that_are_alike_whatever_else_is_there(texts, similarity, rng):
    counts = [rng.randint(1, 5) for _text in texts]
    found = groups(texts, counts, similarity)
    places = [place for group in found for place in group]
    assert len(places) == len(set(places))
    sizes = [sum(counts[place] for place in group) for group in found]
    assert sizes == sorted(sizes, reverse=True)
    for center, *members in found:
        assert members
        for member in members:
            assert counts[center] >= counts[member]
            for word in ("niet", "meer", "minder", "3", "4"):
                assert (word in texts[center].split()) == (word in texts[member].split())


@given(st.text("abcd", max_size=6), st.text("abcd", max_size=6))
def test_the_distance_is_a_distance(a, b):
    assert distance(a, b, 9) == distance(b, a, 9)
    assert (distance(a, b, 9) == 0) == (a == b)
    assert abs(len(a) - len(b)) <= distance(a, b, 9) <= max(len(a), len(b))
    assert distance(a, b, 1) == min(2, distance(a, b, 9))


def test_known_distances():
    assert [distance("huis", other, 3) for other in ("huis", "hius", "hui", "huisje", "muis", "boom")] == [
        *(0, 1, 1, 2, 1),
        4,
    ]
