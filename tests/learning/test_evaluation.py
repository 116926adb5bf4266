"""Held-out quality by real refits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.learning.engine import Engine
from coder.learning.evaluation import bootstrapped, calibration_error, crossed, figures, folds, joined, refit
from coder.learning.outcome import HeldOut
from coder.learning.quality import measure


def outcome(p, selected, y):
    return HeldOut(tuple(range(len(y))), ("a", "b"), np.array(p, float), np.array(selected, bool), np.array(y, bool))


@given(st.integers(0, 60), st.integers(2, 20), st.integers(0, 5))
def test_folds_test_each_answer_once_and_never_learn_from_it(n, k, seed):
    made = list(folds(n, k, seed))
    assert sorted(place for _seen, out in made for place in out) == list(range(n))
    assert all(sorted([*seen, *out]) == list(range(n)) for seen, out in made)
    assert made == list(folds(n, k, seed))


def test_figures_agree_with_the_quality_of_the_engine(documents, codings, codebook):
    engine = Engine(codebook, documents)
    held = joined(list(crossed(engine, list(range(len(documents))), codings, 5)))
    assert sorted(held.rows) == list(range(len(documents)))
    found, known = figures(held), measure(held.codes, held.probabilities, held.selected, held.y)
    for name in ("precision", "recall", "f1", "macro_f1", "top3"):
        assert getattr(found, name) == pytest.approx(getattr(known, name))
        low, high = bootstrapped(held)[name]
        assert low <= getattr(found, name) <= high
        assert high - low > 0.02
    assert found.f1 > 0.4


def test_a_refit_knows_nothing_of_what_it_is_tested_on(documents, codings, codebook):
    rows = list(range(len(documents)))
    learnt = rows[:40], codings[:40]
    one = refit(Engine(codebook, documents), learnt, (rows[40:], codings[40:]))
    other = refit(Engine(codebook, documents), learnt, (rows[40:], [frozenset()] * len(rows[40:])))
    assert (one.probabilities == other.probabilities).all()
    assert (one.selected == other.selected).all()
    assert one.y.any()
    assert not other.y.any()


def test_calibration_by_hand():
    held = outcome([[0.85, 0.05], [0.85, 0.05]], [[1, 0]] * 2, [[1, 0], [0, 0]])
    assert calibration_error(held) == pytest.approx((abs(1.7 - 1) + 0.1) / 4)
    assert calibration_error(outcome(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros((0, 2)))) is None


def test_the_bootstrap_is_the_same_each_time_and_narrower_with_more_answers():
    few = outcome([[0.9, 0.1], [0.2, 0.8]] * 10, [[1, 0], [1, 0]] * 10, [[1, 0], [0, 1]] * 10)
    many = outcome([[0.9, 0.1], [0.2, 0.8]] * 90, [[1, 0], [1, 0]] * 90, [[1, 0], [0, 1]] * 90)
    assert bootstrapped(few) == bootstrapped(few)
    (low, high), (lower, higher) = bootstrapped(few)["f1"], bootstrapped(many)["f1"]
    assert low < 0.5 < high
    assert higher - lower < (high - low) / 2
