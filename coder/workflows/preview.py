"""What an export would give: the columns chosen, what is left out and why, and the first rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from shlex import quote
from typing import Any

from coder.domain.folding import fold
from coder.domain.survey import SurveyTable
from coder.domain.texts import _, ngettext
from coder.importers.codebook_table import headings_known
from coder.workflows.columns import (
    ColumnProfile,
    find_column,
    find_columns,
    guess_id,
    guess_weight,
    profiles,
    refused_id,
    text_of,
    value_of,
)
from coder.workflows.ingest import IngestOptions
from coder.workflows.kept_columns import kept_columns
from coder.workflows.likely_codes import likely_codes, numbered, specified
from coder.workflows.stacked import guess_round_column

ROWS = 10  # rows that a preview shows
_DATE_NAME = re.compile(r"\b((invul|afname|interview)?(datum|date|tijdstip)|tijdstempel|timestamp)\b")
"""How the column is called, folded, with the day on which somebody answered."""

NAMED = 6  # columns with codes that are named
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import of one table would take. Columns are counted from 1, as people do."""

    file: str
    source: str
    """What it was recognised as, in a few words."""
    rows: int
    columns: list[ColumnProfile]
    open: list[int]
    id: int | None
    weight: int | None
    kept: list[int]
    left_out: list[tuple[str, str]]
    """What stays behind, and why."""
    codes: list[str]
    """Columns that look like codes of an open answer, as `--codes` takes them: '#4=#5-#10'."""
    notes: list[str]
    """What else there is to know before it is read."""
    first: list[list[str]]
    """The first rows: of the respondent's id, the open answers, the weight and what is kept."""
    shown: list[int]
    """Which columns `first` holds."""


def preview(table: SurveyTable, options: IngestOptions | None = None, looks: Sequence[ColumnProfile] = ()) -> Preview:
    """Return what an import would take: what the user named, and for the rest what the source or a look says.

    Parameters
    ----------
    looks : the profiles of the columns, where the caller has them already.
    """
    found = list(looks) or profiles(table)
    named = options.questions if options else ()
    opened = [_place(table, spec) for spec in named] or [p.number - 1 for p in found if p.looks_open]
    id_place = find_column(table, options.id_column) if options and options.id_column else guess_id(table)
    weight = find_column(table, options.weight_column) if options and options.weight_column else guess_weight(table)
    used = _used(table, options) if options else set()
    alike = {*opened, *(profile.number - 1 for profile in found if profile.looks_open)}
    kept = kept_columns(table, options.keep, options.keep_all, alike) if options else {}
    codes = likely_codes(table, opened, used)
    others = [place for place in kept if place not in (id_place, weight) and place not in used]
    taken = [place for place in (id_place, *opened, weight, *others) if place is not None]
    shown = list(dict.fromkeys(taken))
    return Preview(
        file=table.path,
        source=recognised(table),
        rows=len(table.rows),
        columns=found,
        open=[place + 1 for place in opened],
        id=None if id_place is None else id_place + 1,
        weight=None if weight is None else weight + 1,
        kept=[place + 1 for place in others],
        left_out=_left_out(table, used | set(taken), found, codes),
        codes=[specified(answer, places) for answer, places in codes.items()],
        notes=[*_codes(table, options), *_notes(table, id_place, bool(opened))],
        first=[[text_of(value_of(table, row, place)) for place in shown] for row in table.rows[:ROWS]],
        shown=[place + 1 for place in shown],
    )


def recognised(table: SurveyTable) -> str:
    """Return what a table was recognised as: 'LimeSurvey, csv, utf-8, semicolon'."""
    signs = {",": _("comma"), ";": _("semicolon"), "\t": _("tab")}
    details = [signs.get(value, value) for key, value in table.details.items() if key not in ("sheets", "labels")]
    same = table.format == table.source.lower()  # SPSS, spss
    return ", ".join(part for part in (table.source, "" if same else table.format, *details) if part)


def guess_round(table: SurveyTable) -> str:
    """Return the year that a table seems to be of: in the name of the file, else in most of its dates; '' for none."""
    if year := re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", Path(table.path).stem):
        return year[0]
    dates = [place for place, name in enumerate(table.columns) if table.variable(name).kind == "date"]
    dates = dates or [place for place, name in enumerate(table.columns) if _DATE_NAME.search(fold(name))]
    years = Counter(
        year[0]
        for row in table.rows
        for place in dates
        if (year := _YEAR.search(text_of(row[place]))) and year[0] > "1980"
    )
    return years.most_common(1)[0][0] if years else ""


def as_record(found: Preview) -> dict[str, Any]:
    """Return a preview as plain values."""
    return asdict(found)


def _place(table: SurveyTable, spec: str) -> int:
    if spec not in table.columns and "=" in spec:
        key, name = spec.split("=", 1)
        if key.replace("-", "").replace(".", "").isidentifier():
            return find_column(table, name)
    return find_column(table, spec)


def _used(table: SurveyTable, options: IngestOptions) -> set[int]:
    """Return the columns that are read without being kept: those with codes, and the one that names the question."""
    specs = [spec if spec in table.columns else spec.rpartition("=")[2] for spec in options.codes]
    asked = [options.question_column] if options.question_column else []
    return {place for spec in specs for place in find_columns(table, spec)} | {find_column(table, q) for q in asked}


def _left_out(
    table: SurveyTable, taken: set[int], looks: Sequence[ColumnProfile], codes: Mapping[int, Sequence[int]]
) -> list[tuple[str, str]]:
    found = [(text, "") for text in table.left_out]
    answer_of = {place: answer for answer, places in codes.items() for place in places}
    for place, name in enumerate(table.columns):
        if place in taken:
            continue
        variable = table.variable(name)
        of_set = next((one.columns for one in table.sets if name in one.columns), None)
        if variable.role == "system":
            why = variable.why or _("the survey tool adds it by itself")
        elif looks[place].filled_share == 0:
            why = _("empty")
        elif looks[place].looks_open:
            why = _("an open answer that was not named with --question")
        elif place in answer_of:
            answer = answer_of[place]
            why = _("they look like codes of {question}: --codes '{columns}'").format(
                question=table.columns[answer], columns=specified(answer, codes[answer])
            )
        elif of_set is not None:
            columns = numbered([table.columns.index(column) for column in of_set])
            why = _("a set: --keep-all keeps it; if it holds codes: --codes '{columns}'").format(columns=columns)
        else:
            why = _("closed: --keep or --keep-all keeps it")
        found.append((name, why))
    return found


def _codes(table: SurveyTable, options: IngestOptions | None) -> list[str]:
    """Say of which columns codes are taken."""
    found: list[str] = []
    if options is None:
        return found
    for spec in options.codes:
        question, _sign, columns = ("", "", spec) if spec in table.columns else spec.rpartition("=")
        names = [table.columns[place] for place in find_columns(table, columns)]
        listed = ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
        question = question or next((one.partition("=")[0] for one in options.questions), "")
        answer = table.columns[find_column(table, question)] if question.startswith("#") else question
        found.append(_("Codes of '{question}' come from: {columns}.").format(question=answer, columns=listed))
    return found


def _notes(table: SurveyTable, id_place: int | None, has_answers: bool) -> list[str]:
    found = []
    if headings_known(table.columns) >= (4 if has_answers else 2):
        found.append(_("This looks like a codebook: coder codebook import {file}").format(file=quote(table.path)))
    if table.partial:
        n = len(table.partial)
        said = ngettext(
            "{n} respondent did not finish and comes along; --finished-only leaves them out.",
            "{n} respondents did not finish and come along; --finished-only leaves them out.",
            n,
        )
        found.append(said.format(n=n))
    if "labels" in table.details:
        found.append(_("Labels come from {file}.").format(file=table.details["labels"]))
    if "sheets" in table.details:
        said = _("The workbook has more sheets: {sheets}. --sheet NAME reads another.")
        found.append(said.format(sheets=table.details["sheets"]))
    if (place := guess_round_column(table)) is not None:
        said = _("Column '{column}' seems to name the round of each row: --round-column '#{number}'.")
        found.append(said.format(column=table.columns[place], number=place + 1))
    elif id_place is None and (refused := refused_id(table)):
        found.append(why_refused(*refused))
    return found


def why_refused(column: str, value: str) -> str:
    """Say why a column does not number the respondents, for all its name."""
    if not value:
        return _("The column '{column}' does not name the respondents: it has empty cells.").format(column=column)
    said = _("The column '{column}' does not name the respondents: {value} stands there more than once.")
    return said.format(column=column, value=value)
