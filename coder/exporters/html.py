"""HTML (.html): one page that stands alone, for reading, printing and for screen readers (WCAG 2.1, technique H63)."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from pathlib import Path

from coder.domain.texts import _, language
from coder.exporters import report
from coder.exporters.base import Sheet, atomic, plain

NAME = "html"
LABEL = "HTML"
CARRIES = report.CARRIES
SUFFIXES: tuple[str, ...] = (".html", ".htm")

DEEPEST = 3
"""Steps that a part is moved in below its whole."""

# Nothing is loaded and nothing can run, whatever stands in an answer.
_PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
<main>
<!-- tables -->
</main>
</body>
</html>
"""
_HERE = "<!-- tables -->\n"
_STYLE = """:root { color-scheme: light dark; }
body { font: 16px/1.4 system-ui, sans-serif; margin: 2rem; }
main > div { overflow-x: auto; margin-bottom: 2.5rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding-bottom: .6rem; }
caption strong { display: block; font-size: 1.2em; }
th, td { padding: .3rem .75rem; text-align: left; vertical-align: top; max-width: 34rem; overflow-wrap: break-word; }
thead th { border-top: 2px solid; border-bottom: 1px solid; vertical-align: bottom; }
tbody th { font-weight: normal; }
tbody tr:last-child > * { border-bottom: 2px solid; }
.n { text-align: right; }
td.n { white-space: nowrap; }
.in1 { padding-left: 2.25rem; }
.in2 { padding-left: 3.75rem; }
.in3 { padding-left: 5.25rem; }
@media print {
  body { font-size: 9pt; margin: 0; }
  main > div { overflow: visible; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}"""


def write(path: Path, sheets: Sequence[Sheet]) -> list[Path]:
    """Write every sheet as a table of one page, in the language in use.

    Raises
    ------
    UsageError : the file cannot be written; then it is as it was.
    """
    title = next((sheet.name for sheet in sheets if sheet.name), _("table"))
    above, below = _PAGE.format(lang=language(), title=_text(title), style=_STYLE).split(_HERE)
    with atomic(path) as handle:
        handle.write(above.encode())
        handle.writelines(f"{line}\n".encode() for sheet in sheets for line in _table(sheet))
        handle.write(below.encode())
    return [path]


def _table(sheet: Sheet) -> Iterator[str]:
    numbers = report.numeric(sheet)
    classes = [' class="n"' if number else "" for number in numbers]
    name = f"<strong>{_text(sheet.name)}</strong>" if sheet.name else ""
    yield "<div>\n<table>"
    if name or sheet.caption:
        yield f"<caption>{name}{_text(sheet.caption)}</caption>"
    head = (f'<th scope="col"{look}>{_text(name)}</th>' for name, look in zip(sheet.columns, classes, strict=True))
    yield f"<thead>\n<tr>{''.join(head)}</tr>\n</thead>\n<tbody>"
    for number, row in enumerate(sheet.rows):
        depth = min(sheet.indents[number], DEEPEST) if sheet.indents else 0
        cells = []
        for place, (text, look) in enumerate(zip(report.shown(sheet, row), classes, strict=True)):
            inside = f' class="in{depth}"' if depth and place == sheet.heads - 1 else look
            cells.append(
                f'<th scope="row"{inside}>{_text(text)}</th>'
                if place < sheet.heads
                else f"<td{look}>{_text(text)}</td>"
            )
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody>\n</table>\n</div>"


def _text(text: str) -> str:
    return html.escape(plain(text).strip()).replace("\n", "<br>")
