import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from coder.domain.codebook import Code, Codebook
from coder.statistics.cross import cross_table
from coder.statistics.groups import group_figures, letter
from coder.statistics.testing import ALPHA

BOOK = Codebook((Code("a", "A"), Code("b", "B"), Code("c", "C", parent="n"), Code("n", "N")))


def people(*groups: tuple[str | None, int, dict[str, int]]) -> tuple[list, list]:
    """Return respondents by group: how many there are, and how many of them name each code."""
    names, codes = [], []
    for name, n, named in groups:
        names += [name] * n
        codes += [frozenset(c for c, times in named.items() if i < times) for i in range(n)]
    return names, codes


def test_letters_point_at_the_lower_columns():
    names, codes = people(("x", 100, {"a": 60, "b": 20}), ("y", 100, {"a": 30, "b": 22}), ("z", 100, {"a": 33}))
    (found,) = group_figures(cross_table(names, codes, BOOK))
    x, y, z = found.columns
    assert [column.letter for column in found.columns] == ["A", "B", "C"]
    assert (x.above, y.above, z.above) == ({"a": "BC", "b": "C"}, {"b": "C"}, {})
    assert [(d.code_id, d.high, d.low) for d in found.differences] == [
        ("a", "x", "y"), ("a", "x", "z"), ("b", "y", "z"), ("b", "x", "z"),
    ]  # fmt: skip
    assert found.differences[0].difference == pytest.approx(0.3)
    assert x.shares["a"].value == 0.6
    assert found.correction == "Benjamini-Hochberg"


def test_small_columns_and_unknown_values_are_not_tested():
    names, codes = people(("x", 100, {"a": 90}), ("y", 29, {"a": 1}), ("z", 40, {"a": 38}), (None, 100, {}))
    (found,) = group_figures(cross_table(names, codes, BOOK))
    assert [(c.letter, c.small, c.few) for c in found.columns] == [
        ("A", False, False), ("B", True, True), ("C", False, True), ("", True, False),
    ]  # fmt: skip
    assert found.differences == ()


def test_weights_make_a_difference_less_certain():
    names, codes = people(("x", 100, {"a": 60}), ("y", 100, {"a": 40}))
    weights = [1.0, 9.0] * 100
    (plain,) = group_figures(cross_table(names, codes, BOOK))[0].differences
    (weighted,) = group_figures(cross_table(names, codes, BOOK, weights))[0].differences
    # By hand: 0.2 / sqrt(0.25 * 2 / n), n = 100 and 100 * 25 / 41, times (N - 1) / N under the root.
    assert plain.p_adjusted == pytest.approx(2 * norm.sf(0.2 / np.sqrt(0.5 / 100) * np.sqrt(199 / 200)))
    n = 100 * 25 / 41
    assert weighted.p_adjusted == pytest.approx(2 * norm.sf(0.2 / np.sqrt(0.5 / n) * np.sqrt((2 * n - 1) / (2 * n))))


def test_letters_go_on_beyond_z():
    assert [letter(n) for n in (0, 25, 26, 51, 52, 702)] == ["A", "Z", "AA", "AZ", "BA", "AAA"]


someone = st.tuples(st.sampled_from(["p", "q", "r", None]), st.frozensets(st.sampled_from("abc")), st.floats(0.5, 2))


@settings(max_examples=30)
@given(
    st.lists(someone, min_size=60, max_size=160),
    st.randoms(use_true_random=True),
    st.sampled_from(["Benjamini-Hochberg", "Holm"]),
)
def test_whatever_the_order_of_respondents_and_letters_say_what_differences_say(persons, random, correction):
    def made(rows):
        return group_figures(
            cross_table([r[0] for r in rows], [r[1] for r in rows], BOOK, [r[2] for r in rows]), correction=correction
        )

    (found,) = made(persons)
    (again,) = made(random.sample(persons, len(persons)))
    columns = {column.name: column for column in found.columns}
    assert len(found.differences) == len(again.differences)
    for one, other in zip(found.columns, again.columns, strict=True):
        assert (one.name, one.base, one.above) == (other.name, other.base, other.above)
    pointed = {(c.name, code, low) for c in found.columns for code, letters in c.above.items() for low in letters}
    assert pointed == {(d.high, d.code_id, columns[d.low].letter) for d in found.differences}
    for difference in found.differences:
        high, low = columns[difference.high], columns[difference.low]
        assert not high.small
        assert not low.small
        assert difference.p_adjusted < ALPHA
        expected = high.shares[difference.code_id].value - low.shares[difference.code_id].value
        assert difference.difference == pytest.approx(expected)
        assert difference.difference > 0
    assert np.isfinite([d.p_adjusted for d in found.differences]).all()
