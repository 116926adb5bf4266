import numpy as np
import pytest

from coder.learning import stack


def test_without_codings_the_coefficients_are_those_from_before():
    known = stack.pairs(np.zeros((0, 3)), np.zeros((0, 3, 3)), stack.log_odds(np.zeros(3), 0, 0.2))
    assert (stack.fit(known, np.zeros((0, 3))) == stack.BEFORE).all()


def test_the_fit_is_the_most_probable_one():
    rng = np.random.RandomState(1)
    known = stack.pairs(rng.rand(40, 4), rng.rand(40, 4, 3), rng.randn(4))
    y = (rng.rand(40, 4) < 0.3).astype(float)

    def cost(w):
        p = stack.probabilities(known, w)
        return -(y * np.log(p) + (1 - y) * np.log(1 - p)).sum() + (stack.TRUST * (w - stack.BEFORE) ** 2).sum() / 2

    w = stack.fit(known, y)
    assert all(cost(w) < cost(w + step) for step in np.vstack([np.eye(10), -np.eye(10)]) * 0.01)


def test_the_more_codings_the_further_from_before():
    rng = np.random.RandomState(1)
    known = stack.pairs(rng.rand(200, 4), rng.rand(200, 4, 3), np.zeros(4))
    y = (rng.rand(200, 4) < 0.3).astype(float)  # nothing to learn: similarity means nothing here
    moved = [np.abs(stack.fit(known[:n], y[:n])[3] - stack.BEFORE[3]) for n in (0, 1, 5, 200)]
    assert moved[0] < moved[1] < moved[2]
    assert moved[-1] > 2 * moved[1]


def test_a_code_that_resembles_the_answer_is_probable():
    similarity = np.zeros((1, 5, 3))
    similarity[0, 2] = 1
    before = stack.start(5)
    known = stack.pairs(np.full((1, 5), before), similarity, stack.log_odds(np.zeros(5), 0, before))
    p = stack.probabilities(known, stack.BEFORE)[0]
    assert p[2] > 0.8
    assert p[0] < 0.2


def test_probabilities_stay_within_bounds():
    known = stack.pairs(np.array([[1e9, -1e9]]), np.zeros((1, 2, 3)), np.zeros(2))
    p = stack.probabilities(known, np.full(10, 1e9))
    assert ((p > 0) & (p < 1)).all()


@pytest.mark.parametrize("n", [0, 1, 2, 1000])
def test_start(n):
    assert 0 < stack.start(n) <= 0.5
