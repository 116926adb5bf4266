import numpy as np
import pytest
import scipy.sparse as sp

from coder.learning import ridge


def data(n: int, seed: int = 0):
    rng = np.random.RandomState(seed)
    x = sp.random(n, 40, 0.3, random_state=rng, dtype=np.float32).tocsr()
    return x, (rng.rand(n, 3) < 0.3).astype(float), rng


def predict(x, fitted, rows, new):
    return (x[new] @ x[rows].T).toarray() @ fitted.dual + fitted.level


@pytest.mark.parametrize("repeated", [False, True])
def test_held_out_scores_are_those_of_fits_without_the_answer(repeated):
    x, y, rng = data(25)
    kernel = (x @ x.T).toarray().astype(float)
    repeats = rng.randint(1, 9, 25).astype(float) if repeated else None
    fitted = ridge.fit(kernel, y, 0.1, repeats)
    for i in range(25):
        rest = np.delete(np.arange(25), i)
        without = ridge.fit(kernel[np.ix_(rest, rest)], y[rest], 0.1, repeats[rest] if repeated else None)
        assert fitted.held_out[i] == pytest.approx(predict(x, without, rest, [i])[0], abs=1e-6)


def test_repeats_count_as_that_many_rows():
    x, y, _ = data(6)
    kernel = (x @ x.T).toarray().astype(float)
    repeats = np.array([1.0, 3, 1, 2, 1, 1])
    every = np.repeat(np.arange(6), repeats.astype(int))
    once, many = ridge.fit(kernel, y, 0.1, repeats), ridge.fit(kernel[np.ix_(every, every)], y[every], 0.1)
    assert predict(x, once, np.arange(6), np.arange(6)) == pytest.approx(
        predict(x, many, every, np.arange(6)), abs=1e-6
    )


def test_dual_and_primal_weights_agree_with_the_closed_form():
    x, y, _ = data(30)
    fitted = ridge.fit((x @ x.T).toarray().astype(float), y, 0.2)
    # The constant feature has kernel value LEVEL: a column of its square root.
    z = np.hstack([x.toarray().astype(float), np.full((30, 1), ridge.LEVEL**0.5)])
    w = np.linalg.solve(z.T @ z + ridge.RIDGE * np.eye(41), z.T @ (y - 0.2))
    assert x.T @ fitted.dual == pytest.approx(w[:-1], abs=1e-5)
    assert fitted.level == pytest.approx(0.2 + w[-1] * ridge.LEVEL**0.5, abs=1e-5)


def test_nothing_coded():
    fitted = ridge.fit(np.zeros((0, 0)), np.zeros((0, 3)), 0.25)
    assert fitted.level == pytest.approx([0.25] * 3)
    assert fitted.held_out.shape == (0, 3)


def test_the_kernel_grows_and_does_not_depend_on_order():
    x, _, rng = data(300)
    whole = (x @ x.T).toarray()
    kernel = ridge.Kernel(x)
    for size in (0, 1, 70, 20, 200):
        rows = rng.permutation(300)[:size].tolist()
        assert kernel.of(rows) == pytest.approx(whole[np.ix_(rows, rows)], abs=1e-6)
    straight = ridge.Kernel(x).of(range(300))
    assert (kernel.of(range(300)) == straight).all()
    assert len(kernel._values) < 2 * 300
