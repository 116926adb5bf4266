"""SAS data sets (.sas7bdat) and transport files (.xpt)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from coder.domain.formats import Carries
from coder.domain.survey import Kind, SurveyTable
from coder.importers.base import ReadOptions
from coder.importers.moments import Reading, clock_time, dates_from, moments_from
from coder.importers.readstat import read_file

NAME = "sas"
LABEL = "SAS (.sas7bdat, .xpt)"
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

_DATA_SET = bytes(12) + bytes.fromhex("c2ea8160b31411cfbd92080009c7318c181f1011")
_CATALOGUE = ".sas7bcat"
_TRANSPORT = b"HEADER RECORD*******LIB"
_FIRST_DAY = datetime(1960, 1, 1)

_DATES = ("DATE", "DDMMYY", "MMDDYY", "YYMMDD", "DAY", "JULIAN", "WEEKDATE", "WORDDATE", "E8601DA", "B8601DA", "NLDATE")
_MOMENTS = ("DATETIME", "DATEAMPM", "E8601DT", "B8601DT", "NLDATM")
_TIMES = ("TIME", "HHMM", "TOD", "E8601TM", "B8601TM", "NLTIME")


def recognises(head: bytes, path: Path) -> bool:
    """Tell whether it is a data set or a transport file of SAS."""
    return head.startswith((_DATA_SET, _TRANSPORT))


def read(path: Path, options: ReadOptions) -> SurveyTable:
    """Read a data set. Row numbers are those of the observations.

    Missing values are empty cells, but for .A to .Z, which stand there as such texts.

    Value labels stand in another file with SAS, a catalogue of formats (.sas7bcat): the one beside the data set with
    its name, or else 'formats.sas7bcat', as SAS calls it itself.

    Raises
    ------
    InputError : damaged, larger than the limits, or texts in another encoding than the file says.
    MissingError : the package that reads it is not installed.
    """
    with path.open("rb") as file:
        data_set = file.read(len(_DATA_SET)) == _DATA_SET
    if not data_set:
        return read_file(path, "xport", NAME, "SAS", options, _reading)
    return read_file(path, "sas7bdat", NAME, "SAS", options, _reading, _catalogue(path))


def _catalogue(path: Path) -> Path | None:
    """Return the catalogue of formats beside a data set, if there is one."""
    wanted = [f"{path.stem}{_CATALOGUE}".lower(), f"formats{_CATALOGUE}"]
    beside = {one.name.lower(): one for one in sorted(path.parent.glob("*.[sS]*")) if one.is_file()}
    return next((beside[name] for name in wanted if name in beside), None)


def _reading(format_name: str) -> tuple[Kind, Reading] | None:
    name = format_name.upper()
    if name.startswith(_MOMENTS):
        return "date", moments_from(_FIRST_DAY)
    if name.startswith(_DATES):
        return "date", dates_from(_FIRST_DAY.date())
    return ("date", clock_time) if name.startswith(_TIMES) else None
