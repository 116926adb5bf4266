"""Intervals and advice in words."""

from __future__ import annotations

import subprocess
import sys

import pytest

from coder.learning.curve import Curve, Gain, Point
from coder.workflows.advice import _sentence, advice, spread
from coder.workflows.evaluate import _f1, evaluate


def test_f1_of_a_code_has_an_interval_even_where_all_is_right():
    perfect = _f1(5, 5, 5)
    assert (perfect.value, perfect.high) == (1, 1)
    assert perfect.low == pytest.approx(2 * 0.5655 / 1.5655, abs=1e-3)  # Wilson: 5 of 5 is at least .566
    half = _f1(10, 20, 20)
    assert half.value == pytest.approx(0.5)
    assert half.low < 0.5 < half.high
    assert _f1(0, 0, 0).value is None


@pytest.mark.parametrize(
    ("f1", "gain", "left", "verdict"),
    [
        (0.8, Gain(0.02, 0.01, 0.03), 9, "go_on"),
        (0.8, Gain(0.004, 0.001, 0.008), 9, "stop"),
        (0.4, Gain(0.004, 0.001, 0.008), 9, "plateau"),
        (0.8, Gain(0.008, 0.0, 0.04), 9, "unknown"),
        (0.8, None, 9, "unknown"),
        (0.8, None, 0, "stop"),
    ],
)
def test_verdicts(f1, gain, left, verdict):
    found, text = _sentence(Curve((Point(100, f1, 0.7),), gain), left)
    assert found == verdict
    assert text.endswith(".")
    if gain is not None:
        assert f"{100 * gain.expected:.1f} points" in text


def test_spread_is_even_and_in_order():
    items = [str(i) for i in range(100)]
    assert spread(items, 200) == items
    assert spread(items, 4) == ["0", "25", "50", "75"]


def test_the_demo(demo):
    found = evaluate(demo.db, "trots", folds=2)[0]
    (folds,) = found.evaluations  # round 2023 was coded by the machine only
    assert folds.tested == found.coded > 100
    assert 0.4 < folds.measures["f1"].value < 0.95
    assert folds.measures["calibration_error"].value < 0.1


def test_advice_reads_no_language_model(demo):
    known = advice(demo.db)
    assert set(known) == {"opbrengst", "randvoorwaarden", "trots", "energie"}
    assert all(one.curve.points[0].n == 20 and one.left for one in known.values())
    program = (
        "import sys; from pathlib import Path; from coder.workflows.advice import advice; "
        f"advice(Path({str(demo.db)!r})); sys.exit('spacy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
