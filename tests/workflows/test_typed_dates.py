"""Dates that came as texts from a CSV go out as dates, where it is sure that they are."""

from __future__ import annotations

from datetime import time

import pytest

from coder.domain.survey import Respondent, Variable
from coder.workflows.typed import dated, typed


def read(*values: str) -> tuple[str, list[object]]:
    people = [Respondent(f"r{n}", "1", variables={"when": value}) for n, value in enumerate(values)]
    kinds = typed(people, {"when": Variable("when")})
    return kinds["when"].kind, [person.variables["when"] for person in people]


@pytest.mark.parametrize(
    ("given", "iso"),
    [
        (["04-10-2022", "31-12-2022"], ["2022-10-04", "2022-12-31"]),
        (["2022-10-04", "31-12-2022"], ["2022-10-04", "2022-12-31"]),  # two rounds
        (["4-1-2022"], ["2022-01-04"]),
        (["04-10-2022 06:03", "1-2-2023 16:03:59"], ["2022-10-04 06:03:00", "2023-02-01 16:03:59"]),
        (["04/10/2022", "13/10/2022"], ["2022-10-04", "2022-10-13"]),
        (["2022-10-04"], ["2022-10-04"]),
    ],
)
def test_dates(given, iso):
    assert read(*given) == ("date", iso)


@pytest.mark.parametrize(
    "given",
    [
        ["04/10/2022", "12/10/2022"],  # the fourth of October, or the tenth of April
        ["10-13-2022"],
        ["31-02-2022"],
        ["04-10-2022", "onbekend"],
        ["04-10-22"],
        ["06-12345678"],
    ],
)
def test_what_may_be_something_else_stays_as_it_was(given):
    assert read(*given) == ("", given)


def test_a_time_that_the_source_told_is_one():
    assert dated("09:30:15", "date") == time(9, 30, 15)
    assert [dated(text, "date") for text in ("25:10:00", "24:00:00")] == ["25:10:00", "24:00:00"]
    assert dated("09:30:15", "") == "09:30:15"
    assert read("09:30:15") == ("", ["09:30:15"])
