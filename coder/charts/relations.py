"""Themes that are named together, as a network; and how new themes dry up."""

from __future__ import annotations

from itertools import accumulate
from math import cos, pi, sin

from coder.charts.frame import WIDTH, Spec, framed
from coder.domain.house_style import HouseStyle
from coder.domain.report import QuestionReport
from coder.domain.texts import _

BLOCK = 50  # answers between two points of the saturation curve; see QuestionReport.new_codes
MOST_NODES = 16
SIZE = 420


def network(question: QuestionReport, style: HouseStyle) -> Spec | None:
    """Return the themes on a circle, with lines between those named together more often than by chance."""
    holding = [p for p in question.pairs if p.holds and p.lift > 1]
    joined = {code for pair in holding for code in (pair.one, pair.other)}
    themes = [t for t in question.themes if t.code_id in joined and t.n][:MOST_NODES]
    place = {theme.code_id: n for n, theme in enumerate(themes)}
    holding = [p for p in holding if p.one in place and p.other in place]
    if not holding:
        return None
    angle = [2 * pi * n / len(themes) - pi / 2 for n in range(len(themes))]
    nodes: list[Spec] = [
        {
            "theme": theme.label,
            "n": theme.n,
            "x": round(cos(a), 4),
            "y": round(-sin(a), 4),
            "right": cos(a) >= -0.01,
        }
        for theme, a in zip(themes, angle, strict=True)
    ]
    edges = [
        {
            **{
                f"{axis}{end}": nodes[place[code]][axis]
                for end, code in (("1", p.one), ("2", p.other))
                for axis in "xy"
            },
            "pair": f"{nodes[place[p.one]]['theme']} – {nodes[place[p.other]]['theme']}",
            "n": p.n,
        }
        for p in holding
    ]
    hidden: Spec = {"axis": None, "scale": {"domain": [-1.15, 1.15]}}
    at: Spec = {name: {"field": name, "type": "quantitative", **hidden} for name in "xy"}
    label: Spec = {"type": "text", "fontSize": 12, "color": style.text, "limit": 200}
    layers: list[Spec] = [
        {
            "data": {"values": edges},
            "mark": {"type": "rule", "color": style.accent, "opacity": 0.5},
            "encoding": {
                "x": {"field": "x1", "type": "quantitative", **hidden},
                "y": {"field": "y1", "type": "quantitative", **hidden},
                "x2": {"field": "x2"},
                "y2": {"field": "y2"},
                "strokeWidth": {
                    "field": "n",
                    "type": "quantitative",
                    "legend": None,
                    "scale": {"domainMin": 0, "range": [0.5, 8]},
                },
                "tooltip": [{"field": "pair"}, {"field": "n"}],
            },
        },
        {
            "data": {"values": nodes},
            "mark": {"type": "circle", "color": style.accent, "opacity": 1},
            "encoding": {
                **at,
                "size": {"field": "n", "type": "quantitative", "legend": None, "scale": {"range": [60, 700]}},
                "tooltip": [{"field": "theme"}, {"field": "n"}],
            },
        },
    ]
    for test, align, shift in (("datum.right", "left", 18), ("!datum.right", "right", -18)):
        named: Spec = {"mark": {**label, "align": align, "dx": shift}, "encoding": {**at, "text": {"field": "theme"}}}
        layers.append({"data": {"values": nodes}, "transform": [{"filter": test}], **named})
    spec = {"width": SIZE, "height": SIZE, "layer": layers}
    described = _("{question}: themes that are named together").format(question=question.question.text)
    return framed(spec, described, style)


def saturation(question: QuestionReport, style: HouseStyle) -> Spec | None:
    """Return how many different codes were given after so many answers; a curve that flattens says: enough."""
    if not question.new_codes:
        return None
    counted = enumerate(accumulate(question.new_codes), start=1)
    coded = question.base.coded  # the last block is seldom full
    values = [{"answers": 0, "codes": 0}]
    values += ({"answers": min(BLOCK * n, coded), "codes": total} for n, total in counted)
    line = {"type": "line", "color": style.accent, "strokeWidth": 2.4, "point": True}
    spec = {
        "width": WIDTH,
        "height": 260,
        "data": {"values": values},
        "mark": line,
        "encoding": {
            "x": {"field": "answers", "type": "quantitative", "axis": {"title": _("answers coded"), "grid": False}},
            "y": {"field": "codes", "type": "quantitative", "axis": {"title": _("different codes"), "tickMinStep": 1}},
            "tooltip": [{"field": "answers"}, {"field": "codes"}],
        },
    }
    described = _("{question}: different codes after so many answers").format(question=question.question.text)
    return framed(spec, described, style)
