import pytest

from coder.language.emoji import _TABLE, words_of


@pytest.mark.parametrize(
    ("sign", "word"),
    [
        ("👍", "goed"),
        ("👍🏽", "goed"),
        ("👍👍👍", "goed"),
        ("😡", "boos"),
        ("🚲", "fiets"),
        ("🌳", "boom"),
        ("❤️", "liefde"),
        ("❤", "liefde"),
        ("🤷🏻‍♀️", "twijfel"),
        (" :) ", "blij"),
        (":-(", "ontevreden"),
        ("<3", "liefde"),
    ],
)
def test_signs_are_words(sign, word):
    assert words_of(sign) == word


@pytest.mark.parametrize("text", ["", " ", "goed", "a", "👍👎", "🫠", ":", "...", "3", "👍" * 100, "\ufe0f"])
def test_other_texts_are_none(text):
    assert words_of(text) is None


def test_no_sign_stands_for_two_words():
    signs = [sign for line in _TABLE.strip().splitlines() for sign in line.split()[1:]]
    assert len(signs) == len(set(signs))
    assert len(signs) >= 150
