"""Where in a file a codeframe stands: on which sheet, below which lines, and which rows are of the question meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from coder.domain.errors import InputError
from coder.domain.folding import fold
from coder.domain.survey import Cell, SurveyTable
from coder.domain.texts import _
from coder.importers import delimited, spreadsheet
from coder.importers.base import ReadOptions, read_head, shown, unique_columns
from coder.importers.titles import LOOKED

_CALLED = re.compile(r"code(s|book|boek|frame|lijst|list|schema)?s?\b.*|.*\bcode(book|boek|frame|lijst|schema)")
"""How people call the sheet with the codes, folded."""

Known = Callable[[Sequence[Cell]], int]
"""Counts, of the cells of a row, those that are headings of a codeframe; 0 where they do not make one."""


def codeframe(path: Path, variable: str | None, known: Known) -> SurveyTable:
    """Return the table that is a codeframe; the first of the file where none is.

    Parameters
    ----------
    variable : the sheet that is meant, where one is called so.
    """
    tables = [_below_title(table, known) for table in _tables(path, variable)]
    return next((table for table in tables if known(table.columns)), tables[0])


def of_question(table: SurveyTable, place: int | None, variable: str | None) -> SurveyTable:
    """Return the rows of one question, where column `place` names questions.

    Raises
    ------
    InputError : there are several and `variable` names none of them, or it names nothing in the file.
    """
    names = [] if place is None else [fold(str(row[place] or "")) for row in table.rows]
    wanted = fold(variable or "")
    if wanted and wanted in names:
        return table.of_rows([row for row, name in enumerate(names) if name == wanted])
    if len(set(names)) > 1 or (variable and wanted != fold(table.details.get("sheet", ""))):
        told = dict.fromkeys(shown(str(row[place])) for row in table.rows if place is not None and row[place])
        sheets = table.details.get("sheets", "")
        raise InputError(
            _("{file}: say which of its codebooks is meant").format(file=table.path),
            _("For example: --variable {name}. There are: {names}.").format(
                name=next(iter(told), table.columns[0]), names=", ".join(told) or sheets or "-"
            ),
        )
    return table


def _tables(path: Path, variable: str | None) -> Iterator[SurveyTable]:
    if not spreadsheet.recognises(read_head(path), path):
        yield delimited.read(path, ReadOptions(whole=True))
        return
    first = spreadsheet.read(path, ReadOptions(whole=True))
    names = spreadsheet.names_in(path)
    if stated := [name for name in names if fold(name) == fold(variable or "")]:
        names = stated
    for name in sorted(names, key=lambda name: not _CALLED.fullmatch(fold(name))):
        try:
            yield (
                first if name == first.details["sheet"] else spreadsheet.read(path, ReadOptions(sheet=name, whole=True))
            )
        except InputError:  # an empty sheet is none to look at
            continue


def _below_title(table: SurveyTable, known: Known) -> SurveyTable:
    """Return the table below the row that has most headings of a codeframe."""
    best = max(
        range(-1, min(LOOKED, len(table.rows) - 1)),
        key=lambda row: known(table.columns if row < 0 else table.rows[row]),
    )
    if best < 0:
        return table
    return replace(table.of_rows(range(best + 1, len(table.rows))), columns=unique_columns(table.rows[best]))
