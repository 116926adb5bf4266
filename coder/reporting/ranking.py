"""Which themes can be put in an order, and which cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from coder.domain.report import Estimate, ThemeFigure

FEWEST_NAMED = 0.01  # a theme that fewer name is in no sentence


@dataclass(frozen=True, slots=True)
class Tier:
    """Themes that follow one another in size and that no gap parts."""

    themes: tuple[ThemeFigure, ...]
    kind: Literal["single", "level", "close"]
    """One theme; several of which none is certainly ahead of another; or several of which each is too close to the one
    after it, though the first is ahead of the last."""
    cut: bool = False
    """Whether more themes belong to it than these, the largest."""

    def only(self, most: int) -> Tier:
        """Return the tier with its largest themes alone."""
        if len(self.themes) <= most:
            return self
        themes = self.themes[:most]
        return Tier(themes, "single" if most == 1 else self.kind, cut=True)


def level(one: Estimate, other: Estimate) -> bool:
    """Return whether two shares are too close to be put in an order: each lies in the interval of the other.

    The themes are named by the same respondents, so this is a rule of reading and no test: it is stricter than
    intervals that overlap, and more lenient than intervals that do not.
    """
    return one.low <= other.value <= one.high and other.low <= one.value <= other.high


def tiers(themes: Sequence[ThemeFigure]) -> list[Tier]:
    """Return themes in order of size, parted wherever one is ahead of the next.

    Parameters
    ----------
    themes : those to rank; what is hidden or hardly named is left out.
    """
    shown = [(theme, theme.share) for theme in themes if theme.share is not None]
    found = sorted(
        ((theme, share) for theme, share in shown if share.value >= FEWEST_NAMED), key=lambda entry: -entry[1].value
    )
    groups: list[list[tuple[ThemeFigure, Estimate]]] = []
    for entry in found:
        if groups and level(groups[-1][-1][1], entry[1]):
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return [_tier(group) for group in groups]


def _tier(group: Sequence[tuple[ThemeFigure, Estimate]]) -> Tier:
    themes = tuple(theme for theme, _share in group)
    if len(group) == 1:
        return Tier(themes, "single")
    every = all(level(one, other) for place, (_t, one) in enumerate(group) for _u, other in group[place + 1 :])
    return Tier(themes, "level" if every else "close")


def rankable(themes: Sequence[ThemeFigure]) -> list[ThemeFigure]:
    """Return the themes that are compared with one another: those at the top, nets as a whole, without what is apart.

    A net stands for all its codes, so the two are not ranked beside each other.
    """
    return [theme for theme in themes if theme.parent is None and not theme.apart]
