"""Tables into files, by the ending of the file's name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from coder import plugins
from coder.domain.errors import UsageError
from coder.domain.texts import _
from coder.exporters.base import Sheet


def write_sheets(path: Path, sheets: Sequence[Sheet], allowed: Sequence[str] | None = None) -> list[Path]:
    """Write tables to a file in the format of its name; return the files written.

    Parameters
    ----------
    allowed : endings that are welcome here; None for every format.

    Raises
    ------
    UsageError : no format has this ending, or the file cannot be written.
    """
    suffix = path.suffix.lower()
    known: list[str] = []
    for name in plugins.names("exporters"):
        exporter = plugins.load("exporters", name)
        if not hasattr(exporter, "write"):  # it carries a survey as a whole, and no plain tables
            continue
        welcome = [s for s in exporter.SUFFIXES if allowed is None or s in allowed]
        known += welcome
        if suffix in welcome:
            written: list[Path] = exporter.write(path, sheets)
            return written
    raise UsageError(
        _("{file}: coder does not write this kind of file").format(file=path),
        _("Choose a name that ends in {endings}.").format(endings=", ".join(known)),
    )
