import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.learning import ridge
from coder.learning.landmarks import LandmarkRidge
from coder.learning.ridge import Ridge


def data(n: int, seed: int = 0):
    rng = np.random.RandomState(seed)
    x = sp.random(n, 40, 0.3, random_state=rng, dtype=np.float32).toarray().astype(float)
    return x, (rng.rand(n, 3) < 0.3).astype(float), rng


def predict(x, fitted, rows, new):
    return x[new] @ x[rows].T @ fitted.dual + fitted.level


@pytest.mark.parametrize("repeated", [False, True])
def test_held_out_scores_are_those_of_fits_without_the_answer(repeated):
    x, y, rng = data(25)
    kernel = x @ x.T
    repeats = rng.randint(1, 9, 25).astype(float) if repeated else None
    fitted = Ridge(kernel, y, 0.1, repeats)
    for i in range(25):
        rest = np.delete(np.arange(25), i)
        without = Ridge(kernel[np.ix_(rest, rest)], y[rest], 0.1, repeats[rest] if repeated else None)
        assert fitted.held_out[i] == pytest.approx(predict(x, without, rest, [i])[0], abs=1e-6)


def test_repeats_count_as_that_many_rows():
    x, y, _ = data(6)
    repeats = np.array([1.0, 3, 1, 2, 1, 1])
    every = np.repeat(np.arange(6), repeats.astype(int))
    once, many = Ridge(x @ x.T, y, 0.1, repeats), Ridge(x[every] @ x[every].T, y[every], 0.1)
    assert predict(x, once, np.arange(6), np.arange(6)) == pytest.approx(
        predict(x, many, every, np.arange(6)), abs=1e-6
    )


def test_dual_and_primal_weights_agree_with_the_closed_form():
    x, y, _ = data(30)
    fitted = Ridge(x @ x.T, y, 0.2)
    # The constant feature has kernel value LEVEL: a column of its square root.
    z = np.hstack([x, np.full((30, 1), ridge.LEVEL**0.5)])
    w = np.linalg.solve(z.T @ z + ridge.RIDGE * np.eye(41), z.T @ (y - 0.2))
    assert x.T @ fitted.dual == pytest.approx(w[:-1], abs=1e-5)
    assert fitted.level == pytest.approx(0.2 + w[-1] * ridge.LEVEL**0.5, abs=1e-5)


def test_nothing_coded():
    fitted = Ridge(np.zeros((0, 0)), np.zeros((0, 3)), 0.25)
    assert fitted.level == pytest.approx([0.25] * 3)
    assert fitted.held_out.shape == (0, 3)


@settings(max_examples=60)
@given(
    st.integers(0, 12),
    st.lists(st.tuples(st.sampled_from(["add", "change", "remove"]), st.integers(0, 10**6)), max_size=30),
    st.booleans(),
)
def test_learning_one_by_one_is_learning_all_at_once(
    n,
    steps,
    repeated,
):
    x, y, rng = data(60)
    repeats = rng.randint(1, 5, 60).astype(float) if repeated else np.ones(60)
    before, ridge.ROOM = ridge.ROOM, 2  # so that it has to grow
    try:
        rows = list(range(n))
        fitted = Ridge(x[rows] @ x[rows].T, y[rows], 0.1, repeats[rows])
        given, fresh = {row: y[row] for row in rows}, n
        dual = fitted.dual.copy()
        for kind, number in steps:
            if kind == "add" and fresh < 60:
                u, t = fitted.add(x[rows] @ x[fresh], float(x[fresh] @ x[fresh]), y[fresh], repeats[fresh])
                rows.append(fresh)
                given[fresh], fresh = y[fresh], fresh + 1
                dual = np.vstack([dual, np.zeros(3)]) + np.outer(u, t)
            elif kind == "change" and rows:
                place = number % len(rows)
                given[rows[place]] = 1 - given[rows[place]]
                dual = dual + np.outer(*fitted.change(place, given[rows[place]]))
            elif kind == "remove" and rows:
                place = number % len(rows)
                dual = dual + np.outer(*fitted.remove(place))
                assert dual[place] == pytest.approx(0, abs=1e-9)
                dual[place] = dual[-1]
                dual = dual[:-1]
                last = rows.pop()
                if place < len(rows):
                    rows[place] = last
            assert fitted.dual == pytest.approx(dual, abs=1e-9)
        wanted = np.array([given[row] for row in rows]).reshape(len(rows), 3)
        anew = Ridge(x[rows] @ x[rows].T, wanted, 0.1, repeats[rows])
    finally:
        ridge.ROOM = before
    assert (fitted.y == wanted).all()
    assert fitted.dual == pytest.approx(anew.dual, abs=1e-8)
    assert fitted.held_out == pytest.approx(anew.held_out, abs=1e-7)
    assert fitted.level == pytest.approx(anew.level, abs=1e-8)


def landmarks(x, y, chosen, repeats=None, held=None):
    return LandmarkRidge(
        x[chosen] @ x[chosen].T,
        lambda places: (x[list(places)] @ x[chosen].T).astype(np.float32),
        y,
        0.1,
        repeats,
        np.arange(len(y)) if held is None else held,
    )


def test_with_every_answer_as_landmark_the_fit_is_the_exact_one():
    x, y, rng = data(35)
    x = x + rng.randn(35, 40) / 10
    repeats = rng.randint(1, 5, 35).astype(float)
    exact, found = Ridge(x @ x.T, y, 0.1, repeats), landmarks(x, y, np.arange(35), repeats)
    assert predict(x, found, np.arange(35), np.arange(35)) == pytest.approx(
        predict(x, exact, np.arange(35), np.arange(35)), abs=1e-3
    )
    assert found.held_out == pytest.approx(exact.held_out, abs=0.02)


def test_landmarks_learn_one_more_answer_as_a_fit_anew_does():
    x, y, _ = data(50)
    chosen = np.arange(0, 50, 3)
    before, after = landmarks(x[:49], y[:49], chosen), landmarks(x, y, chosen)
    before.add(x[chosen] @ x[49], y[49])
    assert predict(x, before, chosen, np.arange(50)) == pytest.approx(
        predict(x, after, chosen, np.arange(50)), abs=1e-5
    )
    without = landmarks(x[:49], y[:49], chosen)
    assert after.held_out[49] == pytest.approx(predict(x, without, chosen, [49])[0], abs=1e-4)
