import io
import json
import pickle
import zipfile

import numpy as np
import pytest
import skops.io
from sklearn.feature_extraction.text import TfidfVectorizer

from coder.domain.codebook import Code, Codebook
from coder.domain.errors import ProjectError
from coder.learning import stored
from coder.learning.engine import Engine
from coder.learning.stored import StoredModel


@pytest.fixture(scope="module")
def engine(codebook, documents, codings):
    engine = Engine(codebook, documents)
    engine.learn(range(len(codings)), codings)
    return engine


@pytest.fixture(scope="module")
def model(engine):
    return engine.model()


def resealed(model, data):
    """The manifest of somebody who changed the bytes and knows how to hide it."""
    return model.manifest | {"content_hash": stored._content_hash(data)}


def test_a_stored_model_suggests_the_same(engine, model, codebook, documents):
    again = StoredModel.from_bytes(model.to_bytes(), json.loads(json.dumps(model.manifest)), codebook)
    every = range(len(documents))
    assert again.suggest_many(documents, 99, True) == engine.suggest_many(every, 99, True)
    assert again.suggest_many(documents) == engine.suggest_many(every)
    assert again.suggest_many([]) == []
    assert again.manifest == model.manifest
    assert again.to_bytes() == model.to_bytes()


def test_the_manifest_tells_how_it_came_about(model, codebook, codings, engine):
    manifest = model.manifest
    assert manifest["codebook_version"] == codebook.version
    assert manifest["n_coded"] == len(codings)
    assert manifest["quality"]["f1"] == engine.quality().f1
    assert set(manifest["libraries"]) == {"python", "numpy", "scipy", "scikit-learn", "skops"}
    assert manifest["model_id"] == engine.suggest(0).model_id
    other = Engine(codebook, list(engine._documents))
    other.learn([0], [codings[0]])
    assert other.model().manifest["codings_hash"] != manifest["codings_hash"]
    assert other.model().manifest["quality"] is None


def test_no_answer_is_in_the_file(model, documents):
    with zipfile.ZipFile(io.BytesIO(model.to_bytes())) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert b"parkeervergunning is te duur" not in content


@pytest.mark.parametrize("at", [0, 30, 0.5, -1])
def test_changed_bytes_are_refused(model, codebook, at):
    data = bytearray(model.to_bytes())
    data[int(at * len(data)) if isinstance(at, float) else at] ^= 0xFF
    with pytest.raises(ProjectError):
        StoredModel.from_bytes(bytes(data), model.manifest, codebook)


@pytest.mark.parametrize("data", [b"", b"PK", pickle.dumps({"a": 1}), b"x" * 1000])
def test_what_is_no_model_is_refused(model, codebook, data):
    with pytest.raises(ProjectError) as caught:
        StoredModel.from_bytes(data, resealed(model, data), codebook)
    assert caught.value.hint


class Harmful:
    ran = False

    def __reduce__(self):
        return (exec, ("from test_stored import Harmful; Harmful.ran = True",))


def test_a_model_that_holds_more_than_data_is_refused(model, codebook):
    for thing in (Harmful(), TfidfVectorizer(analyzer=stored.version), print, np.vectorize(len)):
        data = skops.io.dumps({"words": thing})
        with pytest.raises(ProjectError):
            StoredModel.from_bytes(data, resealed(model, data), codebook)
    assert not Harmful.ran


@pytest.mark.parametrize(
    "change",
    [
        {"weights": np.zeros((1, 2), np.float32)},
        {"level": np.full(6, np.nan)},
        {"level": [1, 2, 3]},
        {"coefficients": np.zeros(3)},
        {"cuts": np.zeros(6, dtype=np.int64)},
        {"used": np.array([10**9])},
        {"exclusive": np.zeros(6)},
        {"matcher": {}},
        {"words": "words"},
        {"words": TfidfVectorizer(token_pattern=r"(a+)+$")},
        {"model_id": None, "characters": None},
    ],
)
def test_parts_that_do_not_fit_are_refused(model, codebook, change):
    parts = skops.io.loads(model.to_bytes())
    data = skops.io.dumps(parts | change)
    with pytest.raises(ProjectError):
        StoredModel.from_bytes(data, resealed(model, data), codebook)
    whole = skops.io.dumps(parts)
    StoredModel.from_bytes(whole, resealed(model, whole), codebook)


@pytest.mark.parametrize("change", [{"format": 99}, {"codes": ["groen"]}, {"content_hash": ""}])
def test_a_manifest_of_another_model_is_refused(model, codebook, change):
    with pytest.raises(ProjectError):
        StoredModel.from_bytes(model.to_bytes(), model.manifest | change, codebook)
    with pytest.raises(ProjectError):
        StoredModel.from_bytes(model.to_bytes(), {}, codebook)


def test_a_packed_giant_is_refused(model, codebook, monkeypatch):
    monkeypatch.setattr(stored, "MOST_BYTES", 10_000)
    with pytest.raises(ProjectError):
        StoredModel.from_bytes(model.to_bytes(), model.manifest, codebook)


def test_codes_that_are_gone_are_not_suggested(model, codebook, documents):
    smaller = Codebook((*(c for c in codebook.codes if c.code_id != "afval"), Code("nieuw", "Nieuw")))
    again = StoredModel.from_bytes(model.to_bytes(), model.manifest, smaller)
    found = again.suggest_many(documents, 99)
    assert {s.code_id for s in found[0].ranked} == {"groen", "verkeer", "parkeren", "spelen", "weet_niet"}
    assert any("groen" in s.selected for s in found)
    nothing = StoredModel.from_bytes(model.to_bytes(), model.manifest, Codebook())
    assert nothing.suggest_many(documents, 99, True)[0].ranked == ()
