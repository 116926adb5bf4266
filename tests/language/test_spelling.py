import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.language.spelling import Speller, edits


@pytest.fixture(scope="module")
def speller():
    return Speller()


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ("heeeel", "heel"),
        ("goooed", "goed"),
        ("suuuper", "super"),
        ("neeee", "nee"),
        ("zooo", "zo"),
        ("veilighied", "veiligheid"),
        ("gemeetne", "gemeente"),
        ("heben", "hebben"),
        ("verkeeer", "verkeer"),
        ("parkeerplaast", "parkeerplaats"),
        ("medewerkrs", "medewerkers"),
        ("bereikbaarhied", "bereikbaarheid"),
        ("interese", "interesse"),
        ("wlezijn", "welzijn"),
    ],
)
def test_slips_are_mended(speller, form, word):
    assert speller.normal(form) == word


@pytest.mark.parametrize(
    "form",
    [
        *("veiligheid", "fietspad", "wethouder", "buurtbarbecue", "speeltuinvereniging", "zeeën", "brei", "hekken"),
        *("wmo", "www", "hmmm", "xxxxx", "nvt", "mbo4", "covid19", "n.v.t", "zo'n", "e-bike", "Veilighied", "", "a"),
        *("jansen", "aboutaleb", "fzrtgh", "a" * 500, "👍", "لا", "straße"),
    ],
)
def test_other_forms_are_left_alone(speller, form):
    assert speller.normal(form) == form


def test_names_are_left_alone():
    assert Speller().normal("verkeeer") == "verkeer"
    assert Speller(names=["verkeeer"]).normal("verkeeer") == "verkeeer"


def test_words_of_the_project_are_known_and_meant():
    word, slip = "koppelkansen", "koppelkanzen"
    assert Speller().normal(slip) == slip
    assert Speller({word: 40}).normal(slip) == word
    assert Speller([word]).normal(slip) == word
    assert Speller({word: 2}).normal(slip) == slip  # too rare to be sure that it is one


def test_a_slip_that_many_make_stays_one():
    # Known to the project, but its right spelling is so much more common there.
    assert Speller({"gemeetne": 9}).normal("gemeetne") == "gemeetne"
    assert Speller({"gemeetne": 9, "gemeente": 900}).normal("gemeetne") == "gemeente"


@given(st.text(max_size=30))
def test_any_form_is_fine_and_mended_once(text):
    speller = Speller()
    once = speller.normal(text)
    assert speller.normal(once) == once


def test_edits_hold_every_single_slip():
    found = set(edits("fiets"))
    assert {"fites", "fets", "fieets", "fiers", "ifets", "fietse", "iets"} <= found
    assert "fiets" not in found


def test_unknown_forms_take_little_time(speller):
    speller.normal("veilighied")  # reads the lists
    forms = [f"qzw{a}{b}rkstaandheid" for a in "abcdefgh" for b in "aeiou"]
    start = time.process_time()
    for form in forms:
        speller.normal(form)
    assert (time.process_time() - start) / len(forms) < 0.01  # five times what was measured
