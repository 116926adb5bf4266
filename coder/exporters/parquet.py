"""Parquet out, by Apache Arrow (the extra `parquet`): for programs that read tables of any size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from coder.domain.errors import MissingError
from coder.domain.texts import _
from coder.exporters.base import atomic


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
            _("Install it: pip install 'enquete-coder[parquet]'; or write CSV: --format csv."),
        ) from error


def write(path: Path, columns: Mapping[str, tuple[type, Sequence[Any]]]) -> None:
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
