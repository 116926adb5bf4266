"""What a negation turns around, by the pipeline that ships."""

import pytest

from coder import language
from coder.domain.negation import negators


@pytest.fixture(scope="module")
def analyser():
    return language.load()


def turned(analyser, text: str) -> dict[str, str]:
    words = next(analyser.analyse([text])).words
    return {word.lemma: words[word.negator].lemma for word in words if word.negator is not None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("niet tevreden over de zorg", {"tevreden": "niet"}),
        ("ik ben heel tevreden", {}),
        ("geen geld en tijd", {"geld": "geen", "tijd": "geen"}),
        ("ik vertrouw de gemeente niet", {"vertrouwen": "niet"}),
        ("niet alleen snel maar ook goed", {}),
        ("niet veilig en duur", {"veilig": "niet"}),
        ("niet veilig of schoon", {"veilig": "niet", "schoon": "niet"}),
        ("goed geregeld, maar niet betaalbaar", {"betaalbaar": "niet"}),
        ("weet niet", {"weten": "niet"}),
        ("jongeren zonder diploma", {"diploma": "zonder"}),
        ("niets", {}),
        ("", {}),
    ],
)
def test_what_is_turned_around(analyser, text, expected):
    assert turned(analyser, text) == expected


def test_by_order_alone():
    lemmas = ["niet", "tevreden", "over", "de", "zorg"]
    content = [True, True, False, False, True]
    assert negators(lemmas, content) == [None, 0, None, None, None]
    assert negators(lemmas, content, breaks=[1]) == [None] * 5
    assert negators([], []) == []


def test_a_verb_and_its_object_carry_the_negation(analyser):
    phrases = next(analyser.analyse(["de problemen worden niet opgelost"])).phrases
    assert [phrase.lemma for phrase in phrases if phrase.kind == "verb"] == ["niet probleem oplossen"]
