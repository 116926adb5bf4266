"""The Markdown of a report: its sentences and tables, and nothing of what people wrote is markup."""

from __future__ import annotations

import re

import pytest
from reporting import report

from coder.domain.house_style import HouseStyle
from coder.domain.texts import language, use_language
from coder.exporters.report_markdown import write_report


@pytest.fixture(autouse=True)
def _dutch():
    before = language()
    use_language("nl")
    yield
    use_language(before)


def test_sentences_tables_and_quotes(tmp_path):
    (path,) = write_report(tmp_path / "r.md", report(), HouseStyle(before=("Vooraf.",)), {})
    lines = path.read_text("utf-8").splitlines()
    assert lines[0] == "# Wat er nodig is"
    assert "Vooraf." in lines
    assert any(line.startswith("- Het vaakst noemen respondenten bemensing (41 %)") for line in lines)
    assert any("Bemensing | 67 | 41 % |" in line for line in lines)
    assert "> Zonder mensen geen plan." in lines
    assert "### Codeurs" in lines


def test_what_people_wrote_is_no_markup(tmp_path):
    (path,) = write_report(tmp_path / "r.md", report(), HouseStyle(), {})
    text = path.read_text("utf-8")
    assert r"\<script\>alert(1)\</script\> \& " in text
    assert "<script>" not in text
    widths = {}
    for number, line in enumerate(text.splitlines()):
        if line.startswith("|"):
            widths.setdefault(number, line.replace(r"\|", "").count("|"))
    assert all(widths.get(n - 1, width) == width for n, width in widths.items())


def test_texts_go_to_the_left_and_nets_stand_out(tmp_path):
    (path,) = write_report(tmp_path / "t.md", report(), HouseStyle(), {})
    lines = path.read_text("utf-8").splitlines()
    assert "| codeur | antwoorden |" in lines
    assert lines[lines.index("| codeur | antwoorden |") + 1] == "| --- | --- |"
    assert any("**Geld** | 50 |" in line for line in lines)


def test_each_sentence_links_to_the_rows_that_prove_it(tmp_path):
    (path,) = write_report(tmp_path / "r.md", report(), HouseStyle(), {})
    text = path.read_text("utf-8")
    links, rows = re.findall(r"\(#([^)]+)\)", text), re.findall(r'<a id="([^"]+)"></a>', text)
    assert links
    assert set(links) == set(rows)
    assert len(rows) == len(set(rows))
    first = next(line for line in text.splitlines() if line.startswith("- Het vaakst noemen"))
    proof = re.findall(r"\(#([^)]+)\)", first)[0]
    assert any(f'<a id="{proof}"></a>' in line and "41 %" in line for line in text.splitlines())
