"""Rows of a codeframe: every code gets an id, and the net that it lies in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coder.domain.codebook import ID_PATTERN, Code, slug
from coder.domain.errors import InputError
from coder.domain.folding import fold
from coder.domain.survey import SurveyTable
from coder.domain.texts import _
from coder.importers.base import shown

_REST = re.compile(
    r"(overige?|anders|weet (ik )?niet|geen (antwoord|mening|idee|opgave)|onbekend|n v t|other|don t know)\b"
)
"""How codes begin that say nothing of the subject, folded."""


@dataclass(slots=True)
class Row:
    """A code as its row has it."""

    number: int
    fields: Mapping[str, str]
    depth: int
    """How deep its label stands; the net is the last row above that stands less deep."""
    code_id: str = ""
    parent: str | None = None

    @property
    def label(self) -> str:
        """What the code is called."""
        return " ".join(self.fields.get("label", "").split())


def give_ids(table: SurveyTable, rows: Sequence[Row]) -> None:
    """Give every row an id: the stated one, else its value, else one made from the label."""
    by_id: dict[str, Row] = {}
    labels: dict[str, Row] = {}
    for row in rows:
        stated = row.fields.get("id", "").strip() or row.fields.get("value", "").strip()
        if stated and not ID_PATTERN.fullmatch(stated):
            stated = slug(stated)
        row.code_id = stated
        for known, name in ((by_id, stated), (labels, row.label.casefold())):
            first = known.setdefault(name, row) if name else row
            if first is not row:
                raise wrong(
                    table,
                    row.number,
                    _("the code {name} stands in row {first} already").format(name=shown(name), first=first.number),
                )
    taken = {row.code_id for row in rows}
    for row in rows:
        if not row.code_id:
            row.code_id = slug(row.label, taken)
            taken.add(row.code_id)


def nest_below_headings(rows: Sequence[Row]) -> None:
    """Let labels without a number be the nets of the numbered codes below them, where the list is made so.

    It is when it begins with one, or has several, and no label is indented. At the end of the list, what is left over
    ('overig', 'weet niet') is of no net.
    """
    named = [row for row in rows if row.label]
    numbered = [bool(row.fields.get("id", "").strip() or row.fields.get("value", "").strip()) for row in named]
    headings = [place for place, has in enumerate(numbered) if not has]
    above = all(place + 1 < len(named) and numbered[place + 1] for place in headings)
    if not headings or not above or (headings[0] != 0 and len(headings) < 2) or any(row.depth for row in named):
        return
    last = len(named)
    while last and _REST.match(fold(named[last - 1].label)):
        last -= 1
    for place in range(headings[0], last):
        named[place].depth = int(numbered[place])


def give_nets(table: SurveyTable, rows: Sequence[Row]) -> list[tuple[int, Code]]:
    """Give the rows their nets; return nets that have no row of their own, with the place where they come."""
    added: list[tuple[int, Code]] = []
    above: list[Row] = []
    names = {row.code_id.casefold(): row.code_id for row in rows}
    names |= {row.label.casefold(): row.code_id for row in rows}
    by_column = any(row.fields.get("net", "").strip() for row in rows)
    for place, row in enumerate(rows):
        net = " ".join(row.fields.get("net", "").split())
        if by_column:
            if net and net.casefold() != row.label.casefold():
                if net.casefold() not in names:
                    code = Code(slug(net, names.values()), net)
                    names[net.casefold()] = code.code_id
                    added.append((place, code))
                row.parent = names[net.casefold()]
            continue
        while above and above[-1].depth >= row.depth:
            above.pop()
        row.parent = above[-1].code_id if above else None
        above.append(row)
    parents = {row.code_id: row.parent for row in rows}
    for row in rows:
        way, one = set[str](), row.parent
        while one is not None and one not in way:
            way.add(one)
            one = parents.get(one)
        if row.code_id in way:
            raise wrong(table, row.number, _("the net of {name} lies in itself").format(name=shown(row.label)))
    return added


def wrong(table: SurveyTable, number: int, reason: str) -> InputError:
    """Return the error for a row."""
    return InputError(
        _("{file}, row {row}: {reason}").format(file=table.path, row=number, reason=reason),
        _("Correct the file and try again; nothing was changed."),
    )
