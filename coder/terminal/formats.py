"""The formats in and out, and what each carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coder.domain.formats import Carries
from coder.domain.texts import _
from coder.terminal.console import Output

YES, NO = "x", "·"


def show_formats(output: Output, formats: Sequence[Mapping[str, Any]]) -> None:
    """Show formats (name, label, direction, carries) as a table of marks, and what the columns are."""
    titles = {"in": _("Read by coder ingest (--as NAME)"), "out": _("Written by coder export")}
    # One column for all marks: between columns there are two spaces.
    columns: list[str | tuple[str, str]] = [
        _("name"),
        (" ".join(feature.short for feature in Carries), "right"),
        _("what it is"),
    ]
    for direction, title in titles.items():
        rows = [
            [
                one["name"],
                " ".join(f"{YES if feature in one['carries'] else NO:>3}" for feature in Carries),
                one["label"],
            ]
            for one in formats
            if one["direction"] == direction
        ]
        output.table(columns, rows, title)
        output.print()
    output.print(", ".join(f"{feature.short} {feature.shown}" for feature in Carries) + ".")
    books = [one["label"] for one in formats if one["direction"] == "codebook"]
    output.print(_("Codebooks, with coder codebook import: {formats}.").format(formats=", ".join(["YAML", *books])))
