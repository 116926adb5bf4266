"""What all charts share: axes, sizes, and the house style."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from coder.domain.folding import visible
from coder.domain.house_style import HouseStyle
from coder.domain.report import ThemeFigure
from coder.domain.texts import language

Spec = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
WIDTH = 460  # of the part with the marks, in pixels: with labels it fits a printed page
ROW, LINE = 26, 12  # pixels that a theme takes in height, and each further line of its label
CHARACTERS, LINES = 42, 2  # of a label; a longer one is cut with a mark
CHARACTER = 7.2  # pixels of a letter, in a wide font


_NOT_IN_XML = re.compile("[\ufffe\uffff]")
INDENT = "– "  # marks a code of a net; a space at the beginning would not be drawn
FONT = "Helvetica, Arial, sans-serif"


def framed(spec: Spec, description: str, style: HouseStyle) -> Spec:
    """Return a chart with what all charts share: schema, alternative text, colors, type."""
    axis = {"labelColor": style.text, "titleColor": style.text, "labelFontSize": 12, "titleFontSize": 12}
    config = {
        "font": f"{style.font}, {FONT}" if style.font else FONT,
        "background": style.background,
        "view": {"stroke": None},
        "axis": {**axis, "gridColor": style.soft, "domain": False, "ticks": False, "titleFontWeight": "normal"},
        # One weight: with two fonts in it the library makes another PDF each time.
        "legend": {
            "labelColor": style.text,
            "titleColor": style.text,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
        },
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


@dataclass(frozen=True, slots=True)
class Rows:
    """The vertical axis of themes: rows are told apart by their number, as two codes may have the same label."""

    axis: Spec
    """The encoding of the field 'row'."""
    height: int
    """Pixels that a row takes."""


def rows_of(themes: Sequence[ThemeFigure]) -> Rows:
    """Return the vertical axis of these themes; in the data, the field 'row' holds the place of a theme."""
    lines = [wrapped(theme.label, CHARACTERS, theme.depth) for theme in themes]
    shown = [one if len(one) > 1 else one[0] for one in lines]
    room = max(len(line) for one in lines for line in one) * CHARACTER + 8
    axis = {
        "title": None,
        "grid": False,
        # At the left edge, so that codes of a net are seen to stand further in.
        "labelAlign": "left",
        "labelPadding": round(room),
        "labelLimit": round(room) + 20,
        "labelExpr": f"{json.dumps(_drawable(shown), ensure_ascii=False)}[datum.value]",
    }
    y = {"field": "row", "type": "ordinal", "sort": list(range(len(themes))), "axis": axis}
    return Rows(y, ROW + LINE * (max(map(len, lines)) - 1))


def wrapped(label: str, characters: int, depth: int = 0) -> list[str]:
    """Return a label in lines, the codes of a net marked; one that is too long even so is cut with a mark."""
    first, next_ = INDENT * depth, "\u2002" * 2 * depth
    found = wrap(
        visible(label), characters, initial_indent=first, subsequent_indent=next_, max_lines=LINES, placeholder=" …"
    )
    return found or [label]
