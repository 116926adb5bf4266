"""Workbooks in OpenDocument: one of our own, saved by LibreOffice."""

import io
import random
import shutil
import subprocess
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest

from coder.domain.errors import InputError, UsageError
from coder.domain.survey import SurveyTable
from coder.importers import open_document, spreadsheet
from coder.importers.base import ReadOptions, read_head
from tests.importers.test_import_fuzz import check, mutated, outcome

FILE = Path(__file__).resolve().parents[1] / "data" / "exports" / "ods" / "gesprekken.ods"


def read(path: Path, sheet: str | None = None) -> SurveyTable:
    assert open_document.recognises(read_head(path), path)
    assert not spreadsheet.recognises(read_head(path), path)
    table = open_document.read(path, ReadOptions(sheet=sheet))
    check(table)
    return table


def changed(path: Path, *replacements: tuple[str, str]) -> Path:
    """Write the workbook with other words in its content."""
    with zipfile.ZipFile(FILE) as archive, zipfile.ZipFile(path, "w") as copy:
        for name in archive.namelist():
            content = archive.read(name)
            for old, new in replacements if name == "content.xml" else ():
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            copy.writestr(name, content)
    return path


def test_types_and_the_sheet():
    table = read(FILE)
    assert table.columns == ("nr", "rol", "leeftijd", "sinds", "weging", "goed", "begin", "klok", "lid", "som")
    assert table.rows[0] == (
        *("r1", "adviseur", 34, date(2019, 3, 1), 1.25, "Het boek over «samenwerken»\nen meer"),
        *(datetime(2024, 5, 3, 9, 30), time(9, 30), 1, 2),
    )
    assert table.rows[2] == ("r3", None, 28, None, 1, None, None, None, None, None)
    assert table.row_numbers == (2, 3, 4)
    assert table.details == {"sheet": "Antwoorden", "sheets": "Antwoorden, Lijst"}


def test_other_sheets():
    with pytest.raises(InputError, match="no rows below it"):
        read(FILE, "lijst")
    with pytest.raises(UsageError, match="has no sheet Blad1"):
        read(FILE, "Blad1")


def test_a_workbook_under_another_name(tmp_path):
    shutil.copy(FILE, tmp_path / "in.csv")
    assert len(read(tmp_path / "in.csv").rows) == 3


@pytest.mark.parametrize(
    "repeated",
    [
        'table:number-rows-repeated="2147483647"',
        'table:number-columns-repeated="16384" table:number-rows-repeated="1048576"',
    ],
)
def test_cells_that_are_repeated_without_end(tmp_path, monkeypatch, repeated):
    monkeypatch.setattr("coder.importers.apart.LEAST_SECONDS", 2)
    path = changed(
        tmp_path / "in.ods",
        ("<table:table-row ", f"<table:table-row {repeated} "),
        ("<table:table-cell ", f"<table:table-cell {repeated} "),
    )
    with pytest.raises(InputError, match=r"damaged|asks for more time or memory"):
        open_document.read(path, ReadOptions())


def test_what_stands_behind_the_sheets_is_damaged(tmp_path):
    """Found by damaging files: calamine 0.9 looks for the end of the sheet for ever."""
    path = changed(tmp_path / "in.ods", ("</table:table-row></table:table>", "</table:table-row><rg xmlns:a=''"))
    with pytest.raises(InputError, match=r"in\.ods: the XML is damaged \(line \d+, column \d+\)"):
        open_document.read(path, ReadOptions())


def test_passwords_bombs_and_other_zip_files(tmp_path):
    path = tmp_path / "in.ods"
    for name, content, message in (
        ("META-INF/manifest.xml", "<manifest:encryption-data/>", "protected with a password"),
        ("Pictures/x.png", "\0" * 20_000_000, "unpacks to 19 MB"),
        ("anders.xml", "<x/>", "damaged or incomplete"),
    ):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr(name, content)
        with pytest.raises(InputError, match=message):
            open_document.read(path, ReadOptions())


def test_mutations(tmp_path):
    path, chance, tables = tmp_path / "mutated.ods", random.Random("ods"), 0
    with zipfile.ZipFile(FILE) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(20):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, mutated(content, chance) if name == "content.xml" else content)
        path.write_bytes(buffer.getvalue())
        table = outcome(lambda: open_document.read(path, ReadOptions()))
        if isinstance(table, InputError):
            assert str(path) in table.message
        else:
            check(table)
            tables += 1
    assert 0 < tables < 20


def test_what_libreoffice_writes_now(tmp_path):
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not on this machine")
    (tmp_path / "in.csv").write_text("id;antwoord\n1;één\n2;x\n", encoding="utf-8")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "ods", "--infilter=CSV:59,34,76,1"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "in.csv")], check=True, capture_output=True, timeout=120
    )
    assert read(tmp_path / "in.ods").rows == ((1, "één"), (2, "x"))
