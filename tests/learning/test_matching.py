import numpy as np
import pytest

from coder.domain.codebook import Code, Codebook
from coder.learning.features import TfidfFeatures
from coder.learning.matching import PHRASES_PER_CODE, Lemmas, Matcher, phrases, rarity


@pytest.fixture(scope="module")
def features(documents):
    features = TfidfFeatures()
    features.fit(documents)
    return features


@pytest.fixture(scope="module")
def matcher(documents, codebook, features):
    return Matcher(codebook, features, rarity(documents), Lemmas(documents))


def test_phrases_of_a_code():
    code = Code(
        "x",
        "stem_laten_horen",
        "invloed, meebeslissen; 'het kan/mag' (n.v.t. ook)",
        "van n.v.t.",
        "niet dit",
        ("stem",),
        ("mijn stem, ja",),
    )
    assert phrases(code) == (
        "stem laten horen",
        "stem",
        "mijn stem, ja",
        "invloed",
        "meebeslissen",
        "het kan",
        "mag",
        "n.v.t",
        "ook",
        "van n.v.t",
    )
    assert len(phrases(Code("x", "y", definition=",".join(map(str, range(500)))))) == PHRASES_PER_CODE


def test_similarity_to_the_best_phrase(matcher, features, as_document):
    answers = [as_document("zwerfvuil!"), as_document("de speeltuin is kapot"), as_document("")]
    found = matcher.similarities(answers, features.transform(answers))
    assert found.shape == (3, len(matcher.codes), 3)
    assert found[0, matcher.codes.index("afval")] == pytest.approx([1, 1, 0], abs=0.01)
    # Characters see that 'speeltuin' is in 'speeltuinen', which lemmas do not.
    spelen = matcher.codes.index("spelen")
    assert found[1, spelen, 0] == 0
    assert found[1, :, 1].argmax() == spelen
    assert (found[2] == 0).all()


def test_nets_and_retired_codes_have_no_place(matcher):
    assert matcher.codes == ("groen", "afval", "verkeer", "parkeren", "spelen", "weet_niet")


def test_what_words_add_sums_to_the_similarity(matcher, features, as_document):
    answer = as_document("overal zwerfvuil en rommel, zwerfvuil in de speeltuin")
    x = features.transform([answer])
    codes = [4, 1]
    added = matcher.spread(answer, x, features.spread(answer, x.sparse), codes)
    assert added.sum(axis=0) == pytest.approx(matcher.similarities([answer], x)[0, codes, :2], abs=1e-5)


def test_a_part_of_the_codes(matcher, features, documents):
    x = features.transform(documents)
    part = matcher.only([3, 1])
    assert part.codes == ("parkeren", "afval")
    assert np.array_equal(part.similarities(documents, x), matcher.similarities(documents, x)[:, [3, 1]])
    assert matcher.only([]).similarities(documents, x).shape == (len(documents), 0, 3)


def test_parts_are_put_together_again_and_checked(matcher, features, documents):
    x = features.transform(documents)
    again = Matcher.from_parts(matcher.parts())
    assert np.array_equal(again.similarities(documents, x), matcher.similarities(documents, x))
    for wrong in (
        {"first": np.array([0])},
        {"first": np.array([0, 2, 1, 3, 4, 5])},
        {"n_phrases": 2},
        {"n_features": 3},
        {"meanings": np.zeros((512, 1), dtype=np.float32)},
        {"vectors_indices": matcher.parts()["vectors_indices"] + 1},
    ):
        with pytest.raises(ValueError):
            Matcher.from_parts(matcher.parts() | wrong)


@pytest.mark.parametrize("codes", [(), (Code("a", "?"),), (Code("a", "!", definition=",;."), Code("b", "b"))])
def test_codebooks_that_say_nothing(codes, documents, features):
    matcher = Matcher(Codebook(codes), features, rarity(documents), Lemmas(documents))
    found = matcher.similarities(documents, features.transform(documents))
    assert found.shape == (len(documents), len(codes), 3)
    assert np.isfinite(found).all()


def test_an_answer_that_says_the_opposite_is_not_alike():
    import re

    from coder.domain.negation import negators
    from coder.domain.words import Document, Word

    def document(text):
        found = [Word(m.start(), m.end(), m[0], m[0] not in ("de", "is", "het")) for m in re.finditer(r"\w+", text)]
        turned = negators([w.lemma for w in found], [w.content for w in found])
        return Document(
            text, tuple(Word(w.start, w.end, w.lemma, w.content, n) for w, n in zip(found, turned, strict=True))
        )

    answers = [document(t) for t in ("veilig", "niet veilig", "het is duur", "niet duur", "druk")]
    codebook = Codebook((Code("veilig", "veilig"), Code("onveilig", "niet veilig"), Code("duur", "duur")))
    features = TfidfFeatures()
    features.fit(answers)
    matcher = Matcher(codebook, features, rarity(answers), Lemmas(answers))
    x = features.transform(answers)
    found = matcher.similarities(answers, x)
    safe, unsafe, dear = (matcher.codes.index(code) for code in ("veilig", "onveilig", "duur"))
    assert found[0, safe, 0] == 1
    assert (found[1, safe] < 0.05).all()
    assert found[1, unsafe, 0] == pytest.approx(1)
    assert found[0, unsafe, :2].max() < 0.5
    assert (found[3, dear] < 0.05).all()
    # What words add follows the same rule.
    added = matcher.spread(answers[1], x[[1]], features.spread(answers[1], x.sparse[1]), [safe, unsafe])
    assert added.sum(axis=0) == pytest.approx(found[1, [safe, unsafe], :2], abs=1e-5)
