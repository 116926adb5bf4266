"""Files that the fuzzer makes to damage, of formats with few examples of our own: the same ones every time.

Most are not packed and hold long texts, so that a change often meets an answer and not what holds the file together.
"""

from __future__ import annotations

import gzip
import lzma
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

ROWS = 12
ANSWERS = (
    "De buren helpen elkaar, ook 's avonds: één belletje en ze staan er. " * 5,
    "Het buurthuis is altijd open; jammer dat de bus er niet meer stopt.",
    None,
    "",
)
TYPES: Mapping[str, tuple[Any, ...]] = {
    "nr": tuple(range(1, ROWS + 1)),
    "trots": ANSWERS,
    "weging": (0.85, None, float("nan"), 1.5),
    "lid": (True, None, False),
    "wijk": ("Noord", "Zuid", "Noord"),
    "prijs": (Decimal("1.50"), None, Decimal("-2.00")),
    "sinds": (date(2024, 2, 29), date(1776, 7, 4), None),
    "begin": (datetime(2024, 5, 3, 9, 30, 15, 999), None),
    "zone": (datetime(2024, 5, 3, 9, tzinfo=UTC), None),
    "laat": (time(9, 30), None),
    "duur": (timedelta(hours=25), None),
    "media": (["krant", None, "radio"], [], None),
    "bestand": (b"x\xff", None),
    "adres": ({"straat": "x"}, None),
    "leeg": (None,),
}


def _repeated(cells: tuple[Any, ...]) -> list[Any]:
    return [cells[place % len(cells)] for place in range(ROWS)]


def _parquet(folder: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {name: pa.array(_repeated(cells)) for name, cells in TYPES.items()}
    columns["wijk"] = columns["wijk"].dictionary_encode()
    whole = pa.table(columns)
    few = whole.select(["nr", "trots", "weging", "wijk"])
    texts = pa.table({"nr": columns["nr"], "trots": pa.array(_repeated(ANSWERS), pa.large_string())})
    made: list[tuple[str, Any, dict[str, Any]]] = [
        ("types", whole, {"compression": "none", "row_group_size": 5}),
        ("packed", whole, {"compression": "snappy", "data_page_version": "2.0"}),
        ("groups", few, {"compression": "none", "row_group_size": 2, "use_dictionary": False}),
        ("gzip", few, {"compression": "gzip", "row_group_size": 7}),
        ("zstd", few, {"compression": "zstd", "write_statistics": False, "store_schema": False}),
        ("texts", texts, {"compression": "none", "use_dictionary": False, "data_page_size": 400}),
        ("sums", texts, {"compression": "none", "write_page_checksum": True, "version": "1.0"}),
    ]
    for name, table, how in made:
        pq.write_table(table, folder / f"{name}.parquet", **how)


def _rds(folder: Path) -> None:
    import pandas as pd
    import rdata

    ours = Path(__file__).resolve().parents[1] / "data" / "exports" / "r"
    (folder / "plain.rds").write_bytes(gzip.decompress((ours / "wijkpanel.rds").read_bytes()))
    (folder / "plain-2.rds").write_bytes(lzma.decompress((ours / "wijkpanel-2.rds").read_bytes()))
    texts = {name: pd.Series(_repeated(TYPES[name]), dtype=object) for name in ("trots", "wijk")}
    numbers = {name: pd.Series(_repeated(TYPES[name]), dtype="float64") for name in ("nr", "weging")}
    frame = pd.DataFrame({**numbers, **texts, "buurt": pd.Categorical(_repeated(("oost", "west", None)))})
    rdata.write_rds(folder / "texts.rds", frame, compression=None)
    (folder / "gzip.rds").write_bytes(gzip.compress((folder / "texts.rds").read_bytes(), mtime=0))


MAKERS: dict[str, Callable[[Path], None]] = {"parquet": _parquet, "rds": _rds}
"""What writes the files of a format into a folder; other formats have enough examples of our own."""
