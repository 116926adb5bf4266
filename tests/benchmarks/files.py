"""What reading and writing files costs: 1,000 to 100,000 answers with 60 columns.

    python -m tests.benchmarks.files [SIZE...] [--formats csv,xlsx]

The real commands, each in a process of its own; memory is the most that a command held at any moment. Files of SPSS are
read in a process beside it, of which the larger of the two counts. The peer stands for a script without a project:
pandas reads the file, and writes the table that `coder export --shape wide` writes. Of Triple-S and REFI-QDA it knows
nothing.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks.results import DATA, apart, keep, options, peak_mb, table
from tests.benchmarks.scale import N_CODES, Cost, code, coder
from tests.benchmarks.synthetic import SEED, answers, seeds

MODULE = "tests.benchmarks.files"
SIZES = (1_000, 10_000, 100_000)
SCALES = (("helemaal eens", "eens", "neutraal", "oneens", "weet niet"), ("ja", "nee"), ("gemeente", "zorg", "welzijn"))
LABELLED, NUMBERS = 40, 16  # columns; beside them respondent, weight, date and answer make 60


def survey(n: int, base: Sequence[str]) -> Any:
    """Return a survey of `n` respondents with distinct answers, as a data frame."""
    import pandas as pd

    chance = random.Random(SEED)
    columns: dict[str, list[Any]] = {
        "respondent": [f"R{i}" for i in range(n)],
        "weight": [round(0.5 + chance.random(), 3) for _ in range(n)],
        "filled_in": [date(2024, 1, 1) + timedelta(chance.randrange(300)) for _ in range(n)],
    }
    for place in range(LABELLED):
        columns[f"v{place}"] = chance.choices(SCALES[place % len(SCALES)], k=n)
    for place in range(NUMBERS):
        columns[f"n{place}"] = [chance.randrange(100) for _ in range(n)]
    return pd.DataFrame(columns | {"why": list(answers(n, base))})


def write_jsonl(frame: Any, path: Path) -> None:
    """Write a frame as JSON Lines."""
    frame.to_json(path, orient="records", lines=True, date_format="iso", force_ascii=False)


def read_jsonl(path: Path) -> Any:
    """Read JSON Lines."""
    import pandas as pd

    return pd.read_json(path, lines=True)


def write_sav(frame: Any, path: Path) -> None:
    """Write a frame as an SPSS file."""
    import pyreadstat

    plain = frame.rename(columns={name: re.sub(r"\W+", "_", name) for name in frame.columns})
    pyreadstat.write_sav(plain, str(path), compress=path.suffix == ".zsav")


def read_sav(path: Path) -> Any:
    """Read an SPSS file."""
    import pyreadstat

    return pyreadstat.read_sav(str(path))[0]


def _pandas(name: str, **more: Any) -> Callable[[Path], Any]:
    def read(path: Path) -> Any:
        import pandas as pd

        return getattr(pd, name)(path, **more)

    return read


def _frame(name: str, **more: Any) -> Callable[[Any, Path], None]:
    return lambda frame, path: getattr(frame, name)(path, **more)


PEERS: dict[str, tuple[Callable[[Path], Any], Callable[[Any, Path], None]]] = {
    "csv": (_pandas("read_csv"), _frame("to_csv", index=False)),
    "xlsx": (_pandas("read_excel"), _frame("to_excel", index=False)),  # by openpyxl
    "jsonl": (read_jsonl, write_jsonl),
    "sav": (read_sav, write_sav),
    "zsav": (read_sav, write_sav),
    "parquet": (_pandas("read_parquet"), _frame("to_parquet", index=False)),
}
"""How pandas reads and writes each format."""
NOBODY = ("sss", "asc", "qdpx")
"""What pandas neither reads nor writes. What coder writes as qdpx it reads back."""

_DATA = {"sss": ".csv"}
"""The ending of the file with the data, where it stands beside the one that is named."""


def peer_reads(name: str, path: Path) -> Cost:
    """Return what pandas takes to read a file."""
    start, worked = time.perf_counter(), time.process_time()
    PEERS[name][0](path)
    return Cost(time.perf_counter() - start, peak_mb(), time.process_time() - worked)


def peer_writes(name: str, wide: Path, path: Path) -> Cost:
    """Return what pandas takes to write the coded table, which is in memory already."""
    frame = PEERS["csv"][0](wide)
    start, worked = time.perf_counter(), time.process_time()
    PEERS[name][1](frame, path)
    return Cost(time.perf_counter() - start, peak_mb(), time.process_time() - worked)


def told(cost: Cost) -> str:
    """Return seconds, those of processor time, and memory."""
    return f"{cost.seconds:.1f} s ({cost.worked:.1f}), {cost.mb:,.0f} MB"


def costs(n: int, names: Sequence[str], base: Sequence[str], folder: Path) -> list[list[str]]:
    """Return a row of the table for each format."""
    frame = survey(n, base)
    rows, wide = [], folder / "wide.csv"
    for name in names:
        from_name = "parquet" if name in NOBODY else name
        file, out, db = folder / f"survey.{from_name}", folder / f"out.{name}", folder / f"{name}.db"
        PEERS[from_name][1](frame, file)
        given = ["--question", "why=why", "--id", "respondent", "--weight", "weight", "--keep-all", "--round", "1"]
        read = coder(db, "ingest", file, *given)
        code(db, base, N_CODES, n)
        written = coder(db, "export", out)
        if not wide.exists():
            coder(db, "export", wide, "--shape", "wide")
        sizes = [f"{path.stat().st_size / 2**20:,.1f}" for path in (file, out.with_suffix(_DATA.get(name, out.suffix)))]
        if name in NOBODY:
            back = ["", ""]
            if name == "qdpx":
                back = [sizes[1], told(coder(folder / "back.db", "ingest", out, *given))]
                (folder / "back.db").unlink()
            rows.append([f"{name} {n:,}", *back, "", sizes[1], told(written), ""])
        else:
            peer = (apart(peer_reads, name, file), apart(peer_writes, name, wide, folder / f"peer.{name}"))
            rows.append([f"{name} {n:,}", sizes[0], told(read), told(peer[0]), sizes[1], told(written), told(peer[1])])
        print(" | ".join(rows[-1]), file=sys.stderr, flush=True)
        for path in (file, out, db):
            path.unlink()
    return rows


COLUMNS = "format, answers|MB in|coder ingest|pandas reads|MB out|coder export|pandas writes"


def main() -> None:
    """Print the table, and keep it."""
    parser = options(__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="SIZE")
    every = ",".join((*PEERS, *NOBODY))
    parser.add_argument("--formats", default=every, help=f"names, with commas: {every}")
    parser.add_argument("--data", type=Path, default=DATA)
    given = parser.parse_args()
    base, names = seeds(given.data), given.formats.split(",")
    rows = []
    for n in given.sizes:
        with TemporaryDirectory() as folder:
            rows += costs(n, names, base, Path(folder))
    rows.sort(key=lambda row: names.index(row[0].split()[0]))
    body = (
        f"{table(COLUMNS.split('|'), rows)}\n\nEvery answer is different, and coded on {N_CODES} codes. Between "
        "brackets: seconds of processor time, which other work on the computer does not lengthen. coder ingest reads "
        "the file, keeps all 60 columns in the project and counts what says nothing; of up to 20,000 answers it reads "
        "the words too (see Reading words). coder export writes all that the format holds: for xlsx six sheets."
    )
    title = "Files in and out" if given.formats == every else f"Files in and out: {given.formats}"
    keep(title, body, MODULE, write=given.write)


if __name__ == "__main__":
    main()
