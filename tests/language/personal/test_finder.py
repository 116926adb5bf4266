"""The finder of personal data holds what its README says, on any text."""

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.domain.personal import Kind
from coder.language.personal import find, redact

sys.path.insert(0, str(Path(__file__).parent))
from measure import answers, measure

from tests.patience import ends


@pytest.mark.parametrize(("half", "names", "touched"), [("dev", 0.97, 0.07), ("held out", 0.95, 0.06)])
def test_what_is_found_and_what_is_left_alone(half, names, touched):
    made = measure(half)
    assert made.recall(Kind.NAME) >= names, made.missed
    assert made.precision(Kind.NAME) >= 0.9, made.disturbed
    assert made.touched / made.clean <= touched, made.disturbed
    others = [kind for kind in Kind if kind is not Kind.NAME]
    assert sum(made.found[k] for k in others) / sum(made.there[k] for k in others) >= 0.93, made.missed


def test_the_answers_are_many_and_half_of_them_hard():
    marked = answers("all")
    assert len(marked) >= 320
    assert 0.4 <= sum(not spans for _text, spans in marked) / len(marked) <= 0.6


@settings(max_examples=200)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from([t for t, _s in answers("all")])).map(" ".join)))
def test_findings_lie_in_order_within_any_text(text):
    (found,) = find([text])
    end = 0
    for one in found:
        assert end <= one.start < one.end <= len(text)
        assert one.text == text[one.start : one.end]
        end = one.end
    new = redact(text, found, {})
    assert new.count("[") >= len(found)
    if not found:
        assert new == text


@pytest.mark.parametrize(
    "piece",
    ["a", "A.", "Jan ", "van der ", "06-", "12", "@", "a@b.", "www.", "NL91", "1234 AB ", "'", "\n", "é", "\ud800"],
)
def test_hostile_texts_end(piece):
    with ends():
        list(find([piece * (1_000_000 // len(piece))]))


def test_the_same_person_has_the_same_number():
    numbers: dict = {}
    texts = ["Piet Jansen en Fatima el Idrissi waren er", "mevrouw Jansen belde Fatima"]
    first, second = [redact(text, found, numbers) for text, found in zip(texts, find(texts), strict=True)]
    assert first == "[naam] en [naam 2] waren er"
    assert second == "mevrouw [naam] belde [naam 2]"


def test_roles_stay():
    texts = ["mijn huisarts luistert niet", "de teamleider van de afdeling wonen", "de wethouder en de burgemeester"]
    assert list(find(texts)) == [[], [], []]
