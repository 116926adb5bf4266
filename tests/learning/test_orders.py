"""The orders of the queue: a permutation always; the hardest are not all alike; neighbours stand together."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.learning.orders import CANDIDATES, LONGEST_PATH, MOST_FITTED, hardest, similar


def points(n, clusters, seed=0, d=32, noise=0.3):
    rng = np.random.RandomState(seed)
    of = rng.randint(0, clusters, n)
    v = np.eye(clusters, d)[of] + noise * rng.randn(n, d) / d**0.5
    return of, (v / np.linalg.norm(v, axis=1, keepdims=True)).astype(np.float32)


@settings(deadline=None)  # the first use imports scikit-learn
@given(st.integers(1, 60), st.integers(0, 5))
def test_every_answer_is_in_an_order_once(n, seed):
    _of, v = points(n, 4, seed)
    v[::7] = 0  # answers without letters
    unsure = np.random.RandomState(seed).randint(0, 3, n).astype(float)
    assert sorted(hardest(unsure, v)) == list(range(n))
    assert sorted(similar(v)) == list(range(n))


def test_the_hardest_comes_first_and_then_one_of_each_kind():
    of, v = points(400, 5)
    unsure = np.where(of == 2, 1.0, 0.9) + np.linspace(0, 0.01, 400)
    order = hardest(unsure, v)
    assert order[0] == unsure.argmax()
    assert set(of[order[:5]]) == set(range(5))
    assert set(of[np.argsort(-unsure)[:5]]) == {2}  # by uncertainty alone all would be of one kind


def test_an_answer_that_is_sure_waits_however_different_it_is():
    of, v = points(CANDIDATES + 50, 4)
    unsure = np.where(np.arange(len(of)) < CANDIDATES, 0.5, 0.0)
    assert set(hardest(unsure, v)[:CANDIDATES]) == set(range(CANDIDATES))


def test_neighbours_stand_together_largest_cluster_first_and_always_the_same():
    of, v = points(300, 3, noise=0.1)
    of, v = np.concatenate([of, np.zeros(100, int)]), np.concatenate([v, v[of == 0][:100]])[: len(of) + 100]
    of = of[: len(v)]
    order = similar(v)
    steps = (v[order[1:]] * v[order[:-1]]).sum(axis=1).mean()
    assert steps > (v[1:] * v[:-1]).sum(axis=1).mean() + 0.3
    assert (order == similar(v)).all()


@pytest.mark.parametrize("n", [1, 2, 5])
def test_few_answers_or_none_with_words_stay_as_they_are(n):
    assert similar(np.zeros((n, 8), np.float32)).tolist() == list(range(n))


def test_ten_thousand_answers_take_seconds_of_processor_time():
    _of, v = points(10_000, 3, d=128)
    assert len(v) > max(MOST_FITTED, LONGEST_PATH)
    similar(v[:10])  # the first use imports scikit-learn
    start = time.process_time()
    found = [similar(v), hardest(np.random.RandomState(0).rand(len(v)), v)]
    assert time.process_time() - start < 4
    assert all(sorted(order) == list(range(len(v))) for order in found)
