"""Dates and times that statistical programs keep as numbers, counted from a first day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from coder.domain.survey import Cell

Reading = Callable[[float], Cell]
"""Makes a cell of a number that is a date or a time; None when it lies before the year 1 or after 9999."""

DAY_SECONDS = 86_400


def dates_from(first: date, a_day: float = 1) -> Reading:
    """Return how a number becomes a date, where `a_day` is what the number grows by in a day."""

    def read(value: float) -> date | None:
        try:
            return first + timedelta(days=value // a_day)
        except OverflowError:
            return None

    return read


def moments_from(first: datetime, a_second: float = 1) -> Reading:
    """Return how a number becomes a date with a time, to the second."""

    def read(value: float) -> datetime | None:
        try:
            return first + timedelta(seconds=round(value / a_second))
        except OverflowError:
            return None

    return read


def clock_time(seconds: float) -> Cell:
    """Return a time of the day; a duration of a day or more, or below nothing, as '25:10:00'."""
    whole = round(seconds)
    if 0 <= whole < DAY_SECONDS:
        return time(whole // 3600, whole // 60 % 60, whole % 60)
    hours, rest = divmod(abs(whole), 3600)
    return f"{'-' if whole < 0 else ''}{hours}:{rest // 60:02}:{rest % 60:02}"
