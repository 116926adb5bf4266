import numpy as np
import pytest

from coder.learning.evidence import MOST, spans


def test_words_next_to_each_other_are_one_span(as_document):
    document = as_document("veel groen, mooie bomen en drukte")
    found = spans(document, np.array([0.0, 1.0, 0.5, 1.5, 0.2, -2.0]))
    assert [(part.text, part.weight) for part in found] == [("groen, mooie bomen", 1.0)]
    assert document.text[found[0].start : found[0].end] == found[0].text


def test_stop_words_count_only_where_nothing_else_does(as_document):
    document = as_document("het is dat")
    assert [part.text for part in spans(document, np.array([1.0, 0.0, 0.0]))] == ["het"]
    document = as_document("het groen")
    assert [part.text for part in spans(document, np.array([1.0, 1.0]))] == ["groen"]


def test_at_most_a_few_spans_in_the_order_of_the_text(as_document):
    document = as_document(" ".join("groen de" for _ in range(12)))
    found = spans(document, np.array([1.0, 0.0] * 12))
    assert 1 <= len(found) <= MOST
    assert [part.start for part in found] == sorted(part.start for part in found)
    found = spans(document, np.array([3.0, 0.0] * 3 + [2.0, 0.0] * 3 + [0.0] * 12))
    assert [part.start for part in found] == [0, 9, 18, 27]
    assert sum(part.weight for part in found) <= 1


@pytest.mark.parametrize("carried", [[0.0, 0.0], [-1.0, -0.1], [0.01, 0.02]])
def test_no_evidence_where_words_carry_nothing(as_document, carried):
    assert spans(as_document("mooi groen"), np.array(carried)) == ()
    assert spans(as_document(""), np.zeros(0)) == ()


def test_a_word_that_is_turned_around_is_shown_with_what_turns_it():
    from coder.domain.words import Document, Word

    words = (Word(0, 4, "niet", True), Word(5, 8, "erg", False), Word(9, 17, "tevreden", True, 0))
    document = Document("niet erg tevreden", words)
    assert [part.text for part in spans(document, np.array([0.0, 0.0, 1.0]))] == ["niet erg tevreden"]
