"""Parquet files, written by Apache Arrow and by pandas."""

import random
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from coder.domain.errors import InputError
from coder.domain.survey import SurveyTable
from coder.importers import parquet
from coder.importers.base import ReadOptions, read_head
from tests.importers.test_import_fuzz import check, mutated, outcome

pa = pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
pq = pytest.importorskip("pyarrow.parquet")


def read(path: Path) -> SurveyTable:
    assert parquet.recognises(read_head(path), path)
    table = parquet.read(path, ReadOptions())
    check(table)
    return table


def written(path: Path, columns: dict, **more) -> Path:
    pq.write_table(pa.table(columns), path, **more)
    return path


COLUMNS = {
    "nr": pa.array([1, 2, None], pa.int16()),
    "lid": pa.array([True, None, False]),
    "weging": pa.array([0.5, float("nan"), float("inf")]),
    "prijs": pa.array([Decimal("1.50"), None, Decimal("-2.00")]),
    "sinds": pa.array([date(2024, 2, 29), date(1776, 7, 4), None]),
    "begin": pa.array([datetime(2024, 5, 3, 9, 30, 15, 999), None, None], pa.timestamp("ns")),
    "zone": pa.array([datetime(2024, 5, 3, 9, tzinfo=UTC), None, None], pa.timestamp("ms", "Europe/Amsterdam")),
    "laat": pa.array([time(9, 30), None, None]),
    "duur": pa.array([timedelta(hours=25), None, None]),
    "wijk": pa.array(["Noord", "Zuid", "Noord"]).dictionary_encode(),
    "trots": pa.array(["één\r\ntwee", "", "  "], pa.large_string()),
    "media": pa.array([["krant", None, "radio"], [], None]),
    "bestand": pa.array([b"x", None, None]),
    "adres": pa.array([{"straat": "x"}, None, None]),
    "leeg": pa.nulls(3),
}


def test_every_type(tmp_path):
    table = read(written(tmp_path / "in.parquet", COLUMNS))
    found = {column: [row[place] for row in table.rows] for place, column in enumerate(table.columns)}
    assert found == {
        "nr": [1, 2, None],
        "lid": [True, None, False],
        "weging": [0.5, None, None],
        "prijs": [1.5, None, -2],
        "sinds": [date(2024, 2, 29), date(1776, 7, 4), None],
        "begin": [datetime(2024, 5, 3, 9, 30, 15, 999), None, None],
        "zone": [datetime(2024, 5, 3, 11), None, None],
        "laat": [time(9, 30), None, None],
        "duur": ["1 day, 1:00:00", None, None],
        "wijk": ["Noord", "Zuid", "Noord"],
        "trots": ["één\ntwee", None, None],
        "media": ["krant; radio", None, None],
        "leeg": [None, None, None],
    }
    assert len(table.left_out) == 2
    kinds = {column: one.kind for column, one in table.variables.items()}
    assert [kinds[name] for name in ("nr", "lid", "sinds", "zone", "trots")] == ["number", "truth", "date", "date", ""]


def test_pandas_and_equal_names(tmp_path):
    pandas = pytest.importorskip("pandas")
    pandas.DataFrame({"id": [1, 2], "antwoord": ["een", None]}).to_parquet(tmp_path / "a.parquet")
    assert read(tmp_path / "a.parquet").rows == ((1, "een"), (2, None))
    pq.write_table(pa.table([pa.array([1]), pa.array(["x"])], names=["a", "a"]), tmp_path / "b.parquet")
    assert read(tmp_path / "b.parquet").columns == ("a", "a (2)")


def test_many_row_groups(tmp_path):
    numbers = list(range(25_000))
    table = read(written(tmp_path / "in.parquet", {"n": numbers, "t": list(map(str, numbers))}, row_group_size=700))
    assert table.rows[-1] == (24_999, "24999")
    assert table.row_numbers == tuple(range(1, 25_001))


def test_limits(tmp_path, monkeypatch):
    path = written(tmp_path / "in.parquet", {"n": [0] * 100_000})
    for name, value, message in (
        ("MAX_ROWS", 1000, "more than 1000 rows"),
        ("MAX_CELLS", 1000, "million cells"),
        ("MAX_FILE_BYTES", 100, "is larger than"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(f"coder.importers.base.{name}", value)
            with pytest.raises(InputError, match=message):
                parquet.read(path, ReadOptions())
    monkeypatch.setattr(parquet, "MAX_UNPACKED_BYTES", 100)
    with pytest.raises(InputError, match="million cells"):
        parquet.read(path, ReadOptions())


def test_nothing_in_it(tmp_path):
    with pytest.raises(InputError, match="no rows below it"):
        parquet.read(written(tmp_path / "in.parquet", {"n": pa.array([], pa.int8())}), ReadOptions())
    with pytest.raises(InputError, match="no rows below it"):
        parquet.read(written(tmp_path / "in.parquet", {"x": pa.array([{"y": 1}])}), ReadOptions())


@pytest.mark.parametrize("compression", ["none", "snappy", "zstd"])
def test_mutations(tmp_path, compression):
    path, chance, tables = tmp_path / "mutated.parquet", random.Random(compression), 0
    content = written(path, COLUMNS, compression=compression).read_bytes()
    for _ in range(150):
        path.write_bytes(mutated(content, chance))
        table = outcome(lambda: parquet.read(path, ReadOptions()))
        if isinstance(table, InputError):
            assert str(path) in table.message
        else:
            check(table)
            tables += 1
    assert 0 < tables < 150
