r"""LaTeX (.tex): tables with the rules of booktabs, to take into a report with \input."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from coder.domain.texts import _
from coder.exporters import report
from coder.exporters.base import Sheet, atomic, plain

NAME = "latex"
LABEL = "LaTeX"
CARRIES = report.CARRIES
SUFFIXES: tuple[str, ...] = (".tex",)

WIDE = 40
"""Characters above which a column gets a width of its own, in which texts break."""

_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    # Signs that some fonts or the Dutch and German shorthands take for something else.
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "'": r"\textquotesingle{}",
    # Behind the end of a row these would be an option of it.
    "[": "{[}",
    "*": "{*}",
    "\n": r"\newline ",
    "\t": " ",
}
_SPECIAL = re.compile("[" + re.escape("".join(_SIGNS)) + "]")
_DASHES = re.compile("-(?=-)")


def write(path: Path, sheets: Sequence[Sheet]) -> list[Path]:
    """Write every sheet as a table of its own, with a caption; numbers as the language in use writes them.

    Raises
    ------
    UsageError : the file cannot be written; then it is as it was.
    """
    needed = _("In the preamble: {packages}").format(
        packages=r"\usepackage{booktabs,longtable,textcomp}, \usepackage[T1]{fontenc}"
    )
    with atomic(path) as handle:
        handle.write("\n".join([f"% {needed}", *map(_table, sheets)]).encode())
    return [path]


def _table(sheet: Sheet) -> str:
    rows = [report.shown(sheet, row) for row in sheet.rows]
    numbers = report.numeric(sheet)
    longest = [max((len(row[place]) for row in rows), default=0) for place in range(len(sheet.columns))]
    wide = sum(size > WIDE for size in longest)
    room = f"p{{{0.6 / max(wide, 1):.2f}\\linewidth}}"
    columns = "".join(
        "r" if number else room if size > WIDE else "l" for number, size in zip(numbers, longest, strict=True)
    )
    head = _row(sheet.columns)
    caption = ": ".join(filter(None, (_text(sheet.name), _text(sheet.caption))))
    lines = [
        f"\\begin{{longtable}}{{{columns}}}",
        *([f"\\caption{{{caption}}}\\\\"] if caption else []),
        *("\\toprule", head, "\\midrule", "\\endfirsthead"),
        *("\\toprule", head, "\\midrule", "\\endhead"),
        *("\\bottomrule", "\\endfoot"),
        *map(_row, rows),
        "\\end{longtable}",
        "",
    ]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return " & ".join(map(_text, cells)) + r" \\"


def _text(text: str) -> str:
    escaped = _SPECIAL.sub(lambda found: _SIGNS[found[0]], plain(text).strip())
    return _DASHES.sub("-{}", escaped)
