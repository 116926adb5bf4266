"""Triple-S 2.0, the standard for exchange between survey programs: a description (.sss, XML) with a data file.

`uit.sss` comes with `uit.csv`, in UTF-8: texts keep their length and every character. `uit.asc` is the other form that
the standard knows, lines of fixed width in Windows-1252, with `uit.sss` beside it. The codes of a question are one
variable of the type 'multiple', as a string of 0 and 1. Source: The Triple-S XML Standard 2.0 (2005, www.triple-s.org).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree

from coder.domain.coded import CodedSurvey
from coder.domain.errors import UsageError
from coder.domain.folding import visible
from coder.domain.formats import Carries
from coder.domain.texts import _
from coder.exporters.base import Progress, atomic
from coder.exporters.survey_columns import survey_columns
from coder.exporters.triple_s_fields import Field, fields, one_line

NAME = "triple-s"
LABEL = "Triple-S 2.0 (.sss with .csv, or .asc)"
CARRIES = frozenset(
    {
        *(Carries.ANSWERS, Carries.QUESTIONS, Carries.VARIABLES, Carries.LABELS, Carries.WEIGHTS, Carries.MISSING),
        *(Carries.DATES, Carries.SETS, Carries.CODES, Carries.CODERS),
    }
)
SUFFIXES: tuple[str, ...] = (".sss", ".asc")

PART = 10_000
"""Rows that are written between two reports of progress."""


def write_survey(path: Path, survey: CodedSurvey, progress: Progress) -> list[Path]:
    """Write a survey, one record a respondent and round; return the two files.

    In a CSV file, texts that a spreadsheet program would run as a formula get an apostrophe before them.

    Raises
    ------
    UsageError : a file cannot be written, or the second is there and belongs to no export; then both are as they were.
    """
    fixed = path.suffix.lower() == ".asc"
    described = path.with_suffix(".sss") if fixed else path
    data = path if fixed else path.with_suffix(".csv")
    _leave_alone(path, described if fixed else data)
    found = fields(survey_columns(survey), fixed=fixed)
    widths = [field.width for field in found]
    encoding = "windows-1252" if fixed else "utf-8"
    with ExitStack() as files:
        description = files.enter_context(atomic(described))
        description.write(_description(found, widths, survey, data.name, encoding, fixed=fixed))
        handle = files.enter_context(atomic(data))
        lines = _fixed(found, widths) if fixed else _separated(found)
        _write(handle, lines, encoding, len(survey.respondents), progress)
    return [described, data]


def _leave_alone(named: Path, beside: Path) -> None:
    """Raise a UsageError when the second file is there and the first is not: it is no export, but somebody's own."""
    if beside.exists() and not named.exists():
        message = _("{file} would write over {other}, which is no part of it").format(
            file=visible(str(named)), other=visible(beside.name)
        )
        raise UsageError(message, _("Choose another name."))


def _write(handle: BinaryIO, lines: Iterator[str], encoding: str, records: int, progress: Progress) -> None:
    for number, line in enumerate(lines):
        handle.write(line.encode(encoding, "replace"))
        if number % PART == 0:
            progress(_("Writing the file"), min(number, records), records)
    progress(_("Writing the file"), records, records)


def _separated(found: Sequence[Field]) -> Iterator[str]:
    # A string of 0 and 1 stands between quotes too, or programs take it for a number and drop the zeros in front.
    quoted = [field.kind in ("character", "multiple") or field.literal for field in found]
    yield ",".join(_quoted(field.name) for field in found) + "\r\n"
    for row in zip(*(field.values for field in found), strict=True):
        cells = (_quoted(cell) if is_text and cell else cell for cell, is_text in zip(row, quoted, strict=True))
        yield ",".join(cells) + "\r\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def _fixed(found: Sequence[Field], widths: Sequence[int]) -> Iterator[str]:
    right = [field.kind == "quantity" or (field.kind == "single" and not field.literal) for field in found]
    filled = [str.rjust if at_end else str.ljust for at_end in right]
    for row in zip(*(field.values for field in found), strict=True):
        yield "".join(fill(cell, width) for cell, fill, width in zip(row, filled, widths, strict=True)) + "\r\n"


def _description(
    found: Sequence[Field], widths: Sequence[int], survey: CodedSurvey, data: str, encoding: str, *, fixed: bool
) -> bytes:
    made = datetime.fromisoformat(survey.changed_at)
    root = ElementTree.Element("sss", version="2.0")
    for name, text in (("date", f"{made:%Y-%m-%d}"), ("time", f"{made:%H:%M:%S}"), ("origin", "coder")):
        ElementTree.SubElement(root, name).text = text
    about = ElementTree.SubElement(root, "survey")
    ElementTree.SubElement(about, "title").text = one_line(survey.title)
    how = {} if fixed else {"format": "csv", "skip": "1"}
    record = ElementTree.SubElement(about, "record", {"ident": "A", "href": one_line(data), **how})
    start = 1
    for number, (field, width) in enumerate(zip(found, widths, strict=True), 1):
        position = {"start": str(start), "finish": str(start + width - 1)} if fixed else {"start": str(number)}
        element = ElementTree.SubElement(record, "variable", ident=str(number), type=field.kind)
        _describe(element, field, width, position)
        start += width
    ElementTree.indent(root)
    content: bytes = ElementTree.tostring(root, encoding=encoding, xml_declaration=True)
    return content + b"\n"


def _describe(element: ElementTree.Element, field: Field, width: int, position: dict[str, str]) -> None:
    if field.use:
        element.set("use", field.use)
    if field.literal:
        element.set("format", "literal")
    ElementTree.SubElement(element, "name").text = field.name
    ElementTree.SubElement(element, "label").text = field.text
    ElementTree.SubElement(element, "position", position)
    if field.kind == "character":
        ElementTree.SubElement(element, "size").text = str(width)
    if field.labels or field.span:
        values = ElementTree.SubElement(element, "values")
        if field.span:
            ElementTree.SubElement(values, "range", {"from": field.span[0], "to": field.span[1]})
        for code, label in field.labels:
            ElementTree.SubElement(values, "value", code=code).text = label
