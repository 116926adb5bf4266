"""Parquet files, a partition at a time, by Apache Arrow (the extra `parquet`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from coder.domain.errors import InputError, MissingError
from coder.domain.texts import _
from coder.importers.base import clean_text
from coder.importers.partitions import Partition


class ParquetSource:
    """A Parquet file; row groups are not read as a whole."""

    kind = "parquet"

    def __init__(self, path: Path) -> None:
        try:
            import pyarrow
            from pyarrow.parquet import ParquetFile
        except ImportError as error:
            raise MissingError(
                _("{file} is a Parquet file, and the package that reads it is not installed").format(file=path),
                _("Install it: pip install 'enquete-coder[parquet]'; or give the answers as CSV."),
            ) from error
        self.path = path
        self._failures = (pyarrow.ArrowException, OSError, ValueError)
        try:
            self._file = ParquetFile(path, pre_buffer=False)
            self._schema = self._file.schema_arrow
        except self._failures as error:
            raise InputError(
                _("{file}: this Parquet file is damaged or was not written to its end").format(file=path),
                _("Write it again with the program it came from."),
            ) from error
        self.columns: tuple[str, ...] = tuple(self._schema.names)

    def partitions(self, text: int, ids: Sequence[int], rows: int) -> Iterator[Partition]:
        """Yield the file in partitions: see `Source`."""
        self._check_text(text)
        wanted = [self.columns[place] for place in (text, *ids)]
        total, row = self._file.metadata.num_rows, 1
        try:
            for batch in self._file.iter_batches(rows, columns=list(dict.fromkeys(wanted)), use_threads=False):
                answers, *names = (batch.column(name) for name in wanted)
                texts = [(clean_text(answer) or "").strip() if answer else "" for answer in answers.to_pylist()]
                yield Partition(self.path, row, texts, tuple(names), min((row + len(texts)) / max(total, 1), 1.0))
                row += len(texts)
        except self._failures as error:
            raise InputError(
                _("{file}: the rows from {row} on cannot be read").format(file=self.path, row=row),
                _("The file is damaged there. Write it again with the program it came from."),
            ) from error

    def _check_text(self, place: int) -> None:
        import pyarrow.types as types

        kind: Any = self._schema.types[place]
        inner = kind.value_type if types.is_dictionary(kind) else kind
        texts = (types.is_string, types.is_large_string, types.is_string_view, types.is_null)
        if not any(fits(inner) for fits in texts):
            raise InputError(
                _("{file}: column '{column}' holds no texts but {kind}").format(
                    file=self.path, column=self.columns[place], kind=kind
                ),
                _("Name the column with the answers: --column."),
            )
