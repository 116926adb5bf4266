"""Names of coders as a person gives them."""

from __future__ import annotations

from coder.domain.coding import AUTOCODE, MACHINE, RECONCILED
from coder.domain.errors import UsageError
from coder.domain.texts import _


def coder_names(text: str, *, machine: bool = False) -> tuple[str, ...]:
    """Return the names in a list with commas.

    Parameters
    ----------
    machine : whether the machine may be one of them.

    Raises
    ------
    UsageError : fewer than two names, one twice, or one that stands for something else.
    """
    names = tuple(name for part in text.split(",") if (name := part.strip()))
    folded = [name.casefold() for name in names]
    if twice := next((name for name in names if folded.count(name.casefold()) > 1), None):
        raise UsageError(_("{coder} is named twice").format(coder=twice), _("Name each coder once."))
    if len(names) < 2:
        raise UsageError(_("At least two coders are needed"), _("Name them all: --coders anna,bram."))
    reserved = (AUTOCODE, RECONCILED) if machine else (MACHINE, AUTOCODE, RECONCILED)
    if kept := next((name for name in names if name.casefold() in reserved), None):
        raise UsageError(
            _("{coder} cannot be the name of a coder: coder itself uses it").format(coder=kept),
            _("Choose another name."),
        )
    return names
