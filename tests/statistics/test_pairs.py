import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import fisher_exact

from coder.statistics.pairs import FEWEST_TOGETHER, pairs


def test_by_hand():
    # Of 40 people 20 name a, 10 name b, 8 name both: chance gives 5.
    y = np.zeros((40, 2), dtype=bool)
    y[:20, 0] = y[12:22, 1] = True
    (one,) = pairs(y, ["a", "b"])
    assert (one.one, one.other, one.n) == ("a", "b", 8)
    assert one.lift == pytest.approx(8 / 5)
    assert one.jaccard == pytest.approx(8 / 22)
    # Fisher's tail of 8 or more, by scipy: 0.0324, so twice that is no certainty.
    assert fisher_exact([[8, 12], [2, 18]], alternative="greater")[1] == pytest.approx(0.0324, abs=5e-4)
    assert not one.holds


def test_a_pair_that_holds_and_one_that_is_avoided():
    y = np.zeros((200, 3), dtype=bool)
    y[:60, 0] = y[:50, 1] = y[55:200, 2] = True
    together, avoided = pairs(y, ["a", "b", "c"])
    assert (together.one, together.other, together.holds) == ("a", "b", True)
    assert (avoided.one, avoided.other, avoided.n, avoided.holds) == ("a", "c", 5, True)
    assert avoided.lift < 1


def test_what_would_point_at_persons_is_left_out():
    y = np.zeros((100, 2), dtype=bool)
    y[:30, 0] = y[:28, 1] = True
    assert len(pairs(y, ["a", "b"])) == 1
    assert pairs(y, ["a", "b"], least=5) == ()  # two name a without b


matrices = arrays(np.bool_, st.tuples(st.integers(20, 60), st.integers(2, 5)), elements=st.booleans())


@settings(max_examples=60)
@given(matrices, st.randoms(use_true_random=True))
def test_bounds_order_and_direction(y, random):
    names = "abcde"[: y.shape[1]]
    found = pairs(y, names)
    rows = random.sample(range(len(y)), len(y))
    assert pairs(y[rows], names) == found
    columns = random.sample(range(y.shape[1]), y.shape[1])
    turned = {frozenset((p.one, p.other)): p for p in pairs(y[:, columns], [names[c] for c in columns])}
    for pair in found:
        other = turned[frozenset((pair.one, pair.other))]
        assert (other.n, other.lift, other.jaccard) == pytest.approx((pair.n, pair.lift, pair.jaccard))
        assert other.holds == pair.holds
        a, b = y[:, names.index(pair.one)], y[:, names.index(pair.other)]
        assert pair.n == (a & b).sum() >= FEWEST_TOGETHER
        assert pair.jaccard == pytest.approx((a & b).sum() / (a | b).sum())
        assert 0 < pair.jaccard <= 1
        assert pair.lift == pytest.approx((a & b).mean() / (a.mean() * b.mean()))
        if y.shape[1] == 2:
            table = [[(a & b).sum(), (a & ~b).sum()], [(~a & b).sum(), (~a & ~b).sum()]]
            tail = min(fisher_exact(table, alternative=side)[1] for side in ("greater", "less"))
            assert pair.holds == (2 * tail < 0.05)


def test_weights_count_for_lift():
    y = np.zeros((40, 2), dtype=bool)
    y[:20, 0] = y[12:22, 1] = True
    weights = [2.0 if both else 1.0 for both in y.all(axis=1)]
    (one,) = pairs(y, ["a", "b"], weights)
    assert one.n == 8
    assert one.lift == pytest.approx((16 / 48) / ((28 / 48) * (18 / 48)))
    assert one.jaccard == pytest.approx(16 / 30)
