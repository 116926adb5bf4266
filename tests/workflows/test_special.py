import pytest

from coder.domain.codebook import Code, Codebook
from coder.domain.coding import Evidence, Suggestion, Suggestions
from coder.workflows.special import special_suggestion, with_special

BOOK = Codebook(
    (
        Code("groen", "Meer groen", keywords=("boom",)),
        Code("geen_antwoord", "Geen antwoord", exclusive=True),
        Code("weet_niet", "Weet niet", exclusive=True),
        Code("taal", "Andere taal", exclusive=True),
        Code("onzin", "Onleesbaar", exclusive=True),
        Code("overig", "Overig"),
    )
)


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("n.v.t.", "geen_antwoord", "no answer"),
        ("-", "geen_antwoord", "no answer"),
        ("geen idee", "weet_niet", "says not to know"),
        ("asdfgh", "onzin", "unreadable"),
        ("The traffic in my street is too fast", "taal", "in another language"),
        ("لا يوجد مواقف كافية للسيارات", "taal", "in another language"),
    ],
)
def test_the_code_that_names_it(text, code, reason):
    assert special_suggestion(text, BOOK) == (code, 0.9, reason)


@pytest.mark.parametrize("text", ["meer bomen", "geen parkeerplaats", "meer fun op het werk"])
def test_answers_get_none(text):
    assert special_suggestion(text, BOOK) is None


def test_a_code_that_comes_near_is_less_sure():
    book = Codebook((Code("geen", "Geen antwoord, onzin", exclusive=True),))
    assert special_suggestion("weet niet", book) == ("geen", 0.5, "says not to know")
    assert special_suggestion("zie boven", book) == ("geen", 0.5, "refers to another answer")


@pytest.mark.parametrize(
    "book",
    [
        Codebook(),
        Codebook((Code("groen", "Groen"), Code("overig", "Overig"))),
        Codebook((Code("oud", "Geen antwoord", retired=True),)),
        # Said by the very words of an ordinary code.
        Codebook((Code("niet_trots", "Niet trots", keywords=("niets",)), Code("leeg", "Geen antwoord"))),
    ],
)
def test_codebooks_without_such_a_code(book):
    assert special_suggestion("niets", book) is None


def test_it_is_proposed_and_never_selected():
    found = Suggestions((Suggestion("groen", 0.6), Suggestion("overig", 0.2)), ("groen",), "m")
    joined = with_special(found, "nvt", BOOK)
    assert [one.code_id for one in joined.ranked] == ["geen_antwoord", "groen"]
    assert joined.ranked[0].evidence == (Evidence(0, 3, "no answer", 1.0),)
    assert joined.selected == ("groen",)
    assert with_special(found, "meer bomen", BOOK) is found


def test_what_was_learnt_keeps_its_words():
    word = (Evidence(0, 5, "weet niet", 1.0),)
    found = Suggestions((Suggestion("weet_niet", 0.97, word),), ("weet_niet",))
    assert with_special(found, "weet niet", BOOK) == found
