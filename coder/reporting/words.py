"""Small change of sentences: lists, percentages, themes with their share."""

from __future__ import annotations

from collections.abc import Sequence

from coder.domain.report import Base, Estimate, ThemeFigure
from coder.domain.texts import _, decimal, percent


def listed(parts: Sequence[str]) -> str:
    """Return parts as one: 'a, b en c'."""
    if len(parts) < 2:
        return "".join(parts)
    return _("{first} and {last}").format(first=", ".join(parts[:-1]), last=parts[-1])


def share(estimate: Estimate, base: Base) -> str:
    """Return a share as a percentage; one that is worked out from a sample says so."""
    text = percent(estimate.value)
    return _("about {percent}").format(percent=text) if base.method == "corrected" else text


def with_share(theme: ThemeFigure, base: Base) -> str:
    """Return a theme with its share: 'bemensing (41 %)'."""
    return f"{theme.named} ({share(theme.share, base)})" if theme.share else theme.named


def times(value: float) -> str:
    """Return a ratio to one digit."""
    return decimal(value, 1)


def sentence(text: str) -> str:
    """Return a text that begins with a capital and ends in a full stop."""
    return text[:1].upper() + text[1:].rstrip(".") + "."


_SMALL = frozenset(("overig", "overige", "anders", "geen", "niets", "weet", "other", "none", "nothing", "no"))
"""Words that are no names, whatever the codebook writes."""


LONGEST_BARE = 60
"""Characters of a label that is read as a part of the sentence; a longer one stands in quotation marks."""


def blurs(label: str) -> bool:
    """Return whether nobody would see where a label ends within a sentence: it is long, or has a comma of its own."""
    return len(label) > LONGEST_BARE or any(sign in label for sign in ",;:()")


def phrase(label: str, in_use: frozenset[str], quoted: bool = False) -> str:
    """Return a label as it stands within a sentence: without its capital where the word is known without one.

    Parameters
    ----------
    in_use : words that stand in lower case somewhere in the codebook; 'Rijk' keeps its capital when 'rijk' does not.
    quoted : whether it stands as it is, between quotation marks, as one that blurs does anyhow.
    """
    if quoted or blurs(label):
        return f"‘{label}’"
    first, space, rest = label.partition(" ")
    lower = first[:1].lower() + first[1:]
    if lower == lower.lower() and lower.strip(",.;:()") in in_use | _SMALL:
        return lower + space + rest
    return label
