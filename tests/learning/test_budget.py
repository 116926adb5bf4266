import numpy as np
import pytest
from scipy.stats import binom

from coder.learning import budget

NONE = np.zeros(3, dtype=bool)


def draw(n: int, rng: np.random.RandomState, optimism: float = 0.0):
    """Three codes; probabilities that are right, or too high by `optimism` where they are high."""
    p = rng.beta(0.25, 0.6, (n, 3))
    y = rng.rand(n, 3) < np.where(p > 0.5, p - optimism, p)
    return p, y


@pytest.mark.parametrize("optimism", [0.0, 0.08])
def test_the_precision_promised_holds(optimism):
    rng = np.random.RandomState(0)
    below = cases = missing = closings = 0
    world = draw(200_000, rng, optimism)
    for _ in range(60):
        p, y = draw(700, rng, optimism)
        found = budget.fit("abc", p, y, NONE, 0.9, 0.95)
        given, closed = found.decide(world[0], NONE)
        for j in range(3):
            if given[:, j].any():
                cases += 1
                below += world[1][given[:, j], j].mean() < 0.9
        if closed.any():
            closings += 1
            missing += (world[1] & ~given)[closed].any(axis=1).mean() > 0.1
    assert cases > 100 or optimism
    assert below <= 0.05 * 180 + 3 * (0.05 * 180) ** 0.5
    assert closings > 10 or optimism
    assert missing <= 0.05 * closings + 3 * (0.05 * closings + 1) ** 0.5


def test_choosing_among_many_thresholds_does_not_break_the_promise():
    """Every threshold has a precision just below the target: each that passes does so by chance alone."""
    rng = np.random.RandomState(3)
    ours = lowest = 0
    draws = 200
    for _ in range(draws):
        p, y = rng.uniform(0.3, 1, (400, 1)), rng.rand(400, 1) < 0.89
        ours += budget.fit("a", p, y, np.zeros(1, dtype=bool), 0.9, 0.95).codes[0].threshold is not None
        chosen = (p >= budget.UPPER).astype(int)
        hits = (y * chosen).sum(axis=0)
        lowest += bool((binom.sf(hits - 1, chosen.sum(axis=0), 0.9) <= 0.05).any())
    limit = 0.05 * draws + 3 * (0.05 * draws) ** 0.5
    assert ours <= limit
    assert lowest > limit  # what the lowest of all thresholds that pass by themselves would have done


def test_thresholds_are_as_low_as_the_budget_allows():
    rng = np.random.RandomState(1)
    p, y = draw(20_000, rng)
    found = budget.fit("abc", p, y, NONE, 0.9, 0.95)
    for j, code in enumerate(found.codes):
        assert code.threshold is not None
        assert y[p[:, j] >= code.threshold, j].mean() >= 0.9
        assert y[p[:, j] >= code.threshold - 0.05, j].mean() < 0.93  # not much room was left


def test_too_little_proves_nothing():
    p, y = np.full((58, 1), 0.999), np.ones((58, 1), dtype=bool)
    alone = np.zeros(1, dtype=bool)
    assert budget.least(0.95, 0.95) == 59
    assert budget.fit("a", p, y, alone, 0.95, 0.95).codes[0].threshold is None
    p, y = np.full((59, 1), 0.999), np.ones((59, 1), dtype=bool)
    found = budget.fit("a", p, y, alone, 0.95, 0.95)
    assert found.codes[0].threshold is not None
    assert found.codes[0].right == found.codes[0].selected == 59
    assert found.codes[0].bound >= 0.95
    assert found.closed == 59


def test_nothing_is_proved_where_nothing_was_seen():
    p = np.r_[np.full(80, 0.95), np.full(80, 0.05)][:, None]
    found = budget.fit("a", p, p > 0.5, np.zeros(1, dtype=bool), 0.95, 0.95)
    assert found.codes[0].threshold == 0.95


@pytest.mark.parametrize("n", [0, 1])
def test_hardly_anything_coded(n):
    found = budget.fit("abc", np.full((n, 3), 0.9), np.ones((n, 3)), NONE, 0.95, 0.95)
    given, closed = found.decide(np.full((4, 3), 0.99), NONE)
    assert not given.any()
    assert not closed.any()
    assert budget.fit("", np.zeros((5, 0)), np.zeros((5, 0)), np.zeros(0, dtype=bool), 0.9, 0.9).codes == ()


def test_an_answer_is_closed_only_when_every_code_is_decided():
    code = budget.CodeBudget
    found = budget.Budget(
        0.95,
        0.95,
        (code("a", 9, 0.8, 9, 9, 0.9), code("b", 9, 0.8, 9, 9, 0.9), code("c", 2, None, 0, 0, 0.0)),
        0.1,
        9,
        0,
        0.0,
    )
    p = np.array([[0.9, 0.05, 0.05], [0.9, 0.3, 0.05], [0.9, 0.05, 0.3], [0.05, 0.05, 0.05], [0.9, 0.95, 0.0]])
    given, closed = found.decide(p, NONE)
    assert given.tolist() == [[True, False, False]] * 3 + [[False] * 3, [True, True, False]]
    assert closed.tolist() == [True, False, False, False, True]
    # A code that stands alone is not given beside another.
    given, closed = found.decide(p, np.array([False, True, False]))
    assert not given[4].any()
    assert not closed[4]
