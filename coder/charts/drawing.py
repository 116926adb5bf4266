"""Charts as pictures, without a browser and without a network: by vl-convert (the extra `report`)."""

from __future__ import annotations

import re
from typing import Any

from coder.charts.frame import Spec
from coder.domain.errors import MissingError
from coder.domain.texts import _, language

SCALE = 2.0  # pixels of a PNG per pixel of the chart: sharp on paper too

_NAMES = re.compile(rb"(?:^ +/[A-Za-z]+\d+ \d+ 0 R\n){2,}", re.MULTILINE)
_LOCALES = {"nl": "nl-NL", "en": "en-US"}


def svg(spec: Spec) -> str:
    """Return a chart as SVG."""
    text: str = _library().vegalite_to_svg(spec, **_options())
    return text


def png(spec: Spec, scale: float = SCALE) -> bytes:
    """Return a chart as PNG."""
    return raster(svg(spec), scale)


def raster(picture: str, scale: float = SCALE) -> bytes:
    """Return a chart that was drawn as SVG as PNG."""
    data: bytes = _library().svg_to_png(picture, scale=scale)
    return data


def pdf(spec: Spec) -> bytes:
    """Return a chart as PDF."""
    data: bytes = _library().vegalite_to_pdf(spec, **_options())
    # The library writes the names of what a page uses in any order. They are as long in every order, so no place in the
    # file changes.
    return _NAMES.sub(lambda found: b"".join(sorted(found[0].splitlines(keepends=True))), data)


def _options() -> dict[str, Any]:
    # Nothing may be fetched, whatever a specification names.
    return {"format_locale": _LOCALES[language()], "allowed_base_urls": []}


def _library() -> Any:  # noqa: ANN401 - it has no types
    try:
        import vl_convert
    except ImportError as error:
        raise MissingError(
            _("Charts need a package that is not installed"),
            _("Install it: pip install 'enquete-coder[report]'."),
        ) from error
    return vl_convert
