"""What the formats share: opening a file, column names, and the table."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coder.domain.errors import InputError
from coder.importers import base, foreign


@pytest.mark.parametrize(
    ("names", "columns"),
    [
        (["id", "Leeftijd", "Leeftijd", "Leeftijd"], ("id", "Leeftijd", "Leeftijd (2)", "Leeftijd (3)")),
        (["a", "a", "a (2)"], ("a", "a (3)", "a (2)")),
        (["a", None, None], ("a", "Column 2", "Column 3")),
        (["Column 2", None], ("Column 2", "Column 2 (2)")),
        (["vraag\n1", 2024, 1.5, True], ("vraag\n1", "2024", "1.5", "True")),
    ],
)
def test_column_names_are_unique_and_names_in_the_file_stay(names, columns):
    assert base.unique_columns(names) == columns


def test_ten_thousand_equal_names_are_no_work():
    assert len(set(base.unique_columns(["x"] * 10_000))) == 10_000


def test_rows_are_fitted_to_the_header():
    table = base.make_table(
        Path("f"), "csv", ["a", "b", None], [(2, ["1"]), (3, [None, None]), (4, ["1", "2", None, None, None])], {}
    )
    assert table.columns == ("a", "b")
    assert table.rows == (("1", None), ("1", "2"))
    assert table.row_numbers == (2, 4)


def test_a_column_without_name_stays_when_it_holds_something():
    table = base.make_table(Path("f"), "csv", ["a", None, None], [(2, ["1", None, "x"])], {})
    assert table.columns == ("a", "Column 2", "Column 3")


def test_a_row_that_is_too_long_is_named():
    with pytest.raises(InputError, match=r"answers\.csv: row 7 has 3 cells, the header has 2"):
        base.make_table(Path("answers.csv"), "csv", ["a", "b"], [(7, ["1", "2", "3"])], {})


@pytest.mark.parametrize(
    ("header", "rows", "reason"),
    [
        (["a"] * (base.MAX_COLUMNS + 1), [(2, ["1"])], "columns were found"),
        (["a"] * base.MAX_COLUMNS, ((i, ["1"]) for i in range(10_000)), "million cells"),
        (["a"], ((i, ["1"]) for i in range(base.MAX_ROWS + 2)), "more than 1048576 rows"),
        (["a"], [], "no rows"),
        (["a"], [(2, [None])], "no rows"),
    ],
)
def test_tables_have_limits(header, rows, reason):
    with pytest.raises(InputError, match=reason):
        base.make_table(Path("f"), "csv", header, rows, {})


def test_files_that_cannot_be_opened(tmp_path, monkeypatch):
    (tmp_path / "leeg.csv").write_bytes(b"\xef\xbb\xbf \r\n")
    (tmp_path / "groot.csv").write_bytes(b"x" * 100)
    monkeypatch.setattr(base, "MAX_FILE_BYTES", 99)
    for path, reason in [
        (tmp_path, "is a folder"),
        (tmp_path / "weg.csv", "does not exist"),
        (tmp_path / "leeg.csv", "is empty"),
        (tmp_path / "groot.csv" / "x", "cannot be read"),
        (Path("a\0b"), "cannot be read"),
    ]:
        with pytest.raises(InputError, match=reason):
            base.read_head(path)
    with pytest.raises(InputError, match="larger than"):
        base.read_bytes(tmp_path / "groot.csv", 99)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="not a regular file"):
        base.read_head(tmp_path / "pipe")


def test_a_file_without_permission(tmp_path, monkeypatch):
    path = tmp_path / "dicht.csv"
    path.write_text("a\n1\n")

    def refuse(*_arguments: object) -> None:  # as root every file may be read
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match="may not be read"):
        base.read_bytes(path)


def test_text_cells():
    assert base.clean_text("a\r\nb\rc\n") == "a\nb\nc\n"
    assert base.clean_text(" \u00a0\n") is None
    assert base.clean_text("half \ud83d emoji\0") == "half \ufffd emoji"
    assert base.shown("a\x1b[31m\nb" + "x" * 100) == "a␛[31m b" + "x" * 51 + "…"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"PK\x03\x04", "a zip file"),
        (b"$FL2@(#) IBM SPSS", "an SPSS file"),
        (b"%PDF-1.7", "a PDF"),
        (b"\xef\xbb\xbf <!DOCTYPE html>", "a web page"),
        (b"<?xml version='1.0'?><Workbook>", "an XML file"),
        (b"id,answer", None),
        (b"PKW,Fiets", None),
    ],
)
def test_files_of_another_kind(head, kind):
    assert foreign.kind_of(head) == kind
    assert (kind or "not text") in foreign.not_a_table(Path("f"), head).message


def test_the_spss_files_of_a_survey_tool_are_named_as_such(shared_data):
    for path in (shared_data / "exports" / "spss").iterdir():
        assert foreign.kind_of(base.read_head(path)) == "an SPSS file"


def test_importing_the_text_formats_is_cheap():
    program = (
        "import sys, coder.importers.delimited, coder.importers.jsonlines, coder.importers.spreadsheet\n"
        "heavy = {'pydantic', 'ruamel', 'python_calamine', 'charset_normalizer', 'numpy'} & set(sys.modules)\n"
        "sys.exit(repr(heavy) if heavy else 0)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
