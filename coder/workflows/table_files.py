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


def sheets(tables: Sequence[QuestionTable]) -> list[Sheet]:
    """Return theme tables as sheets, one a question."""
    return [_sheet(made) for made in tables]


def _sheet(made: QuestionTable) -> Sheet:
    share, mentions = _("% of respondents"), _("% of mentions")
    low, high = _("from (95 %)"), _("to (95 %)")
    columns = [
        _("question"),
        _("theme"),
        _("code"),
        _("net"),
        "n",
        *([_("weighted n")] if made.base.weights is not None else []),
        share,
        low,
        high,
        mentions,
        _("base"),
        *([_("method")] if made.base.source != "human" else []),
    ]
    shown = {share, low, high, mentions}
    groups = made.cross.groups if made.by else ()
    for group in groups:
        bounds = [f"{group.name}: {low}", f"{group.name}: {high}"] if made.basis is not None else []
        columns += [f"{group.name}: n", f"{group.name}: %", *bounds]
        shown.update({f"{group.name}: %", *bounds})
    methods = {"counted": _("counted"), "corrected": _("corrected"), "uncorrected": _("uncorrected")}
    method, rows = methods[made.base.method], []
    labels = {row.code_id: row.label for row in made.table.rows}
    for place, row in enumerate(made.table.rows):
        cells: list[Cell] = [
            made.question.question_id,
            row.label,
            row.code_id,
            labels.get(row.parent or "", ""),
            *_unless(row.hidden, row.n),
            *(_unless(row.hidden, round(row.weighted_n, 2)) if made.base.weights is not None else []),
            *_unless(row.hidden, round(row.share_of_respondents, 4), round(row.low, 4), round(row.high, 4)),
            *_unless(made.table.guarded, round(row.share_of_mentions, 4)),
            made.table.base,
            *([method] if made.base.source != "human" else []),
        ]
        for group in groups:
            if not group.table.rows:
                cells += [_("too few"), None, None, None]
                continue
            one = group.table.rows[place]
            cells += _unless(one.hidden, one.n, round(one.share_of_respondents, 4))
            cells += _unless(one.hidden, round(one.low, 4), round(one.high, 4)) if made.basis is not None else []
        rows.append(tuple(cells))
    return Sheet(
        made.question.question_id, tuple(columns), rows, frozenset(shown), 2, _depths(made.table), _caption(made)
    )


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


def write(path: Path, tables: Sequence[QuestionTable], *, excel_nl: bool = False) -> list[Path]:
    """Write theme tables to a file in the format of its ending."""
    made = sheets(tables)
    if path.suffix.lower() in (".csv", ".tsv", ".jsonl") and len({s.columns for s in made}) == 1:
        # One plain file is easier to go on with than one a question.
        rows = [row for sheet in made for row in sheet.rows]
        made = [Sheet("themes", made[0].columns, rows, made[0].percent_columns, 2)]
    return write_sheets(path, made, excel_nl=excel_nl)
