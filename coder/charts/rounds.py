"""Themes over the rounds, as lines with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from coder.charts.bars import themes_shown
from coder.charts.frame import WIDTH, Spec, framed, percent_axis, wrapped
from coder.domain.house_style import HouseStyle
from coder.domain.report import QuestionReport
from coder.domain.texts import _, percent

MOST_LINES = 8  # lines that can be told apart
HEIGHT = 300
LETTERS = 15  # pixels that a line of them takes
LABELS = 40  # characters of a line of the names at the right
GAP = 8  # pixels between two of them


def trend(question: QuestionReport, style: HouseStyle) -> Spec | None:
    """Return the themes over the rounds, named at the end of their lines; None with fewer than two rounds."""
    found = question.trend
    if found is None or len(found.rounds) < 2:
        return None
    themes = [t for t in themes_shown(question, 99) if not t.apart and t.code_id not in found.broken]
    themes = [t for t in themes if t.parent is None and t.code_id in found.shares][:MOST_LINES]
    values: list[Spec] = [
        {
            "theme": place,
            "name": theme.label,
            "round": round_id,
            "share": share.value,
            "low": share.low,
            "high": share.high,
            "text": percent(share.value),
        }
        for place, theme in enumerate(themes)
        for round_id, share in zip(found.rounds, found.shares[theme.code_id], strict=True)
        if share is not None
    ]
    if not values:
        return None
    order = list(range(len(themes)))
    color = {
        "field": "theme",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": order, "range": style.colours(len(order))},
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
    tooltip = [{"field": field} for field in ("name", "round", "text")]
    last = {n: s for n, t in enumerate(themes) if (s := found.shares[t.code_id][-1]) is not None}
    names = {n: "\n".join(wrapped(f"{themes[n].label} ({percent(share.value)})", LABELS)) for n, share in last.items()}
    pixel = axis["scale"]["domain"][1] / HEIGHT
    tall = {n: (GAP + LETTERS * (name.count("\n") + 1)) * pixel for n, name in names.items()}
    heights = apart({n: share.value for n, share in last.items()}, tall)
    labels = [{"theme": n, "round": found.rounds[-1], "at": heights[n], "label": name} for n, name in names.items()]
    layers = [
        {"mark": {"type": "line", "strokeWidth": 2.2}, "encoding": {"y": y}},
        {"mark": {"type": "point", "filled": True, "opacity": 1, "size": 55}, "encoding": {"y": y, "tooltip": tooltip}},
        {
            "mark": {"type": "rule", "opacity": 0.45},
            "encoding": {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}},
        },
        {
            "data": {"values": labels},
            "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 9, "fontSize": 12, "lineBreak": "\n"},
            "encoding": {"y": {"field": "at", "type": "quantitative"}, "text": {"field": "label"}},
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


def apart(places: Mapping[int, float], heights: Mapping[int, float]) -> dict[int, float]:
    """Return where the middles of names go so that none stands on another: as near to these places as can be.

    Notes
    -----
    Isotonic regression by pooling adjacent violators, on the places without the room that is taken below them. None
    goes below 0.
    """
    order = sorted(places, key=lambda key: places[key])
    below = [0.0]
    for low, high in pairwise(order):
        below.append(below[-1] + (heights[low] + heights[high]) / 2)
    pools: list[tuple[float, int]] = []  # the sum of the places in each, and how many
    for key, room in zip(order, below, strict=False):
        total, n = places[key] - room, 1
        while pools and pools[-1][0] / pools[-1][1] > total / n:
            before, many = pools.pop()
            total, n = total + before, n + many
        pools.append((total, n))
    level = [max(total / n, 0.0) for total, n in pools for _place in range(n)]
    return {key: one + room for key, one, room in zip(order, level, below, strict=False)}
