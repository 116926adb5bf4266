"""Parquet out, by Apache Arrow (the extra `parquet`): for programs that read tables of any size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from coder.domain.errors import MissingError
from coder.domain.formats import Carries
from coder.domain.survey import Cell
from coder.domain.texts import _
from coder.exporters.base import Sheet, as_text, atomic, different_columns, paths

NAME = "parquet"
LABEL = "Parquet (.parquet)"
CARRIES = frozenset(
    {
        Carries.ANSWERS,
        Carries.VARIABLES,
        Carries.WEIGHTS,
        Carries.MISSING,
        Carries.CODES,
        Carries.CODERS,
        Carries.QUOTES,
        Carries.MEMOS,
    }
)
SUFFIXES: tuple[str, ...] = (".parquet",)

_LARGEST_INTEGER = 2**63 - 1


def check() -> None:
    """Make sure that Parquet can be written.

    Raises
    ------
    MissingError : the package for it is not installed.
    """
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise MissingError(
            _("Writing Parquet needs a package that is not installed"),
            _("Install it: pip install 'enquete-coder[parquet]'; or write CSV."),
        ) from error


def write(path: Path, sheets: Sequence[Sheet]) -> list[Path]:
    """Write the first sheet to `path` and each other to 'name-sheetname.parquet' beside it; return the files.

    A column has the type that all its cells have: truth values, whole numbers, numbers, dates, moments; else texts.

    Raises
    ------
    MissingError : the package for it is not installed.
    UsageError : a file cannot be written, or two columns have the same name; then all files are as they were.
    """
    check()
    import pyarrow as pa
    from pyarrow.parquet import write_table

    targets = paths(path, sheets)
    with ExitStack() as files:
        for target, sheet in zip(targets, sheets, strict=True):
            different_columns(target, sheet)
            columns = list(zip(*sheet.rows, strict=True)) or [()] * len(sheet.columns)
            arrays = [_array(cells) for cells in columns]
            write_table(pa.table(arrays, names=list(sheet.columns)), files.enter_context(atomic(target)))
    return targets


def _array(cells: Sequence[Cell]) -> Any:  # noqa: ANN401 - an array of Arrow
    import pyarrow as pa

    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds == {bool}:
        return pa.array(cells, pa.bool_())
    if kinds == {int} and all(cell is None or abs(cell) <= _LARGEST_INTEGER for cell in cells):  # type: ignore[arg-type]
        return pa.array(cells, pa.int64())
    if float in kinds and kinds <= {int, float}:
        return pa.array([None if cell is None else float(cell) for cell in cells], pa.float64())  # type: ignore[arg-type]
    if kinds == {date}:
        return pa.array(cells, pa.date32())
    if kinds == {datetime} and all(cell is None or cell.tzinfo is None for cell in cells):  # type: ignore[union-attr]
        return pa.array(cells, pa.timestamp("us"))
    return pa.array([None if cell is None else _text(cell) for cell in cells], pa.string())


def _text(cell: Cell) -> str:
    text = as_text(cell) if isinstance(cell, bool | date | time) else str(cell)
    return text.encode("utf-8", "replace").decode()  # half a surrogate pair, which broken exports hold


def write_columns(path: Path, columns: Mapping[str, tuple[type, Sequence[Any]]]) -> None:
    """Write columns of equal length, whole or not at all.

    Parameters
    ----------
    columns : by name: what the values are (str, int or float; any may be None) and the values. Columns that are Arrow
        arrays keep their own type.

    Raises
    ------
    UsageError : the file cannot be written.
    """
    import pyarrow as pa
    from pyarrow.parquet import write_table

    kinds = {str: pa.string(), int: pa.int64(), float: pa.float64()}
    arrays = {
        name: values if isinstance(values, (pa.Array, pa.ChunkedArray)) else pa.array(values, kinds[kind])
        for name, (kind, values) in columns.items()
    }
    with atomic(path) as handle:
        write_table(pa.table(arrays), handle)
