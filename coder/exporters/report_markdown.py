"""A report as Markdown (.md): sentences, tables, quotes and the account of methods, for going on with in a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from coder.domain.drawings import Drawings
from coder.domain.findings import Finding
from coder.domain.house_style import HouseStyle
from coder.domain.report import QuestionReport, Report
from coder.domain.texts import _
from coder.exporters.base import atomic, plain
from coder.exporters.report_tables import Row, base_line, dated_line, tables_of

NAME = "md"
LABEL = "Markdown"
SUFFIXES: tuple[str, ...] = (".md",)

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$]|^\s*[-+](?=\s)|^\s*\d+(?=[.)]))", re.M)


def write_report(path: Path, report: Report, style: HouseStyle, drawings: Drawings) -> list[Path]:
    """Write a report; return the file. Charts are left out: the tables hold their figures.

    Raises
    ------
    UsageError : the file cannot be written.
    """
    text = "\n\n".join(_blocks(report, style)) + "\n"
    with atomic(path) as handle:
        handle.write(text.encode("utf-8", "replace"))
    return [path]


def _blocks(report: Report, style: HouseStyle) -> Iterator[str]:
    yield f"# {_line(style.title or report.title)}"
    yield _line(dated_line(report))
    yield from map(_line, style.before)
    if len(report.questions) > 1:
        heading = _("In short")
        yield f"## {heading}"
        for question in report.questions:
            yield f"**{_line(question.question.text)}** {_line(base_line(question.base, short=True))}"
            yield _bullets(question.in_short())
    for question in report.questions:
        yield from _question(question)
    yield f"## {_('How this was done')}"
    for section in report.methods:
        yield f"### {_line(section.title)}"
        yield from map(_line, section.paragraphs)
        if section.rows:
            yield _table(section.columns, [("", 0, row) for row in section.rows], numbers=False)
    yield from map(_line, style.after)


def _question(question: QuestionReport) -> Iterator[str]:
    yield f"## {_line(question.question.text or question.question.question_id)}"
    yield _line(base_line(question.base))
    yield from (f"*{_line(note)}*" for note in question.notes)
    yield _bullets(question.findings)
    for table in tables_of(question):
        yield f"### {_line(table.title)}"
        yield _table(table.columns, table.rows, table.bold)
        yield from map(_line, table.notes)
    if question.quotes:
        yield f"### {_('In their own words')}"
    for label, quotes in question.quoted():
        yield f"**{_line(label)}**"
        for quote in quotes:
            said = [_line(line) for line in plain(quote.text).splitlines() or [""]]
            group = [f"({_line(quote.group)})"] if quote.group else []
            yield "\n".join(f"> {line}" for line in [*said, *group])


def _bullets(findings: Sequence[Finding]) -> str:
    return "\n".join(f"- {_line(finding.text)}" for finding in findings)


def _table(columns: Sequence[str], rows: Sequence[Row], bold: Collection[str] = (), *, numbers: bool = True) -> str:
    rule = ["---", *(["--:" if numbers else "---"] * (len(columns) - 1))]
    lines: list[Iterable[str]] = [map(_line, columns), rule]
    for code_id, depth, (name, *cells) in rows:
        said = f"**{_line(name)}**" if code_id in bold else _line(name)
        lines.append(["\u2003" * depth + said, *map(_line, cells)])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _line(text: str) -> str:
    """Return a text on one line in which nothing is taken for markup."""
    return _SPECIAL.sub(r"\\\1", " ".join(plain(text).splitlines()))
