"""Answers that could be quoted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from coder.domain.texts import _
from coder.terminal.console import Output, safe


def show_quotes(output: Output, label: str, found: Sequence[Mapping[str, Any]]) -> None:
    """Show candidates, as `coder.workflows.quotes.as_records` gives them: the whole text, and how far each is."""
    output.print(Text.assemble((label, "bold")))
    if not found:
        output.print(_("No answers have this code yet"))
    states = {
        "cleared": _("checked for personal data"),
        "unchecked": _("not yet checked for personal data"),
        "unreviewed": _("something was found that nobody decided about"),
    }
    for one in found:
        marked = _("marked as a quote") if one["marked"] else _("not marked")
        output.print()
        output.print(safe(one["text"]))
        said = f"{one['respondent']} · {one['round']} · {marked} · {states[one['clearance']]}"
        output.print(Text(said, style="green" if one["marked"] and one["clearance"] == "cleared" else "dim"))
