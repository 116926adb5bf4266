"""The learning curve and what it foretells."""

import numpy as np
import pytest

from coder.learning import curve
from coder.learning.engine import Engine


@pytest.mark.parametrize(
    ("n", "at"), [(0, []), (19, []), (20, [20]), (24, [20, 24][1:]), (60, [20, 60]), (250, [20, 50, 100, 200, 250])]
)
def test_sizes(n, at):
    assert curve.sizes(n) == at


def counts(f1, n_answers=400):
    """Each answer has one code and one is selected: right in a share of them that gives this F1."""
    found = np.zeros((len(f1), n_answers, 2))
    found[..., 1] = 2
    for place, value in enumerate(f1):
        found[place, : round(value * n_answers), 0] = 1
    return found


def law(n):
    return 0.9 - 0.8 * n**-0.5


def test_a_power_law_is_found_back():
    at = [20, 50, 100, 200, 500]
    gain = curve.gain(at, counts([law(n) for n in at]), 500)
    true = law(550) - law(500)
    assert gain.low <= true <= gain.high
    assert gain.expected == pytest.approx(true, abs=0.002)
    assert gain.high < 0.01


def test_a_curve_that_is_flat_or_falls_foretells_nothing():
    for values in ([0.8] * 5, [0.8, 0.79, 0.78, 0.77, 0.77]):
        gain = curve.gain([20, 50, 100, 200, 500], counts(values), 500)
        assert gain.low == 0
        assert gain.expected < 0.004


def test_few_points_or_nothing_right_say_nothing():
    assert curve.gain([20, 50], counts([0.5, 0.6]), 50) is None
    assert curve.gain([20, 50, 100], counts([0, 0, 0]), 100) is None


def test_the_curve_of_an_engine(documents, codings, codebook):
    engine = Engine(codebook, documents)
    order = np.random.default_rng(0).permutation(len(documents)).tolist()
    found = curve.measure(engine, order, [codings[row] for row in order])
    assert [point.n for point in found.points] == curve.sizes(len(documents))
    assert found.points[-1].f1 == pytest.approx(engine.quality().f1)
    assert found.points[-1].exact == pytest.approx(engine.quality().exact)
    assert found.points[0].f1 < found.points[-1].f1
    assert curve.measure(engine, order[:10], codings[:10]).points == ()


def test_answers_without_a_code_of_the_book(documents, codebook):
    found = curve.measure(Engine(codebook, documents), list(range(30)), [frozenset({"elders"})] * 30)
    assert [point.f1 for point in found.points] == [0.0, 0.0] or found.points[-1].f1 == 0.0
    assert found.gain is None
