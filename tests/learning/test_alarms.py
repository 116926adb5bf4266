"""Alarms: answers no code explains, a large residual code, drift between rounds."""

import numpy as np
import pytest

from coder.domain.codebook import Code, Codebook
from coder.learning import drift
from coder.learning.alarms import is_residual, residual, unexplained

NOISE = """
muziek van de buren elke nacht | te harde muziek in de nacht | geluidsoverlast door muziek | muziek staat te hard
harde muziek van de buren | overlast van harde muziek | de muziek in de nacht
""".replace("\n", "|")


def test_a_theme_that_no_code_has_is_found(documents, as_document):
    noise = [as_document(text.strip()) for text in NOISE.split("|") if text.strip()]
    others = [as_document(text) for text in ("meer bomen graag", "auto's rijden te hard", "geen idee", "asdf", "...")]
    every = [*documents, *noise, *others]
    start = len(documents)
    p = np.full((len(every) - start, 6), 0.1)
    p[len(noise) : len(noise) + 3, 0] = 0.9  # the first three others have a code
    # As sentence vectors have it: what means the same points the same way.
    rng = np.random.default_rng(0)
    vectors = rng.normal(0, 0.25, (len(p), 12)).astype(np.float32)
    vectors[: len(noise), 0] += 1
    vectors[len(noise) :, 1] += 1
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)

    def represent(rows):
        return vectors[rows]

    (found,) = unexplained(every[start:], p, represent, [2] * (len(every) - start))
    assert set(found.rows) <= set(range(len(noise)))
    assert len(found.rows) >= 5
    assert found.size == 2 * len(found.rows)
    assert any("muziek" in word for word in found.keywords)
    assert not set(found.rows) & set(range(len(noise), len(every)))
    assert not unexplained(every[start:], np.full_like(p, 0.9), represent, [1] * len(p))
    assert not unexplained(every[start:], np.zeros((len(p), 0)), lambda rows: np.zeros((len(rows), 3)), [1] * len(p))


@pytest.mark.parametrize("name", ["overig", "Overige", "Anders, namelijk", "other", "overige_antwoorden", "Diversen"])
def test_residual_names(name):
    assert is_residual(name)


@pytest.mark.parametrize("name", ["overige kosten", "anders organiseren", "restaurant", "groen", "otherwise"])
def test_other_names(name):
    assert not is_residual(name)


def test_a_residual_code_above_ten_percent():
    codebook = Codebook((Code("a", "Groen"), Code("x", "Overig"), Code("anders", "Elders", retired=True)))
    codings = [frozenset({"x"})] * 11 + [frozenset({"a"})] * 89
    (found,) = residual(codebook, codings)
    assert (found.code_id, found.given, found.of) == ("x", 11, 100)
    assert residual(codebook, [*codings[1:], frozenset({"a"})]) == []
    assert residual(codebook, []) == []


def answers(as_document, words, n, seed):
    rng = np.random.default_rng(seed)
    return [as_document(" ".join(rng.choice(words, 4))) for _ in range(n)]


def test_new_words_are_drift_and_the_same_words_are_none(as_document):
    old = [f"woord{i}" for i in range(60)]
    before = answers(as_document, old, 150, 0)
    new = drift.vocabulary(before, answers(as_document, [*old, *["corona"] * 12], 80, 1))
    assert new.notable
    assert new.words[0] == "corona"
    assert new.share > 0.1 > new.expected
    assert not drift.vocabulary(before, answers(as_document, old, 80, 2)).notable
    assert drift.vocabulary(before, answers(as_document, old, 5, 3)) is None
    assert drift.vocabulary([as_document("...")] * 40, [as_document("!")] * 40) is None


def test_false_alarms_about_words_are_rare(as_document):
    old = [f"woord{i}" for i in range(400)]
    p = [
        drift.vocabulary(answers(as_document, old, 60, 2 * i), answers(as_document, old, 60, 2 * i + 1)).p
        for i in range(40)
    ]
    assert sum(one < drift.LEVEL for one in p) <= 6


def test_a_code_that_is_given_more_often():
    before = [frozenset({"a"})] * 20 + [frozenset({"b"})] * 80
    after = [frozenset({"a"})] * 45 + [frozenset({"b", "zeldzaam"})] * 2 + [frozenset({"b"})] * 53
    found = drift.codes(before, after, ["a", "b", "zeldzaam"])
    assert [(one.code_id, one.before, one.after) for one in found] == [("a", 0.2, 0.45), ("b", 0.8, 0.55)]
    # z = 3.79 for both; two are compared.
    assert found[0].p == pytest.approx(2 * 1.5e-4, rel=0.1)
    assert drift.codes(before, before, ["a", "b"]) == []
    assert drift.codes(before[:10], after, ["a"]) == []
