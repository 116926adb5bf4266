"""Slides: read back by python-pptx, opened by LibreOffice, twice the same bytes."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace

import pytest
from reporting import PNG, question, report

from coder.domain.drawings import Drawing
from coder.domain.house_style import HouseStyle
from coder.domain.report import MethodSection
from coder.domain.texts import language, use_language

pptx = pytest.importorskip("pptx", reason="python-pptx is not installed")

from coder.exporters.report_pptx import write_report  # noqa: E402
from coder.exporters.report_pptx_text import fitting, height_of  # noqa: E402

DRAWINGS = {
    "nodig": (
        Drawing("bar", "Grafiek van thema's", {}, lambda: "", lambda: PNG),
        Drawing("groups", "Naar rol", {}, lambda: "", lambda: PNG),
    )
}


@pytest.fixture(autouse=True)
def _dutch():
    before = language()
    use_language("nl")
    yield
    use_language(before)


@pytest.fixture
def written(tmp_path):
    (path,) = write_report(tmp_path / "r.pptx", report(), HouseStyle(), DRAWINGS)
    return path


def test_a_slide_a_question_with_sentences_chart_and_notes(written):
    slides = list(pptx.Presentation(str(written)).slides)
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert titles[0] == "Wat er nodig is"
    assert titles.count("Wat is er nodig voor verandering?") == 2
    question = slides[1]
    text = "\n".join(shape.text_frame.text for shape in question.shapes if shape.has_text_frame)
    assert "Het vaakst noemen respondenten bemensing (41\xa0%)" in text
    assert "n\xa0=\xa0163" in text
    notes = question.notes_slide.notes_text_frame.text
    assert "Bemensing | 67 | 41 %" in notes
    assert "Zonder mensen geen plan." in notes
    pictures = [shape for shape in question.shapes if shape.shape_type == 13]
    assert [p._element.nvPicPr.cNvPr.get("descr") for p in pictures] == ["Grafiek van thema's"]


def test_nothing_lies_outside_a_slide(written):
    presentation = pptx.Presentation(str(written))
    for slide in presentation.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= presentation.slide_width
            assert shape.top + shape.height <= presentation.slide_height


def test_the_same_report_gives_the_same_bytes(written, tmp_path):
    (again,) = write_report(tmp_path / "again.pptx", report(), HouseStyle(), DRAWINGS)
    assert again.read_bytes() == written.read_bytes()


def test_libreoffice_opens_it(written, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(written)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")


def test_what_is_written_fits(tmp_path):
    text = "Het vaakst noemen respondenten bemensing (41 %) en eigenaarschap (33 %), ongeveer even vaak. "
    size, kept = fitting([text] * 3, 12.0, 12.4, (18, 16, 14, 12))
    assert (size, kept) == (18, 3)
    smaller, kept = fitting([text] * 9, 12.0, 12.4, (18, 16, 14, 12))
    assert smaller < size
    assert height_of([text] * kept, 12.0, smaller) <= 12.4
    assert fitting([text * 40], 12.0, 2.0, (12, 9)) == (9, 1)


def test_long_methods_go_on_on_the_next_slide_and_are_cut_nowhere(tmp_path):
    told = [f"Regel {n} van de verantwoording, die niet kort is en niet wordt afgekapt." for n in range(60)]
    whole = replace(report(), methods=(MethodSection("Toetsen", tuple(told)),))
    (path,) = write_report(tmp_path / "m.pptx", whole, HouseStyle(), {})
    slides = [
        s for s in pptx.Presentation(str(path)).slides if s.shapes.title.text_frame.text == "Hoe dit tot stand kwam"
    ]
    text = "\n".join(shape.text_frame.text for slide in slides for shape in slide.shapes)
    assert len(slides) > 1
    assert all(line in text for line in told)


def test_a_summary_comes_first_where_there_are_several_questions(tmp_path):
    two = replace(report(), questions=(question(), question("andere")))
    (path,) = write_report(tmp_path / "two.pptx", two, HouseStyle(), {})
    titles = [slide.shapes.title.text_frame.text for slide in pptx.Presentation(str(path)).slides]
    assert titles[:3] == ["Wat er nodig is", "In het kort", "Wat is er nodig voor verandering?"]
