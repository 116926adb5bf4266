import csv
from datetime import date, datetime, time
from pathlib import Path

import pytest

from coder.exporters import delimited
from coder.exporters.base import Sheet


def read(path: Path, delimiter: str = ",") -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle, delimiter=delimiter, strict=True))


def test_golden(tmp_path: Path):
    rows = [
        ("r1", 1, 0.25, True, date(2024, 5, 1), datetime(2024, 5, 1, 9, 30), time(9, 30), 'zei "nee", echt'),
        ("r2", -5, float("nan"), False, None, None, None, "twee\nregels"),
    ]
    path = tmp_path / "uit.csv"
    assert delimited.write(path, [Sheet("A", ("id", "n", "aandeel", "b", "d", "dt", "t", "tekst"), rows)]) == [path]
    assert path.read_bytes().decode() == (
        "id,n,aandeel,b,d,dt,t,tekst\r\n"
        'r1,1,0.25,TRUE,2024-05-01,2024-05-01 09:30:00,09:30:00,"zei ""nee"", echt"\r\n'
        'r2,-5,,FALSE,,,,"twee\nregels"\r\n'
    )


@pytest.mark.parametrize(("suffix", "delimiter"), [(".csv", ","), (".TSV", "\t")])
def test_awkward_texts_come_back(tmp_path: Path, awkward: str, suffix: str, delimiter: str):
    path = tmp_path / f"uit{suffix}"
    delimited.write(path, [Sheet("A", (awkward, "b"), [(awkward, 1)])])
    assert read(path, delimiter) == [[awkward, "b"], [awkward, "1"]]


def test_formulas_become_texts_in_cells_and_header(tmp_path: Path, formula: str):
    path = tmp_path / "uit.csv"
    delimited.write(path, [Sheet("A", (formula,), [(formula,)])])
    for (cell,) in read(path):
        assert cell.startswith("'")


def test_more_sheets_go_beside_the_first(tmp_path: Path):
    sheets = [Sheet("Thema's", ("a",), [(1,)]), Sheet("Per groep", ("b",), [(2,)])]
    written = delimited.write(tmp_path / "uit.tsv", sheets)
    assert [path.name for path in written] == ["uit.tsv", "uit-per-groep.tsv"]
    assert [read(path, "\t") for path in written] == [[["a"], ["1"]], [["b"], ["2"]]]


def test_empty_cells_and_no_rows(tmp_path: Path):
    path = tmp_path / "uit.csv"
    delimited.write(path, [Sheet("A", ("a",), [(None,), ("",)])])
    assert read(path) == [["a"], [""], [""]]
    delimited.write(path, [Sheet("A", ("a", "b"), [])])
    assert read(path) == [["a", "b"]]


def test_for_excel_with_dutch_settings(tmp_path: Path):
    path = tmp_path / "uit.csv"
    sheet = Sheet("", ("naam", "aandeel", "n", "ja"), [("één; twee", 0.4125, 12, True), ("=1+1", -1e-7, None, False)])
    assert delimited.write_excel_nl(path, [sheet]) == [path]
    assert path.read_bytes() == (
        b"\xef\xbb\xbfnaam;aandeel;n;ja\r\n" + '"één; twee";0,4125;12;WAAR\r\n\'=1+1;-1e-07;;ONWAAR\r\n'.encode()
    )
