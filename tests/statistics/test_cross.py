import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.domain.codebook import Code, Codebook
from coder.domain.errors import UsageError
from coder.statistics.cross import cross_table
from coder.statistics.frequencies import theme_table

BOOK = Codebook((Code("sfeer", "Sfeer"), Code("rust", "Rust", parent="sfeer"), Code("prijs", "Prijs")))
RUST, PRIJS = frozenset({"rust"}), frozenset({"prijs"})


def test_worked_example():
    table = cross_table(["b", "a", "b", None, ""], [RUST, PRIJS, PRIJS, PRIJS, frozenset()], BOOK)
    assert [row.code_id for row in table.total.rows] == ["prijs", "sfeer", "rust"]
    assert [(group.name, group.missing, group.table.base) for group in table.groups] == [
        ("a", False, 1), ("b", False, 2), ("(none)", True, 2),
    ]  # fmt: skip
    assert [[row.n for row in group.table.rows] for group in table.groups] == [[1, 0, 0], [1, 1, 1], [1, 0, 0]]
    assert table.groups[1].table.rows[0].share_of_respondents == 0.5


def test_groups_come_in_the_order_that_people_expect():
    names = ["10 jaar", "9 jaar", "Man", "anders", "009 jaar", "55+", "(none)", "1" * 6_000]
    table = cross_table(names, [RUST] * len(names), BOOK)
    assert [group.name for group in table.groups] == [
        "009 jaar", "9 jaar", "10 jaar", "55+", "1" * 6_000, "(none)", "anders", "Man",
    ]  # fmt: skip
    assert not any(group.missing for group in table.groups)


def test_nobody():
    table = cross_table([], [], BOOK)
    assert table.groups == ()
    assert len(table.total.rows) == 2 + 1


def test_wrong_lengths_and_weights():
    with pytest.raises(ValueError, match="1 groups for 2"):
        cross_table(["a"], [RUST, RUST], BOOK)
    with pytest.raises(UsageError, match="respondent 2"):
        cross_table(["a", "b"], [RUST, RUST], BOOK, [1, float("nan")])


persons = st.lists(
    st.tuples(
        st.sampled_from(["x", "y", "z 1", None]), st.frozensets(st.sampled_from(["rust", "prijs", "sfeer", "?"])),
        st.floats(0, 10),
    ),
    max_size=25,
)  # fmt: skip


@given(persons, st.booleans())
def test_each_group_is_the_theme_table_of_its_people(people: list[tuple], weighted: bool):
    groups = [group for group, _, _ in people]
    codes = [chosen for _, chosen, _ in people]
    weights = [weight for _, _, weight in people] if weighted else None
    table = cross_table(groups, codes, BOOK, weights)
    assert table.total == theme_table(codes, BOOK, weights)
    order = [row.code_id for row in table.total.rows]
    assert len(table.groups) == len(set(groups))
    for group in table.groups:
        chosen = [i for i, name in enumerate(groups) if name == (None if group.missing else group.name)]
        alone = theme_table([codes[i] for i in chosen], BOOK, [weights[i] for i in chosen] if weights else None)
        assert [row.code_id for row in group.table.rows] == order
        expected = {row.code_id: row for row in alone.rows}
        for row in group.table.rows:
            assert row == expected.get(row.code_id, row)
            assert row.code_id in expected or row.n == 0
        assert (group.table.base, group.table.mentions) == (alone.base, alone.mentions)
        assert group.table.effective_base == alone.effective_base
