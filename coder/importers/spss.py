"""SPSS data files (.sav, .zsav): variables with labels, missing values, sets and the weight that was on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from coder.domain.errors import InputError
from coder.domain.formats import Carries
from coder.domain.survey import Kind, SurveyTable
from coder.domain.texts import _
from coder.importers.base import ReadOptions
from coder.importers.moments import DAY_SECONDS, Reading, clock_time, dates_from, moments_from
from coder.importers.readstat import read_file
from coder.importers.spss_header import weight_name

NAME = "spss"
LABEL = "SPSS (.sav, .zsav)"
CARRIES = frozenset(
    {
        Carries.ANSWERS,
        Carries.QUESTIONS,
        Carries.VARIABLES,
        Carries.LABELS,
        Carries.WEIGHTS,
        Carries.MISSING,
        Carries.DATES,
        Carries.SETS,
        Carries.CODES,
    }
)

_MAGIC = (b"$FL2", b"$FL3")
_ENCRYPTED = b"ENCRYPTEDSAV"
_OURS = b"SPSS DATA FILE - coder"
_FIRST_DAY = datetime(1582, 10, 14)
"""SPSS counts seconds from the first day of the Gregorian calendar."""

_DATES = ("DATE", "ADATE", "EDATE", "JDATE", "SDATE", "QYR", "MOYR", "WKYR")
_MOMENTS = ("DATETIME", "YMDHMS")
_TIMES = ("TIME", "DTIME", "MTIME")


def recognises(head: bytes, path: Path) -> bool:
    """Tell whether it is a data file of SPSS, or one with a password."""
    return head.startswith(_MAGIC) or _ENCRYPTED in head[:24]


def read(path: Path, options: ReadOptions) -> SurveyTable:
    """Read a data file. Row numbers are those of the cases, as SPSS counts them.

    Numbers with a date format are date or datetime, those with a time format time, or a text from 24 hours on. A file
    that coder wrote tells its rounds, and which columns coder made.

    Raises
    ------
    InputError : damaged, with a password, larger than the limits, or texts in another encoding than the file says.
    MissingError : the package that reads it is not installed.
    """
    with path.open("rb") as file:
        head = file.read(64)
    if _ENCRYPTED in head:
        raise InputError(
            _("{file} is protected with a password").format(file=path),
            _("Open it in {program} and save a copy without a password.").format(program="SPSS"),
        )
    table = read_file(path, "sav", NAME, "SPSS", options, _reading)
    table = _from_coder(table) if _OURS in head else table
    weight = weight_name(path, table.details.get("encoding", "utf-8"))
    if weight not in table.columns:
        return table
    weighted = replace(table.variable(weight), role="weight")
    return replace(table, variables={**table.variables, weight: weighted})


def _from_coder(table: SurveyTable) -> SurveyTable:
    if not {"respondent", "round"} <= set(table.columns):
        return table
    keys = [one.name.removesuffix("_codes") for one in table.sets if one.name.endswith("_codes")]
    made = {"round", *(column for one in table.sets for column in one.columns)}
    made |= {f"{key}_{what}" for key in keys for what in ("status", "coder", "source")}
    known = dict(table.variables) | {"respondent": replace(table.variable("respondent"), role="id")}
    for column in made & set(table.columns):
        known[column] = replace(known[column], role="system", why=_("coder made it, from the codings"))
    place = table.columns.index("round")
    return replace(table, variables=known, rounds=tuple(str(row[place] or "") for row in table.rows))


def _reading(format_name: str) -> tuple[Kind, Reading] | None:
    name = format_name.rstrip("0123456789.").upper()
    if name in _DATES:
        return "date", dates_from(_FIRST_DAY.date(), a_day=DAY_SECONDS)
    if name in _MOMENTS:
        return "date", moments_from(_FIRST_DAY)
    return ("date", clock_time) if name in _TIMES else None
