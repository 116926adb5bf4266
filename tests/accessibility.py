"""A web page in Chromium, looked over by axe-core: what stops readers with a screen reader, a keyboard or a phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
PHONE, SCREEN = 375, 1200  # pixels of width
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@contextmanager
def opened(path: Path, width: int, scheme: str = "light") -> Iterator[Any]:
    """Open a page in a window of this width; the test is skipped where there is no Chromium or no axe-core."""
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium here")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as programs:
        browser = programs.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        # axe-core is let in although the policy of the page allows no other program.
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
        page.goto(path.as_uri())
        page.wait_for_function("[...document.querySelectorAll('.live')].every((one) => !one.hidden)")
        yield page
        browser.close()


def violations(page: Any) -> list[str]:
    """Return what breaks the rules of WCAG 2.1 AA, with the element that does."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}}).response
    assert len(found["passes"]) > 10, "axe-core looked at hardly anything"
    return [f"{one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]]


def wider_than_its_window(page: Any) -> int:
    """Return by how many pixels the page is wider than the window: then the whole of it scrolls to the side."""
    found: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found
