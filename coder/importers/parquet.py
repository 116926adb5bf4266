"""Parquet files by Apache Arrow (the extra `parquet`): as a survey export, or a partition at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from coder.domain.errors import InputError, MissingError
from coder.domain.formats import Carries
from coder.domain.survey import Cell, SurveyTable, Variable
from coder.domain.texts import _
from coder.importers import base
from coder.importers.base import ReadOptions, clean_text, shown
from coder.importers.partitions import Partition
from coder.importers.workbook_guard import MAX_UNPACKED_BYTES

NAME = "parquet"
LABEL = "Parquet (.parquet)"
CARRIES = frozenset({Carries.ANSWERS, Carries.VARIABLES, Carries.WEIGHTS, Carries.DATES, Carries.CODES})

ROWS = 10_000
"""Rows that are read at a time."""

JOINED = "; "
"""Between the parts of a cell with several, as in a column of lists."""

MAGIC = b"PAR1"

FAILURES = (OSError, ValueError, OverflowError, MemoryError)
"""What Arrow raises on damaged files, besides exceptions of its own."""


def recognises(head: bytes, path: Path) -> bool:
    """Tell whether it is a Parquet file."""
    return head.startswith(MAGIC)


def read(path: Path, options: ReadOptions) -> SurveyTable:
    """Read a table. Columns keep their types; lists become texts, and structures are left out and told.

    Raises
    ------
    InputError : damaged, or larger than the limits.
    MissingError : the package that reads it is not installed.
    """
    base.check_file_size(path)
    with ExitStack() as opened:
        with _plainly(path):
            file = opened.enter_context(_opened(path))
            schema, meta = file.schema_arrow, file.metadata
            unpacked = sum(meta.row_group(number).total_byte_size for number in range(meta.num_row_groups))
        base.check_row_count(path, meta.num_rows)
        if unpacked > MAX_UNPACKED_BYTES or meta.num_rows * len(schema.names) > base.MAX_CELLS:
            raise base.too_large(path)
        read_as = [_reader(kind) for kind in schema.types]
        kept = [place for place, reader in enumerate(read_as) if reader is not None]
        names = [schema.names[place] for place in kept]
        with _plainly(path):
            rows = list(_rows(file, [(place, read_as[place]) for place in kept]))
    table = base.make_table(path, NAME, names, enumerate(rows, 1), {})
    return replace(
        table,
        variables={name: _variable(schema.types[place]) for name, place in zip(table.columns, kept, strict=False)},
        left_out=tuple(
            _("Column '{column}' holds structures and not values").format(column=shown(name))
            for name, reader in zip(schema.names, read_as, strict=True)
            if reader is None
        ),
    )


def _rows(file: Any, columns: Sequence[tuple[int, Any]]) -> Iterator[tuple[Cell, ...]]:  # noqa: ANN401 - of Arrow
    if not columns:
        return
    for batch in file.iter_batches(ROWS, use_threads=False):
        cells = ([reader(value) for value in _values(batch.column(place))] for place, reader in columns)
        yield from zip(*cells, strict=True)


def _values(column: Any) -> list[Any]:  # noqa: ANN401 - an array of Arrow
    import pyarrow.types as types

    if types.is_timestamp(column.type):  # nanoseconds are more than a cell can hold
        import pyarrow as pa

        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    values: list[Any] = column.to_pylist()
    return values


def _reader(kind: Any) -> Callable[[Any], Cell] | None:  # noqa: ANN401 - a type of Arrow
    """Return what makes a cell of a value of this type; None for types that are no values."""
    import pyarrow.types as types

    if types.is_dictionary(kind):
        return _reader(kind.value_type)
    if types.is_list(kind) or types.is_large_list(kind):
        return _joined if _reader(kind.value_type) is not None else None
    known = (types.is_boolean, types.is_integer, types.is_floating, types.is_decimal, types.is_null, types.is_temporal)
    fits = any(of(kind) for of in (*known, *_texts()))
    return None if not fits or types.is_interval(kind) else _cell


def _cell(value: Any) -> Cell:  # noqa: ANN401 - whatever stands in the file
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, float | Decimal):
        number = float(value)
        return number if number - number == 0 else None
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return value if value is None or isinstance(value, Cell) else str(value)


def _joined(values: list[Any] | None) -> Cell:
    return JOINED.join(str(value) for value in values if value is not None) or None if values else None


def _variable(kind: Any) -> Variable:  # noqa: ANN401 - a type of Arrow
    import pyarrow.types as types

    if types.is_boolean(kind):
        return Variable(kind="truth")
    if types.is_date(kind) or types.is_timestamp(kind):
        return Variable(kind="date")
    return Variable(kind="number" if types.is_integer(kind) or types.is_floating(kind) else "")


def _texts() -> tuple[Callable[[Any], bool], ...]:
    import pyarrow.types as types

    return types.is_string, types.is_large_string, types.is_string_view


@contextmanager
def _plainly(path: Path) -> Iterator[None]:
    """Say in plain words that a file is damaged."""
    try:
        import pyarrow
    except ImportError as error:
        raise MissingError(
            _("{file} is a Parquet file, and the package that reads it is not installed").format(file=path),
            _("Install it: pip install 'enquete-coder[parquet]'; or give the answers as CSV."),
        ) from error
    try:
        yield
    except (pyarrow.ArrowException, *FAILURES) as error:
        raise InputError(
            _("{file}: this Parquet file is damaged or was not written to its end").format(file=path),
            _("Write it again with the program it came from."),
        ) from error


def _opened(path: Path) -> Any:  # noqa: ANN401 - of Arrow
    from pyarrow.parquet import ParquetFile

    return ParquetFile(path, pre_buffer=False)


class ParquetSource:
    """A Parquet file; row groups are not read as a whole."""

    kind = "parquet"

    def __init__(self, path: Path) -> None:
        self.path = path
        # Open only while it is read: there may be thousands of files.
        with _plainly(path), _opened(path) as file:
            self._schema = file.schema_arrow
        self.columns: tuple[str, ...] = tuple(self._schema.names)

    def partitions(self, text: int, ids: Sequence[int], rows: int) -> Iterator[Partition]:
        """Yield the file in partitions: see `Source`."""
        import pyarrow

        self._check_text(text)
        wanted = [self.columns[place] for place in (text, *ids)]
        row = 1
        try:
            with _opened(self.path) as file:
                total = max(file.metadata.num_rows, 1)
                for batch in file.iter_batches(rows, columns=list(dict.fromkeys(wanted)), use_threads=False):
                    answers, *names = (batch.column(name) for name in wanted)
                    texts = [(clean_text(answer) or "").strip() if answer else "" for answer in answers.to_pylist()]
                    yield Partition(self.path, row, texts, tuple(names), min((row + len(texts)) / total, 1.0))
                    row += len(texts)
        except (pyarrow.ArrowException, *FAILURES) as error:
            raise InputError(
                _("{file}: the rows from {row} on cannot be read").format(file=self.path, row=row),
                _("The file is damaged there. Write it again with the program it came from."),
            ) from error

    def _check_text(self, place: int) -> None:
        import pyarrow.types as types

        kind: Any = self._schema.types[place]
        inner = kind.value_type if types.is_dictionary(kind) else kind
        if not any(fits(inner) for fits in (*_texts(), types.is_null)):
            raise InputError(
                _("{file}: column '{column}' holds no texts but {kind}").format(
                    file=self.path, column=self.columns[place], kind=kind
                ),
                _("Name the column with the answers: --column."),
            )
