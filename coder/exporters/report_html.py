"""A report as one web page (.html), charts and all: for reading, printing and screen readers (WCAG 2.1 AA).

Nothing is fetched: the policy in the page forbids it, and lets no program run but the two that it names by their hash.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from coder.domain.drawings import Drawing, Drawings
from coder.domain.errors import MissingError
from coder.domain.findings import Finding, anchor
from coder.domain.folding import visible
from coder.domain.house_style import HouseStyle
from coder.domain.report import QuestionReport, Report
from coder.domain.texts import _
from coder.exporters.base import atomic
from coder.exporters.report_tables import base_line, dated_line, tables_of, unbroken

NAME = "html"
LABEL = "HTML"
SUFFIXES: tuple[str, ...] = (".html", ".htm")

_FOLDER = Path(__file__).resolve().parent / "report_page"
_SYSTEM_FONT = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'


def write_report(path: Path, report: Report, style: HouseStyle, drawings: Drawings) -> list[Path]:
    """Write a report as a web page; return the file.

    Raises
    ------
    UsageError : the file cannot be written. MissingError : there are charts, and what draws them is not installed.
    """
    text = page(report, style, drawings)
    with atomic(path) as handle:
        handle.write(text.encode("utf-8", "replace"))
    return [path]


def page(report: Report, style: HouseStyle, drawings: Drawings) -> str:
    """Return a report as HTML."""
    from markupsafe import Markup

    programs = [_charting(), (_FOLDER / "page.js").read_text("utf-8")] if any(drawings.values()) else []
    allowed = " ".join(f"'sha256-{_digest(text)}'" for text in programs) or "'none'"
    found: str = _template().render(
        report=report,
        style=style,
        title=style.title or report.title,
        policy=f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {allowed}",
        css=Markup(_css(style)),  # noqa: S704 - our own rules, and those of a house style that were checked
        logo=_data(f"image/{style.logo.kind}", style.logo.data) if style.logo else "",
        # Answers are Dutch, whatever the language of the report: a screen reader has to know.
        lang=Markup(' lang="nl"') if report.language != "nl" else "",
        questions=[_question(one, drawings.get(one.question.question_id, ())) for one in report.questions],
        programs=[Markup(text) for text in programs],  # noqa: S704 - our own, and one that comes with a library
        t=_texts(report),
    )
    return found


@cache
def _charting() -> str:
    """Return the program that defines `vegaEmbed` and loads nothing."""
    try:
        import vl_convert
    except ImportError as error:
        raise MissingError(
            _("Charts need a package that is not installed"),
            _("Install it: pip install 'enquete-coder[report]'."),
        ) from error
    program: str = vl_convert.javascript_bundle()  # type: ignore[call-arg] # none is needed
    # Nothing in it may look like the end of the element that it stands in.
    return program.replace("</script", "<\\/script").replace("<!--", "<\\!--")


@cache
def _template() -> Any:  # noqa: ANN401 - Jinja is imported when it is needed
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        finalize=_shown,
    )
    return environment.get_template("page.html.j2")


def _shown(value: object) -> object:
    """Return a text so that it can steer nothing, and no percentage is parted from its sign at the end of a line."""
    return unbroken(visible(value)) if type(value) is str else value


def _texts(report: Report) -> dict[str, str]:
    return {
        "skip": _("To the text"),
        "contents": _("Contents"),
        "methods": _("How this was done"),
        "short": _("In short"),
        "findings": _("Findings"),
        "quotes": _("In their own words"),
        "row": _("Table row:"),
        "dated": dated_line(report),
    }


def _question(question: QuestionReport, drawings: tuple[Drawing, ...]) -> dict[str, Any]:
    key = question.question.question_id
    return {
        "key": key,
        "text": question.question.text or key,
        "base": base_line(question.base),
        "short_base": base_line(question.base, short=True),
        "short": question.in_short(),
        "findings": [_finding(question, finding) for finding in question.findings],
        "notes": question.notes,
        "parts": list(_parts(question, drawings)),
        "quotes": list(question.quoted()),
    }


def _finding(question: QuestionReport, finding: Finding) -> dict[str, Any]:
    """Return a sentence with a link to each row that proves it, named after the theme of the row."""
    labels = {theme.code_id: theme.label for theme in question.themes}
    links = []
    for row in finding.rows:
        code_id = row.partition(f"-{question.question.question_id}-")[2]
        links.append((row, labels.get(code_id) or _("table")))
    return {"rule": finding.rule, "text": finding.text, "links": links}


def _parts(question: QuestionReport, drawings: tuple[Drawing, ...]) -> Iterator[dict[str, Any]]:
    """Yield each table with the chart of it."""
    key = question.question.question_id
    themes = {theme.code_id: theme for theme in question.themes}
    drawn = {(d.kind, d.place): d for d in drawings}
    for table in tables_of(question):
        rows = [
            {
                "anchor": anchor(key, code_id, table.anchor),
                "depth": min(depth, 4),
                "net": code_id in themes and themes[code_id].net,
                "cells": cells,
                "share": themes[code_id].share if table.anchor == "themes" and code_id in themes else None,
            }
            for code_id, depth, cells in table.rows
        ]
        found = drawn.get((table.chart, table.place)) if table.chart else None
        chart = _chart(found) if found else None
        yield {"title": table.title, "id": f"{table.anchor}-{key}", "table": table, "rows": rows, "chart": chart}


def _chart(drawing: Drawing) -> dict[str, str]:
    from markupsafe import Markup

    # What ends a script element must not stand in one, whatever a label says.
    spec = json.dumps(drawing.spec, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    return {
        "picture": _data("image/svg+xml", drawing.svg().encode()),
        "text": drawing.text,
        "spec": Markup(spec),  # noqa: S704 - holds no '<'
        "kind": drawing.kind,
    }


def _css(style: HouseStyle) -> str:
    def font(name: str) -> str:
        return f'"{name}", {_SYSTEM_FONT}' if name else _SYSTEM_FONT

    names = ("accent", "soft", "text", "muted", "background")
    values = [f"--{name}: {getattr(style, name)};" for name in names]
    values += [f"--font: {font(style.font)};", f"--headings: {font(style.headings)};"]
    return ":root { " + " ".join(values) + " }\n" + (_FOLDER / "page.css").read_text("utf-8") + style.css


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _data(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
