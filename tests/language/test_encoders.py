import importlib.util

import numpy as np
import pytest

from coder import language
from coder.domain.errors import MissingError
from coder.language import encoders

HOSTILE = ["", "   ", "\x00\x1b[31m", "\ud800 los", "😀" * 50, "a" * 100_000, "ja"]


@pytest.fixture(scope="module")
def encoder():
    return language.encoder()


def test_what_means_the_same_lies_near(encoder):
    texts = ["de bus rijdt te weinig", "slecht openbaar vervoer", "meer bomen en planten"]
    v = encoder.unpack(encoder.encode(texts))
    assert v.shape == (3, encoder.dimensions)
    assert np.linalg.norm(v, axis=1) == pytest.approx(1, abs=1e-5)
    assert v[0] @ v[1] > v[0] @ v[2] + 0.1


def test_eight_bits_keep_the_cosine(encoder):
    texts = [f"antwoord {n} over de {word}" for n in range(5) for word in ("bus", "buurt", "zorg")]
    packed = encoder.encode(texts)
    assert all(len(vector) == 4 + encoder.dimensions for vector in packed)
    found, exact = encoder.unpack(packed), np.asarray(encoder._run(texts))
    assert np.abs(found @ found.T - exact @ exact.T).max() < 0.002


def test_texts_are_encoded_alone_whatever_stands_beside_them(encoder):
    alone = encoder.unpack(encoder.encode(["ja"]))
    assert encoder.unpack(encoder.encode(HOSTILE))[-1] == pytest.approx(alone[0], abs=0.02)
    assert encoder.encode([]) == []
    assert encoder.unpack([]).shape == (0, encoder.dimensions)


def test_bytes_of_another_kind_are_no_vector(encoder):
    good = encoder.encode(["ja"])[0]
    assert encoder.fits(good)
    for bad in (b"", good[:-1], good + b"\0", np.float32("nan").tobytes() + good[4:], b"\xff" * len(good)):
        assert not encoder.fits(bad)


def test_none_and_unknown_names():
    assert language.encoder("none") is None
    for name in ("word2vec", "model2vec:", "http://example.org", "model2vec"):
        with pytest.raises(MissingError):
            language.encoder(name)


@pytest.mark.parametrize("kind", ["model2vec", "sentence-transformers"])
def test_other_packages_are_asked_for_when_absent(kind):
    if importlib.util.find_spec(kind.replace("-", "_")):
        pytest.skip(f"{kind} is installed")
    with pytest.raises(MissingError) as error:
        language.encoder(f"{kind}:some-model")
    assert kind in error.value.hint


def test_changed_weights_are_refused(monkeypatch):
    monkeypatch.setitem(encoders.WEIGHTS, "sp.model", "0" * 64)
    with pytest.raises(MissingError) as error:
        encoders._use().encode(["ja"])
    assert "sp.model" in error.value.message
