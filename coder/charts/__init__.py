"""Charts of the figures of a question, as Vega-Lite specifications; `drawing` makes pictures of them.

A specification is a plain mapping (https://vega.github.io/vega-lite/docs/) with its data inside: nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Callable

from coder.charts.bars import bar, groups
from coder.charts.frame import Spec
from coder.charts.relations import network, saturation
from coder.charts.rounds import trend
from coder.domain.house_style import HouseStyle
from coder.domain.report import QuestionReport

__all__ = ["KINDS", "Spec", "bar", "groups", "network", "saturation", "trend"]

KINDS: dict[str, Callable[[QuestionReport, HouseStyle], Spec | None]] = {
    "bar": bar,
    "groups": groups,
    "trend": trend,
    "network": network,
    "saturation": saturation,
}
"""By the name that `coder chart --kind` takes; a chart is None where the question has no such figures."""
