import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from coder.domain.errors import UsageError
from coder.statistics.intervals import checked_weights, effective_size, wilson


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_published_examples(successes: int, n: int, low: float, high: float):
    # R.G. Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.5, 0.999))
def test_the_same_as_scipy(counts: tuple[int, int], confidence: float):
    expected = binomtest(*counts).proportion_ci(confidence, method="wilson")
    assert wilson(*counts, confidence) == pytest.approx((expected.low, expected.high), abs=1e-9)


@given(st.floats(0, 1), st.floats(0.01, 1e9))
def test_bounds_are_shares_around_the_share_and_solve_the_score_equation(share: float, n: float):
    low, high = wilson(share * n, n)
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1
    for bound in (low, high):
        if 0 < bound < 1:  # (share - bound)² = z² bound (1 - bound) / n, in Wilson's own words
            squared = 1.959963984540054**2 * bound * (1 - bound) / n
            assert (share - bound) ** 2 == pytest.approx(squared, rel=1e-4, abs=1e-14 * (1 + 4 / n))


def test_ends_and_nobody():
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 10)[0] == 0.0
    assert wilson(10, 10)[1] == 1.0


@pytest.mark.parametrize(("successes", "n"), [(-1, 5), (6, 5), (math.nan, 5), (1, math.nan), (1, math.inf)])
def test_what_is_no_count(successes: float, n: float):
    with pytest.raises(ValueError):
        wilson(successes, n)


def test_effective_size():
    # By hand: (1 + 1 + 2)² / (1 + 1 + 4) = 16 / 6.
    assert effective_size([1, 1, 2]) == pytest.approx(16 / 6)
    assert effective_size([]) == 0
    assert effective_size([0, 0]) == 0
    assert effective_size([5, 0, 0]) == 1
    assert effective_size([1e200, 1e200]) == pytest.approx(2)


@given(st.floats(1e-6, 1e6), st.integers(1, 200))
def test_equal_weights_change_nothing(weight: float, n: int):
    assert effective_size([weight] * n) == pytest.approx(n)


@pytest.mark.parametrize("wrong", [-0.5, math.nan, math.inf, -math.inf, 1e300])
def test_a_wrong_weight_is_named(wrong: float):
    with pytest.raises(UsageError, match="respondent 3 is") as caught:
        checked_weights([1, 0, wrong], 3)
    assert caught.value.hint


def test_as_many_weights_as_respondents():
    with pytest.raises(ValueError, match="3 respondents"):
        checked_weights([1, 2], 3)
