"""The web page in a browser: charts are drawn, nothing goes wrong, nothing is fetched."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import html
from reporting import question, report

from coder.domain.drawings import Drawing
from coder.domain.house_style import HouseStyle

pytest.importorskip("vl_convert", reason="vl-convert is not installed")

from coder import charts
from coder.charts import drawing
from coder.exporters.report_html import page
from tests import accessibility

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
PHONE, SCREEN = "500,900", "1200,900"


def drawings() -> dict[str, tuple[Drawing, ...]]:
    made = {kind: make(question(), HouseStyle()) for kind, make in charts.KINDS.items()}
    found = [
        Drawing(kind, spec["description"], spec, lambda spec=spec: drawing.svg(spec), lambda: b"")
        for kind, spec in made.items()
        if spec is not None
    ]
    return {"nodig": tuple(found)}


def opened(path: Path, size: str) -> tuple[html.HtmlElement, list[str]]:
    """Return the page as the browser made it, and what it complained of."""
    if BROWSER is None:
        pytest.skip("no Chromium here")
    command = [
        *(BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--window-size={size}", "--enable-logging=stderr"),
        *(f"--user-data-dir={path.parent}/home", "--virtual-time-budget=20000", "--dump-dom", path.as_uri()),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return html.fromstring(done.stdout), [line for line in done.stderr.splitlines() if "CONSOLE" in line]


@pytest.mark.parametrize("size", [PHONE, SCREEN])
def test_charts_are_drawn_and_nothing_goes_wrong(tmp_path, size):
    path, shown = tmp_path / "r.html", drawings()
    path.write_text(page(report(), HouseStyle(), shown), "utf-8")
    tree, complaints = opened(path, size)
    assert complaints == []
    assert len(shown["nodig"]) >= 4
    live = tree.xpath("//div[contains(@class, 'live')]")
    assert len(live) == len([one for one in shown["nodig"] if one.kind != "saturation"])  # that one has no table
    assert all(one.xpath(".//*[local-name()='svg']") and one.get("hidden") is None for one in live)
    assert all(one.get("hidden") is not None for one in tree.xpath("//img[@class='still']"))


def test_the_policy_stops_what_would_fetch_or_run_something(tmp_path):
    """Something is smuggled in: the browser refuses it and says so, or silence above would mean nothing."""
    path = tmp_path / "r.html"
    smuggled = '<img src="http://127.0.0.1:9/x.png"><script>document.title = "run"</script></body>'
    path.write_text(page(report(), HouseStyle(), drawings()).replace("</body>", smuggled), "utf-8")
    tree, complaints = opened(path, SCREEN)
    assert len([one for one in complaints if re.search("Content Security Policy", one)]) >= 2
    assert tree.xpath("string(//title)") == "Wat er nodig is"


@pytest.mark.parametrize("width", [accessibility.PHONE, accessibility.SCREEN])
def test_every_reader_can_read_it_and_no_page_scrolls_to_the_side(tmp_path, width):
    path = tmp_path / "r.html"
    path.write_text(page(report(), HouseStyle(), drawings()), "utf-8")
    with accessibility.opened(path, width) as shown:
        assert accessibility.violations(shown) == []
        assert accessibility.wider_than_its_window(shown) == 0
        # What is wider than a phone scrolls in a box of its own, where the keyboard gets too.
        boxes = "[...document.querySelectorAll('.scroll, .chart')].filter((one) => one.scrollWidth > one.clientWidth)"
        assert (shown.evaluate(f"{boxes}.length") > 0) == (width == accessibility.PHONE)
        assert shown.evaluate(f"{boxes}.every((one) => one.tabIndex === 0 && one.ariaLabel !== '')")


def test_what_a_reader_would_run_into_is_found(tmp_path):
    """Without this, silence above would mean nothing."""
    path = tmp_path / "r.html"
    bad = '<img src="data:,"><p style="color: #bbb; width: 2000px">bleek</p></main>'
    path.write_text(page(report(), HouseStyle(), drawings()).replace("</main>", bad), "utf-8")
    with accessibility.opened(path, accessibility.PHONE) as shown:
        assert {one.partition(":")[0] for one in accessibility.violations(shown)} == {"image-alt", "color-contrast"}
        assert accessibility.wider_than_its_window(shown) > 0
