"""Agreement against published worked examples, independent libraries, and what must hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.statistics.agreement import Agreement, agreement, set_distances

N = np.nan
# K. Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C: 12 units, 4 observers, nominal.
KRIPPENDORFF = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
        [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
    ]
).T


def one_code_each(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Values of a nominal variable as sets of one code."""
    kinds = sorted({int(v) for v in values.ravel() if not np.isnan(v)})
    return np.stack([values == kind for kind in kinds], axis=2), ~np.isnan(values)


def table(both: int, first: int, second: int, neither: int) -> Agreement:
    """Two coders and one code, by the counts of a table of two by two."""
    cells = [(1, 1)] * both + [(1, 0)] * first + [(0, 1)] * second + [(0, 0)] * neither
    values = np.array(cells, dtype=bool)[:, :, None]
    return agreement(values, np.ones(values.shape[:2], dtype=bool), resamples=50)


def test_krippendorffs_example_with_missing_values():
    found = agreement(*one_code_each(KRIPPENDORFF), resamples=50)
    assert found.masi.value == pytest.approx(0.743, abs=0.0005)  # his nominal alpha: sets of one code
    assert found.jaccard.value == pytest.approx(0.743, abs=0.0005)
    assert found.n == 11  # the last unit has one value and does not count


def test_cohens_kappa_of_a_textbook():
    # J. Fleiss, B. Levin, M. Paik (2003), Statistical methods for rates and proportions, as a table of two by two:
    # 20 both yes, 5 and 10 of one alone, 15 neither: p_o = .70, p_e = .50, kappa = .40.
    found = table(20, 5, 10, 15).codes[0]
    assert found.agreement.value == pytest.approx(0.70)
    assert found.kappa.value == pytest.approx(0.40)
    assert found.given == (25, 30)


def test_gwets_ac1_in_the_paradox_of_kappa():
    # K. Gwet (2008), table 2: 118 both yes, 5 and 2 of one alone, none neither: kappa -0.02, AC1 0.94.
    found = table(118, 5, 2, 0).codes[0]
    assert found.kappa.value == pytest.approx(-0.0234, abs=0.0005)
    assert found.ac1.value == pytest.approx(0.9408, abs=0.0005)


def drawn(seed: int, n: int, people: int, codes: int, missing: float) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    truth = generator.random((n, 1, codes)) < 0.35
    flipped = generator.random((n, people, codes)) < 0.15
    return truth ^ flipped, generator.random((n, people)) >= missing


@pytest.mark.parametrize("seed", range(5))
def test_alpha_of_sets_equals_nltk(seed):
    annotation = pytest.importorskip("nltk.metrics.agreement", reason="nltk is not installed")
    values, seen = drawn(seed, 40, 3, 5, 0.0)
    for distance in ("masi", "jaccard"):

        def apart(one, other, distance=distance):
            rows = np.array([[c in s for c in range(5)] for s in (one, other)])
            return float(set_distances(rows, distance)[0, 1])

        data = [
            (str(person), str(answer), frozenset(np.flatnonzero(values[answer, person]).tolist()))
            for answer, person in zip(*np.nonzero(seen), strict=True)
        ]
        task = annotation.AnnotationTask(data=data, distance=apart)
        found = agreement(values, seen, resamples=10)
        assert getattr(found, distance).value == pytest.approx(task.alpha(), abs=1e-9)


def test_distances_equal_those_of_nltk():
    distance = pytest.importorskip("nltk.metrics.distance", reason="nltk is not installed")
    rows = np.array([[bool(n >> c & 1) for c in range(4)] for n in range(1, 16)])
    sets = [frozenset(np.flatnonzero(row).tolist()) for row in rows]
    theirs = [[distance.jaccard_distance(a, b) for b in sets] for a in sets]
    np.testing.assert_allclose(set_distances(rows, "jaccard"), theirs)
    theirs = [[distance.masi_distance(a, b) for b in sets] for a in sets]
    np.testing.assert_allclose(set_distances(rows, "masi"), theirs, atol=0.004)  # it rounds 2/3 and 1/3 to .67 and .33


@pytest.mark.parametrize("seed", range(5))
def test_nominal_alpha_equals_the_package_krippendorff(seed):
    krippendorff = pytest.importorskip("krippendorff", reason="krippendorff is not installed")
    values, seen = drawn(seed, 60, 4, 3, 0.3)
    found = agreement(values, seen, resamples=10)
    for code in range(3):
        ratings = np.where(seen, values[:, :, code], np.nan).T
        theirs = krippendorff.alpha(ratings.astype(float), level_of_measurement="nominal")
        assert found.codes[code].alpha.value == pytest.approx(theirs, abs=1e-9)


def test_ac1_equals_irrcac():
    # What irrCAC 0.4.4, `CAC(...).gwet()`, gives for the same ratings by three coders. The package itself asks for an
    # older scipy than ours, and takes a missing rating for a category of its own, so that only whole ratings compare.
    values, seen = drawn(0, 60, 3, 2, 0.0)
    found = agreement(values, seen, resamples=10)
    assert [round(code.ac1.value, 5) for code in found.codes] == [0.58979, 0.57087]


SHAPES = st.tuples(st.integers(0, 2**31), st.integers(2, 25), st.integers(2, 4), st.integers(1, 4), st.floats(0, 0.6))


@given(SHAPES)
@settings(max_examples=60)
def test_order_of_answers_and_coders_does_not_count(shape):
    values, seen = drawn(*shape)
    found = agreement(values, seen, resamples=5)
    generator = np.random.default_rng(shape[0])
    answers, people = generator.permutation(len(values)), generator.permutation(values.shape[1])
    other = agreement(values[answers][:, people], seen[answers][:, people], resamples=5)
    for name in ("exact", "masi", "jaccard"):
        assert getattr(found, name).value == pytest.approx(getattr(other, name).value, abs=1e-9)
    assert found.n == other.n == int((seen.sum(axis=1) >= 2).sum())


@given(SHAPES)
@settings(max_examples=60)
def test_what_one_has_not_reached_changes_nothing(shape):
    values, seen = drawn(*shape)
    before = agreement(values, seen, resamples=5)
    alone = np.zeros((7, values.shape[1]), dtype=bool)
    alone[:, 0] = True
    more = np.ones((7, *values.shape[1:]), dtype=bool)
    after = agreement(np.concatenate([values, more]), np.concatenate([seen, alone]), resamples=5)
    assert before == after


def test_full_agreement_is_one_and_chance_about_nought():
    values, _seen = drawn(3, 200, 1, 4, 0.0)
    same = agreement(np.repeat(values, 2, axis=1), np.ones((200, 2), dtype=bool), resamples=20)
    assert same.masi.value == same.jaccard.value == same.exact.value == 1
    assert same.masi.low == same.masi.high == 1
    noise = np.random.default_rng(1).random((4000, 2, 1)) < 0.5
    found = agreement(noise, np.ones((4000, 2), dtype=bool), resamples=200)
    low, high = found.codes[0].alpha.low, found.codes[0].alpha.high
    assert low < 0 < high
    assert high - low < 0.1


def test_nothing_that_varies_has_no_alpha():
    values = np.ones((5, 2, 1), dtype=bool)
    found = agreement(values, np.ones((5, 2), dtype=bool), resamples=5)
    assert found.masi.value is None
    assert found.codes[0].kappa.value is None
    assert found.codes[0].ac1.value == 1
    nobody = agreement(values, np.eye(5, 2, dtype=bool) > 1, resamples=5)
    assert nobody.n == 0
    assert nobody.exact.value is None


def test_answers_that_say_the_same_are_drawn_together():
    values, seen = drawn(3, 30, 2, 2, 0.0)
    # Each answer five times: as much agreement, and no more certainty than of the thirty.
    many, there = np.repeat(values, 5, axis=0), np.repeat(seen, 5, axis=0)
    once = agreement(values, seen)
    together = agreement(many, there, same=np.repeat(np.arange(30), 5))
    apart = agreement(many, there)
    assert together.exact == once.exact
    assert together.codes[0].kappa.low == pytest.approx(once.codes[0].kappa.low)
    assert apart.exact.value == pytest.approx(once.exact.value)
    assert apart.exact.high - apart.exact.low < 0.6 * (once.exact.high - once.exact.low)


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="shapes"):
        agreement(np.ones((3, 2, 1), dtype=bool), np.ones((2, 2), dtype=bool))
