"""Excel workbooks: cells, sheets, and files that would take down the program."""

import datetime
import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from coder.domain.errors import InputError, UsageError
from coder.importers import spreadsheet, workbook_guard
from coder.importers.base import ReadOptions, read_head

SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "answers.xlsx"


def inline(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def replaced(path, name: str, content: str | bytes) -> None:
    """Write a workbook of which one part is replaced."""
    workbook = openpyxl.Workbook()
    workbook.active.append(["id", "answer"])
    workbook.active.append([1, "goed"])
    buffer = io.BytesIO()
    workbook.save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
        if name not in old.namelist():
            new.writestr(name, content)


def read(path, sheet=None):
    assert spreadsheet.recognises(read_head(path), path)
    return spreadsheet.read(path, ReadOptions(sheet=sheet))


def test_cells_have_their_types(path):
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Antwoorden")
        date = workbook.add_format({"num_format": "yyyy-mm-dd"})
        moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        duration = workbook.add_format({"num_format": "[h]:mm:ss"})
        sheet.write_row(2, 2, ["id", "t", "d", "m", "ok", "w", "e", "u", "n"])
        sheet.write_row(4, 2, [1, "één\r\ntwee"])
        sheet.write_datetime(4, 4, datetime.date(2024, 3, 1), date)
        sheet.write_datetime(4, 5, datetime.datetime(2024, 3, 1, 9, 30), moment)
        sheet.write_boolean(4, 6, True)
        sheet.write_number(4, 7, 0.5)
        sheet.write_formula(4, 8, "=1/0", value="#DIV/0!")
        sheet.write_number(4, 9, 26.5 / 24, duration)
        sheet.write_number(4, 10, 1e300)
        sheet.write_blank(5, 20, None, date)
        sheet.write_row(7, 2, [2, "  "])
    table = read(path)
    assert table.columns == ("id", "t", "d", "m", "ok", "w", "e", "u", "n")
    assert table.rows[0] == (
        1,
        "één\ntwee",
        datetime.date(2024, 3, 1),
        datetime.datetime(2024, 3, 1, 9, 30),
        True,
        0.5,
        None,
        "26:30:00",
        1e300,
    )
    assert isinstance(table.rows[0][0], int)
    assert table.rows[1] == (2, *[None] * 8)
    assert table.row_numbers == (5, 8)
    assert table.details == {"sheet": "Antwoorden"}


@pytest.fixture
def three_sheets(path):
    with xlsxwriter.Workbook(path) as workbook:
        hidden = workbook.add_worksheet("Lijsten")
        hidden.write_column(0, 0, ["waarde", "x"])
        workbook.add_worksheet("Leeg")
        workbook.add_worksheet("Ronde 1").write_column(0, 0, ["antwoord", "een"])
        workbook.add_worksheet("2").write_column(0, 0, ["antwoord", "twee"])
        workbook.worksheets()[2].activate()
        hidden.hide()
    return path


@pytest.mark.parametrize(
    ("sheet", "cell"),
    [
        (None, "een"),
        ("Ronde 1", "een"),
        ("ronde 1 ", "een"),
        ("2", "twee"),
        ("#2", "een"),
        ("#4", "x"),
        ("Lijsten", "x"),
    ],
)
def test_the_sheet_can_be_chosen(three_sheets, sheet, cell):
    table = read(three_sheets, sheet)
    assert table.rows == ((cell,),)
    assert table.details["sheets"] == "Leeg, Ronde 1, 2, Lijsten"


def test_sheets_that_are_not_there_or_empty(three_sheets):
    for sheet in ("#0", "#5", "Ronde", "#x", "99999999999"):
        with pytest.raises(UsageError, match="has no sheet") as caught:
            read(three_sheets, sheet)
        assert "Ronde 1" in caught.value.hint
    with pytest.raises(InputError, match="the sheet Leeg is empty"):
        read(three_sheets, "Leeg")


def test_a_real_workbook(shared_data):
    table = read(shared_data / "exports" / "encodings" / "survey789.xlsx")
    assert table.columns[:3] == ("Case", "Age", "Gender")
    assert [row[:3] for row in table.rows] == [("ID7", 33, "m"), ("ID8", None, "f"), ("ID9", 55, "f")]


def test_a_workbook_under_another_name(path, shared_data):
    renamed = path.with_suffix(".csv")
    renamed.write_bytes((shared_data / "exports" / "encodings" / "survey789.xlsx").read_bytes())
    assert len(read(renamed).rows) == 3


def test_other_zip_files_are_not_recognised(shared_data):
    for project in (shared_data / "exports" / "refi").glob("*.qdpx"):
        assert not spreadsheet.recognises(read_head(project), project)


def test_passwords_and_old_formats(path):
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(InputError, match="protected with a password"):
        read(path)
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(InputError, match=r"before 2007 \(\.xls\)"):
        read(path)
    replaced(path, "content.xml", "<x/>")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(InputError, match=r"but not an \.xlsx"):
        read(path)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (inline("A1", "x") + inline("XFD1048576", "y"), "more than 20 million cells"),
        (inline("A1", "x") + inline("ZZZZZZ99999999", "y"), "more than 20 million cells"),
        (
            '<row r="1048000"><c t="str" a=">" r = \'XFD7\'><v>1</v></c></row><row><c><v>1</v></c></row>',
            "million cells",
        ),
        ("<x:row><x:c r='XFD1048576'><x:v>1</x:v></x:c></x:row>", "million cells"),
        ("<c r='A1' <c r='B2'>", "zip container cannot be read"),
    ],
)
def test_far_away_cells_do_not_ask_for_all_memory(path, rows, reason):
    replaced(path, "xl/worksheets/sheet1.xml", SHEET.format(rows))
    with pytest.raises(InputError, match=reason):
        read(path)


def test_cells_with_a_lay_out_alone_do_not_count(path):
    rows = inline("A1", "antwoord") + '<c r="XFD1" s="0"/>' + inline("A2", "goed") + '<c r="XFD1048576" s="0"/>'
    replaced(path, "xl/worksheets/sheet1.xml", SHEET.format(rows))
    assert read(path).rows == (("goed",),)


def test_announced_strings_do_not_ask_for_all_memory(path):
    replaced(path, "xl/sharedStrings.xml", '<sst count="4294967295" uniqueCount="4294967295"><si><t>a</t></si></sst>')
    with pytest.raises(InputError, match="damaged"):
        read(path)


def test_zip_bombs_are_not_unpacked(path, monkeypatch):
    replaced(path, "xl/media/image1.png", b"\0" * 20_000_000)
    with pytest.raises(InputError, match="unpacks to 19 MB"):
        read(path)
    replaced(path, "xl/media/image1.png", b"\0" * 2_000_000)
    assert len(read(path).rows) == 1
    monkeypatch.setattr(workbook_guard, "MAX_UNPACKED_BYTES", 1_000_000)
    with pytest.raises(InputError, match="unpacks to 1 MB"):
        read(path)


def test_a_directory_that_lies_about_sizes(path):
    replaced(path, "xl/media/image1.png", b"\0" * 20_000_000)
    data = bytearray(path.read_bytes())
    size = (20_000_000).to_bytes(4, "little")
    while (place := data.find(size)) >= 0:
        data[place : place + 4] = (1000).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(InputError, match="damaged"):
        read(path)


def test_damaged_workbooks(path):
    replaced(path, "xl/workbook.xml", "<workbook><sheets><sheet")
    with pytest.raises(InputError, match="damaged or not a complete Excel workbook"):
        read(path)
    replaced(path, "xl/workbook.xml", "x")
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(InputError, match="damaged or incomplete"):
        read(path)


def test_the_search_for_cells_is_linear_in_time():
    for content in (b"<c ", b'<c "', b"<c '\"", b"<row r='", b"<c r r"):
        with pytest.raises(ValueError, match="not closed"):
            workbook_guard._extent(content * 300_000)
    assert workbook_guard._extent((b"<" + b"a" * 9) * 300_000) == (0, 0)
    assert workbook_guard._extent(b"<c" + b" r" * 500_000 + b">") == (0, 1)
