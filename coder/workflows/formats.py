"""Every format in and out, and what it carries."""

from __future__ import annotations

from dataclasses import dataclass

from coder import plugins
from coder.domain.errors import MissingError
from coder.domain.formats import Carries


@dataclass(frozen=True, slots=True)
class KnownFormat:
    """A format, by the name that --as and files know it by."""

    name: str
    label: str
    direction: str
    """'in', 'out', or 'codebook' for what `coder codebook import` reads beside YAML."""
    carries: tuple[Carries, ...]
    suffixes: tuple[str, ...] = ()


def formats() -> list[KnownFormat]:
    """Return all formats: survey tools first, then files in, files out, and codebooks. Broken plugins are left out."""
    found = []
    kinds: tuple[tuple[plugins.Kind, str], ...] = (
        ("sources", "in"),
        ("importers", "in"),
        ("exporters", "out"),
        ("codebooks", "codebook"),
    )
    for kind, direction in kinds:
        for name in plugins.names(kind):
            try:
                module = plugins.load(kind, name)
            except MissingError:
                continue
            carries: frozenset[Carries] = getattr(module, "CARRIES", frozenset())
            found.append(
                KnownFormat(
                    name,
                    getattr(module, "LABEL", name),
                    direction,
                    tuple(one for one in Carries if one in carries),
                    tuple(getattr(module, "SUFFIXES", ())),
                )
            )
    return found
