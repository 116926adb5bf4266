import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coder.domain.codebook import Code, Codebook
from coder.domain.errors import UsageError
from coder.statistics.frequencies import ThemeRow, ThemeTable, theme_table
from coder.statistics.intervals import korn_graubard, wilson

BOOK = Codebook(
    (
        Code("sfeer", "Sfeer"),
        Code("rust", "Rust en ruimte", parent="sfeer"),
        Code("geluid", "Geluid", parent="sfeer"),
        Code("prijs", "Prijs"),
        Code("weet_niet", "Weet niet", exclusive=True),
        Code("oud", "Oud", retired=True),
    )
)
GIVEN = [
    frozenset({"rust", "geluid"}),
    frozenset({"rust", "prijs"}),
    frozenset({"sfeer"}),
    frozenset({"weet_niet"}),
    frozenset(),
]


def by_id(table: ThemeTable) -> dict[str, ThemeRow]:
    return {row.code_id: row for row in table.rows}


def test_worked_example():
    table = theme_table(GIVEN, BOOK)
    assert [(row.code_id, row.n) for row in table.rows] == [
        ("sfeer", 3), ("rust", 2), ("geluid", 1), ("prijs", 1), ("weet_niet", 1),
    ]  # fmt: skip
    assert (table.base, table.weighted_base, table.effective_base) == (5, 5.0, 5.0)
    assert (table.mentions, table.weighted_mentions) == (6, 6.0)
    assert table.rows[0] == ThemeRow(
        "sfeer", "Sfeer", True, None, 0, False, 3, 3.0, 0.6, pytest.approx(4 / 6), *wilson(3, 5)
    )
    assert table.rows[1].parent == "sfeer"
    assert table.rows[1].depth == 1
    assert table.rows[-1].exclusive


def test_worked_example_with_weights():
    # By hand: base 2 + 1 + 1 + 4 + 2 = 10, effective 100 / 26, mentions 2·2 + 2·1 + 1 + 4 = 11.
    table = theme_table(GIVEN, BOOK, [2, 1, 1, 4, 2])
    rows = by_id(table)
    assert (table.base, table.weighted_base, table.mentions, table.weighted_mentions) == (5, 10.0, 6, 11.0)
    assert table.effective_base == pytest.approx(100 / 26)
    assert (rows["sfeer"].n, rows["sfeer"].weighted_n, rows["sfeer"].share_of_respondents) == (3, 4.0, 0.4)
    assert rows["sfeer"].share_of_mentions == pytest.approx(6 / 11)
    # Weights that differ: the interval of Korn and Graubard.
    low, high = korn_graubard(np.array(0.4), np.array(100 / 26), np.array(5))
    assert (rows["sfeer"].low, rows["sfeer"].high) == pytest.approx((float(low), float(high)))
    equal = by_id(theme_table(GIVEN, BOOK, [2] * 5))
    assert (equal["sfeer"].low, equal["sfeer"].high) == pytest.approx(wilson(3, 5))
    assert rows["rust"].share_of_mentions == pytest.approx(3 / 11)


def test_weights_decide_the_order():
    codes = [frozenset({"rust"}), frozenset({"prijs"}), frozenset({"prijs"})]
    assert theme_table(codes, BOOK).rows[0].code_id == "prijs"
    assert [row.code_id for row in theme_table(codes, BOOK, [9, 1, 1]).rows][:2] == ["sfeer", "rust"]


def test_retired_and_unknown_codes_show_when_given():
    rows = by_id(theme_table([frozenset({"oud", "vreemd"})], BOOK))
    assert rows["oud"].n == 1
    assert rows["vreemd"].label == "vreemd"
    assert "oud" not in by_id(theme_table([frozenset()], BOOK))


@pytest.mark.parametrize("weights", [None, []])
def test_nobody(weights: list[float] | None):
    table = theme_table([], BOOK, weights)
    assert len(table.rows) == 5
    assert (table.base, table.weighted_base, table.effective_base, table.mentions) == (0, 0.0, 0.0, 0)
    assert {(row.n, row.share_of_respondents, row.share_of_mentions, row.low, row.high) for row in table.rows} == {
        (0, 0.0, 0.0, 0.0, 1.0)
    }


def test_no_codes():
    assert theme_table([frozenset()] * 3, Codebook()).rows == ()
    assert theme_table([], Codebook()).rows == ()


def test_all_weights_zero():
    table = theme_table(GIVEN, BOOK, [0.0] * 5)
    assert by_id(table)["rust"].n == 2
    assert (table.weighted_base, table.effective_base, table.rows[0].share_of_respondents) == (0.0, 0.0, 0.0)


def test_wrong_weights():
    with pytest.raises(UsageError, match="respondent 2"):
        theme_table([frozenset()] * 2, BOOK, [1, -1])
    with pytest.raises(ValueError, match="2 respondents"):
        theme_table([frozenset()] * 2, BOOK, [1])


def test_nets_that_are_each_others_parent_count_the_same_people():
    book = Codebook((Code("a", "A", parent="b"), Code("b", "B", parent="a")))
    assert {row.n for row in theme_table([frozenset("a"), frozenset("b"), frozenset("ab")], book).rows} == {3}


NESTED = Codebook(
    (
        Code("n", "N"),
        Code("m", "M", parent="n"),
        Code("a", "A", parent="m"),
        Code("b", "B", parent="m"),
        Code("c", "C", parent="n"),
        Code("d", "D"),
        Code("e", "E", exclusive=True),
    )
)
people = st.lists(st.tuples(st.frozensets(st.sampled_from("nmabcdex")), st.floats(0, 10)), max_size=30)


@example([(frozenset(), 2.0), (frozenset({"n"}), 2.2250738585072014e-308)], True)  # a weight next to nothing
@given(people, st.booleans())
def test_counted_one_by_one(persons: list[tuple[frozenset[str], float]], weighted: bool):
    codes = [chosen for chosen, _ in persons]
    weights = [weight for _, weight in persons] if weighted else [1.0] * len(persons)
    table = theme_table(codes, NESTED, weights if weighted else None)
    base = sum(weights)
    mentions = sum(len(given) * weight for given, weight in zip(codes, weights, strict=True))
    assert table.base == len(codes)
    assert table.weighted_base == pytest.approx(base)
    assert table.mentions == sum(map(len, codes))
    for row in table.rows:
        n, weighted_n, named = 0, 0.0, 0.0
        for chosen, weight in zip(codes, weights, strict=True):
            hits = [code for code in chosen if row.code_id == code or row.code_id in NESTED.nets_of(code)]
            n += bool(hits)
            weighted_n += weight if hits else 0.0
            named += weight * len(hits)
        assert row.n == n
        assert row.weighted_n == pytest.approx(weighted_n)
        assert row.share_of_respondents == pytest.approx(weighted_n / base if base else 0.0)
        assert row.share_of_mentions == pytest.approx(named / mentions if mentions else 0.0)
        assert 0 <= row.low <= row.share_of_respondents + 1e-12
        assert row.share_of_respondents - 1e-12 <= row.high <= 1


def many_answers(answers: int, codes: int) -> tuple[list[frozenset[str]], Codebook, list[float]]:
    random = np.random.default_rng(7)
    book = Codebook(
        tuple(Code(f"net{i}", f"Net {i}") for i in range(10))
        + tuple(Code(f"c{i}", f"Code {i}", parent=f"net{i % 10}") for i in range(codes))
    )
    given = [
        frozenset(f"c{code}" for code in row[:count])
        for row, count in zip(random.integers(codes, size=(answers, 6)), random.integers(7, size=answers), strict=True)
    ]
    return given, book, list(random.uniform(0.2, 5, answers))


def test_a_hundred_thousand_answers_and_seventy_codes():
    codes, book, weights = many_answers(100_000, 70)
    table = theme_table(codes, book, weights)
    assert table.base == 100_000
    assert sum(row.n for row in table.rows if not row.net) == sum(map(len, codes)) == table.mentions
