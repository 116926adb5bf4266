import pytest

from coder.domain.errors import MissingError
from coder.domain.folding import verbatim_hash
from coder.language.encoders import Encoder
from coder.store.project import open_project
from coder.workflows import vectors


@pytest.fixture
def project(tmp_path):
    with open_project(tmp_path / "coder.db", create=True) as project:
        yield project


@pytest.fixture
def counting():
    asked = []

    def run(texts):
        asked.extend(texts)
        return [[len(text), 1.0, -2.0] for text in texts]

    return Encoder("test", "test-1", 3, run), asked


def test_a_text_is_encoded_once_and_kept(project, counting):
    encoder, asked = counting
    encode = vectors.cached(project, encoder)
    first = encode(["a", "bb", "a"])
    assert first.shape == (3, 3)
    assert asked == ["a", "bb"]
    again = vectors.cached(project, encoder)(["bb", "ccc", "a"])
    assert asked == ["a", "bb", "ccc"]
    assert (again[[2, 0]] == first[[0, 1]]).all()


def test_what_a_colleague_put_there_is_checked(project, counting):
    encoder, asked = counting
    with project.transaction():
        project.vectors.add({verbatim_hash("a"): b"\xff" * 7, verbatim_hash("bb"): b"no"}, "test-1")
    assert vectors.cached(project, encoder)(["a", "bb"]).shape == (2, 3)
    assert asked == ["a", "bb"]


def test_within_a_transaction_nothing_else_is_written(project, counting):
    encoder, _asked = counting
    encode = vectors.cached(project, encoder)
    with project.transaction():
        encode(["a"])
    assert project.vectors.get([verbatim_hash("a")], "test-1") == {}
    assert encode(["a"]).shape == (1, 3)


def test_the_encoder_of_a_model_must_be_the_one_in_use(monkeypatch):
    monkeypatch.setenv("CODER_ENCODER", "none")
    assert vectors.encoder_named("") is None
    assert vectors.encoder_in_use() is None
    with pytest.raises(MissingError):
        vectors.encoder_named("use-0.2.1")
