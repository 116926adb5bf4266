import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_ind
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from coder.statistics.saturation import new_codes
from coder.statistics.scores import FEWEST_SCORED, score_figures


def drawn(seed: int, n: int = 80):
    random = np.random.default_rng(seed)
    y = random.random((n, 3)) < 0.4
    x = np.clip(np.round(6 + 2 * random.standard_normal(n) - 2 * y[:, 0]), 1, 10)
    return y, x, random.uniform(0.3, 3, n)


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_without_weights_it_is_welchs_test(seed):
    y, x, _w = drawn(seed)
    found = score_figures("cijfer", "Rapportcijfer", y[:, :1], ["a"], x.tolist())
    (row,) = found.rows
    one, other = x[y[:, 0]], x[~y[:, 0]]
    assert row.p_adjusted == pytest.approx(ttest_ind(one, other, equal_var=False).pvalue)
    low, high = CompareMeans(DescrStatsW(one), DescrStatsW(other)).tconfint_diff(usevar="unequal")
    assert (row.difference.low, row.difference.high) == pytest.approx((low, high))
    assert (row.with_theme.low, row.with_theme.high) == pytest.approx(DescrStatsW(one).tconfint_mean())
    assert (found.mean.value, row.n) == (pytest.approx(x.mean()), y[:, 0].sum())


def test_with_weights_the_variance_is_the_linearised_one():
    y, x, w = drawn(3)
    (row,) = score_figures("cijfer", "", y[:, :1], ["a"], x.tolist(), w.tolist()).rows
    errors = []
    for members, estimate in ((y[:, 0], row.with_theme), (~y[:, 0], row.without)):
        # HC1 of a regression on a constant is sum w²e² / (sum w)² times n / (n - 1).
        fit = sm.WLS(x[members], np.ones(members.sum()), weights=w[members]).fit(cov_type="HC1")
        assert estimate.value == pytest.approx(fit.params[0])
        errors.append(fit.bse[0])
        t = (estimate.high - estimate.value) / fit.bse[0]
        from scipy.stats import t as student

        assert student.cdf(t, members.sum() - 1) == pytest.approx(0.975)
    assert row.difference.high - row.difference.low > 2 * 1.96 * np.hypot(*errors)


def test_people_without_a_score_or_weight_are_left_out():
    y, x, _w = drawn(5)
    more = np.vstack([y, np.ones((10, 3), dtype=bool)])
    plain = score_figures("c", "", y, "abc", x.tolist())
    assert score_figures("c", "", more, "abc", [*x.tolist(), *[None] * 9, float("nan")]) == plain
    assert score_figures("c", "", more, "abc", [*x.tolist(), *[9.0] * 10], [1.0] * 80 + [0.0] * 10) == plain
    assert score_figures("c", "", y, "abc", [None] * 80) is None


def test_few_people_and_equal_scores_are_not_compared():
    y = np.zeros((60, 2), dtype=bool)
    y[: FEWEST_SCORED - 1, 0] = y[:20, 1] = True
    x = np.arange(60) % 7
    assert [row.code_id for row in score_figures("c", "", y, "ab", x.tolist()).rows] == ["b"]
    assert score_figures("c", "", y, "ab", x.tolist(), least=21).rows == ()
    assert score_figures("c", "", y, "ab", [7.0] * 60).rows == ()


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.randoms(use_true_random=True))
def test_order_does_not_matter_and_the_largest_come_first(seed, random):
    y, x, w = drawn(seed)
    order = random.sample(range(80), 80)
    found = score_figures("c", "", y, "abc", x.tolist(), w.tolist())
    mixed = score_figures("c", "", y[order], "abc", x[order].tolist(), w[order].tolist())
    sizes = [abs(row.difference.value) for row in found.rows]
    assert sizes == sorted(sizes, reverse=True)
    for one, other in zip(found.rows, mixed.rows, strict=True):
        assert (one.code_id, one.n) == (other.code_id, other.n)
        assert one.p_adjusted == pytest.approx(other.p_adjusted)
        assert one.difference.low <= one.difference.value <= one.difference.high


def test_new_codes_per_block():
    codes = [frozenset("a"), frozenset("ab"), frozenset(), frozenset("b"), frozenset("cd")]
    assert new_codes(codes, 2) == (2, 0, 2)
    assert new_codes([], 2) == ()
    assert sum(new_codes(codes)) == 4
