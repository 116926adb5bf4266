import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2, norm
from statsmodels.stats.contingency_tables import mcnemar

from coder.domain.codebook import Code, Codebook
from coder.statistics.cross import cross_table
from coder.statistics.presence import presence
from coder.statistics.trends import Wave, bridged, in_both, trend_figures

BOOK = Codebook((Code("n", "N"), Code("a", "A", parent="n"), Code("b", "B", parent="n"), Code("c", "C")))
A, NONE = frozenset("a"), frozenset[str]()


def trend(before: Wave, after: Wave, panel: bool = True, book: Codebook = BOOK, **more):
    weights = None if before.weights is None else [*before.weights, *after.weights]
    rounds = ["2022"] * len(before.codes) + ["2024"] * len(after.codes)
    cross = cross_table(rounds, [*before.codes, *after.codes], book, weights)
    both = in_both(before, after, book, [row.code_id for row in cross.total.rows]) if panel else None
    return trend_figures(cross, both, **more)


def panel(yes_yes: int, yes_no: int, no_yes: int, no_no: int) -> tuple[Wave, Wave]:
    before = [A] * (yes_yes + yes_no) + [NONE] * (no_yes + no_no)
    after = [A] * yes_yes + [NONE] * yes_no + [A] * no_yes + [NONE] * no_no
    ids = [str(n) for n in range(len(before))]
    return Wave(ids, before), Wave(ids, after)


def change_of(found, code: str = "a"):
    return next(change for change in found.changes if change.code_id == code)


def test_a_published_panel():
    # A. Agresti (2013), Categorical Data Analysis, section 11.1.1: approval ratings of the same 1600 people twice;
    # z0 = -4.17, difference -0.04, 95 % interval (-0.06, -0.02).
    waves = panel(794, 150, 86, 570)
    one = change_of(trend(*waves))
    assert one.difference.value == pytest.approx(-0.04)
    assert (one.difference.low, one.difference.high) == pytest.approx((-0.06, -0.02), abs=0.002)
    assert one.p_adjusted == pytest.approx(2 * norm.sf(4.17), rel=0.05)
    assert one.holds
    # Taken as different people, the same figures are less certain.
    assert change_of(trend(*waves, panel=False)).p_adjusted > one.p_adjusted


@given(*[st.integers(2, 60)] * 4)
def test_the_same_people_twice_is_mcnemars_test(yes_yes, yes_no, no_yes, no_no):
    before, after = panel(yes_yes, yes_no, no_yes, no_no)
    if len(before.codes) < 30:
        return
    expected = mcnemar([[yes_yes, yes_no], [no_yes, no_no]], exact=False, correction=False).pvalue
    # The net holds the same people, so that the adjusted p value is the plain one.
    assert change_of(trend(before, after)).p_adjusted == pytest.approx(expected)


def test_some_people_twice():
    # z8 of Derrick and others (2015): (p1 - p2) / sqrt(p (1 - p) (1 / n1 + 1 / n2 - 2 phi n12 / (n1 n2))), with phi
    # around the pooled share.
    before, after = panel(20, 12, 5, 25)
    before = Wave([*before.respondents, *(f"x{n}" for n in range(40))], [*before.codes, *([A] * 22 + [NONE] * 18)])
    after = Wave([*after.respondents, *(f"y{n}" for n in range(60))], [*after.codes, *([A] * 15 + [NONE] * 45)])
    n1, n2, n12 = 102, 122, 62
    p1, p2 = (32 + 22) / n1, (25 + 15) / n2
    p = (32 + 22 + 25 + 15) / (n1 + n2)
    phi = (20 * (1 - p) ** 2 - (12 + 5) * p * (1 - p) + 25 * p**2) / n12 / (p * (1 - p))
    z = (p1 - p2) / np.sqrt(p * (1 - p) * (1 / n1 + 1 / n2 - 2 * phi * n12 / (n1 * n2)))
    assert change_of(trend(before, after)).p_adjusted == pytest.approx(2 * norm.sf(z))


def test_nobody_twice_is_the_test_of_two_proportions():
    before = Wave([f"x{n}" for n in range(100)], [A] * 60 + [NONE] * 40)
    after = Wave([f"y{n}" for n in range(80)], [A] * 30 + [NONE] * 50)
    table = np.array([[60, 40], [30, 50]])
    expected = table.sum(axis=0) * table.sum(axis=1)[:, None] / 180
    statistic = ((table - expected) ** 2 / expected).sum() * 179 / 180
    assert change_of(trend(before, after)).p_adjusted == pytest.approx(chi2.sf(statistic, 1))


def test_merged_and_split_codes_are_bridged():
    book = Codebook(
        (
            Code("geld", "Geld", retired=True, replaced_by=("loon", "subsidie")),
            Code("loon", "Loon"),
            Code("subsidie", "Subsidie"),
            Code("tijd", "Tijd", retired=True, replaced_by=("rust",)),
            Code("rust", "Rust"),
        )
    )
    old, new = [frozenset({"geld", "tijd"}), NONE], [frozenset({"loon"}), frozenset({"rust", "subsidie"})]
    assert bridged([*old, *new], book) == [{"geld", "rust"}, set(), {"geld", "loon"}, {"geld", "rust", "subsidie"}]
    # Once everything is recoded, nothing is left to bridge.
    assert bridged(new, book) == new


def test_what_is_broken_unused_new_and_gone():
    before = Wave([f"x{n}" for n in range(100)], [A] * 60 + [NONE] * 40)
    after = Wave([f"y{n}" for n in range(100)], [frozenset("b")] * 60 + [frozenset("c")] * 40)
    found = trend(before, after, broken={"c": "anders bedoeld"}, unused={"2022": {"b"}})
    assert (found.new, found.gone) == (("b", "c"), ("a",))
    assert found.shares["b"][0] is None
    assert found.shares["b"][1].value == 0.6
    assert {change.code_id for change in found.changes} == {"n", "a"}
    assert found.broken == {"c": "anders bedoeld"}
    assert found.bases == (100, 100)


def test_small_rounds_are_not_tested():
    before, after = panel(9, 9, 1, 10)
    assert trend(before, after).changes == ()


sets = st.frozensets(st.sampled_from("abc"))
person = st.tuples(sets, sets, st.sampled_from(["both", "before", "after"]), st.floats(0.5, 2), st.floats(0.5, 2))


@settings(max_examples=40)
@given(st.lists(person, min_size=70, max_size=120), st.randoms(use_true_random=True), st.booleans())
def test_order_and_direction_do_not_matter(people, random, weighted):
    def made(rows, back=False):
        first = [(i, p) for i, p in rows if p[2] != "after"]
        second = [(i, p) for i, p in rows if p[2] != "before"]
        one = Wave([i for i, _ in first], [p[0] for _, p in first], [p[3] for _, p in first] if weighted else None)
        other = Wave([i for i, _ in second], [p[1] for _, p in second], [p[4] for _, p in second] if weighted else None)
        return trend(other, one) if back else trend(one, other)

    rows = [(str(i), p) for i, p in enumerate(people)]
    found = {change.code_id: change for change in made(rows).changes}
    mixed = {change.code_id: change for change in made(random.sample(rows, len(rows))).changes}
    back = {change.code_id: change for change in made(rows, back=True).changes}
    assert found.keys() == mixed.keys() == back.keys()
    for code, change in found.items():
        assert 0 <= change.p_adjusted <= 1
        assert -1 <= change.difference.low <= change.difference.value + 1e-9
        assert change.difference.value <= change.difference.high + 1e-9
        assert mixed[code].p_adjusted == pytest.approx(change.p_adjusted)
        assert back[code].p_adjusted == pytest.approx(change.p_adjusted)
        assert back[code].difference.value == pytest.approx(-change.difference.value)
        assert back[code].difference.low == pytest.approx(-change.difference.high)


def test_presence_counts_nets():
    found = presence([frozenset("a"), frozenset("c"), NONE, frozenset("x")], BOOK, ["n", "c", "a"])
    assert found.tolist() == [[1, 0, 1], [0, 1, 0], [0, 0, 0], [0, 0, 0]]
