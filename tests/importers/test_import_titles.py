"""Lines above a table, and dates of workbooks that count from 1900 or 1904."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from coder.importers import delimited, spreadsheet
from coder.importers.base import ReadOptions
from coder.importers.titles import LOOKED, below_titles, title_count

xlsxwriter = pytest.importorskip("xlsxwriter")

TABLE = [["nr", "wijk", "Wat kan beter?", "cijfer"], ["1", "Noord", "Meer groen", "7"], ["2", "Zuid", "Rust", "6"]]


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        (TABLE, 0),
        ([["Enquête 2024", None, None, None], *TABLE], 1),
        ([["Enquête 2024"], ["Gemaakt op", "1 mei"], *TABLE], 2),
        ([["Enquête", None, "2024", None], *TABLE], 0),  # not at the left: perhaps a header with gaps
        ([[None, "wijk", None, None], *TABLE[1:]], 0),
        ([["nr", None, None, None], *TABLE[1:]], 0),  # below it comes no header but an answer, with a number in it
        ([["Titel"], ["a", "a", "b"], ["x", "y", "z"]], 0),
        ([["antwoord"], ["ja"], ["nee"]], 0),
        ([["nr", None], ["a1", "tekst"]], 0),
        ([], 0),
    ],
)
def test_where_the_table_begins(rows, count):
    assert title_count(rows) == count


def test_a_header_that_comes_late():
    rows = [(number, [None]) for number in range(1, LOOKED + 5)]
    titles, header, rest = below_titles([*rows, (LOOKED + 5, ["a"]), (LOOKED + 6, ["1"])])
    assert (titles, header, list(rest)) == ([], ["a"], [(LOOKED + 6, ["1"])])


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("title", ["Enquête 2024\n", "Enquête 2024\n\n", "Enquête 2024{d}{d}{d}\n", ""])
def test_a_csv_below_a_title(tmp_path, delimiter, title):
    path = tmp_path / "a.csv"
    body = "\n".join(delimiter.join(row) for row in TABLE)
    path.write_text(title.format(d=delimiter) + body + "\n", encoding="utf-8")
    table = delimited.read(path, ReadOptions())
    assert table.columns == tuple(TABLE[0])
    assert [list(row) for row in table.rows] == TABLE[1:]
    assert table.row_numbers[0] == 2 + title.count("\n")
    assert len(table.left_out) == bool(title)
    assert all("Enquête 2024" in what for what in table.left_out)


def test_a_list_in_one_column_is_no_table(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("kleuren\nrood, wit, blauw\ngroen, geel, zwart\nrood, geel, wit\n", encoding="utf-8")
    assert delimited.read(path, ReadOptions()).columns == ("kleuren",)


def test_a_sheet_below_a_title(tmp_path):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "Enquête 2024")
    sheet.write_row(1, 0, ["Gemaakt op", "1 mei"])
    for number, row in enumerate(TABLE, 3):
        sheet.write_row(number, 0, row)
    book.close()
    table = spreadsheet.read(path, ReadOptions())
    assert (table.columns, table.row_numbers, len(table.left_out)) == (tuple(TABLE[0]), (5, 6), 1)


@pytest.mark.parametrize("from_1904", [False, True])
def test_dates_that_count_from_1900_or_1904(tmp_path, from_1904):
    path: Path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path, {"date_1904": from_1904})
    sheet = book.add_worksheet()
    day, moment = book.add_format({"num_format": "d-m-yyyy"}), book.add_format({"num_format": "d-m-yyyy h:mm"})
    sheet.write_row(0, 0, ["dag", "moment"])
    sheet.write_datetime(1, 0, datetime(2024, 2, 29), day)
    sheet.write_datetime(1, 1, datetime(2024, 2, 29, 13, 30), moment)
    sheet.write_datetime(2, 0, datetime(1950, 1, 1), day)
    book.close()
    table = spreadsheet.read(path, ReadOptions())
    assert table.rows == ((date(2024, 2, 29), datetime(2024, 2, 29, 13, 30)), (date(1950, 1, 1), None))


GROUPED = [
    [None, "Achtergrond", None, None, "Cijfers", None],
    ["Nr.", "Wijk", "Park", "Straat", "Park", "Straat"],
    [1, "Noord", "Meer bomen", "Te druk", 7, 8],
    [2, "Zuid", None, "Rustig", 6, 5],
]


def test_names_of_groups_above_the_header_and_totals_below_the_table(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        below = [["Totaal", None, None, None, 13, 13], [], ["Bron: eigen onderzoek"]]
        for number, cells in enumerate([["Onderzoek 2024"], [], *GROUPED, *below]):
            sheet.write_row(number, 0, cells)
    table = spreadsheet.read(path, ReadOptions())
    assert table.columns == (
        "Nr.", "Wijk", "Achtergrond: Park", "Achtergrond: Straat", "Cijfers: Park", "Cijfers: Straat",
    )  # fmt: skip
    assert table.rows == tuple(tuple(row) for row in GROUPED[2:])
    assert len(table.left_out) == 2
    assert "Onderzoek 2024" in table.left_out[0]
    assert "Totaal" in table.left_out[1]


STAY = [
    [["nr", None, "wat"], [1, "a", "b c"], [2, "a", "b c"]],
    [[None, "nr", None, None], ["x", "wijk", "straat", "park"], ["y", "Noord", "a b", "c d"]],
    [["nr", "wijk", "a", "b"], [2, "x", "Totaal anders", "y"], [3, "Zuid", "Totaal", "y"]],
    [["nr", "wijk", "a", "b"], [1, "Noord", "x", "b"], ["R 2 b", "Zuid", None, None]],
]


@pytest.mark.parametrize("rows", STAY)
def test_rows_that_are_respondents_stay(tmp_path, rows):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
    table = spreadsheet.read(path, ReadOptions())
    assert [list(row) for row in table.rows] == rows[1:]
    assert table.left_out == ()
