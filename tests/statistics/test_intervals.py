import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from coder.domain.errors import UsageError
from coder.statistics.intervals import checked_weights, effective_size, korn_graubard, wilson


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


def test_the_figures_of_rs_survey_package():
    # svyciprop(~I(api00 > 875), apistrat by stype with weights, method = "beta") gives 0.0318 (0.00997, 0.0744); see
    # github.com/gergness/srvyr/issues/39. Of 100, 50 and 50 schools in strata of 4421, 1018 and 755 there are 4, 1, 0.
    strata = ((4421, 100, 4), (1018, 50, 1), (755, 50, 0))
    parts = [(size / 6194, k / n, n) for size, n, k in strata]
    share = sum(part * p for part, p, _n in parts)
    variance = sum(part**2 * p * (1 - p) / (n - 1) for part, p, n in parts)
    low, high = korn_graubard(share, share * (1 - share) / variance, 200, freedom=197)
    assert share == pytest.approx(0.0318, abs=5e-5)
    assert (float(low), float(high)) == pytest.approx((0.00997, 0.0744), abs=5e-5)


@given(st.integers(2, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_korn_graubard_without_weights_is_clopper_pearson(counts: tuple[int, int]):
    k, n = counts
    expected = binomtest(k, n).proportion_ci(0.95, method="exact")
    low, high = korn_graubard(k / n, n, n)
    assert (float(low), float(high)) == pytest.approx((expected.low, expected.high), abs=1e-9)
    # Fewer effective respondents or degrees of freedom say less; more than there are say no more.
    assert korn_graubard(k / n, n / 2, n)[0] <= low + 1e-12
    assert korn_graubard(k / n, n, n, freedom=2)[1] >= high - 1e-12
    assert korn_graubard(k / n, 2 * n, n) == (low, high)


def test_korn_graubard_of_nobody():
    low, high = korn_graubard(np.array([0.0, 0.0, 1.0]), np.array([0.0, 10.0, 10.0]), np.array([0, 10, 10]))
    assert low.tolist() == pytest.approx([0, 0, 0.025**0.1])
    assert high.tolist() == pytest.approx([1, 1 - 0.025**0.1, 1])


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
