"""Where the example survey and the codebooks are that ship with coder."""

from __future__ import annotations

from pathlib import Path

from coder.domain.errors import MissingError
from coder.domain.texts import _

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Return the folder 'corpus' or 'codebooks': inside an installed package, or at the top of the repository.

    Raises
    ------
    MissingError : the installation is incomplete.
    """
    for place in (_PACKAGE / "shipped" / name, _PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise MissingError(
        _("The folder {name} that ships with coder is missing").format(name=name), _("Install coder again.")
    )
