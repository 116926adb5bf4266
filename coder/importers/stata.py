"""Stata data files (.dta)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from coder.domain.formats import Carries
from coder.domain.survey import Kind, SurveyTable
from coder.importers.base import ReadOptions
from coder.importers.moments import Reading, dates_from, moments_from
from coder.importers.readstat import read_file

NAME = "stata"
LABEL = "Stata (.dta)"
CARRIES = frozenset(
    {
        Carries.ANSWERS,
        Carries.QUESTIONS,
        Carries.VARIABLES,
        Carries.LABELS,
        Carries.WEIGHTS,
        Carries.MISSING,
        Carries.DATES,
        Carries.CODES,
    }
)

_MAGIC = b"<stata_dta>"
_OLD_VERSIONS = range(104, 116)
"""The first byte of files of before Stata 13; the second says the order of bytes."""
_FIRST_DAY = datetime(1960, 1, 1)


def recognises(head: bytes, path: Path) -> bool:
    """Tell whether it is a data file of Stata."""
    if head.startswith(_MAGIC):
        return True
    return path.suffix.lower() == ".dta" and head[0] in _OLD_VERSIONS and head[1:2] in (b"\1", b"\2")


def read(path: Path, options: ReadOptions) -> SurveyTable:
    """Read a data file. Row numbers are those of the observations.

    Missing values are empty cells, but for .a to .z, which stand there as such texts.

    Raises
    ------
    InputError : damaged, larger than the limits, or texts in another encoding than the file says.
    MissingError : the package that reads it is not installed.
    """
    return read_file(path, "dta", NAME, "Stata", options, _reading)


def _reading(format_name: str) -> tuple[Kind, Reading] | None:
    name = format_name.lower().replace("%-", "%")
    if name.startswith(("%td", "%d")):
        return "date", dates_from(_FIRST_DAY.date())
    return ("date", moments_from(_FIRST_DAY, a_second=1000)) if name.startswith("%tc") else None
