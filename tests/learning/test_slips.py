"""Slips: what the model contradicts, what the codebook forbids, what is coded otherwise elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from coder.domain.codebook import Code, Codebook
from coder.learning.engine import Engine
from coder.learning.slips import FEWEST_CODED, STRONG, breaches, coded_otherwise, contradictions

CODES = ("groen", "verkeer", "zelden")


def sure_but(place, p, y):
    """60 answers on which model and people agree, but for one: its probabilities and codes."""
    given = np.zeros((60, 3), dtype=bool)
    given[::2, 0] = given[1::2, 1] = True
    probabilities = np.where(given, 0.9, 0.1)
    probabilities[:, 2] = 0.01
    probabilities[place], given[place] = p, y
    return probabilities, given


def test_a_code_in_the_place_of_another():
    (found,) = contradictions(*sure_but(7, (0.97, 0.02, 0.01), (False, True, False)), CODES)
    assert found.place == 7
    assert found.strength >= STRONG
    assert [code for code, _p in found.missing] == ["groen"]
    assert found.doubted == (("verkeer", 0.02),)


def test_a_code_that_is_missing_and_one_too_many():
    (missing,) = contradictions(*sure_but(7, (0.03, 0.995, 0.0), (False, False, False)), CODES)
    assert (missing.missing, missing.doubted) == ((("verkeer", 0.995),), ())
    (extra,) = contradictions(*sure_but(7, (0.005, 0.9, 0.01), (True, True, False)), CODES)
    assert (extra.missing, extra.doubted) == ((), (("groen", 0.005),))


def test_a_rare_code_is_no_slip_because_it_is_rare():
    assert contradictions(*sure_but(7, (0.1, 0.9, 0.02), (False, True, True)), CODES) == []


def test_the_strongest_comes_first():
    probabilities, given = sure_but(7, (0.97, 0.02, 0.01), (False, True, False))
    probabilities[9], given[9] = (0.999, 0.001, 0.01), (False, True, False)
    assert [one.place for one in contradictions(probabilities, given, CODES)] == [9, 7]


def test_with_few_codings_the_model_contradicts_nobody():
    probabilities, given = sure_but(7, (0.97, 0.02, 0.01), (False, True, False))
    few = FEWEST_CODED - 1
    assert contradictions(probabilities[:few], given[:few], CODES) == []
    assert contradictions(np.zeros((0, 3)), np.zeros((0, 3), dtype=bool), CODES) == []
    assert contradictions(np.zeros((60, 0)), np.zeros((60, 0), dtype=bool), ()) == []


@given(arrays(float, (60, 2), elements=st.floats(0, 1)), arrays(bool, (60, 2)))
@settings(max_examples=50)
def test_each_contradiction_names_its_parts(probabilities, given):
    found = contradictions(probabilities, given, ("a", "b"))
    assert [one.strength for one in found] == sorted((one.strength for one in found), reverse=True)
    for one in found:
        named = {code for code, _p in (*one.missing, *one.doubted)}
        assert named
        assert np.isfinite(one.strength)
        for j, code in enumerate("ab"):
            if code in named:
                assert given[one.place, j] == (code in dict(one.doubted))


def test_the_engine_finds_a_coding_that_was_changed(codebook, documents, codings):
    engine = Engine(codebook, documents)
    wrong = list(codings)
    row = next(i for i, d in enumerate(documents) if d.text == "nergens plek om te parkeren")
    wrong[row] = frozenset(["spelen"])
    engine.learn(range(len(documents)), wrong)
    held = engine.held_out()
    found = contradictions(held.probabilities, held.y, held.codes, least=0.0)
    assert row in [held.rows[one.place] for one in found[:6]]


BOOK = Codebook(
    (Code("net", "Net"), Code("a", "A", parent="net"), Code("oud", "Oud", retired=True), Code("x", "X", exclusive=True))
)


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        (["a"], []),
        ([], []),
        (["x"], []),
        (["a", "x"], [("x", "alone")]),
        (["net", "oud"], [("net", "net"), ("oud", "retired")]),
        (["weg", "a"], [("weg", "unknown")]),
    ],
)
def test_what_the_codebook_forbids(codes, found):
    assert breaches(codes, BOOK) == found


A, B, C = frozenset("a"), frozenset("b"), frozenset("c")


def test_equal_answers_with_other_codes():
    assert coded_otherwise({0: 0, 1: 1}, {0: [A, A], 1: [B]}) == {}
    assert coded_otherwise({0: 0}, {0: [A, B]}) == {0: [0]}


def test_answers_alike_of_which_the_unusual_one_is_named():
    assert coded_otherwise({0: 0, 1: 0, 2: 0}, {0: [A, A], 1: [B], 2: [A]}) == {1: [0, 2]}
    assert coded_otherwise({0: 0, 1: 0}, {0: [A], 1: [B]}) == {0: [1], 1: [0]}
    assert coded_otherwise({0: 0, 1: 0, 2: 2}, {0: [A], 1: [A], 2: [C]}) == {}
