"""A report as Markdown (.md): sentences, tables, quotes and the account of methods, for going on with in a text.

A sentence links to the rows that prove it; only rows that a sentence links to have a name, so that tables stay readable
as they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote as quoted

from coder.domain.drawings import Drawings
from coder.domain.findings import Finding, anchor
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
    key = question.question.question_id
    proofs = {row for finding in question.findings for row in finding.rows}
    parts, linked = [], set()
    for table in tables_of(question):
        rows = {code_id: anchor(key, code_id, table.anchor) for code_id, _depth, _cells in table.rows}
        names = {code_id: row for code_id, row in rows.items() if row in proofs}
        linked |= set(names.values())
        parts += [f"### {_line(table.title)}", _table(table.columns, table.rows, table.bold, names)]
        parts += map(_line, table.notes)
    yield _bullets(question.findings, linked)
    yield from parts
    if question.quotes:
        yield f"### {_('In their own words')}"
    for label, quotes in question.quoted():
        yield f"**{_line(label)}**"
        for quote in quotes:
            said = [_line(line) for line in plain(quote.text).splitlines() or [""]]
            group = [f"({_line(quote.group)})"] if quote.group else []
            yield "\n".join(f"> {line}" for line in [*said, *group])


def _bullets(findings: Sequence[Finding], linked: Collection[str] = ()) -> str:
    return "\n".join(f"- {_line(finding.text)}{_links(finding, linked)}" for finding in findings)


def _links(finding: Finding, linked: Collection[str]) -> str:
    rows = [row for row in finding.rows if row in linked]
    return "".join(f" [\\[{number}\\]](#{quoted(row)})" for number, row in enumerate(rows, 1))


def _table(
    columns: Sequence[str],
    rows: Sequence[Row],
    bold: Collection[str] = (),
    names: Mapping[str, str] | None = None,
    *,
    numbers: bool = True,
) -> str:
    rule = ["---", *(["--:" if numbers else "---"] * (len(columns) - 1))]
    lines: list[Iterable[str]] = [map(_line, columns), rule]
    for code_id, depth, (label, *cells) in rows:
        said = f"**{_line(label)}**" if code_id in bold else _line(label)
        name = f'<a id="{quoted(names[code_id])}"></a>' if names and code_id in names else ""
        lines.append([name + "\u2003" * depth + said, *map(_line, cells)])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _line(text: str) -> str:
    """Return a text on one line in which nothing is taken for markup."""
    return _SPECIAL.sub(r"\\\1", " ".join(plain(text).splitlines()))
