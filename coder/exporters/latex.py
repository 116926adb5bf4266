r"""LaTeX (.tex): tables with the rules of booktabs, to take into a report with \input."""

from __future__ import annotations

import re
import unicodedata
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
    "≤": r"\ensuremath{\leq}",
    "≥": r"\ensuremath{\geq}",
    "≈": r"\ensuremath{\approx}",
    "≠": r"\ensuremath{\neq}",
    "\N{MINUS SIGN}": r"\textminus{}",
    "\u200b": r"\allowbreak{}",
}
_SPECIAL = re.compile("[" + re.escape("".join(_SIGNS)) + "]")
# What is not in the fonts T1 and TS1: pdfLaTeX stops at an emoji.
_STRANGE = re.compile(
    r"[^\t\n -~\u00a0-\u00b7\u00b9-\u0125\u0128-\u0137\u0139-\u013e\u0141-\u0148\u014a-\u0165\u0168-\u017e"
    r"\u0192\u0218-\u021b\u1e9e\u2010-\u2015\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac"
    r"\u2122\u2190-\u2193≤≥≈≠\u2212\u200b]+"
)
_MARK = r"\coderletters{"
_SHOWN = r"\providecommand{\coderletters}[1]{\ifdefined\Uchar#1\else{[}\ldots{]}\fi}"
r"""XeLaTeX and LuaLaTeX have \Uchar, and fonts with all letters."""
_NO_WIDTH = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_LONG_WORD = re.compile(r"(\S{20})(?=\S{11})")
"""An address may break behind every 20 characters, or it would run off the page."""
_DASHES = re.compile("-(?=-)")


def write(path: Path, sheets: Sequence[Sheet]) -> list[Path]:
    """Write every sheet as a table of its own, with a caption; numbers as the language in use writes them.

    Raises
    ------
    UsageError : the file cannot be written; then it is as it was.
    """
    needed = _("In the preamble: {packages}").format(
        packages=r"\usepackage{array,booktabs,longtable,textcomp}, \usepackage[T1]{fontenc}"
    )
    tables = [_table(sheet) for sheet in sheets]
    letters = []
    if any(_MARK in table for table in tables):
        told = _(
            "pdfLaTeX shows [...] for signs that it has no letters for; XeLaTeX and LuaLaTeX take them from the font"
        )
        letters = [f"% {told}", _SHOWN]
    with atomic(path) as handle:
        handle.write("\n".join([f"% {needed}", *letters, *tables]).encode())
    return [path]


def _table(sheet: Sheet) -> str:
    rows = [report.shown(sheet, row) for row in sheet.rows]
    numbers = report.numeric(sheet)
    longest = [max((len(row[place]) for row in rows), default=0) for place in range(len(sheet.columns))]
    wide = sum(size > WIDE for size in longest)
    room = f">{{\\raggedright\\arraybackslash}}p{{{0.6 / max(wide, 1):.2f}\\linewidth}}"
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
    composed = unicodedata.normalize("NFC", plain(text.translate(_NO_WIDTH)).strip())
    broken = _LONG_WORD.sub("\\1\u200b", composed)
    escaped = _SPECIAL.sub(lambda found: _SIGNS[found[0]], broken)
    escaped = _STRANGE.sub(lambda found: f"{_MARK}{found[0]}}}", escaped)
    return _DASHES.sub("-{}", escaped)
