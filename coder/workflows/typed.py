"""Closed variables with the types that their values have: what came as text from a CSV is a number again going out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from coder.domain.survey import Cell, Kind, Respondent, Variable

_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:([.,])(\d+))?")
"""No zeros before it and no more digits than a spreadsheet keeps: else it is an id or a telephone number."""
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?")
_CLOCK = re.compile(r"\d\d:\d\d:\d\d")
_DAY_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:,? (\d{1,2}):(\d\d)(?::(\d\d))?)?")
"""As the Dutch write dates: 4-10-2022, 04/10/2022 6:03."""
LAST_MONTH = 12


def typed(people: Sequence[Respondent], variables: Mapping[str, Variable]) -> dict[str, Variable]:
    """Make numbers of texts that are numbers, in the respondents themselves; return the variables with their kinds.

    Only variables of which the source did not tell the kind are looked at, and only those of which every value is a
    number, or every value a date. Dates become texts in ISO 8601: see `dated`.
    """
    found = {name: _look(name, people) for name, one in variables.items() if not one.kind}
    changed = [(name, values) for name, (_kind, values) in found.items() if values]
    for person in people:
        values = person.variables
        for name, read in changed:
            if name in values:
                values[name] = read.get(values[name], values[name])
    kinds: dict[str, Kind] = {name: kind for name, (kind, _values) in found.items() if kind}
    return {name: replace(one, kind=kinds.get(name, one.kind)) for name, one in variables.items()}


def dated(value: str | int | float | bool | None, kind: Kind) -> Cell:
    """Return a value of a variable of this kind as a date, a date and time, or a time where it is one."""
    if kind != "date" or not isinstance(value, str) or not (_DATE.fullmatch(value) or _CLOCK.fullmatch(value)):
        return value
    try:
        if _CLOCK.fullmatch(value):
            return time.fromisoformat(value)
        return date.fromisoformat(value) if len(value) == len("2024-05-01") else datetime.fromisoformat(value)
    except ValueError:
        return value


def _look(name: str, people: Iterable[Respondent]) -> tuple[Kind, dict[Any, int | float | str]]:
    """Return the kind of a variable, and what those of its values are that are texts: numbers, or dates in ISO 8601."""
    values = {person.variables[name] for person in people if name in person.variables}
    texts = {value for value in values if isinstance(value, str)}
    if not values:
        return "", {}
    if not texts:
        return ("truth" if all(isinstance(value, bool) for value in values) else "number"), {}
    if all(isinstance(dated(text, "date"), date) for text in texts) and len(texts) == len(values):
        return "date", {}
    if any(isinstance(value, bool) for value in values):
        return "", {}
    if len(texts) == len(values) and (dates := _day_first(texts)):
        return "date", dates
    matches = [_NUMBER.fullmatch(text) for text in texts]
    found = [match for match in matches if match]
    signs = {match[1] for match in found if match[1]}
    # '1.500' is fifteen hundred or one and a half: digits in threes alone do not tell.
    clear = not signs or any(match[1] and len(match[2]) != 3 for match in found)
    if len(found) < len(texts) or len(signs) > 1 or not clear:
        return "", {}
    number: Callable[[str], int | float] = float if signs else int
    return "number", {text: number(text.replace(",", ".")) for text in texts}


def _day_first(texts: Iterable[str]) -> dict[Any, int | float | str]:
    """Return texts that are all dates with the day first, in ISO 8601; nothing where they may be something else.

    Dates between slashes have the month first in America: they need a day behind the twelfth to be sure.
    """
    found: dict[Any, int | float | str] = {}
    signs, days = set(), set()
    for text in texts:
        match = _DAY_FIRST.fullmatch(text)
        if match is None:
            if not isinstance(dated(text, "date"), date):
                return {}
            continue  # in ISO 8601, as another round has it
        day, month, year, hour, minute, second = (int(part or 0) for part in match.group(1, 3, 4, 5, 6, 7))
        try:
            moment = datetime(year, month, day, hour, minute, second)
        except ValueError:
            return {}
        signs.add(match[2])
        days.add(day)
        found[text] = moment.isoformat(" ") if match[5] else moment.date().isoformat()
    return found if "/" not in signs or max(days) > LAST_MONTH else {}
