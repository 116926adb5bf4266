"""Charts of a report, ready to be placed: the specification, and pictures that are drawn when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["bar", "groups", "trend", "network", "saturation"]


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart of a question."""

    kind: Kind
    text: str
    """What it shows, for who cannot see it."""
    spec: Mapping[str, Any]
    """Vega-Lite, with its data inside."""
    svg: Callable[[], str]
    png: Callable[[], bytes]
    place: int = 0
    """With 'groups': which of the question's variables it is about, from 0. With 'bar': 1 for nets as a whole."""


Drawings = Mapping[str, tuple[Drawing, ...]]
"""Charts by question id; a question may have none."""


def drawing(drawings: Drawings, question_id: str, kind: Kind, place: int = 0) -> Drawing | None:
    """Return the chart of a kind of a question, if there is one."""
    return next((d for d in drawings.get(question_id, ()) if d.kind == kind and d.place == place), None)
