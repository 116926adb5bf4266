import re
import shutil
import subprocess
import zipfile
from datetime import UTC, date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText
from openpyxl.worksheet.worksheet import Worksheet

from coder.domain.errors import UsageError
from coder.exporters import spreadsheet
from coder.exporters.base import Sheet, plain


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "uit.xlsx"


def write(path: Path, sheet: Sheet) -> Worksheet:
    assert spreadsheet.write(path, [sheet]) == [path]
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    return openpyxl.load_workbook(path).worksheets[0]


def test_formulas_are_texts(path: Path, formula: str):
    worksheet = write(path, Sheet("A", (formula,), [(formula,)]))
    for cell in (worksheet["A1"], worksheet["A2"]):
        assert cell.value == plain(formula)
        assert cell.data_type == "s"
    assert worksheet["A2"].quotePrefix
    with zipfile.ZipFile(path) as package:
        assert not re.search(rb"<f[ >]", package.read("xl/worksheets/sheet1.xml"))


def test_awkward_texts_come_back(path: Path, awkward: str):
    write(path, Sheet("A", ("t",), [(awkward,)]))
    value = openpyxl.load_workbook(path, rich_text=True).worksheets[0]["A2"].value
    text = str(value) if isinstance(value, CellRichText) else value
    # openpyxl does not undo this escape.
    assert text.replace("_x005F_", "_") == awkward
    assert not openpyxl.load_workbook(path).worksheets[0]["A2"].hyperlink


def test_python_calamine_reads_the_same(path: Path, awkward: str):
    calamine = pytest.importorskip("python_calamine")
    write(path, Sheet("A", ("t", "n"), [(awkward, 1.5)]))
    assert calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python() == [["t", "n"], [awkward, 1.5]]


def test_numbers_dates_and_percentages_are_real(path: Path):
    row = (1, -2.5, 0.412, True, date(2024, 5, 1), datetime(2024, 5, 1, 9, 30), time(9, 30))
    worksheet = write(path, Sheet("A", tuple("abcdefg"), [row], frozenset({"c"})))
    cells = list(worksheet[2])
    assert [cell.value for cell in cells] == [
        1, -2.5, 0.412, True, datetime(2024, 5, 1), datetime(2024, 5, 1, 9, 30), time(9, 30),
    ]  # fmt: skip
    assert [cell.data_type for cell in cells] == ["n", "n", "n", "b", "d", "d", "d"]
    assert [cell.number_format for cell in cells[2:]] == [
        "0.0%", "General", "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm:ss",
    ]  # fmt: skip


def test_what_excel_cannot_hold_becomes_text_or_empty(path: Path):
    old, zoned = date(1889, 5, 6), datetime(2024, 5, 1, 9, tzinfo=UTC)
    row = (9_007_199_254_740_993, old, zoned, float("nan"), float("inf"), None, "")
    worksheet = write(path, Sheet("A", tuple("abcdefg"), [row]))
    values = [worksheet.cell(2, column).value for column in range(1, 8)]
    assert values == ["9007199254740993", "1889-05-06", "2024-05-01 09:00:00+00:00", None, None, None, None]


@pytest.mark.parametrize("letter", ["a", "é", "👩"])
def test_long_texts_are_cut_with_a_mark(path: Path, letter: str):
    value = write(path, Sheet("A", ("t",), [(letter * 40_000,)]))["A2"].value
    assert value.endswith("… [cut]")
    assert 32_760 < len(value.encode("utf-16-le")) // 2 <= 32_767


def test_control_characters_are_visible(path: Path):
    worksheet = write(path, Sheet("A", ("a\x00",), [("\x1b[2J\u202e\ufffe\ud800",)]))
    assert (worksheet["A1"].value, worksheet["A2"].value) == ("a␀", "␛[2J\ufffd\ufffd\ufffd")


def test_layout(path: Path):
    worksheet = write(path, Sheet("A", ("nr", "antwoord"), [(1, "woord " * 40), (2, "kort")]))
    assert worksheet.freeze_panes == "A2"
    assert worksheet.auto_filter.ref == "A1:B3"
    assert worksheet.column_dimensions["A"].width < worksheet.column_dimensions["B"].width <= 61
    assert worksheet["B2"].alignment.wrap_text
    assert worksheet["A1"].font.bold


def test_no_rows_and_no_columns(path: Path):
    assert write(path, Sheet("A", ("a", "b"), [])).auto_filter.ref == "A1:B1"
    assert write(path, Sheet("A", (), [])).max_row == 1


def test_sheet_names_are_legal_and_unique(path: Path):
    names = ["Thema's", "thema's", "a/b:c[d]*?\\", "'x'", "", "History", "n" * 40, "n" * 39 + "m", "👩" * 20]
    spreadsheet.write(path, [Sheet(name, ("a",), [(1,)]) for name in names])
    found = openpyxl.load_workbook(path).sheetnames
    assert found[:7] == ["Thema's", "thema's-2", "a-b-c-d----", "x", "Sheet", "History-", "n" * 31]
    assert found[7] == "n" * 29 + "-2"
    assert len(found) == 9


def test_same_tables_same_bytes(path: Path, monkeypatch: pytest.MonkeyPatch):
    sheets = [Sheet("A", ("a", "b"), [(i, f"tekst {i}") for i in range(50)])]
    spreadsheet.write(path, sheets)
    before = path.read_bytes()
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    spreadsheet.write(path, sheets)
    assert path.read_bytes() == before
    assert openpyxl.load_workbook(path).properties.created == datetime(1980, 1, 1)


def test_too_many_rows_or_columns(tmp_path: Path):
    too_long = Sheet("A", ("a",), range(spreadsheet.MOST_ROWS))  # type: ignore[arg-type]
    too_wide = Sheet("A", ("a",) * (spreadsheet.MOST_COLUMNS + 1), [])
    for sheet in (too_long, too_wide):
        with pytest.raises(UsageError, match="do not fit") as caught:
            spreadsheet.write(tmp_path / "uit.xlsx", [sheet])
        assert ".csv" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_libreoffice_reads_texts_not_formulas(tmp_path: Path):
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        pytest.skip("LibreOffice is not on this machine")
    spreadsheet.write(tmp_path / "uit.xlsx", [Sheet("A", ("t", "n"), [("=1+1", 2.5), ("+31 6", 1), ("é", 0)])])
    command = [soffice, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    command += ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "uit.xlsx")], check=True, capture_output=True, timeout=120)
    assert (tmp_path / "uit.csv").read_text(encoding="utf-8").split() == ["t,n", "=1+1,2.5", "+31", "6,1", "é,0"]
