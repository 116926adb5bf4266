import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.language.tongue import other_language
from tests.patience import ends

EXAMPLES = [
    line.split("\t") for line in (Path(__file__).parent / "tongues.tsv").read_text(encoding="utf-8").splitlines()
]
OTHER = [pair for pair in EXAMPLES if pair[0] != "nl"]


@pytest.mark.parametrize("text", [text for language, text in EXAMPLES if language == "nl"])
def test_dutch_with_loan_words_is_dutch(text):
    assert other_language(text) is None


def test_other_languages_are_named():
    found = [(language, other_language(text), text) for language, text in OTHER]
    wrong = [row for row in found if row[1] not in (row[0], None)]
    assert not wrong
    assert sum(row[1] is not None for row in found) >= 0.9 * len(found)


@pytest.mark.parametrize("text", ["", "ok", "the best", "👍", "12 34 56", "ñ", "б", "goed б", "?", "management"])
def test_short_answers_are_not_judged(text):
    assert other_language(text) is None


@given(st.text(max_size=60))
def test_any_text_is_fine(text):
    assert other_language(text) is None or len(other_language(text)) == 2


def test_a_pasted_file_ends():
    with ends():
        other_language("лл и " * 400_000)
        other_language("the people are " * 150_000)


def test_dutch_answers_load_no_other_dictionary():
    code = """
import simplemma.strategies.dictionaries.dictionary_factory as factory
loaded, load = [], factory._load_dictionary_from_disk
factory._load_dictionary_from_disk = lambda name: loaded.append(name) or load(name)
from coder.language.tongue import other_language
for text in ["de straat is te druk", "meer fun op het werk, minder meetings", "Park yeri çok az", "work life balance"]:
    other_language(text)
assert loaded == ["nl"], loaded
"""
    subprocess.run([sys.executable, "-c", code], check=True)
