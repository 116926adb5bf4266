"""Asking for a yes or no at the terminal, in the language in use."""

from __future__ import annotations

import click

from coder.domain.texts import _

YES, NO = {"y", "yes", "j", "ja"}, {"n", "no", "nee"}  # in either language: fingers know their own


def agreed(question: str, *, default: bool = False) -> bool:
    """Ask until the answer is yes or no; Enter is the default. Raises click.Abort at the end of the input."""
    yes, no = _("y"), _("n")
    shown = f"{question} [{yes.upper()}/{no}]" if default else f"{question} [{yes}/{no.upper()}]"
    while True:
        answer = click.prompt(shown, default="", show_default=False, err=True).strip().lower()
        if answer in {*YES, *NO, ""}:
            return default if not answer else answer in YES
        click.echo(_("Answer {yes} or {no}.").format(yes=yes, no=no), err=True)
