"""The tables of a report explain themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reporting import question

from coder.domain.report import GroupColumn, GroupFigures
from coder.domain.texts import HIDDEN, language, use_language
from coder.exporters.report_tables import base_line, tables_of


@pytest.fixture(autouse=True)
def _dutch():
    before = language()
    use_language("nl")
    yield
    use_language(before)


def test_what_is_hidden_is_explained_and_a_column_of_it_left_out():
    whole = question()
    themes = tuple(replace(theme, share_of_mentions=None) for theme in whole.themes)
    hidden = replace(themes[1], n=None, share=None, share_of_asked=None)
    shown = tables_of(replace(whole, themes=(themes[0], hidden, *themes[2:])))[0]
    assert shown.columns == ("thema", "n", "% van respondenten", "95 %-interval", "% van alle ondervraagden")
    assert shown.rows[1][2][1:] == (HIDDEN,) * 4
    assert shown.notes[-1] == f"{HIDDEN}: niet getoond, zodat niemand te herkennen is."
    assert not any(HIDDEN in note for note in tables_of(whole)[0].notes)


def test_letters_are_explained_where_there_are_any():
    first, second, few = question().groups[0].columns
    with_letters = replace(question(), groups=(GroupFigures("Rol", "Rol", (first, second, few), (), 30, 50),))
    notes = tables_of(with_letters)[1].notes
    assert notes[0].startswith("Een letter achter een percentage")
    assert notes[1] == "** minder dan 30 respondenten: te weinig om te vergelijken."
    plain = replace(first, above={})
    without = replace(question(), groups=(GroupFigures("Rol", "Rol", (plain, second), (), 30, 50),))
    assert tables_of(without)[1].notes == ("Geen enkel verschil tussen kolommen is zeker.",)
    one = GroupColumn("a", "A", 20, True, {})
    lone = replace(question(), groups=(GroupFigures("Rol", "Rol", (plain, one), (), 30, 50),))
    assert tables_of(lone)[1].notes[0] == "Geen twee van deze groepen zijn groot genoeg om te vergelijken."


def test_differences_have_a_true_minus_sign_and_nothing_is_neither_more_nor_less():
    whole = question()
    (change,) = whole.trend.changes
    changed = {"c0": -0.021, "c1": -0.001, "c2": 0.03}
    changes = tuple(
        replace(change, code_id=code, difference=replace(change.difference, value=value), holds=False)
        for code, value in changed.items()
    )
    shown = tables_of(replace(whole, trend=replace(whole.trend, changes=changes)))[2]
    assert [cells[-1] for _code, _depth, cells in shown.rows[:3]] == ["\u22122", "0", "+3"]
    assert "geen enkele is groter dan toeval verklaart" in shown.notes[0]


def test_the_base_is_one_sentence():
    base = question().base
    assert base_line(base).startswith(
        "n = 163 respondenten met een gecodeerd antwoord, van de 171 die antwoordden en de 200 die meededen."
    )
    all_coded = replace(base, answered=163, weighted=False)
    assert base_line(all_coded) == "n = 163 respondenten die antwoordden, van de 200 die meededen."
    assert (base_line(base, short=True), base_line(all_coded, short=True)) == ("(n = 163 van 171)", "(n = 163)")
