"""The house style of whoever publishes a report: colours, letters, logo and fixed texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

SERIES = ("#00577d", "#b34700", "#1d6b43", "#7a3b8f", "#8a6d00", "#9e2a4d", "#3f5a6b", "#5b5b00")
"""Colours of lines and bars that stand beside each other: told apart by people who are colour-blind, each with a
contrast of at least 4.5 with white."""


SURVEY = ("sponsor", "population", "fieldwork", "weighting")
"""Who paid and who did it; of whom, and how they were chosen; how and when they were asked; how weights were made."""


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture of the publisher."""

    data: bytes
    kind: Literal["png", "jpeg"]
    text: str
    """What it shows, for who cannot see it."""


@dataclass(frozen=True)
class HouseStyle:
    """How a report looks. Colours are '#rrggbb'; every one has been checked for contrast where it is read from."""

    accent: str = "#00577d"
    """Headings, links, and the bars of charts."""
    soft: str = "#c9dde6"
    """Behind what stands out, and what is less than the accent: rows of tables, intervals."""
    text: str = "#1b1f23"
    muted: str = "#57606a"
    """Text that matters less: bases, captions."""
    background: str = "#ffffff"
    series: tuple[str, ...] = SERIES
    """Of groups and codes side by side, in order; after the last come those of coder itself."""
    font: str = ""
    """A font that readers have; empty for that of their computer. No font is fetched."""
    heading_font: str = ""
    """Empty: as `font`."""
    organisation: str = ""
    title: str = ""
    """Above the report, in place of the title that it has by itself."""
    logo: Logo | None = None
    before: tuple[str, ...] = ()
    """Paragraphs before the first question."""
    after: tuple[str, ...] = ()
    """Paragraphs after the account of methods: a colophon."""
    survey: Mapping[str, str] = field(default_factory=dict)
    """What a reviewer asks for and no project file holds, by the name of it in `SURVEY`."""
    css: str = field(default="", repr=False)
    """Rules for the web page, after its own."""

    @cached_property
    def headings(self) -> str:
        """The font of headings; empty for that of the reader's computer."""
        return self.heading_font or self.font

    def colours(self, n: int) -> list[str]:
        """Return as many colours for things side by side: the style's own, then others that can be told apart."""
        known = [*self.series, *(colour for colour in SERIES if colour not in self.series)]
        return [known[place % len(known)] for place in range(n)]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21.

    Notes
    -----
    WCAG 2.1, definitions of relative luminance and contrast ratio (w3.org/TR/WCAG21/#dfn-contrast-ratio).
    """
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
