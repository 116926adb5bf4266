"""Ranked themes as bars with their intervals, for everybody and by group."""

from __future__ import annotations

from collections.abc import Sequence

from coder.charts.frame import WIDTH, Spec, framed, percent_axis, rows_of
from coder.domain.house_style import HouseStyle
from coder.domain.report import QuestionReport, ThemeFigure
from coder.domain.texts import _, percent

MOST_BARS = 25  # themes that one chart shows
MOST_COMPARED = 10  # themes that are shown by group
MOST_GROUPS = 8  # groups that can be told apart

_X = {"field": "share", "type": "quantitative"}


def bar(question: QuestionReport, style: HouseStyle, *, top: bool = False) -> Spec | None:
    """Return the themes as bars, with 95 % intervals and percentages; None where nothing is coded.

    Parameters
    ----------
    top : nets as a whole, without the codes in them: for a slide.
    """
    shown = themes_shown(question, MOST_BARS)
    if top:
        shown = [theme for theme in shown if theme.parent is None]
    if not shown:
        return None
    values = [_value(theme, place) for place, theme in enumerate(shown)]
    rows = rows_of(shown)
    x = {**_X, **percent_axis(max(value["high"] for value in values))}
    color = {"condition": {"test": "datum.apart", "value": style.muted}, "value": style.accent}
    tooltip = [{"field": field, "title": title} for field, title in _tooltips()]
    layers = [
        {"mark": {"type": "bar", "height": {"band": 0.62}}, "encoding": {"x": x, "color": color, "tooltip": tooltip}},
        {
            "mark": {"type": "rule", "color": style.text, "strokeWidth": 1.4},
            "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 6, "color": style.text, "fontSize": 12},
            "encoding": {"x": {"field": "high", "type": "quantitative"}, "text": {"field": "text"}},
        },
    ]
    spec = {
        "width": WIDTH,
        "height": {"step": rows.height},
        "data": {"values": values},
        "encoding": {"y": rows.axis},
        "layer": layers,
    }
    return framed(spec, _described(question, shown), style)


def groups(question: QuestionReport, style: HouseStyle, place: int = 0) -> Spec | None:
    """Return the themes by the groups of a variable (by its place in the report), as points with intervals."""
    if place >= len(question.groups):
        return None
    figures = question.groups[place]
    every = [c for c in figures.columns if c.base and not c.small]
    columns = every[:MOST_GROUPS]
    shown = [theme for theme in themes_shown(question, MOST_COMPARED) if not theme.apart]
    values: list[Spec] = [
        {
            "row": place,
            "theme": theme.label,
            "group": f"{column.name} (n = {column.base})",
            "share": share.value,
            "low": share.low,
            "high": share.high,
            "text": percent(share.value),
        }
        for place, theme in enumerate(shown)
        for column in columns
        if (share := column.shares.get(theme.code_id)) is not None
    ]
    order = list(dict.fromkeys(value["group"] for value in values))
    if len(order) < 2:  # one group has nothing to be compared with
        return None
    color = {"field": "group", "type": "nominal", "scale": {"domain": order, "range": style.colours(len(order))}}
    title = figures.variable
    if len(every) > len(columns):
        title = _("{variable}: {n} of {total} groups").format(variable=title, n=len(columns), total=len(every))
    legend = {"title": title, "orient": "top", "columns": 2, "labelLimit": 300}
    rows = rows_of(shown)
    shared = {
        "y": rows.axis,
        "yOffset": {"field": "group", "type": "nominal", "sort": order},
        "color": {**color, "legend": legend},
    }
    tooltip = [{"field": field} for field in ("theme", "group", "text")]
    x = {**_X, **percent_axis(max(value["high"] for value in values))}
    layers = [
        {
            "mark": {"type": "rule", "strokeWidth": 1.6},
            "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}},
        },
        {
            # A shape beside the color, for who sees no difference between colors.
            "mark": {"type": "point", "filled": True, "opacity": 1, "size": 70},
            "encoding": {
                "x": x,
                "shape": {"field": "group", "type": "nominal", "scale": {"domain": order}, "legend": legend},
                "tooltip": tooltip,
            },
        },
    ]
    spec = {
        "width": WIDTH,
        "height": {"step": max(10, 1.3 * rows.height / len(columns))},
        "data": {"values": values},
        "encoding": shared,
        "layer": layers,
    }
    described = _("{question}: themes by {variable}").format(question=question.question.text, variable=figures.variable)
    return framed(spec, described, style)


def themes_shown(question: QuestionReport, most: int) -> list[ThemeFigure]:
    """Return the themes that somebody named and that may be shown, in the order of the table, `most` at most."""
    return [theme for theme in question.themes if theme.share is not None and theme.n][:most]


def _value(theme: ThemeFigure, place: int) -> Spec:
    assert theme.share is not None  # noqa: S101 - those that are shown have one
    return {
        "row": place,
        "theme": theme.label,
        "share": theme.share.value,
        "low": theme.share.low,
        "high": theme.share.high,
        "text": percent(theme.share.value),
        "interval": f"{percent(theme.share.low)} – {percent(theme.share.high)}",
        "n": theme.n,
        "apart": theme.apart,
    }


def _tooltips() -> Sequence[tuple[str, str]]:
    return (("theme", _("theme")), ("text", _("share")), ("interval", _("95 % interval")), ("n", "n"))


def _described(question: QuestionReport, shown: Sequence[ThemeFigure]) -> str:
    first = ", ".join(f"{t.label} {percent(t.share.value)}" for t in shown[:5] if t.share)
    return _("{question}: share of respondents per theme. {first}.").format(
        question=question.question.text, first=first
    )
