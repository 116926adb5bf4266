"""Shares of all answers from predictions and a random sample."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.statistics.corrected import KNOWN, Sample, corrected_shares
from coder.statistics.intervals import wilson


def population(rng, n=1000, shares=(0.02, 0.1, 0.4)):
    """Return codings of n answers and predictions that are informative, but wrong on the whole."""
    y = (rng.random((n, len(shares))) < np.array(shares)).astype(float)
    f = np.clip(0.15 + 0.6 * y + rng.normal(0, 0.15, y.shape), 0, 1)
    return y, f


def drawn_from(rng, n, size, known=0):
    """Return a sample of `size` of n answers, of which the first `known` were coded before."""
    stratum = np.zeros(n, dtype=np.intp)
    stratum[:known] = KNOWN
    drawn = np.zeros(n, dtype=bool)
    drawn[rng.choice(np.arange(known, n), size, replace=False)] = True
    return Sample(stratum, drawn, np.ones(n), drawn | (stratum == KNOWN))


def test_a_useless_machine_leaves_the_sample_alone():
    rng = np.random.default_rng(1)
    y, _f = population(rng)
    sample = drawn_from(rng, len(y), 100)
    found = corrected_shares(y, np.full(y.shape, 0.3), sample)
    seen = y[sample.drawn].mean(axis=0)
    assert found.share == pytest.approx(seen)
    assert found.power == pytest.approx(0)
    # The interval is Wilson's on a sample without replacement, but for t in place of z.
    for j, share in enumerate(seen):
        n = 100 / (1 - 100 / 1000)
        low, high = wilson(share * n, n)
        assert (found.low[j], found.high[j]) == pytest.approx((low, high), abs=0.004)


def test_a_perfect_machine_is_followed():
    rng = np.random.default_rng(2)
    y, _f = population(rng)
    found = corrected_shares(y, y, drawn_from(rng, len(y), 100))
    assert found.power[2] == 1
    assert found.share[2] == pytest.approx(y.mean(axis=0)[2])


def test_the_difference_estimator_by_hand():
    y = np.array([[1.0], [0.0], [1.0], [0.0], [0.0], [0.0]])
    f = np.array([[0.9], [0.2], [0.6], [0.4], [0.8], [0.1]])
    drawn = np.array([True, True, True, False, False, False])
    sample = Sample(np.zeros(6, dtype=np.intp), drawn, np.ones(6), drawn)
    found = corrected_shares(y, f, sample, power=np.ones(1))
    assert found.share[0] == pytest.approx(3.0 / 6 + (0.1 - 0.2 + 0.4) / 3)


def test_tuning_is_the_slope_of_the_regression():
    rng = np.random.default_rng(3)
    y, f = population(rng)
    sample = drawn_from(rng, len(y), 200)
    found = corrected_shares(y, f, sample)
    for j in range(y.shape[1]):
        slope = np.cov(y[sample.drawn, j], f[sample.drawn, j])
        assert found.power[j] == pytest.approx(np.clip(slope[0, 1] / slope[1, 1], 0, 1))


def test_what_people_coded_before_counts_as_it_is():
    rng = np.random.default_rng(4)
    y, f = population(rng)
    y[:400] = 1  # coded first, because they are special
    sample = drawn_from(rng, 1000, 100, known=400)
    whole = corrected_shares(y, f, sample)
    of_frame = drawn_from(rng, 600, 100)
    rest = Sample(of_frame.stratum, sample.drawn[400:], of_frame.weights, sample.drawn[400:])
    part = corrected_shares(y[400:], f[400:], rest)
    assert whole.share == pytest.approx(0.4 + 0.6 * part.share)
    assert whole.high - whole.low == pytest.approx(0.6 * (part.high - part.low))


def test_all_coded_is_exact():
    rng = np.random.default_rng(5)
    y, f = population(rng)
    for sample in (drawn_from(rng, 1000, 1000), drawn_from(rng, 1000, 100, known=900)):
        weights = rng.random(1000)
        found = corrected_shares(y, f, Sample(sample.stratum, sample.drawn, weights, sample.coded))
        true = weights @ y / weights.sum()
        assert found.share == pytest.approx(true)
        assert found.low == pytest.approx(true)
        assert found.high == pytest.approx(true)


def test_what_was_coded_beside_the_sample_bounds_the_share():
    rng = np.random.default_rng(6)
    y, f = population(rng)
    sample = drawn_from(rng, 1000, 50)
    coded = np.ones(1000, dtype=bool)
    coded[np.flatnonzero(~sample.drawn)[:10]] = False
    found = corrected_shares(y, f, Sample(sample.stratum, sample.drawn, sample.weights, coded))
    assert (found.high - found.low <= 0.01 + 1e-12).all()
    assert (found.low <= y.mean(axis=0)).all()
    assert (found.high >= y.mean(axis=0)).all()


def test_equal_weights_change_nothing_and_weight_nought_is_nobody():
    rng = np.random.default_rng(7)
    y, f = population(rng)
    sample = drawn_from(rng, 1000, 100)
    once = corrected_shares(y, f, sample)
    heavy = corrected_shares(y, f, Sample(sample.stratum, sample.drawn, sample.weights * 7, sample.coded))
    assert heavy.share == pytest.approx(once.share)
    assert heavy.low == pytest.approx(once.low)
    group = np.arange(1000) < 500
    of_group = Sample(sample.stratum, sample.drawn, group.astype(float), sample.coded)
    elsewhere = y.copy()
    elsewhere[~group] = 1 - elsewhere[~group]
    assert corrected_shares(y, f, of_group).share == pytest.approx(corrected_shares(elsewhere, f, of_group).share)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("frames", [1, 2])
def test_intervals_hold_the_true_share(frames: int, weighted: bool):
    """600 draws from one population: the promised 95 %, for a rare code too; chance alone gives +- 1.8."""
    rng = np.random.default_rng(8)
    y, f = population(rng, 1200)
    stratum = np.repeat(np.arange(frames), [300, 900] if frames == 2 else [1200])
    y[:300, 1] = rng.random(300) < 0.5  # the frames differ
    weights = rng.lognormal(0, 0.5, 1200) if weighted else np.ones(1200)
    true, hits, widths, alone = weights @ y / weights.sum(), np.zeros(3), np.zeros(3), np.zeros(3)
    for _ in range(600):
        drawn = np.zeros(1200, dtype=bool)
        for part in range(frames):
            drawn[rng.choice(np.flatnonzero(stratum == part), 120 // frames, replace=False)] = True
        sample = Sample(stratum.astype(np.intp), drawn, weights, drawn)
        found = corrected_shares(y, f, sample)
        hits += (found.low <= true) & (true <= found.high)
        widths += found.high - found.low
        without = corrected_shares(y, f, sample, power=np.zeros(3))
        alone += without.high - without.low
    assert (hits / 600 >= 0.93).all()
    assert (hits[1:] / 600 <= 0.985).all()
    assert (widths[1:] < np.array([0.95, 0.75]) * alone[1:]).all()  # the machine is worth something


def test_a_group_holds_its_true_share():
    rng = np.random.default_rng(9)
    y, f = population(rng, 1200)
    group = (rng.random(1200) < 0.3).astype(float)
    true, hits = group @ y / group.sum(), np.zeros(3)
    for _ in range(400):
        sample = drawn_from(rng, 1200, 120)
        found = corrected_shares(y, f, Sample(sample.stratum, sample.drawn, group, sample.coded))
        hits += (found.low <= true) & (true <= found.high)
    assert (hits / 400 >= 0.92).all()


@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.floats(0, 1), st.booleans())
@settings(max_examples=60)
def test_bounds_are_shares_around_the_share(seed: int, size: int, share: float, weighted: bool):
    rng = np.random.default_rng(seed)
    y = (rng.random((60, 2)) < share).astype(float)
    f = rng.random((60, 2))
    sample = drawn_from(rng, 60, size, known=int(rng.integers(0, 20)))
    weights = rng.random(60) if weighted else np.ones(60)
    found = corrected_shares(y, f, Sample(sample.stratum, sample.drawn, weights, sample.coded))
    assert (found.low >= 0).all()
    assert (found.low <= found.share + 1e-12).all()
    assert (found.share <= found.high + 1e-12).all()
    assert (found.high <= 1 + 1e-12).all()


def test_nothing_to_go_on_is_an_error():
    y, sample = np.zeros((10, 1)), drawn_from(np.random.default_rng(0), 10, 5)
    with pytest.raises(ValueError, match="weights"):
        corrected_shares(y, y, Sample(sample.stratum, sample.drawn, np.zeros(10), sample.coded))
    nobody = np.zeros(10, dtype=bool)
    with pytest.raises(ValueError, match="no drawn answer"):
        corrected_shares(y, y, Sample(sample.stratum, nobody, np.ones(10), nobody))
