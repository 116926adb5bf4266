"""Tables without numbers that single people out: `coder table --min-cell`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from coder.domain.errors import UsageError
from coder.domain.texts import _
from coder.statistics.cross import CrossTable
from coder.statistics.frequencies import ThemeRow, ThemeTable
from coder.statistics.suppression import Counts, hidden


def guarded(cross: CrossTable, least: int) -> CrossTable:
    """Return the table with what `hidden` says blanked, in every measure that follows from it.

    Rows whose total is hidden come last among their neighbours, by label: their rank would tell their size. Where
    anything is hidden no mentions are shown, as the hidden ones could be subtracted from them.

    Raises
    ------
    UsageError : there are fewer than `least` respondents in all.
    """
    total = cross.total
    if total.base < least:
        raise UsageError(
            _("There are fewer than {n} respondents in this table").format(n=least),
            _("Choose a smaller --min-cell, or count more respondents."),
        )
    tables = [total, *(g.table for g in cross.groups)]
    places = {row.code_id: place for place, row in enumerate(total.rows)}
    parents = tuple(places.get(row.parent or "") for row in total.rows)
    # A group with too few of the random sample has no rows: nothing of it is shown.
    n = [[row.n for row in t.rows] if t.rows else [0] * len(total.rows) for t in tables]
    bases = np.array([t.base for t in tables])
    found = hidden(Counts(np.array(n, dtype=np.int64).T, bases, parents, cross.same), least)
    if not found.cells.any() and not found.groups.any():
        return cross
    order = _order(total.rows, found.cells[:, 0].tolist())
    made = [_blanked(t, order, found.cells[:, i].tolist()) for i, t in enumerate(tables)]
    gone = [False, *found.groups.tolist()]
    made = [
        replace(t, base=0, weighted_base=0.0, effective_base=0.0, hidden=True) if g else t
        for t, g in zip(made, gone, strict=True)
    ]
    groups = [replace(group, table=t) for group, t in zip(cross.groups, made[1:], strict=True)]
    return replace(cross, total=made[0], groups=tuple(groups))


def _blanked(table: ThemeTable, order: Sequence[int], blank: Sequence[bool]) -> ThemeTable:
    rows = []
    for place in order if table.rows else ():
        row = replace(table.rows[place], share_of_mentions=0.0)
        if blank[place]:
            row = replace(row, n=0, weighted_n=0.0, share_of_respondents=0.0, low=0.0, high=0.0, hidden=True)
        rows.append(row)
    return replace(table, rows=tuple(rows), mentions=0, weighted_mentions=0.0, guarded=True)


def _order(rows: Sequence[ThemeRow], blank: Sequence[bool]) -> list[int]:
    below: dict[str | None, list[int]] = {}
    for place, row in enumerate(rows):
        below.setdefault(row.parent, []).append(place)
    found: list[int] = []

    def add(parent: str | None) -> None:
        members = below.pop(parent, [])
        for place in sorted(members, key=lambda i: (blank[i], rows[i].label.casefold() if blank[i] else "")):
            found.append(place)
            add(rows[place].code_id)

    add(None)
    return found
