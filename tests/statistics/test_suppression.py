"""No small number can be read from what is shown, nor worked out of it."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.statistics.suppression import Counts, exposed, hidden


def table(rows, bases, parents=None):
    """Return counts of codes by group; the total is made of the groups."""
    groups = np.array(rows, dtype=np.int64).reshape(len(rows), -1)
    n = np.column_stack([groups.sum(axis=1), groups])
    return Counts(n, np.array([sum(bases), *bases]), tuple(parents or [None] * len(rows)))


def test_a_small_number_takes_another_with_it():
    found = hidden(table([[3, 40, 30], [20, 30, 40]], [50, 60, 70]), 5)
    assert found.cells.tolist() == [[False, True, False, True], [False] * 4]
    assert not found.groups.any()


def test_all_but_a_few_is_small_too():
    assert hidden(
        Counts(np.array([[98], [50], [100], [0]]), np.array([100]), (None,) * 4), 5
    ).cells.ravel().tolist() == [
        True,
        False,
        False,
        False,
    ]


def test_a_net_with_one_code_gives_it_away():
    found = hidden(Counts(np.array([[3], [3], [40]]), np.array([100]), (None, 0, None)), 5)
    assert found.cells.ravel().tolist() == [True, True, False]


def test_a_small_group_takes_another_with_it():
    found = hidden(table([[1, 20, 30, 20]], [3, 40, 60, 50]), 5)
    assert found.groups.tolist() == [True, True, False, False]
    assert found.cells[:, 1:3].all()


def test_the_auditor_sees_what_subtraction_finds():
    counts = table([[3, 40, 30]], [50, 60, 70])
    cells = np.array([[False, True, False, False]])
    assert exposed(counts, cells, cells, 5) == [(0, 1)]
    assert exposed(counts, np.array([[False, True, False, True]]), cells, 5) == []
    assert exposed(counts, np.zeros((1, 4), dtype=bool), cells, 5) == [(0, 1)]


@st.composite
def surveys(draw):
    """Codes of respondents in groups, two of the codes in a net."""
    n_codes, n_groups = draw(st.integers(1, 4)), draw(st.integers(0, 4))
    people = draw(
        st.lists(
            st.tuples(st.integers(0, max(0, n_groups - 1)), st.sets(st.integers(0, n_codes - 1))),
            min_size=8,
            max_size=60,
        )
    )
    groups = sorted({group for group, _codes in people}) if n_groups else []
    rows = [lambda codes, c=c: c in codes for c in range(n_codes)]
    parents: list[int | None] = [None] * n_codes
    if n_codes > 1:
        rows.append(lambda codes: bool(codes & {0, 1}))
        parents = [n_codes, n_codes, *parents[2:], None]
    columns = [people, *([p for p in people if p[0] == group] for group in groups)]
    n = np.array([[sum(has(codes) for _g, codes in column) for column in columns] for has in rows], dtype=np.int64)
    return Counts(n, np.array([len(column) for column in columns]), tuple(parents))


@settings(max_examples=120)
@given(surveys(), st.integers(2, 6))
def test_nothing_small_can_be_worked_out(counts, least):
    found = hidden(counts, least)
    n, bases = counts.n, counts.bases
    small = ((n > 0) & (n < least)) | ((bases - n > 0) & (bases - n < least))
    assert not (small & ~found.cells).any()
    assert not ((bases[1:] < least) & ~found.groups).any()
    # Groups that are hidden whole have no known size; of all others each small number stays open, and so does the sum
    # of the hidden groups.
    shown = [0, *(1 + np.flatnonzero(~found.groups))]
    n2, bases2, cells2 = n[:, shown], bases[shown], found.cells[:, shown]
    if found.groups.any():
        rest = 1 + np.flatnonzero(found.groups)
        n2 = np.column_stack([n2, n[:, rest].sum(axis=1)])
        bases2 = np.append(bases2, bases[rest].sum())
        cells2 = np.column_stack([cells2, np.ones(len(n2), dtype=bool)])
    seen = Counts(n2, bases2, counts.parents)
    small2 = ((n2 > 0) & (n2 < least)) | ((bases2 - n2 > 0) & (bases2 - n2 < least))
    if bases[0] >= 2 * least and not found.groups.all():
        assert exposed(seen, cells2, small2, least) == []
