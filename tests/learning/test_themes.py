"""Theme candidates: found again where they are plain, with words and verbatims; refused where there is too little."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import adjusted_mutual_info_score

from coder.domain.codebook import Codebook
from coder.domain.errors import UsageError
from coder.learning.engine import Engine
from coder.learning.keywords import Keyword, keywords, label_of
from coder.learning.themes import FEWEST_ANSWERS, MOST_THEMES, clusters, number_of_themes, propose, says_nothing


@pytest.fixture(scope="module")
def found(documents):
    vectors = Engine(Codebook(), documents).representation(range(len(documents)))
    return propose(documents, vectors, [1 + (row == 0) for row in range(len(documents))], 6)


def test_every_answer_is_in_one_theme_or_says_nothing(found, documents):
    rows = sorted([row for theme in found.themes for row in theme.rows] + list(found.empty))
    assert rows == list(range(len(documents)))
    assert sum(theme.size for theme in found.themes) + found.empty_size == len(documents) + 1  # one was given twice


def test_answers_that_say_nothing_stand_apart(found, documents):
    empty = {documents[row].text for row in found.empty}
    assert {"weet ik niet", "geen idee", "nvt", "niets", "geen mening", "zou het niet weten"} <= empty
    assert not any("bomen" in text for text in empty)


def test_themes_agree_with_the_codes_that_people_gave(found, documents, codings):
    themes = np.full(len(documents), -1)
    for number, theme in enumerate(found.themes):
        themes[list(theme.rows)] = number
    single = [row for row, codes in enumerate(codings) if len(codes) == 1]
    codes = [min(codings[row]) for row in single]
    assert adjusted_mutual_info_score(codes, themes[single]) > 0.35
    assert any("parkeren" in theme.keywords for theme in found.themes)


def test_labels_differ_and_verbatims_are_members(found):
    labels = [theme.label.casefold() for theme in found.themes]
    assert len(set(labels)) == len(labels)
    for theme in found.themes:
        assert theme.label[0] == theme.label[0].upper()
        assert 1 <= len(theme.typical) <= 3
        assert set(theme.typical) <= set(theme.rows)


def test_the_largest_comes_first_and_the_result_is_repeatable(found, documents):
    sizes = [theme.size for theme in found.themes]
    assert sizes == sorted(sizes, reverse=True)
    vectors = Engine(Codebook(), documents).representation(range(len(documents)))
    again = propose(documents, vectors, [1 + (row == 0) for row in range(len(documents))], 6)
    assert again == found


def test_too_few_answers_are_refused(documents):
    some = documents[: FEWEST_ANSWERS - 1]
    with pytest.raises(UsageError, match="19"):
        propose(some, np.eye(len(some), dtype=np.float32), [1] * len(some))
    with pytest.raises(UsageError, match="40"):
        propose(documents, np.eye(len(documents), dtype=np.float32), [1] * len(documents), 40)


def test_answers_without_letters_are_refused_as_saying_nothing(as_document):
    documents = [as_document(f"{n} ... !!") for n in range(30)]
    assert all(map(says_nothing, documents))
    with pytest.raises(UsageError):
        propose(documents, np.zeros((30, 4), dtype=np.float32), [1] * 30)


def test_vectors_that_are_all_zero_do_no_harm(documents):
    found = propose(documents, np.zeros((len(documents), 3), dtype=np.float32), [1] * len(documents))
    assert found.themes


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        *(("geen", True), ("Weet ik niet.", True), ("n.v.t.", True), ("-", True), ("xxxx", True), ("", True)),
        *(("No comment", True), ("ik zou het echt niet weten", True)),
        *(("geen bomen", False), ("niet veilig", False), ("weten", False), ("ja", False), ("zo", False)),
    ],
)
def test_what_says_nothing(text, nothing, as_document):
    assert says_nothing(as_document(text)) is nothing


def test_the_number_of_themes():
    assert number_of_themes(20) == 5
    assert 7 <= number_of_themes(200) <= 9
    assert number_of_themes(1_000_000) == MOST_THEMES
    numbers = [number_of_themes(n) for n in range(20, 5000, 7)]
    assert numbers == sorted(numbers)


def test_clusters_beyond_what_is_clustered_go_to_the_nearest(monkeypatch):
    monkeypatch.setattr("coder.learning.themes.MOST_CLUSTERED", 60)
    rng = np.random.default_rng(0)
    centres = np.eye(3, 8)
    truth = rng.integers(3, size=300)
    vectors = centres[truth] + 0.1 * rng.normal(size=(300, 8))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    labels = clusters(vectors, 3)
    assert all(len(set(labels[truth == t])) == 1 for t in range(3))
    assert len(set(labels)) == 3


def test_a_phrase_takes_the_place_of_its_word(as_document):
    texts = ["mijn stem laten horen", "om mijn stem te laten horen", "stem laten horen", "stem laten horen graag"]
    documents = [as_document(text) for text in (*texts, "het is een plicht", "mijn plicht", "plicht")]
    first, second = keywords(documents, [[0, 1, 2, 3], [4, 5, 6]], [1] * 7)
    assert "stem laten horen" in first[0].text
    assert second[0].text == "plicht"


def test_a_word_of_one_answer_is_no_keyword(as_document):
    documents = [as_document(text) for text in ("groen bij Jansen", "groen", "auto", "auto")]
    first, _second = keywords(documents, [[0, 1], [2, 3]], [5, 1, 1, 1])
    assert [word.text for word in first] == ["groen"]


def test_labels(as_document):
    nearest = [as_document("het park")]
    assert label_of([], nearest, ()) == "Het park"
    assert label_of([Keyword("groen", 1.0), Keyword("bomen", 0.9)], nearest, ()) == "Groen, bomen"
    assert label_of([Keyword("groen", 1.0), Keyword("bomen", 0.1)], nearest, ()) == "Groen"
    assert label_of([Keyword("groen", 1.0), Keyword("bomen", 0.1)], nearest, {"groen"}) == "Groen, bomen"
    assert label_of([Keyword("groen", 1.0), Keyword("groene", 0.9)], nearest, ()) == "Groen"
    assert label_of([Keyword("groen", 1.0)], nearest, {"groen"}) == "Groen 2"
