"""Which numbers of a table to hide, so that no small group of respondents can be read from it or worked out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Cell = tuple[int, int]
SAME = 1e-6  # numbers that differ by less differ by rounding alone
SamePeople = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Counts:
    """Respondents by code and group.

    Parameters
    ----------
    n : (n_codes, 1 + n_groups), the total first; a respondent may have several codes. bases : (1 + n_groups,).
    parents : for each code the row of the net above it, or None.
    same : which columns together hold the same respondents as which others (see `cross.same_people`); without it the
        groups are those of one variable, and together everybody.
    """

    n: Ints
    bases: Ints
    parents: tuple[int | None, ...]
    same: tuple[SamePeople, ...] | None = None

    @property
    def sums(self) -> tuple[SamePeople, ...]:
        """The columns that hold the same respondents."""
        everybody = ((0,), tuple(range(1, self.n.shape[1])))
        return self.same if self.same is not None else (everybody,) if everybody[1] else ()


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is not shown."""

    cells: Bools
    """(n_codes, 1 + n_groups)."""
    groups: Bools
    """(n_groups,): groups of which nothing is shown, their number of respondents neither."""


def hidden(counts: Counts, least: int) -> Hidden:
    """Return what to hide.

    A number is small where fewer than `least` respondents have the code, or all but fewer than `least`: both single
    people out. Nobody at all is not small. Groups of fewer than `least` are hidden as a whole. Then numbers are added,
    the smallest first, until `exposed` finds nothing more: the hidden ones could each be any of `least` values or
    more, for one who knows all that is shown (A. Hundepool and others, 2012, Statistical Disclosure Control, ch. 4:
    a threshold rule, with secondary suppression audited by linear programming).

    Several variables side by side are guarded as one table: also where groups of one are the sum of groups of another.

    Notes
    -----
    Tables that are made one by one and divide the same respondents otherwise may still give each other away.
    """
    groups = _small_groups(counts, least)
    seen, column_of = _merged(counts, groups)
    small = _small(seen, least)
    cells = small.copy()
    cells[:, np.unique(column_of[1:][groups])] = True
    for family in _families(seen):  # what hangs together is guarded by itself
        while found := exposed(seen, cells, small, least, [family]):
            before = cells.sum()
            for row, column in found:
                options = sorted(_neighbours(seen, cells, row, column))
                if options:
                    cells[options[0][-1]] = True
            if cells.sum() == before:
                break  # nothing is shown any more that these could be worked out from
    return Hidden(cells[:, column_of], groups)


def exposed(
    counts: Counts, cells: Bools, small: Bools, least: int, families: Sequence[Sequence[int]] | None = None
) -> list[Cell]:
    """Return the hidden small numbers that can be worked out to fewer than `least` values from those that are shown.

    Parameters
    ----------
    cells, small : (n_codes, 1 + n_groups), what is hidden, and what must not be known.
    families : which rows to look at, those that hang together by nets; None for all.
    """
    return [
        cell for family in families or _families(counts) for cell in _exposed_in(family, counts, cells, small, least)
    ]


def _exposed_in(family: Sequence[int], counts: Counts, cells: Bools, small: Bools, least: int) -> Iterator[Cell]:
    from scipy.optimize import linprog

    columns = range(counts.n.shape[1])
    wanted = [(r, c) for r in family for c in columns if small[r, c]]
    if not wanted:
        return
    place = {cell: i for i, cell in enumerate(cell for cell in product(family, columns) if cells[cell])}
    equal, at_most = _relations(family, counts)
    given: dict[str, Any] = {"bounds": [(0, int(counts.bases[c])) for _r, c in place], "method": "highs"}
    for name, relations in (("eq", equal), ("ub", at_most)):
        rows, values = [], []
        for relation in relations:
            row, rest = np.zeros(len(place)), 0.0
            for cell, factor in relation.items():
                if cell in place:
                    row[place[cell]] = factor
                else:
                    rest += factor * float(counts.n[cell])
            if row.any():
                rows.append(row)
                values.append(-rest)
        if rows:
            given |= {f"A_{name}": np.array(rows), f"b_{name}": np.array(values)}
    # Each table that is found to be possible, the true one to begin with, tells of all its numbers what they could be:
    # those need no search of their own.
    lowest = highest = np.array([counts.n[cell] for cell in place], dtype=np.float64)
    for cell in wanted:
        if cell not in place:
            yield cell
            continue
        aim = np.zeros(len(place))
        aim[place[cell]] = 1
        for sign in (-1, 1):
            if highest[place[cell]] - lowest[place[cell]] < least - 1 - SAME:
                possible = linprog(sign * aim, **given)
                if not possible.success:  # what is shown does not add up, so nothing is known for certain
                    break
                lowest, highest = np.minimum(lowest, possible.x), np.maximum(highest, possible.x)
        else:
            if highest[place[cell]] - lowest[place[cell]] < least - 1 - SAME:
                yield cell


def _relations(family: Sequence[int], counts: Counts) -> tuple[list[dict[Cell, int]], list[dict[Cell, int]]]:
    """Return sums of cells that are 0, and sums that are 0 at most, as anybody knows them who reads the table."""
    n, columns = counts.n, range(counts.n.shape[1])
    equal, at_most = [], []
    for row in family:
        for these, those in counts.sums:
            # Numbers that were corrected and rounded do not add up: then nobody can subtract either.
            if n[row, list(these)].sum() == n[row, list(those)].sum():
                equal.append({(row, c): 1 for c in these} | {(row, c): -1 for c in those})
    for net in family:
        below = [row for row in family if counts.parents[row] == net]
        for column in columns if below else ():
            at_most += [{(row, column): 1, (net, column): -1} for row in below if n[row, column] <= n[net, column]]
            if n[net, column] <= n[below, column].sum():
                at_most.append({(net, column): 1} | {(row, column): -1 for row in below})
    return equal, at_most


def _families(counts: Counts) -> list[list[int]]:
    """Return the rows that hang together: a code or net at the margin with all below it."""
    found: dict[int, list[int]] = {}
    for row in range(len(counts.parents)):
        top, seen = row, {row}
        while (above := counts.parents[top]) is not None and above not in seen:
            top = above
            seen.add(above)
        found.setdefault(top, []).append(row)
    return list(found.values())


def _small(counts: Counts, least: int) -> Bools:
    rest = counts.bases - counts.n
    found: Bools = ((counts.n > 0) & (counts.n < least)) | ((rest > 0) & (rest < least))
    return found


def _small_groups(counts: Counts, least: int) -> Bools:
    """Return which groups are hidden whole: the small ones, and others beside them so that they stay unknown."""
    bases = counts.bases
    found: Bools = bases < least
    found[0] = False
    while (more := _giving_away(counts, found, least)) is not None:
        found[more] = True
    return found[1:]


def _giving_away(counts: Counts, hidden_groups: Bools, least: int) -> int | None:
    """Return a shown group by which hidden ones could be worked out, the smallest; None where there is none."""
    bases = counts.bases
    for sides in counts.sums:
        for side, opposite in (sides, sides[::-1]):
            inside = [c for c in side if hidden_groups[c]]
            if not inside or (len(inside) > 1 and bases[inside].sum() >= 2 * least):
                continue
            shown = [c for c in side if not hidden_groups[c]] or [c for c in opposite if c and not hidden_groups[c]]
            if shown:
                return min(shown, key=lambda c: int(bases[c]))
    return None


def _merged(counts: Counts, groups: Bools) -> tuple[Counts, NDArray[np.intp]]:
    """Return the table as subtraction would find it, and for each column its place in that table.

    Of hidden groups only sums are known: those that are in the same sums become one column.
    """
    column_of = np.zeros(counts.n.shape[1], dtype=np.intp)
    shown = [0, *(1 + np.flatnonzero(~groups)).tolist()]
    column_of[shown] = range(len(shown))
    rest: dict[tuple[bool, ...], int] = {}
    for column in (1 + np.flatnonzero(groups)).tolist():
        inside = tuple(column in side for sides in counts.sums for side in sides)
        column_of[column] = rest.setdefault(inside, len(shown) + len(rest))
    n_columns = len(shown) + len(rest)
    n = np.zeros((len(counts.n), n_columns), dtype=np.int64)
    np.add.at(n.T, column_of, counts.n.T)
    bases = np.bincount(column_of, counts.bases, n_columns).astype(np.int64)
    same = tuple(
        (tuple(sorted({int(column_of[c]) for c in one})), tuple(sorted({int(column_of[c]) for c in other})))
        for one, other in counts.sums
    )
    return Counts(n, bases, counts.parents, same), column_of


def _neighbours(counts: Counts, cells: Bools, row: int, column: int) -> list[tuple[bool, bool, int, int, Cell]]:
    """Return what may be hidden to protect a number, as sorting keys: other groups first, small numbers first."""
    parent = counts.parents[row]
    near = [
        r for r, p in enumerate(counts.parents) if p == row or (parent is not None and (p == parent or r == parent))
    ]
    # Where several sums give a number away, first the one that hides least.
    beside: dict[int, int] = {}
    for these, those in counts.sums:
        if column in these + those:
            n_hidden = int(cells[row, [*these, *those]].sum())
            for c in these + those:
                beside[c] = min(beside.get(c, n_hidden), n_hidden)
    fewest = min(beside.values(), default=0)
    found = [((row, c), n_hidden) for c, n_hidden in beside.items()] + [((r, column), fewest) for r in near]
    # A total says most; that nobody has a code in a group protects little.
    return [
        (c == 0 and r == row, counts.n[r, c] == 0, n_hidden, int(counts.n[r, c]), (r, c))
        for (r, c), n_hidden in found
        if not cells[r, c]
    ]
