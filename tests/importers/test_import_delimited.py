"""CSV and TSV: encodings, delimiters, quotes and rows that do not fit."""

import codecs
import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.domain.errors import InputError, UsageError
from coder.importers import delimited
from coder.importers.base import ReadOptions
from coder.importers.encoding import detect


@pytest.fixture
def table_of(tmp_path):
    def read(content: str | bytes, **options: str):
        path = tmp_path / "answers.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        assert delimited.recognises(path.read_bytes()[:1000], path)
        return delimited.read(path, ReadOptions(**options))

    return read


DUTCH = "id;Wat vindt u van het café?\n1;Één reünie, heel geslaagd\n2;‘coördinatie’ kost € 5\n"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-16", "utf-16-le"),
        ("utf-32", "utf-32-le"),
        ("windows-1252", "windows-1252"),
    ],
)
def test_encodings_are_found_out(table_of, encoding, found):
    content = DUTCH.encode(encoding)
    table = table_of(content)
    assert table.details == {"encoding": found, "delimiter": ";"}
    assert table.columns == ("id", "Wat vindt u van het café?")
    assert table.rows[1] == ("2", "‘coördinatie’ kost € 5")
    assert table_of(content, encoding=found).rows == table.rows


def test_utf16_big_endian_with_a_mark(table_of):
    assert table_of(codecs.BOM_UTF16_BE + DUTCH.encode("utf-16-be")).rows[0][0] == "1"


def test_bytes_that_windows_1252_does_not_know_are_latin_1(table_of):
    assert table_of(b"id,t\n1,caf\xe9 \x81\n").details["encoding"] == "iso-8859-1"


def test_damaged_utf8_is_not_taken_for_windows_1252(table_of):
    content = DUTCH.encode().replace("ü".encode(), b"\xff")
    assert detect(content) == "utf-8"
    with pytest.raises(InputError, match=r"line 2, behind '[^']*': a character is not valid in the encoding utf-8"):
        table_of(content)
    assert "Ã©" in table_of(content, encoding="windows-1252").columns[1]  # who asks for it, gets it


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_a_wrong_stated_encoding_names_the_line(table_of, encoding):
    content = b"id,t\n1,a\n2,caf\xe9 x\n"
    with pytest.raises(InputError, match=r"answers\.csv: line 3, behind '2,caf': a character is not valid"):
        table_of(content, encoding=encoding)


MIXED = "nr;antwoord\n1;één café\n2;naïef\n".encode() + "3;geëist\n4;coöperatie en crème\n".encode("cp1252")


def test_two_encodings_in_one_file_are_not_guessed_at(table_of):
    with pytest.raises(InputError, match="line 4, behind '3;ge'") as raised:
        table_of(MIXED)
    assert "--encoding mixed" in raised.value.hint


def test_two_encodings_in_one_file_are_read_when_asked(table_of):
    table = table_of(MIXED, encoding="mixed")
    assert [row[1] for row in table.rows] == ["één café", "naïef", "geëist", "coöperatie en crème"]
    assert table.details["encoding"] == "utf-8 + windows-1252"


@pytest.mark.parametrize("encoding", ["klingon", "base64", "rot13", "undefined", "a\0b"])
def test_an_encoding_that_is_none(table_of, encoding):
    with pytest.raises(UsageError, match="no text encoding"):
        table_of("a,b\n1,2\n", encoding=encoding)


@pytest.mark.parametrize(
    "content",
    [
        b"id,t\n1,a\0\0b\n",
        b"id,t\n1,antwoord\0\x01\n",
        b"\x89PNG\r\n\x1a\n....",
        b"PK\x03\x04....",
        b"<html><body>Log in</body></html>",
        b"$FL2@(#) IBM SPSS",
        bytes(range(256)) * 20,
    ],
)
def test_files_that_are_no_text(tmp_path, content):
    path = tmp_path / "answers.csv"
    path.write_bytes(content)
    assert not delimited.recognises(content, path)
    with pytest.raises(InputError):
        delimited.read(path, ReadOptions())


@pytest.mark.parametrize(
    ("text", "delimiter", "width"),
    [
        ("id;t\n1;goed, maar duur, zeg\n2;ja\n", ";", 2),
        ("id,t\n1,a;b;c\n2,d;e\n", ",", 2),
        ("id\tNaam, voornaam\n1\tJansen, Piet\n2\tVos, An\n", "\t", 2),
        ("id|t\n1|a\n", "|", 2),
        ("a,b,c\n1,2,3,\n4,5,6,\n", ",", 3),
        ("antwoord\ngoed, maar duur\nja; nee\n", "", 1),
        ("Waarom, volgens u?\nomdat het goed is\nweet niet\ngoed, denk ik\nnvt\n", "", 1),
        ('"a;b","c;d"\n"1;2","3"\n', ",", 2),
        ('a;"x\n,y,z"\n1;"2,3,\n4,5"\n', ";", 2),
        ("a;b\n", ";", 2),
        ("sep=;\na,b;c\n1,2;3\n", ";", 2),
        ('"sep=|"\na;b|c\n1;2|3\n', "|", 2),
    ],
)
def test_the_delimiter_is_found_out(table_of, text, delimiter, width):
    if text.count("\n") == 1:
        assert delimited.find_delimiter(text) == delimiter
        return
    table = table_of(text)
    assert (table.details["delimiter"], len(table.columns)) == (delimiter, width)


def test_a_stated_delimiter_wins(table_of):
    assert table_of("a,b;c\n1,2;3\n", delimiter=",").columns == ("a", "b;c")
    assert table_of("a,b\tc\n1,2\t3\n", delimiter="tab").columns == ("a,b", "c")
    assert table_of("a,b;c\n1,2;3\n", delimiter="semicolon").rows == (("1,2", "3"),)
    for wrong in ("", '"', "\n", ";;", "\0"):
        with pytest.raises(UsageError, match="cannot separate"):
            table_of("a,b\n1,2\n", delimiter=wrong)


def test_line_breaks_and_quotes_in_cells(table_of):
    table = table_of(b'id,"Vraag 1:\r\nwaarom?"\r\n1,"hij zei ""ja""\r\nen ging"\r\n\r\n2,  zo  \r\n,\r\n3,"  "\r\n')
    assert table.columns == ("id", "Vraag 1:\nwaarom?")
    assert table.rows == (("1", 'hij zei "ja"\nen ging'), ("2", "  zo  "), ("3", None))
    assert table.row_numbers == (3, 6, 8)


def test_lines_that_end_in_cr(table_of):
    assert table_of(b"a,b\r1,2\r3,4\r").rows == (("1", "2"), ("3", "4"))
    assert table_of(b"a,b\n1,x\ry\n3,4\n").rows == (("1", "x\ny"), ("3", "4"))  # a lone CR inside an answer


def test_only_line_feeds_end_a_row(table_of):
    table = table_of("a,b\n1,x\u2028y\x0bz\x85w\n")
    assert table.rows == (("1", "x\u2028y\x0bz\x85w"),)


def test_spaces_after_the_delimiter_before_quotes(table_of):
    table = table_of('"id", "t"\n"1", "a, b"\n')
    assert table.columns == ("id", "t")
    assert table.rows == (("1", "a, b"),)


def test_rows_that_are_too_short_or_too_long(table_of):
    assert table_of("a,b,c\n1\n1,2,3,,\n").rows == (("1", None, None), ("1", "2", "3"))
    with pytest.raises(InputError, match="row 4 has 4 cells, the header has 3"):
        table_of('a,b,c\n1,"x\ny",3\n1,2,3,4\n')


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('id,t\n1,"goed\n2,slecht\n3,ok\n', 2),
        ('id,t\n1,a\n2,"goed\n3,ok', 3),
        ('id,t\n1,"a\nb"\n"2","x\n\n', 4),
        ('id,t\n1,"a\nb","c\nd\n', 3),
        ('"id,t\n1,a\n', 1),
    ],
)
def test_a_quote_that_is_never_closed(table_of, text, line):
    with pytest.raises(InputError, match=f"opened at line {line} is never closed"):
        table_of(text, delimiter=",")


def test_text_after_a_closing_quote_is_not_mutilated(table_of):
    with pytest.raises(InputError, match="begins at line 2 has text after a closing quote"):
        table_of('id,t\n1,"hij zei "ja" en ging"\n')


def test_a_cell_of_ten_megabytes(table_of):
    text = "lang antwoord\n" * 750_000
    assert table_of(f'id,t\n1,"{text}"\n').rows[0][1] == text


def test_real_exports(shared_data):
    expected = {
        "limesurvey/survey_795779_R_data_file.csv": (3, 29, "At least three cows"),
        "qualtrics/sample.csv": (3, 20, "Hello World!"),
        "qualtrics/sample_legacy.csv": (2, 15, "Hello World!"),
        "encodings/CSV-basic-ISO-8859-1.CRLF.csv": (3, 3, "Hélène"),
        "encodings/CSV-basic-ISO-8859-1.LF.csv": (3, 3, "Mahé"),
        "encodings/survey456.csv": (3, 5, "golf"),
    }
    for name, (rows, columns, cell) in expected.items():
        table = delimited.read(shared_data / "exports" / name, ReadOptions())
        assert (len(table.rows), len(table.columns)) == (rows, columns), name
        assert any(cell in row for row in table.rows), name


def test_the_panel_is_read_whole(shared_data):
    table = delimited.read(shared_data / "vu_panel_nl" / "answers.csv", ReadOptions())
    assert table.columns == ("id", "wave", "question", "respondent", "text")
    assert len(table.rows) == 8807
    with (shared_data / "vu_panel_nl" / "answers.csv").open(encoding="utf-8", newline="") as file:
        expected = [tuple(cell if cell.strip() else None for cell in row) for row in csv.reader(file)]
    assert list(table.rows) == expected[1:]


CELLS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\r"), max_size=12)


@settings(max_examples=60)
@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_is_read_back(tmp_path_factory, rows, delimiter, encoding):
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    lines = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [["i", "j", "k"], *rows]]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    expected = [tuple(cell if cell.strip() else None for cell in row) for row in rows]
    filled = [row for row in expected if any(row)]
    if filled:
        assert list(delimited.read(path, ReadOptions(delimiter=delimiter)).rows) == filled
    else:
        with pytest.raises(InputError, match="no rows"):
            delimited.read(path, ReadOptions(delimiter=delimiter))


def test_the_name_of_the_file_does_not_matter():
    assert delimited.recognises(b"a,b\n", Path("answers.xlsx"))
    assert not delimited.recognises(b"PK\x03\x04", Path("answers.csv"))
