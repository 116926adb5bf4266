"""Word documents: read back by python-docx, opened by LibreOffice, twice the same bytes."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pytest
from reporting import HOSTILE, PNG, question, report

from coder.domain.drawings import Drawing
from coder.domain.findings import Finding
from coder.domain.house_style import HouseStyle
from coder.domain.texts import language, use_language

docx = pytest.importorskip("docx", reason="python-docx is not installed")

from coder.exporters.report_docx import write_report  # noqa: E402
from coder.exporters.report_docx_tables import widths  # noqa: E402


@pytest.fixture(autouse=True)
def _dutch():
    before = language()
    use_language("nl")
    yield
    use_language(before)


@pytest.fixture
def written(tmp_path):
    drawings = {"nodig": (Drawing("bar", "Grafiek van thema's", {}, lambda: "", lambda: PNG),)}
    (path,) = write_report(tmp_path / "r.docx", report(), HouseStyle(accent="#123456", organisation="Stad"), drawings)
    return path


def test_headings_tables_captions_and_pictures_are_words_own(written):
    document = docx.Document(str(written))
    by_style = {}
    for paragraph in document.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert by_style["Title"] == ["Wat er nodig is"]
    assert by_style["Heading 1"][0] == "Wat is er nodig voor verandering?"
    methods = 1  # a table below a heading that says the same
    assert len(by_style["Caption"]) == len(document.tables) - methods + len(document.inline_shapes)
    assert document.tables[0].cell(1, 0).text == "Bemensing"
    assert document.tables[0].cell(1, 2).text == "41 %"
    assert document.core_properties.author == "Stad"
    assert any(text.startswith("Het vaakst noemen respondenten bemensing") for text in by_style["List Bullet"])


def test_each_sentence_links_to_a_row_that_is_there(written):
    with zipfile.ZipFile(written) as package:
        xml = package.read("word/document.xml").decode()
    targets = set(re.findall(r'w:anchor="([^"]+)"', xml))
    names = re.findall(r'w:bookmarkStart[^>]*w:name="([^"]+)"', xml)
    assert targets
    assert targets <= set(names)
    assert len(names) == len(set(names))
    assert "Grafiek van thema" in xml


def test_what_respondents_wrote_is_text(written):
    text = "\n".join(p.text for p in docx.Document(str(written)).paragraphs)
    assert "<script>alert(1)</script>" in text
    assert "\x1b" not in text
    assert HOSTILE.split("\x1b")[1] in text


def test_the_same_report_gives_the_same_bytes(written, tmp_path):
    (again,) = write_report(
        tmp_path / "again.docx",
        report(),
        HouseStyle(accent="#123456", organisation="Stad"),
        {"nodig": (Drawing("bar", "Grafiek van thema's", {}, lambda: "", lambda: PNG),)},
    )
    assert again.read_bytes() == written.read_bytes()


def test_libreoffice_opens_it(written, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(written)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")


def test_columns_are_as_wide_as_their_words_ask_for():
    names = ("Onderhoud van parken en speelplekken", "12 %", "8 %")
    numbers = widths([("thema", "respondenten", "n"), names], 16, numbers=True)
    assert sum(numbers) == pytest.approx(16)
    assert numbers[0] > numbers[1] > numbers[2] > 0
    texts = widths([("code", "definitie"), ("Geld", "Genoeg geld voor langere tijd, hoe dan ook. " * 3)], 16)
    assert texts[1] > 2 * texts[0]


def test_with_too_little_room_the_names_of_rows_keep_theirs():
    groups = tuple("maatschappelijke organisatie" for _ in range(8))
    found = widths([("thema", *groups), ("Eigenaarschap", *["1 %"] * 8)], 16, numbers=True)
    assert sum(found) == pytest.approx(16)
    assert found[0] >= len("Eigenaarschap") * 0.19


def test_a_summary_comes_first_where_there_are_several_questions(tmp_path):
    whole = report()
    two = replace(whole, questions=(whole.questions[0], question("andere")))
    (path,) = write_report(tmp_path / "two.docx", two, HouseStyle(), {})
    headings = [p.text for p in docx.Document(str(path)).paragraphs if p.style.name == "Heading 1"]
    assert headings == ["In het kort", *["Wat is er nodig voor verandering?"] * 2, "Hoe dit tot stand kwam"]
    with zipfile.ZipFile(path) as package:
        xml = package.read("word/document.xml").decode()
    assert set(re.findall(r'w:anchor="([^"]+)"', xml)) <= set(re.findall(r'w:bookmarkStart[^>]*w:name="([^"]+)"', xml))


def test_a_sentence_about_a_whole_table_links_to_it(tmp_path):
    whole = question()
    said = Finding("no_difference", "Groepen verschillen niet.", ("groups0-nodig",))
    (path,) = write_report(
        tmp_path / "n.docx", replace(report(), questions=(replace(whole, findings=(said,)),)), HouseStyle(), {}
    )
    with zipfile.ZipFile(path) as package:
        xml = package.read("word/document.xml").decode()
    (target,) = re.findall(r'w:anchor="([^"]+)"', xml)
    assert target in re.findall(r'w:bookmarkStart[^>]*w:name="([^"]+)"', xml)
    assert "Groepen verschillen niet. (tabel\xa02)" in [p.text for p in docx.Document(str(path)).paragraphs]


def test_pages_are_numbered_and_the_house_style_is_everywhere(written):
    with zipfile.ZipFile(written) as package:
        foot = "".join(package.read(name).decode() for name in package.namelist() if name.startswith("word/footer"))
        styles = package.read("word/styles.xml").decode()
    assert 'w:instr="PAGE"' in foot
    title = re.search(r'<w:style [^>]*w:styleId="Title".*?</w:style>', styles, re.DOTALL)
    assert re.findall(r'w:color="(\w+)"', title[0]) == ["123456"]
