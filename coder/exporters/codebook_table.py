"""Codebooks as a table: a row a code, nets before what they hold; `coder codebook import` reads it."""

from __future__ import annotations

from coder.domain.codebook import Codebook
from coder.domain.texts import _
from coder.exporters.base import Sheet

DIVIDERS = "|;,"
"""What a reader may take for the end of a word; one that has such a sign gets a line of its own."""


def codebook_sheet(codebook: Codebook) -> Sheet:
    """Return a codebook as a table."""
    columns = (
        *(_("level"), _("id"), _("net"), _("label"), _("definition"), _("include"), _("exclude"), _("exclusive")),
        *(_("keywords"), _("examples"), _("color"), _("retired"), _("replaced by")),
    )
    return Sheet(
        _("codebook"),
        columns,
        [
            (
                len(codebook.nets_of(code.code_id)) + 1,
                code.code_id,
                codebook.label(code.parent) if code.parent else None,
                code.label,
                code.definition or None,
                code.include or None,
                code.exclude or None,
                _("yes") if code.exclusive else None,
                _listed(code.keywords),
                _listed(code.examples),
                code.color,
                _("yes") if code.retired else None,
                _listed(code.replaced_by),
            )
            for code in codebook.codes
        ],
    )


def _listed(items: tuple[str, ...]) -> str | None:
    if len(items) == 1 and any(sign in items[0] for sign in DIVIDERS):
        return items[0] + "\n"
    return "\n".join(items) or None
