"""The recording in the README is made anew and compared: it shows the desk as it is now."""

from __future__ import annotations

import os
import re
import xml.etree.ElementTree as ET

import pytest

if os.name == "nt":
    pytest.skip("pseudo-terminals need a Unix system", allow_module_level=True)

pytest.importorskip("pexpect", reason="pexpect is not installed")
pytest.importorskip("pyte", reason="pyte is not installed")

from tests.recording import RECORDING, SCRIPT, example, recorded, svg

TITLE = "{http://www.w3.org/2000/svg}title"


def screens(drawing: str) -> list[str]:
    """Return the screens of a recording; probabilities, and what follows from them, may differ between computers."""
    shown = []
    for title in ET.fromstring(drawing).iter(TITLE):
        text = re.sub(r" *\d+ % █* *", " % ", title.text or "")
        shown.append("\n".join(line.rstrip() for line in text.splitlines()))
    return shown


def test_the_recording_shows_the_desk_as_it_is(tmp_path, sentence_vectors):
    kept = RECORDING.read_text(encoding="utf-8")
    made = svg(list(recorded(example(tmp_path))))
    assert len(screens(made)) == len(SCRIPT)
    assert screens(made) == screens(kept), "make it anew: python -m tests.recording"
    assert kept.count('visibility="hidden"') == len(SCRIPT) - 1  # where nothing moves, the first screen is seen
    assert not re.search(r"(href|src|url\()", kept)  # nothing is fetched
