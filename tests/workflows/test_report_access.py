"""The report of the example for every reader: WCAG 2.1 AA by axe-core, on a screen and on a phone."""

from __future__ import annotations

import pytest

from tests.accessibility import PHONE, SCREEN, opened, violations, wider_than_its_window


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, SCREEN])
def test_the_report_of_the_example_is_for_every_reader(demo, width, scheme):
    with opened(demo.folder / "report.html", width, scheme) as page:
        assert violations(page) == []
        assert wider_than_its_window(page) == 0
