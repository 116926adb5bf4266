import re
from datetime import date
from pathlib import Path

import lxml.html
import pytest

from coder.domain import texts
from coder.exporters import html
from coder.exporters.base import Sheet, plain

SHEET = Sheet(
    "Thema's",
    ("vraag", "thema", "n", "aandeel", "sinds"),
    [("trots", "prijs & <kwaliteit>", 12, 0.4125, date(2024, 5, 1)), ("trots", "weet\nniet", 3, 0.0, None)],
    frozenset({"aandeel"}),
    2,
    caption="Waar bent u trots op? · basis: 15 respondenten",
)


@pytest.fixture
def dutch():
    texts.use_language("nl")
    yield
    texts.use_language("en")


def page(path: Path) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(path.read_bytes())


def test_one_page_that_stands_alone(tmp_path: Path, dutch: None):
    path = tmp_path / "uit.html"
    assert html.write(path, [SHEET, Sheet("Leeg", ("a",), [])]) == [path]
    found = page(path)
    assert found.get("lang") == "nl"
    assert found.findtext(".//title") == "Thema's"
    assert [caption.text_content() for caption in found.iter("caption")] == [
        "Thema'sWaar bent u trots op? · basis: 15 respondenten",
        "Leeg",
    ]
    assert "@media print" in found.findtext(".//style")
    # Nothing is fetched from anywhere.
    assert not found.xpath("//@src | //@href | //script | //link")


def test_headings_say_what_they_head(tmp_path: Path, dutch: None):
    html.write(tmp_path / "uit.html", [SHEET])
    found = page(tmp_path / "uit.html")
    assert [(th.text, th.get("scope")) for th in found.xpath("//thead//th")] == [
        (name, "col") for name in SHEET.columns
    ]
    row = found.xpath("//tbody/tr[1]")[0]
    assert [(cell.tag, cell.get("scope"), cell.get("class"), cell.text_content()) for cell in row] == [
        ("th", "row", None, "trots"),
        ("th", "row", None, "prijs & <kwaliteit>"),
        ("td", None, "n", "12"),
        ("td", None, "n", "41,2 %"),
        ("td", None, None, "2024-05-01"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "</td></tr></table>",
        "&lt;b&gt; &amp;",
        '" onmouseover="x',
        "<!-- weg",
        "]]>",
        "\x00",
    ],
)
def test_markup_in_answers_is_not_markup(tmp_path: Path, text: str):
    path = tmp_path / "uit.html"
    html.write(path, [Sheet(text, (text, "b"), [(text, "na")], caption=text)])
    found = page(path)
    assert [cell.text_content() for cell in found.xpath("//tr/*")] == [plain(text), "b", plain(text), "na"]
    assert len(found.xpath("//script | //comment()")) == 0


def test_texts_show_as_they_are(tmp_path: Path, awkward: str):
    path = tmp_path / "uit.html"
    html.write(path, [Sheet("", ("a",), [(awkward,)])])
    inside = re.search(r"<td>(.*?)</td>", path.read_text(encoding="utf-8"), re.S)
    shown = lxml.html.fragment_fromstring(f"<p>{inside[1].replace('<br>', chr(10))}</p>").text_content()
    assert shown == awkward
