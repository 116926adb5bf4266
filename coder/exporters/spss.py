"""SPSS data files (.sav, .zsav), written whole: labels, missing values, the weight, a set for the codes of a question.

SPSS and PSPP read a set from a record that pyreadstat does not write, and the weight from the header; so both files and
dictionary are written here, without a library.
"""

from __future__ import annotations

from array import array
from datetime import date, datetime
from pathlib import Path

from coder.domain.coded import CodedSurvey
from coder.domain.errors import UsageError
from coder.domain.folding import visible
from coder.domain.formats import Carries
from coder.domain.survey import Cell
from coder.domain.texts import _
from coder.exporters.base import Progress, atomic, plain
from coder.exporters.closed_columns import Column, decimals, each_once
from coder.exporters.missing_values import within
from coder.exporters.spss_cases import Values, write_cases
from coder.exporters.spss_dictionary import (
    HIGHEST,
    LOWEST,
    SYSTEM_MISSING,
    ResponseSet,
    Variable,
    cut_bytes,
    dictionary,
)
from coder.exporters.spss_missing import declarable
from coder.exporters.survey_columns import plain_names, survey_columns

NAME = "spss"
LABEL = "SPSS (.sav, .zsav)"
CARRIES = frozenset(
    {
        *(Carries.ANSWERS, Carries.QUESTIONS, Carries.VARIABLES, Carries.LABELS, Carries.WEIGHTS, Carries.MISSING),
        *(Carries.DATES, Carries.SETS, Carries.CODES, Carries.CODERS),
    }
)
SUFFIXES: tuple[str, ...] = (".sav", ".zsav")

LONGEST_TEXT = 32_767
LONGEST_NAME = 64
MOST_VARIABLES = 32_767
"""What SPSS can hold: IBM SPSS Statistics, 'Variable names' and 'Limits'."""
_RESERVED = ("all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with")
_FIRST_DAY = datetime(1582, 10, 14)


def write_survey(path: Path, survey: CodedSurvey, progress: Progress) -> list[Path]:
    """Write one case a respondent and round; return the file.

    Answers stand in it as texts as wide as the longest needs, up to 32,767 bytes. The weight is on where every
    respondent has one; where some have none, SPSS would leave them out of every table.

    Raises
    ------
    UsageError : there is nobody in it, there are more columns than SPSS takes, or the file cannot be written.
    """
    found = survey_columns(survey)
    cases, columns = len(survey.respondents), [declarable(column) for column in found.columns]
    if not cases:
        raise UsageError(_("There is nothing to write: nobody is in this survey"), _("Leave out --round."))
    names = plain_names((column.name for column in columns), LONGEST_NAME, _RESERVED)
    values = [_values(column) for column in columns]
    variables = [_variable(*three) for three in zip(columns, names, values, strict=True)]
    if sum(len(one.segments) for one in variables) > MOST_VARIABLES:
        message = _("{file}: there are more columns than fit in an SPSS file").format(file=visible(str(path)))
        raise UsageError(message, _("Export one question at a time: --question."))
    sets = [one for one in found.sets if len(one.columns) > 1]
    titles = plain_names((one.name for one in sets), LONGEST_NAME - 1)
    weight = next((place for place, column in enumerate(columns) if column.use == "weight"), None)
    head = dictionary(
        variables,
        [
            ResponseSet(title, one.text, tuple(place for place, _label in one.columns))
            for title, one in zip(titles, sets, strict=True)
        ],
        cases,
        None if weight is None or SYSTEM_MISSING in values[weight] else weight,
        datetime.fromisoformat(survey.changed_at),
        title=survey.title,
        zipped=(zipped := path.suffix.lower() == ".zsav"),
    )
    with atomic(path) as handle:
        handle.write(head)
        done = _("Writing the file")
        write_cases(handle, variables, values, cases, lambda n: progress(done, n, cases), zipped=zipped)
    return [path]


def _variable(column: Column, name: str, values: Values) -> Variable:
    if column.kind == "text":
        texts = {value for value in values if isinstance(value, bytes)}
        labels = tuple((str(value), _shown(label)) for value, label in column.labels)
        missing = tuple(str(low) for low, _high in column.missing)
        longest = max(map(len, (*texts, *(value.encode() for value in (*dict(labels), *missing)), b" ")))
        return Variable(name, _shown(column.text), longest, "text", labels=labels, missing=missing)
    behind = decimals(column.values)
    given = [value for value in column.values if isinstance(value, int | float)]
    wide = [one for one in column.missing if one[0] is None or one[0] != one[1]]
    digits = max((len(str(int(bound))) for bound in (min(given), max(given))), default=1) if given else 1
    return Variable(
        name,
        _shown(column.text),
        0,
        column.kind,
        digits + behind + bool(behind),
        behind,
        tuple((float(value), _shown(label)) for value, label in column.labels if isinstance(value, int | float)),
        tuple(low for low, high in column.missing if isinstance(low, int | float) and low == high),
        next(((_end(low, LOWEST), _end(high, HIGHEST)) for low, high in wide), None),
        scale=all(within(value, column.missing) for value, _label in column.labels),
    )


def _end(value: Cell, without: float) -> float:
    return value if isinstance(value, int | float) else without


def _shown(text: str) -> str:
    return " ".join(plain(text).split())


def _values(column: Column) -> Values:
    if column.kind == "text":
        cut = _("… [cut]")
        return each_once(column.values, lambda text: cut_bytes(plain(str(text)), LONGEST_TEXT, cut), b"")
    if column.kind in ("date", "moment"):
        return array("d", each_once(column.values, _seconds, SYSTEM_MISSING))
    return array("d", (float(one) if isinstance(one, int | float) else SYSTEM_MISSING for one in column.values))


def _seconds(value: Cell) -> float:
    moment = value if isinstance(value, datetime) else None
    if moment is None and isinstance(value, date):
        moment = datetime(value.year, value.month, value.day)
    return (moment - _FIRST_DAY).total_seconds() if moment else SYSTEM_MISSING
