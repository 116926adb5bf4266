"""Tables into files, by the ending of the file's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from coder import plugins
from coder.domain.errors import UsageError
from coder.domain.folding import visible
from coder.domain.progress import Progress, no_progress
from coder.domain.texts import _
from coder.exporters.base import Sheet, Watched


def exporter_of(path: Path, allowed: Sequence[str] | None = None, *, tables: bool = False) -> Any:  # noqa: ANN401
    """Return the module of the format that a file's name ends in.

    Parameters
    ----------
    allowed : endings that are welcome here; None for every format.
    tables : only formats that hold plain tables are welcome, and none that carry a survey as a whole.

    Raises
    ------
    UsageError : no such format has this ending.
    """
    suffix = path.suffix.lower()
    known: list[str] = []
    for name in plugins.names("exporters"):
        exporter = plugins.load("exporters", name)
        if tables and not hasattr(exporter, "write"):
            continue
        welcome = [s for s in exporter.SUFFIXES if allowed is None or s in allowed]
        known += welcome
        if suffix in welcome:
            return exporter
    raise UsageError(
        _("{file}: coder does not write this kind of file").format(file=visible(str(path))),
        _("Choose a name that ends in {endings}.").format(endings=", ".join(dict.fromkeys(known))),
    )


def write_sheets(
    path: Path,
    sheets: Sequence[Sheet],
    allowed: Sequence[str] | None = None,
    *,
    excel_nl: bool = False,
    progress: Progress = no_progress,
) -> list[Path]:
    """Write tables to a file in the format of its name; return the files written.

    Parameters
    ----------
    allowed : endings that are welcome here; None for every format.
    excel_nl : write CSV as Excel with Dutch settings opens it.

    Raises
    ------
    UsageError : no format has this ending, it knows no such CSV, or the file cannot be written.
    """
    exporter = exporter_of(path, allowed, tables=True)
    what = _("Writing {file}").format(file=visible(path.name))
    sheets = [replace(sheet, rows=Watched(sheet.rows, progress, what)) for sheet in sheets]
    if not excel_nl:
        written: list[Path] = exporter.write(path, sheets)
        return written
    only_csv(path)
    return plugins.load("exporters", "csv").write_excel_nl(path, sheets)  # type: ignore[no-any-return]


def only_csv(path: Path) -> None:
    """Raise a UsageError when a file that --excel-nl is given for is no CSV."""
    if path.suffix.lower() != ".csv":
        raise UsageError(
            _("--excel-nl is about CSV, and {file} is none").format(file=visible(path.name)),
            _("Choose a name that ends in {endings}.").format(endings=".csv"),
        )
