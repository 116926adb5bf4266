import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import norm
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

from coder.statistics.testing import adjusted, difference_bounds, two_proportions


def one_test(x, n, y, m):
    return float(two_proportions(np.array(x / n), np.array(n), np.array(y / m), np.array(m)))


counts = st.integers(5, 3000).flatmap(lambda n: st.tuples(st.integers(1, n - 1), st.just(n)))


@given(counts, counts)
def test_the_same_as_statsmodels_but_for_n_minus_1(one, other):
    z, _p = proportions_ztest([one[0], other[0]], [one[1], other[1]])
    both = one[1] + other[1]
    p = one_test(*one, *other)
    if not np.isnan(p):
        assert p == pytest.approx(2 * norm.sf(abs(z) * np.sqrt((both - 1) / both)), abs=1e-9)
        assert p == pytest.approx(one_test(*other, *one), abs=1e-12)


def test_too_little_to_test():
    # Of 30 and 40 respondents one names it: 0.43 expected in the smaller group.
    assert np.isnan(one_test(1, 30, 0, 40))
    assert np.isnan(one_test(30, 30, 40, 40))
    assert np.isnan(one_test(0, 30, 0, 40))
    assert not np.isnan(one_test(3, 30, 0, 40))


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    # R.G. Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10.
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((5, 56), (0, 29), -0.0381, 0.1926)],
)
def test_published_intervals_of_differences(one, other, low, high):
    found = difference_bounds(
        np.array(one[0] / one[1]), np.array(one[1]), np.array(other[0] / other[1]), np.array(other[1])
    )
    assert found == pytest.approx((low, high), abs=5e-5)


@given(counts, counts)
def test_intervals_of_differences_the_same_as_statsmodels(one, other):
    found = difference_bounds(
        np.array(one[0] / one[1]), np.array(one[1]), np.array(other[0] / other[1]), np.array(other[1])
    )
    assert found == pytest.approx(confint_proportions_2indep(*one, *other, method="newcomb"), abs=1e-9)


ps = arrays(np.float64, st.integers(1, 15), elements=st.floats(0, 1))


@settings(max_examples=40)
@given(ps, st.sampled_from([("Benjamini-Hochberg", "fdr_bh"), ("Holm", "holm")]), st.randoms(use_true_random=True))
def test_adjusted_as_statsmodels_does_in_whatever_order(p, names, random):
    found = adjusted(p, names[0])
    assert found == pytest.approx(multipletests(p, method=names[1])[1])
    assert (found >= p - 1e-15).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(found[order]) >= 0).all()
    mixed = random.sample(range(len(p)), len(p))
    assert adjusted(p[mixed], names[0]) == pytest.approx(found[mixed])
    with_gaps = np.append(p, np.nan).reshape(1, -1)
    assert adjusted(with_gaps, names[0])[0, :-1] == pytest.approx(found)
    assert np.isnan(adjusted(with_gaps, names[0])[0, -1])


def test_the_example_of_benjamini_and_hochberg():
    # (1995) section 3.2: of 15 p values Bonferroni and Holm keep 3, the new procedure 4.
    p = np.array([
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
        1.0,
    ])  # fmt: skip
    assert (adjusted(p) <= 0.05).sum() == 4
    assert (adjusted(p, "Holm") <= 0.05).sum() == 3
