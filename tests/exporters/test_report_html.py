"""The web page: every sentence links to a row that is there, what respondents wrote is text, nothing is fetched."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from urllib.parse import unquote

import pytest
from lxml import html
from reporting import HOSTILE, report

from coder.domain.drawings import Drawing
from coder.domain.folding import visible
from coder.domain.house_style import HouseStyle, Logo
from coder.domain.texts import language, use_language
from coder.exporters.report_html import page, write_report

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'
STYLE = HouseStyle(organisation="Stad", logo=Logo(b"\x89PNG", "png", "Het wapen"), css="h1 { color: red }")


def drawings(title: str = "Thema's") -> dict[str, tuple[Drawing, ...]]:
    return {"nodig": (Drawing("bar", title, {"title": HOSTILE, "mark": "bar"}, lambda: SVG, lambda: b""),)}


@pytest.fixture(autouse=True)
def _dutch():
    before = language()
    use_language("nl")
    yield
    use_language(before)


@pytest.fixture
def text() -> str:
    return page(report(), STYLE, {})


def test_each_sentence_links_to_a_row_that_is_there(text):
    tree = html.fromstring(text)
    ids = Counter(tree.xpath("//@id"))
    links = [unquote(one)[1:] for one in tree.xpath("//a/@href")]
    sentences = [one.strip() for one in tree.xpath("//li[@data-rule]/text()[1]")]
    assert max(ids.values()) == 1
    assert set(links) <= set(ids)
    assert sentences == [visible(one.text).replace(" %", "\xa0%") for one in report().questions[0].findings]
    assert {row for finding in report().questions[0].findings for row in finding.rows} <= set(links)


def test_what_people_wrote_is_text(text):
    tree = html.fromstring(text)
    assert not tree.xpath("//script")
    assert any("<script>alert(1)</script>" in one for one in tree.xpath("//blockquote/text()"))
    assert "\x1b" not in text


def test_nothing_is_fetched_and_only_named_programs_run():
    pytest.importorskip("vl_convert", reason="vl-convert is not installed")
    text = page(report(), STYLE, drawings())
    tree = html.fromstring(text)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    programs = re.findall(r'<script type="module">(.*?)</script>', text, re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in programs]
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert re.findall(r"'sha256-([^']+)'", policy) == digests
    assert len(programs) == 2
    assert "unsafe-eval" not in policy
    assert all(one.startswith("data:") for one in tree.xpath("//@src"))
    (spec,) = tree.xpath("//script[@type='application/json']/text()")
    assert "<" not in spec


def test_without_charts_no_program_runs(text):
    assert html.fromstring(text).xpath("//meta/@content")[0].endswith("script-src 'none'")


def test_tables_say_what_their_cells_are_about(text):
    tree = html.fromstring(text)
    tables = tree.xpath("//table")
    assert len(tables) >= 5
    for table in tables:
        assert table.xpath("string(caption)")
        assert all(one.get("scope") == "col" for one in table.xpath("thead/tr/th"))
        assert all(row.xpath("count(th[@scope='row'])") == 1 for row in table.xpath("tbody/tr"))
    assert tree.xpath("/html/@lang") == ["nl"]
    assert tree.xpath("//a[@class='skip']/@href") == ["#main"]
    assert all(one.get("alt") for one in tree.xpath("//img"))


def test_the_house_style_is_in_it(text):
    assert "h1 { color: red }" in text
    assert 'alt="Het wapen"' in text
    assert f"--accent: {STYLE.accent};" in text


def test_quotes_in_a_report_in_another_language_say_theirs():
    use_language("en")
    tree = html.fromstring(page(replace(report(), language="en"), STYLE, {}))
    assert tree.xpath("/html/@lang") == ["en"]
    assert set(tree.xpath("//blockquote/@lang")) == {"nl"}


def test_the_same_report_gives_the_same_bytes(tmp_path):
    one, other = tmp_path / "a.html", tmp_path / "b.html"
    for path in (one, other):
        write_report(path, report(), STYLE, {})
    assert one.read_bytes() == other.read_bytes()
