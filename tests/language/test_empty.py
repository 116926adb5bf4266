from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.language.empty import Emptiness, emptiness
from tests.patience import ends

EXAMPLES = [
    line.split("\t") for line in (Path(__file__).parent / "emptiness.tsv").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(("kind", "text"), EXAMPLES)
def test_what_says_nothing_and_what_does(kind, text):
    assert emptiness(text) == (None if kind == "answer" else Emptiness(kind))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b", "\u2014"])
def test_nothing_at_all(text):
    assert emptiness(text) == Emptiness.NOTHING


@given(st.text(max_size=80))
def test_any_text_is_fine(text):
    assert emptiness(text) in {None, *Emptiness}


@given(st.sampled_from([text for kind, text in EXAMPLES if kind != "answer"]), st.sampled_from([" ", "  ", "\n"]))
def test_spaces_around_change_nothing(text, space):
    assert emptiness(space + text + space) == emptiness(text)


@pytest.mark.parametrize(
    "unit",
    ["geen ", "nee ", "weet ik niet ", "zie ", "?", "a", "ab", "x ", "-", "asdf ", "geen opmerkingen en ", "👍", "1"],
)
def test_pasted_files_end(unit):
    text = (unit * 1_000_000)[:1_000_000]
    with ends():
        emptiness(text)
        emptiness(text[:119])  # the longest that is compared with sayings
