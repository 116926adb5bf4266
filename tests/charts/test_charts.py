"""Charts: what is in them, that they can be drawn, and that nothing is fetched."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.charts import KINDS, bar, groups, network, saturation, trend
from coder.charts.rounds import apart
from coder.domain.house_style import HouseStyle
from coder.domain.report import (
    Base,
    Estimate,
    GroupColumn,
    GroupFigures,
    Pair,
    QuestionReport,
    ThemeFigure,
    TrendFigures,
)
from coder.domain.survey import Question
from coder.domain.texts import language, use_language
from coder.statistics.intervals import wilson

pytest.importorskip("vl_convert", reason="vl-convert is not installed")

from coder.charts import drawing

STYLE = HouseStyle()
LABELS = (
    "Bemensing",
    "Geld",
    "Gezamenlijke portemonnee",
    "<script>alert(1)</script> \x1b[2J \ufffe \ud800",
    "Weet niet",
    "Verborgen",
)
COUNTS = (67, 50, 41, 11, 9, None)


@pytest.fixture(autouse=True)
def _dutch():
    before = language()
    use_language("nl")
    yield
    use_language(before)


def estimate(n: int, base: int = 163) -> Estimate:
    return Estimate(n / base, *wilson(n, base))


@pytest.fixture
def question() -> QuestionReport:
    themes = tuple(
        ThemeFigure(
            f"c{place}",
            label,
            n,
            None if n is None else estimate(n),
            None,
            None,
            parent="c1" if place == 2 else None,
            depth=int(place == 2),
            net=place == 1,
            apart=place == 4,
        )
        for place, (label, n) in enumerate(zip(LABELS, COUNTS, strict=True))
    )
    shares = {theme.code_id: theme.share for theme in themes}
    columns = tuple(GroupColumn(name, letter, 60, name == "klein", shares) for name, letter in (("a", "A"), ("b", "B")))
    return QuestionReport(
        Question("q", "Wat is er nodig?"),
        Base(180, 171, 163, 163),
        themes,
        groups=(GroupFigures("Rol", "Rol", columns),),
        trend=TrendFigures(
            ("2022", "2023"), (150, 163), {code: (estimate(20, 150), share) for code, share in shares.items()}
        ),
        pairs=(Pair("c0", "c1", 30, 1.9, 0.3, True), Pair("c0", "c3", 2, 0.4, 0.1, False)),
        new_codes=(4, 1, 0),
    )


EMPTY = QuestionReport(Question("q", "Vraag?"), Base(0, 0, 0, 0), ())


@pytest.mark.parametrize("kind", KINDS)
def test_every_chart_is_drawn_and_twice_the_same(question, kind):
    spec = KINDS[kind](question, STYLE)
    text = drawing.svg(spec)
    assert text.startswith("<svg")
    assert "<script" not in text
    assert drawing.svg(spec) == text
    assert spec["description"].startswith("Wat is er nodig?")
    if kind != "saturation":
        assert "Bemensing" in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_of_every_chart_is_the_same_every_time(question, kind):
    spec = KINDS[kind](question, STYLE)
    found = {drawing.pdf(spec) for _time in range(5)}
    assert len(found) == 1
    assert next(iter(found)).startswith(b"%PDF")


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_without_figures_has_no_chart(kind):
    assert KINDS[kind](EMPTY, STYLE) is None


def test_pictures_and_documents(question):
    spec = bar(question, STYLE)
    assert drawing.png(spec).startswith(b"\x89PNG")
    assert drawing.png(spec) == drawing.png(spec)


def test_bars_say_percentages_as_dutch_reports_do_and_leave_out_what_is_hidden(question):
    text = drawing.svg(bar(question, STYLE))
    assert "41 %" in text
    assert "Verborgen" not in text
    assert STYLE.muted in text


def test_small_groups_are_in_no_chart(question):
    (figures,) = question.groups
    small = GroupColumn("klein", "C", 9, True, figures.columns[0].shares)
    wider = QuestionReport(
        question.question, question.base, question.themes, (GroupFigures("Rol", "Rol", (*figures.columns, small)),)
    )
    assert "klein" not in str(groups(wider, STYLE))
    assert groups(wider, STYLE, 1) is None


def test_only_what_goes_together_is_joined(question):
    assert "Weet niet" not in str(network(question, STYLE))
    assert str(network(question, STYLE)).count("'pair': 'Bemensing") == 1


def test_what_cannot_be_compared_is_in_no_trend(question):
    broken = TrendFigures(question.trend.rounds, question.trend.bases, question.trend.shares, broken={"c0": "split"})
    other = QuestionReport(question.question, question.base, question.themes, trend=broken)
    assert "Bemensing" not in str(trend(other, STYLE))


def test_nothing_is_fetched(question):
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"[]")

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/data.json"
        with pytest.raises(ValueError, match="data"):
            drawing.svg(bar(question, STYLE) | {"data": {"url": url}})
        server.shutdown()
    assert asked == []


@settings(max_examples=200)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.1)), max_size=8))
def test_names_of_lines_do_not_stand_on_each_other(names):
    places, heights = ({n: one[which] for n, one in enumerate(names)} for which in (0, 1))
    found = apart(places, heights)
    neighbours = list(pairwise(sorted(places, key=lambda n: places[n])))
    for low, high in neighbours:
        assert found[high] - found[low] >= (heights[low] + heights[high]) / 2 - 1e-9
    assert all(place >= 0 for place in found.values())
    if all(places[high] - places[low] >= (heights[low] + heights[high]) / 2 for low, high in neighbours):
        assert found == pytest.approx(places)


def test_long_labels_are_read_as_a_whole_and_labels_that_are_the_same_are_two_rows(question):
    long = "Te hoge huren en te weinig sociale huurwoningen voor starters en gezinnen"
    first, *rest = question.themes
    themes = (replace(first, label=long), *(replace(theme, label="Anders", net=False) for theme in rest[:2]))
    text = drawing.svg(bar(replace(question, themes=themes), STYLE))
    lines = re.findall(r"<tspan[^>]*>([^<]+)</tspan>", text)
    assert " ".join(lines) == long
    assert re.findall(r">(–? ?Anders)<", text) == ["Anders", "– Anders"]


def test_a_house_style_with_few_colours_leaves_no_group_and_no_line_out(question):
    style = HouseStyle(series=("#7a1f3d",))
    shares = question.groups[0].columns[0].shares
    columns = tuple(GroupColumn(name, name.upper(), 60, False, shares) for name in "abcdefghij")
    spec = groups(replace(question, groups=(GroupFigures("Rol", "Rol", columns),)), style)
    assert {value["group"][0] for value in spec["data"]["values"]} == set("abcdefgh")
    assert "8" in str(spec["encoding"]["color"]["legend"]["title"])
    lines = {value["name"] for value in trend(question, style)["data"]["values"]}
    assert {"Bemensing", "Geld"} <= lines


def test_the_curve_of_new_themes_ends_at_the_answers_that_there_are(question):
    values = saturation(replace(question, new_codes=(4, 1, 0, 0)), STYLE)["data"]["values"]
    assert values[-1]["answers"] == question.base.coded == 163
