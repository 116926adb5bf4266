"""Several variables side by side: no small number can be worked out, also where groups of one are those of another."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from coder.statistics.cross import Division, members_of, same_people
from coder.statistics.suppression import Counts, hidden

# Towns lie in provinces, so that a province less its towns is a town; sex has nothing to do with either.
TOWNS = {"a1": "A", "a2": "A", "a3": "A", "b1": "B", "b2": "B", "c1": "C"}
person = st.tuples(st.sampled_from(sorted(TOWNS)), st.sampled_from("mv"), st.sets(st.sampled_from("xyz")))


def divided(people):
    """Return the divisions, and for each column (the total first) who is in it."""
    divisions = [
        Division("town", [town for town, _sex, _codes in people]),
        Division("province", [TOWNS[town] for town, _sex, _codes in people]),
        Division("sex", [sex for _town, sex, _codes in people]),
    ]
    columns = [np.arange(len(people)), *(m for d in divisions for _name, m in members_of(d.groups))]
    return divisions, columns


def counts_of(people):
    divisions, columns = divided(people)
    named = [np.array([code in codes for _town, _sex, codes in people]) for code in "xyz"]
    named.append(named[0] | named[1])  # a net of two codes
    n = np.array([[has[members].sum() for members in columns] for has in named], dtype=np.int64)
    return Counts(n, np.array([len(m) for m in columns]), (3, 3, None, None), same_people(divisions)), columns


def test_which_columns_hold_the_same_people():
    people = [(town, sex, set()) for town in ("a1", "a2", "b1", "c1") for sex in "mv"]
    divisions, _columns = divided(people)
    # Columns: 0 the total, 1-4 towns, 5-7 provinces, 8-9 sex.
    assert same_people(divisions) == (
        *(((0,), (1, 2, 3, 4)), ((0,), (5, 6, 7)), ((0,), (8, 9))),
        *(((1, 2), (5,)), ((3,), (6,)), ((4,), (7,))),
    )
    assert same_people([]) == ()


def test_a_town_is_not_its_province_less_the_other_towns():
    # In town a1 three people name x; the province and the other town would tell.
    people = [("a1", "m", {"x"} if i < 3 else set()) for i in range(40)]
    people += [("a2", "v", {"x"} if i < 20 else set()) for i in range(40)]
    people += [("b1", "m" if i % 2 else "v", {"x"} if i < 30 else set()) for i in range(60)]
    people += [("b2", "m" if i % 2 else "v", {"x"} if i < 25 else set()) for i in range(60)]
    counts, _columns = counts_of(people)
    cells = hidden(counts, 5).cells[0]
    a1, a2, province = cells[1], cells[2], cells[5]
    assert a1
    assert a2 or province


def parts_of(people):
    """Return for each column of the table which parts of it, a town by a sex, it holds (n_columns, n_parts)."""
    towns, sexes = ({p[i] for p in people} for i in (0, 1))
    parts = [(town, sex, set()) for town in sorted(towns) for sex in sorted(sexes)]
    _divisions, columns = divided(parts)
    found = np.zeros((len(columns), len(parts)))
    for place, members in enumerate(columns):
        found[place, members] = 1
    return found


def ranges(counts, columns, found, row, people, wanted):
    """Return the least and the most that the wanted numbers of a code can be, for one who knows what is shown.

    This audit does not work on the sums by which columns are guarded, but on what lies below: how many people there
    are in each town by sex, and how many of them name the code. It knows which towns lie in which province, and the
    sizes of the groups that are shown; the rest may be anything.
    """
    parts = parts_of(people)
    nobody = np.zeros_like(parts)
    naming, all_people = np.hstack([parts, nobody]), np.hstack([nobody, parts])
    known = [place for place in range(len(columns)) if not found.cells[row, place]]
    sized = [place for place in range(len(columns)) if place == 0 or not found.groups[place - 1]]
    n_parts = parts.shape[1]
    given = {
        "bounds": (0, len(columns[0])),
        "A_ub": np.hstack([np.eye(n_parts), -np.eye(n_parts)]),  # no more people name it than there are
        "b_ub": np.zeros(n_parts),
        "A_eq": np.vstack([naming[known], all_people[sized]]),
        "b_eq": np.concatenate([counts.n[row, known], counts.bases[sized]]),
    }
    return [(linprog(naming[c], **given).fun, -linprog(-naming[c], **given).fun) for c in wanted]


@settings(max_examples=40)
@given(st.lists(person, min_size=30, max_size=120), st.integers(2, 5))
def test_nothing_small_can_be_subtracted(people, least):
    counts, columns = counts_of(people)
    found = hidden(counts, least)
    n, bases = counts.n, counts.bases
    small = ((n > 0) & (n < least)) | ((bases - n > 0) & (bases - n < least))
    assert not (small & ~found.cells).any()
    assert not ((bases[1:] < least) & ~found.groups).any()
    shown = np.append(True, ~found.groups)
    for row in range(3):
        wanted = np.flatnonzero(small[row] & shown)
        for place, (low, high) in zip(wanted, ranges(counts, columns, found, row, people, wanted), strict=True):
            assert high - low >= least - 1 - 1e-6, (row, place)
