"""What the desk counts of each code, next to what was recorded."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from coder.domain.codebook import Code, Codebook
from coder.domain.folding import text_hash
from coder.domain.survey import Answer
from coder.review.usage import Usage
from tests.review.test_desk import desk, press

KEYS = st.sampled_from([*"12xsfubm*", "enter", "escape", "o", " "])


def answer(n, text):
    return Answer(n, "q", "2024", f"r{n}", text, text_hash(text), n)


@settings(max_examples=150)
@given(st.lists(KEYS, max_size=40))
def test_after_any_keys_the_counts_are_those_of_what_was_recorded(keys):
    on, memory = desk(groups=[{"meer geld", "mensen"}])
    press(on, *keys)
    coded = [decision.codes for decision in memory.current().values() if decision.status == "coded"]
    counts = on.session.usage.counts(on.session.codebook)
    for code in on.session.codebook.codes:
        n = sum(code.code_id in codes for codes in coded)
        assert on.session.usage.carrying([code.code_id]) == n
        assert counts.get(code.code_id, 0) == n


def test_in_a_net_an_answer_counts_once_also_after_the_codebook_changed():
    book = Codebook((Code("net", "Net"), Code("a", "A", parent="net"), Code("b", "B", parent="net"), Code("c", "C")))
    usage = Usage([(answer(1, "een"), ("a", "b")), (answer(2, "twee"), ("b", "c"))])
    assert dict(usage.counts(book)) == {"net": 2, "a": 1, "b": 2, "c": 1}
    usage.give("x", [answer(3, "drie")], ("a",))
    assert usage.counts(book)["net"] == 3
    flat = Codebook((Code("a", "A"), Code("b", "B"), Code("c", "C")))
    assert dict(usage.counts(flat)) == {"a": 2, "b": 2, "c": 1}
    assert usage.carrying(["a", "b"]) == 3


def test_examples_are_the_newest_and_different():
    usage = Usage([(answer(n, text), ("a",)) for n, text in enumerate(("een", "twee", "Twee!", "drie"))])
    assert usage.examples("a", 5) == ["drie", "Twee!", "een"]
    assert usage.examples("a", 1, but=text_hash("drie")) == ["Twee!"]
    usage.give("x", [answer(0, "een")], ("a",))
    assert usage.examples("a", 1) == ["een"]
    assert usage.examples("onbekend", 3) == []
