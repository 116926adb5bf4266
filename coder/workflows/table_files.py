"""Theme tables into files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from coder.domain.survey import Cell
from coder.domain.texts import HIDDEN, _, ngettext
from coder.exporters.base import Sheet
from coder.statistics.frequencies import ThemeTable
from coder.workflows.sheets import write_sheets
from coder.workflows.table import QuestionTable


def sheets(tables: Sequence[QuestionTable], asked: bool = False) -> list[Sheet]:
    """Return theme tables as sheets, one a question; with `asked` also as shares of everybody who was asked."""
    return [_sheet(made, asked) for made in tables]


def _sheet(made: QuestionTable, asked: bool) -> Sheet:
    share, of_asked, mentions = _("% of respondents"), _("% of asked"), _("% of mentions")
    low, high = _("from (95 %)"), _("to (95 %)")
    weighted, with_method = made.base.weights is not None, made.base.source != "human"
    columns = [
        *(_("question"), _("theme"), _("code"), _("net"), "n"),
        *([_("weighted n")] if weighted else []),
        *(share, low, high),
        *([of_asked] if asked else []),
        *(mentions, _("base")),
        *([_("method")] if with_method else []),
    ]
    groups = [_Group(made, place) for place in range(len(made.cross.groups))]
    for group in groups:
        columns += group.columns
    methods = {"counted": _("counted"), "corrected": _("corrected"), "uncorrected": _("uncorrected")}
    rows = []
    labels = {row.code_id: row.label for row in made.table.rows}
    for place, row in enumerate(made.table.rows):
        cells: list[Cell] = [
            *(made.question.question_id, row.label, row.code_id, labels.get(row.parent or "", "")),
            *_unless(row.hidden, row.n),
            *(_unless(row.hidden, round(row.weighted_n, 2)) if weighted else []),
            *_unless(row.hidden, round(row.share_of_respondents, 4), round(row.low, 4), round(row.high, 4)),
            *(_unless(row.hidden, round(made.share_of_asked(row), 4)) if asked else []),
            *_unless(made.table.guarded, round(row.share_of_mentions, 4)),
            made.table.base,
            *([methods[made.base.method]] if with_method else []),
        ]
        for group in groups:
            cells += group.cells(place, row.code_id)
        rows.append(tuple(cells))
    shares = {share, of_asked, low, high, mentions}.union(*(group.shares for group in groups))
    percent = frozenset(shares & set(columns))
    return Sheet(made.question.question_id, tuple(columns), rows, percent, 2, _depths(made.table), _caption(made))


class _Group:
    """The columns of one group: numbers, shares, and the letters of the groups that it is certainly above."""

    def __init__(self, made: QuestionTable, place: int) -> None:
        self._group = made.cross.groups[place]
        self._column = [column for figures in made.groups for column in figures.columns][place]
        self._bounds = made.base.basis is not None
        letter = self._column.letter
        name = self._group.name
        if len(made.by) > 1:  # 'yes' may be a value of several
            name = f"{self._group.variable}: {name}"
        low, high = _("from (95 %)"), _("to (95 %)")
        self.shares = [f"{name}: %", *([f"{name}: {low}", f"{name}: {high}"] if self._bounds else [])]
        above = _("above")
        self.columns = [f"{name}: n", *self.shares, *([f"{name} ({letter}): {above}"] if letter else [])]

    def cells(self, place: int, code_id: str) -> list[Cell]:
        if not self._group.table.rows:
            return [_("too few"), *[None] * (len(self.columns) - 1)]
        one = self._group.table.rows[place]
        bounds = [round(one.low, 4), round(one.high, 4)] if self._bounds else []
        letters = [self._column.above.get(code_id, "")] if self._column.letter else []
        return [*_unless(one.hidden, one.n, round(one.share_of_respondents, 4), *bounds), *letters]


def _depths(counted: ThemeTable) -> list[int]:
    """Return how many nets stand above each row."""
    parents = {row.code_id: row.parent for row in counted.rows}
    found = []
    for row in counted.rows:
        above, parent = 0, row.parent
        while parent in parents and above < len(parents):
            above, parent = above + 1, parents[parent]
        found.append(above)
    return found


def _caption(made: QuestionTable) -> str:
    """Return the question, and what the percentages are of."""
    base = ngettext("{n} respondent", "{n} respondents", made.table.base).format(n=made.table.base)
    of = _("base: {base}").format(base=base)
    return " · ".join([made.question.text, *([f"{_('round')} {made.base.round_id}"] if made.base.round_id else []), of])


def _unless(hidden: bool, *numbers: Cell) -> list[Cell]:
    return [HIDDEN] * len(numbers) if hidden else list(numbers)


def write(path: Path, tables: Sequence[QuestionTable], asked: bool = False, *, excel_nl: bool = False) -> list[Path]:
    """Write theme tables to a file in the format of its ending."""
    made = sheets(tables, asked)
    if path.suffix.lower() in (".csv", ".tsv", ".jsonl") and len({s.columns for s in made}) == 1:
        # One plain file is easier to go on with than one a question.
        rows = [row for sheet in made for row in sheet.rows]
        made = [Sheet("themes", made[0].columns, rows, made[0].percent_columns, 2)]
    return write_sheets(path, made, excel_nl=excel_nl)
