"""What all charts share: axes, sizes, and the house style."""

from __future__ import annotations

import re
from typing import Any

from coder.domain.folding import visible
from coder.domain.house_style import HouseStyle
from coder.domain.texts import language

Spec = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
WIDTH = 520  # of the part with the marks, in pixels: with labels it fits a printed page
ROW = 26  # pixels that a theme takes in height
LABEL = 230  # pixels that labels of themes may take; longer ones are cut with a mark


_NOT_IN_XML = re.compile("[\ufffe\uffff]")
FONT = "Helvetica, Arial, sans-serif"


def framed(spec: Spec, description: str, style: HouseStyle) -> Spec:
    """Return a chart with what all charts share: schema, alternative text, colors, type."""
    axis = {"labelColor": style.text, "titleColor": style.text, "labelFontSize": 12, "titleFontSize": 12}
    config = {
        "font": f"{style.font}, {FONT}" if style.font else FONT,
        "background": style.background,
        "view": {"stroke": None},
        "axis": {**axis, "gridColor": style.soft, "domain": False, "ticks": False, "titleFontWeight": "normal"},
        "legend": {"labelColor": style.text, "titleColor": style.text, "labelFontSize": 12},
    }
    drawn: Spec = _drawable({"$schema": SCHEMA, "description": description, **spec, "config": config})
    return drawn


def _drawable(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return a value without characters that XML does not know: one of them in a label would end the whole program."""
    if isinstance(value, str):
        return _NOT_IN_XML.sub("\ufffd", visible(value))
    if isinstance(value, dict):
        return {key: _drawable(part) for key, part in value.items()}
    return [_drawable(part) for part in value] if isinstance(value, list) else value


def percent_axis(largest: float) -> Spec:
    """Return the horizontal axis of shares: from 0 to the next ten percent."""
    top = min(1.0, max(0.1, -(-largest * 10 // 1) / 10))
    sign = "' %'" if language() == "nl" else "'%'"
    return {
        "scale": {"domain": [0, top]},
        "axis": {"title": None, "tickCount": 5, "labelExpr": f"format(datum.value * 100, '.0f') + {sign}"},
    }


def theme_axis(order: list[str]) -> Spec:
    """Return the vertical axis of themes, in this order."""
    # At the left edge, so that codes of a net are seen to stand further in.
    axis = {"title": None, "labelLimit": LABEL - 10, "labelAlign": "left", "labelPadding": LABEL, "grid": False}
    return {"sort": order, "axis": axis}
