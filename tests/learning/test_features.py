import numpy as np
import pytest

from coder.domain.words import Document, Word
from coder.learning.features import TfidfFeatures
from coder.learning.rows import VECTOR_WEIGHT

TEXTS = [
    "foto's maken, 1 x in de 2 dagen!",
    "Straße ÏJSVRIJ e\u0301e\u0301n",
    "a bb ccc dddd eeeee ffffff bb a bb",
    "\U0001f600 ok",
    "",
]


def first_letter(texts):
    """Stands in for a sentence encoder: texts with the same first letter mean the same."""
    found = np.zeros((len(texts), 26), dtype=np.float32)
    for i, text in enumerate(texts):
        found[i, (ord((text or "a")[0].lower()) - 97) % 26] = 1
    return found


def test_rows_are_blocks_of_length_one(documents):
    features = TfidfFeatures(first_letter, "letters")
    x = features.fit(documents)
    n_words = len(features.vectorisers()[0].vocabulary_)
    assert x.sparse.shape == (len(documents), features.n_sparse)
    assert x.n_features == features.n_sparse + 26
    for block in (x.sparse[:, :n_words], x.sparse[:, n_words:]):
        assert np.asarray(block.multiply(block).sum(axis=1)).ravel() == pytest.approx(1, abs=1e-5)
    assert np.diag(x.products(x)) == pytest.approx(2 + VECTOR_WEIGHT, abs=1e-4)
    assert features.version == "tfidf-1+letters" != TfidfFeatures().version


def test_weights_of_rows_give_the_scores_of_the_kernel(documents):
    x = TfidfFeatures(first_letter, "letters").fit(documents)
    dual = np.random.RandomState(0).randn(len(documents), 3).astype(np.float32)
    assert x.scores(x.weights(dual)) == pytest.approx(x.products(x) @ dual, abs=1e-3)
    assert np.array_equal(x[[3, 1]].dense, x.dense[[3, 1]])


def test_transform_gives_what_fit_gave(documents):
    features = TfidfFeatures()
    assert abs(features.fit(documents).sparse - features.transform(documents).sparse).max() < 1e-6


@pytest.mark.parametrize("text", TEXTS)
def test_words_share_out_exactly_what_the_row_holds(documents, as_document, text):
    features = TfidfFeatures()
    features.fit([*documents, *map(as_document, TEXTS)])
    x = features.transform([as_document(text)]).sparse
    row, spread = x.toarray()[0], features.spread(as_document(text), x)
    assert spread.shape == (len(as_document(text).words), features.n_sparse)
    assert np.asarray(spread.sum(axis=0)).ravel() == pytest.approx(row, abs=1e-6)


def test_lemmas_join_forms():
    first = Document("liep", (Word(0, 4, "lopen", True),))
    second = Document("gelopen", (Word(0, 7, "lopen", True),))
    features = TfidfFeatures()
    x = features.fit([first, second]).sparse
    words = len(features.vectorisers()[0].vocabulary_)
    assert (x[0, :words] @ x[1, :words].T).toarray()[0, 0] == pytest.approx(1)


@pytest.mark.parametrize("texts", [[], [""], ["...", "!?"], ["a"]])
def test_answers_without_letters(as_document, texts):
    features = TfidfFeatures()
    assert len(features.fit([as_document(text) for text in texts])) == len(texts)
    assert features.transform([as_document("hallo")]).sparse.shape == (1, features.n_sparse)


def test_a_lemma_with_spaces_stays_one_feature():
    features = TfidfFeatures()
    features.fit([Document("ab", (Word(0, 2, "a b", True),))])
    assert "ab" in features.vectorisers()[0].vocabulary_


def test_vectorisers_of_another_kind_are_refused(documents):
    features = TfidfFeatures()
    features.fit(documents)
    words, characters = features.vectorisers()
    with pytest.raises(ValueError, match="settings"):
        TfidfFeatures.of(characters, words, None, "")
    with pytest.raises(ValueError, match="settings"):
        TfidfFeatures.of("words", characters, None, "")
    again = TfidfFeatures.of(words, characters, None, "")
    assert (again.transform(documents).sparse != features.transform(documents).sparse).nnz == 0
    del words.vocabulary_[next(iter(words.vocabulary_))]
    with pytest.raises(ValueError, match="incomplete"):
        TfidfFeatures.of(words, characters, None, "")
