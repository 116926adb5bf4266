"""N-grams counted per distinct word equal those that scikit-learn counts per answer."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from coder.domain.folding import fold
from coder.domain.words import Document, Word
from coder.learning.features import BOTH, CHARACTERS, WORDS, TfidfFeatures

WORD = st.text("abée 'İß-", min_size=1, max_size=7).filter(str.strip)
ANSWERS = st.lists(st.lists(WORD, max_size=6), min_size=1, max_size=8)


def document(words: list[str]) -> Document:
    text, found = " ".join(words), []
    at = 0
    for word in words:
        found.append(Word(at, at + len(word), word.lower().strip(), True))
        at += len(word) + 1
    return Document(text, tuple(found))


@given(ANSWERS)
@settings(max_examples=150)
def test_fitting_equals_scikit_learn(answers):
    documents = [document(words) for words in answers]
    features = TfidfFeatures()
    rows = features.fit(documents).sparse
    lemmas = [" ".join("".join(word.lemma.split()) or "_" for word in one.words) for one in documents]
    forms = [" ".join(fold(one.text[word.start : word.end]) for word in one.words) for one in documents]
    blocks = []
    for ours, texts, kind in zip(features.vectorisers(), (lemmas, forms), (WORDS, CHARACTERS), strict=True):
        theirs = TfidfVectorizer(**kind, **BOTH)
        blocks.append(theirs.fit_transform([*texts, "\u2205"])[:-1].toarray())
        assert ours.vocabulary_ == theirs.vocabulary_
        np.testing.assert_array_equal(ours.idf_, theirs.idf_)
        np.testing.assert_allclose(ours.transform(texts).toarray(), blocks[-1], rtol=1e-6)
    np.testing.assert_allclose(rows.toarray(), np.hstack(blocks), rtol=1e-6)
    np.testing.assert_array_equal(features.transform(documents).sparse.toarray(), rows.toarray())
