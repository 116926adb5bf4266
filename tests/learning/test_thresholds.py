import numpy as np
import pytest

from coder.learning import thresholds

NONE = np.zeros(3, dtype=bool)


def f1(p, y, cut):
    return 2 * ((p > cut) & (y > 0)).sum() / ((p > cut).sum() + y.sum())


def test_the_best_cut_is_the_best_of_all():
    rng = np.random.RandomState(3)
    y = (rng.rand(80, 5) < 0.3).astype(float)
    p = np.clip(0.3 * y + 0.7 * rng.rand(80, 5), 0.01, 0.99)
    found = thresholds._best(p, y)
    for j in range(5):
        best = max(f1(p[:, j], y[:, j], cut) for cut in np.linspace(0, 1, 1001))
        assert f1(p[:, j], y[:, j], found[j]) == pytest.approx(best, abs=1e-9)


def test_the_expected_cut_needs_no_codings_and_is_the_best_if_probabilities_are_right():
    rng = np.random.RandomState(3)
    p = rng.beta(0.4, 1.2, (4000, 3))
    y = (rng.rand(4000, 3) < p).astype(float)
    best = max(f1(p, y, cut) for cut in np.linspace(0.05, 0.6, 56))
    assert f1(p, y, thresholds.expected(p)) == pytest.approx(best, abs=0.01)


def test_common_codes_get_cuts_of_their_own_and_unseen_codes_the_common_one():
    y = np.zeros((100, 3))
    y[:40, 0] = 1
    y[60:70, 1] = 1
    p = np.full((100, 3), 0.05)
    p[:40, 0] = 0.9
    p[40:60, 0] = 0.6
    p[60:70, 1] = 0.3
    cuts = thresholds.fit(p, y, p)
    assert 0.6 <= thresholds._best(p, y)[0] < 0.9
    assert cuts[1] < cuts[2] < cuts[0]
    assert cuts[1] == pytest.approx(cuts[2] + (0.175 - cuts[2]) * 10 / 11 / 2)


def test_nothing_coded_gives_one_cut():
    glimpse = np.array([[0.8, 0.1, 0.1], [0.1, 0.7, 0.1]])
    cuts = thresholds.fit(np.zeros((0, 3)), np.zeros((0, 3)), glimpse)
    assert len(set(cuts)) == 1
    assert thresholds.select(glimpse, cuts, NONE).tolist() == [[True, False, False], [False, True, False]]


def test_an_exclusive_code_stands_alone_and_only_where_it_beats_the_others():
    exclusive = np.array([False, False, True])
    p = np.array([[0.6, 0.7, 0.8], [0.6, 0.9, 0.8], [0.1, 0.1, 0.8], [0.1, 0.1, 0.4]])
    assert thresholds.select(p, np.full(3, 0.5), exclusive).tolist() == [
        [False, False, True],
        [True, True, False],
        [False, False, True],
        [False, False, True],
    ]


def test_the_best_is_selected_where_none_passes_unless_it_is_improbable():
    p = np.array([[0.4, 0.25, 0.1], [0.1, 0.3, 0.1]])
    assert thresholds.select(p, np.full(3, 0.5), NONE).tolist() == [[True, False, False], [False] * 3]


@pytest.mark.parametrize("shape", [(0, 3), (2, 0), (0, 0)])
def test_nothing_to_select(shape):
    assert thresholds.select(np.zeros(shape), np.zeros(shape[1]), np.zeros(shape[1], bool)).shape == shape
    assert thresholds.fit(np.zeros(shape), np.zeros(shape), np.zeros(shape)).shape == (shape[1],)
