"""Parquet out: read back by Apache Arrow."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from coder.domain.errors import UsageError
from coder.exporters import parquet
from coder.exporters.base import Sheet

pq = pytest.importorskip("pyarrow.parquet", reason="the extra parquet is not installed")


def test_columns_have_the_type_that_all_cells_have(tmp_path: Path):
    moment = datetime(2024, 5, 3, 9, 30)
    columns = {
        "waar": ([True, None], "bool"),
        "heel": ([1, None], "int64"),
        "deel": ([1, 0.5], "double"),
        "groot": ([2**70, 1], "string"),
        "dag": ([date(2024, 5, 3), None], "date32[day]"),
        "moment": ([moment, None], "timestamp[us]"),
        "zone": ([moment.replace(tzinfo=UTC), None], "string"),
        "klok": ([time(9, 30), None], "string"),
        "tekst": (["=1+1 één\n👩‍👩‍👧", None], "string"),
        "half": (["\ud800x", None], "string"),
        "door": (["1", 2], "string"),
        "ook": ([True, 2], "string"),
        "leeg": ([None, None], "string"),
    }
    path = tmp_path / "uit.parquet"
    sheet = Sheet("A", tuple(columns), list(zip(*(cells for cells, _kind in columns.values()), strict=True)))
    assert parquet.write(path, [sheet]) == [path]
    table = pq.read_table(path)
    assert {name: str(kind) for name, kind in zip(table.column_names, table.schema.types, strict=True)} == {
        name: kind for name, (_cells, kind) in columns.items()
    }
    first, _second = table.to_pylist()
    assert first == {
        **{name: cells[0] for name, (cells, _kind) in columns.items()},
        "groot": str(2**70),
        "zone": "2024-05-03 09:30:00+00:00",
        "klok": "09:30:00",
        "half": "?x",
        "ook": "TRUE",
    }


def test_awkward_texts_come_back_to_the_letter(tmp_path: Path, awkward: str, formula: str):
    parquet.write(tmp_path / "uit.parquet", [Sheet("A", (awkward,), [(awkward,), (formula,)])])
    assert pq.read_table(tmp_path / "uit.parquet").to_pydict() == {awkward: [awkward, formula]}


def test_sheets_and_empty_ones(tmp_path: Path):
    written = parquet.write(tmp_path / "uit.parquet", [Sheet("A", ("a", "b"), []), Sheet("Per groep", ("b",), [(2,)])])
    assert [path.name for path in written] == ["uit.parquet", "uit-per-groep.parquet"]
    assert pq.read_table(written[0]).to_pydict() == {"a": [], "b": []}
    assert pq.read_table(written[1]).to_pydict() == {"b": [2]}


def test_equal_names_and_equal_bytes(tmp_path: Path):
    with pytest.raises(UsageError, match="two columns have the name a"):
        parquet.write(tmp_path / "uit.parquet", [Sheet("A", ("a", "a"), [(1, 2)])])
    assert list(tmp_path.iterdir()) == []
    sheet = Sheet("A", ("a",), [(n,) for n in range(1000)])
    first = parquet.write(tmp_path / "a.parquet", [sheet])[0].read_bytes()
    assert parquet.write(tmp_path / "a.parquet", [sheet])[0].read_bytes() == first
