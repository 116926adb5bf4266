import html
import re
from datetime import date
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from coder.domain import texts
from coder.exporters import markdown
from coder.exporters.base import Sheet


@pytest.fixture
def dutch():
    texts.use_language("nl")
    yield
    texts.use_language("en")


def cells(path: Path) -> list[list[str]]:
    """Read the table as a Markdown program that lets HTML through shows it."""
    page = MarkdownIt("commonmark").enable("table").render(path.read_text(encoding="utf-8"))
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.S)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in rows]


SHEET = Sheet(
    "Thema's",
    ("thema", "n", "aandeel", "gewogen", "sinds", "open"),
    [
        ("prijs | kwaliteit", 12, 0.4125, 12.5, date(2024, 5, 1), True),
        ("weet\nniet", 3, 0.0, -0.0001, None, False),
    ],
    frozenset({"aandeel"}),
)


def test_golden(tmp_path: Path):
    path = tmp_path / "uit.md"
    assert markdown.write(path, [SHEET, Sheet("Leeg", ("a",), [])]) == [path]
    assert path.read_text(encoding="utf-8") == (
        "## Thema's\n\n"
        "| thema | n | aandeel | gewogen | sinds | open |\n"
        "| --- | ---: | ---: | ---: | --- | --- |\n"
        "| prijs \\| kwaliteit | 12 | 41.2% | 12.5 | 2024-05-01 | TRUE |\n"
        "| weet<br>niet | 3 | 0.0% | 0 |  | FALSE |\n"
        "\n## Leeg\n\n| a |\n| --- |\n"
    )


def test_numbers_in_dutch(tmp_path: Path, dutch: None):
    markdown.write(tmp_path / "uit.md", [SHEET])
    assert cells(tmp_path / "uit.md")[1][2:4] == ["41,2 %", "12,5"]


def test_texts_show_as_they_are(tmp_path: Path, awkward: str):
    path = tmp_path / "uit.md"
    markdown.write(path, [Sheet("", ("a", "b"), [(awkward, "na")])])
    shown, after = cells(path)[1]
    assert html.unescape(shown.replace("<br>", "\n")) == awkward.replace("\t", " ")
    assert after == "na"


@pytest.mark.parametrize(
    "text",
    ["*vet* _schuin_ `code` ~~weg~~", "![x](http://a.nl/b.png)", "[klik](javascript:alert(1))", "<script>1</script>",
     "&lt;b&gt;", "a\\|b", "\\", "| | |", "<!-- weg", "<http://a.nl>", "$$x$$", "\\*"],
)  # fmt: skip
def test_markup_in_answers_is_not_markup(tmp_path: Path, text: str):
    path = tmp_path / "uit.md"
    markdown.write(path, [Sheet("", (text, "b"), [(text, "na")])])
    for shown, after in cells(path):
        assert html.unescape(shown) == text
        assert after in ("b", "na")
