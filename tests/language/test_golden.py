"""The pipeline that ships, on 100 answers of the example survey whose lemmas and phrases were corrected by hand."""

from pathlib import Path

import pytest

from coder import language
from coder.language.pipelines import SHIPPED

ROWS = [
    line.split("\t") for line in (Path(__file__).parent / "golden.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


@pytest.fixture(scope="module")
def documents():
    return list(language.load(str(SHIPPED)).analyse(row[0] for row in ROWS))


def test_there_are_a_hundred():
    assert len({row[0] for row in ROWS}) == 100


def test_lemmas_and_negations(documents):
    right = of = 0
    wrong = []
    for document, (text, lemmas, _phrases) in zip(documents, ROWS, strict=True):
        found = [("¬" if word.negated else "") + word.lemma for word in document.words]
        assert len(found) == len(lemmas.split()), text
        for one, other in zip(found, lemmas.split(), strict=True):
            of += 1
            right += one == other
            if one != other:
                wrong.append((one, other))
    assert right / of >= 0.98, wrong


def test_phrases(documents):
    found = {
        (row[0], phrase.lemma) for row, document in zip(ROWS, documents, strict=True) for phrase in document.phrases
    }
    truth = {(row[0], phrase) for row in ROWS for phrase in row[2].split("; ") if phrase}
    assert len(truth) > 70
    assert len(found & truth) / len(truth) >= 0.95, truth - found
    assert len(found & truth) / len(found) >= 0.9, found - truth
