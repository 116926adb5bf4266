"""Themes over the rounds, as lines with intervals."""

from __future__ import annotations

from coder.charts.bars import themes_shown
from coder.charts.frame import WIDTH, Spec, framed, percent_axis
from coder.domain.house_style import HouseStyle
from coder.domain.report import QuestionReport
from coder.domain.texts import _, percent

MOST_LINES = 8  # lines that can be told apart
HEIGHT = 300
LABELS = 180  # pixels at the right for the names of the lines


def trend(question: QuestionReport, style: HouseStyle) -> Spec | None:
    """Return the themes over the rounds, named at the end of their lines; None with fewer than two rounds."""
    found = question.trend
    if found is None or len(found.rounds) < 2:
        return None
    themes = [t for t in themes_shown(question, 99) if not t.apart and t.code_id not in found.broken]
    themes = [t for t in themes if t.parent is None and t.code_id in found.shares][: min(MOST_LINES, len(style.series))]
    values: list[Spec] = [
        {
            "theme": theme.label,
            "round": round_id,
            "share": share.value,
            "low": share.low,
            "high": share.high,
            "text": percent(share.value),
            "last": round_id == found.rounds[-1],
        }
        for theme in themes
        for round_id, share in zip(found.rounds, found.shares[theme.code_id], strict=True)
        if share is not None
    ]
    if not values:
        return None
    order = [theme.label for theme in themes]
    color = {
        "field": "theme",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": order, "range": list(style.series[: len(order)])},
    }
    axis = percent_axis(max(value["high"] for value in values))
    axis["axis"]["grid"] = True
    shared = {
        "x": {
            "field": "round",
            "type": "ordinal",
            "sort": list(found.rounds),
            "axis": {"title": None, "labelAngle": 0, "grid": False},
        },
        "color": color,
    }
    y = {"field": "share", "type": "quantitative", **axis}
    tooltip = [{"field": field} for field in ("theme", "round", "text")]
    layers = [
        {"mark": {"type": "line", "strokeWidth": 2.2}, "encoding": {"y": y}},
        {"mark": {"type": "point", "filled": True, "size": 55}, "encoding": {"y": y, "tooltip": tooltip}},
        {
            "mark": {"type": "rule", "opacity": 0.45},
            "encoding": {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}},
        },
        {
            "transform": [{"filter": "datum.last"}],
            "mark": {"type": "text", "align": "left", "dx": 9, "limit": LABELS, "fontSize": 12},
            "encoding": {"y": y, "text": {"field": "theme"}},
        },
    ]
    spec = {
        "width": WIDTH,
        "height": HEIGHT,
        "data": {"values": values},
        "encoding": shared,
        "layer": layers,
    }
    described = _("{question}: share of respondents per theme in the rounds {rounds}").format(
        question=question.question.text, rounds=", ".join(found.rounds)
    )
    return framed(spec, described, style)
