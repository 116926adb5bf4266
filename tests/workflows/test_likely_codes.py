"""Columns that look like codes of an open answer."""

from __future__ import annotations

import pytest

from coder.domain.survey import SurveyTable
from coder.workflows.likely_codes import likely_codes, specified

ANSWERS = ("meer groen in de wijk", None, "minder parkeren")


def _table(columns, *codes):
    rows = tuple(zip((1, 2, 3), ANSWERS, *codes, strict=True))
    return SurveyTable(path="a.csv", format="csv", columns=columns, rows=rows, row_numbers=(2, 3, 4))


@pytest.mark.parametrize(
    ("columns", "codes", "found"),
    [
        (("nr", "Beter", "Beter: Groen", "Beter: Verkeer"), (("1", "0", "0"), ("0", "0", "1")), "#2=#3-#4"),
        (
            ("nr", "vr", "vr: codes", "vr: a", "vr: b", "vr: c"),
            (("A b", "", "C"), (1, "", 0), (0, "", 0), ("", "", "")),
            "#2=#4-#5",
        ),
        (("nr", "V5_open", "V5_1", "V5_2"), ((1, None, 12), (3, None, None)), "#2=#3-#4"),
        (("nr", "beter", "bet_1", "wijk", "bet_2"), ((1, None, 2), (1, 1, 2), ("3", "", "")), "#2=#3,#5"),
        (("nr", "Q3_4_TEXT", "Q3_1", "Q3_2"), ((1, 1, 0), (0, 0, 1)), None),  # ticked without an answer
        (("nr", "Beter", "Beter: Groen", "Beter: Verkeer"), (("wel", "", "niet"), ("", "", "wel")), None),
        (("nr", "Beter", "Anders: Groen", "Anders: Verkeer"), ((1, 0, 0), (0, 0, 1)), None),
        (("nr", "Beter", "Beter: Groen"), ((1, 0, 0),), None),
        (("nr", "Beter", "Beter: Groen", "Beter: Verkeer"), ((0, 0, 0), (0, 0, 0)), None),
        (("nr", "Wat kan er beter?", "codes"), (("groen;bus", "", "groen"),), "#2=#3"),
        (("nr", "Wat kan er beter?", "Code 1", "Code 2"), (("Groen", "", ""), ("Bus", "", "")), "#2=#3-#4"),
        (("nr", "Wat kan er beter?", "Codering"), ((1, 1, 2),), None),  # one without an answer
        (("nr", "Wat kan er beter?", "code"), (("a1", "a2", "a3"),), None),  # numbers the respondents
        (("nr", "Wat kan er beter?", "code1", "code2"), ((1, "", 3), ("", "", 4)), "#2=#3-#4"),
        (("nr", "Wat kan er beter?", "code"), (("b" * 90, "", "b"),), None),
        (("nr", "Wat kan er beter?", "postcode"), ((8011, "", 8011),), None),
    ],
)
def test_likely_codes(columns, codes, found):
    specs = [specified(*one) for one in likely_codes(_table(columns, *codes), [1]).items()]
    assert specs == ([found] if found else [])


def test_columns_in_use_are_not_proposed():
    table = _table(("nr", "V5_open", "V5_1", "V5_2"), (1, None, 12), (3, None, None))
    assert likely_codes(table, [1], taken={2}) == {}
