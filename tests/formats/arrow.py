"""Parquet, by Apache Arrow."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from coder.domain.formats import Carries
from tests.formats.frame import In, Out
from tests.formats.tables import DATES, OPTIONS, SHAPES, both, came_in, table


def as_parquet(folder: Path) -> Path:
    head, *rows = table(date.fromisoformat)
    pq.write_table(pa.table(dict(zip(head, map(list, zip(*rows, strict=True)), strict=True))), folder / "in.parquet")
    return folder / "in.parquet"


PROOFS = [
    In("parquet", as_parquet, {**came_in(typed=True, dates=True), Carries.DATES: DATES}, OPTIONS),
    Out("parquet", ".parquet", both(lambda path: pq.read_table(path).to_pylist()), SHAPES),
]
