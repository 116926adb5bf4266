"""Slips, long drawn words and emoji are matched as the word they stand for; what people wrote stays as it is."""

import pytest

from coder import language


@pytest.fixture(scope="module")
def analyser():
    return language.load()


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("een gezamelijke portemonnee", "gezamenlijk"),
        ("heeeel belangrijk", "heel"),
        ("meer democartie", "democratie"),
        ("alles 👍", "goed"),
    ],
)
def test_what_is_mended(analyser, text, lemma):
    (document,) = analyser.analyse([text])
    assert document.text == text
    assert lemma in [word.lemma for word in document.words]


@pytest.mark.parametrize("text", ["Koppelkansen", "bemensing", "regelvrije zone", "eigenaarschap", "D66", "ggd"])
def test_what_is_left_alone(analyser, text):
    (document,) = analyser.analyse([text])
    assert document.words[0].lemma[:4] == text[:4].lower()
