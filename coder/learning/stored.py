"""A model as bytes, and back: a skops file and a manifest. Never pickle: project files pass between people."""

from __future__ import annotations

import hashlib
import io
import platform
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
import scipy.sparse as sp

from coder.domain.codebook import Codebook
from coder.domain.coding import Suggestions
from coder.domain.errors import ProjectError
from coder.domain.texts import _
from coder.domain.words import Document
from coder.learning.features import TfidfFeatures
from coder.learning.matching import Matcher
from coder.learning.predictor import Predictor

FORMAT = 1
"""Raise it when the parts of a stored model change."""

LIBRARIES = ("numpy", "scipy", "scikit-learn", "skops")

MOST_BYTES = 2 * 1024**3
"""Size of an unpacked model above which it is not read: a packed file of a few kilobytes can hold terabytes."""

VECTORISER = {"sublinear_tf": True, "lowercase": False, "preprocessor": None, "tokenizer": None, "norm": "l2"}
"""Settings that both vectorisers of a stored model must have."""


@dataclass(frozen=True, slots=True)
class StoredModel:
    """What was learned, without the answers it was learned from, and a manifest that says how it came about."""

    predictor: Predictor
    manifest: dict[str, Any]
    """Plain values: library versions, codebook version, hash of the codings it saw, held-out quality."""

    @classmethod
    def of(cls, predictor: Predictor, **facts: Any) -> StoredModel:  # noqa: ANN401 - any plain value
        """Describe what was learned; `facts` go into the manifest as they are."""
        manifest = {
            "format": FORMAT,
            "model_id": predictor.model_id,
            "features": predictor.features.version,
            "n_features": int(predictor.weights.shape[0]),
            "codes": list(predictor.matcher.codes),
            "libraries": {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}},
            **facts,
        }
        return cls(predictor, manifest)

    def to_bytes(self) -> bytes:
        """Return the model as a skops file."""
        import skops.io

        learned = self.predictor
        if not isinstance(learned.features, TfidfFeatures):
            raise TypeError("only TF-IDF features can be stored")
        used = np.flatnonzero(np.any(learned.weights, axis=1))
        parts = {
            "words": learned.features.words,
            "characters": learned.features.characters,
            "matcher": learned.matcher.parts(),
            "exclusive": learned.exclusive,
            "used": used,
            "weights": learned.weights[used],
            "level": learned.level,
            "coefficients": learned.coefficients,
            "odds": learned.odds,
            "cuts": learned.cuts,
        }
        return bytes(skops.io.dumps(parts, compression=zipfile.ZIP_DEFLATED))

    @classmethod
    def from_bytes(cls, data: bytes, manifest: Mapping[str, Any], codebook: Codebook) -> StoredModel:
        """Read what `to_bytes` wrote.

        Parameters
        ----------
        manifest : the manifest that was stored with it.
        codebook : the codes in use now. Codes that it no longer offers are not suggested; codes it gained since the
            model was learned cannot be.

        Raises
        ------
        ProjectError : the bytes are not such a model, were changed, or hold more than data.
        """
        try:
            parts = _read(data)
            predictor = _put_together(parts, str(manifest["model_id"]))
            if list(predictor.matcher.codes) != list(manifest["codes"]):
                raise ValueError("codes differ from the manifest")
            if manifest.get("content_hash", content_hash(data)) != content_hash(data):
                raise ValueError("content differs from the manifest")
        except ProjectError:
            raise
        except Exception as error:  # a hostile file can fail in any way
            raise ProjectError(
                _("the stored model cannot be read: {reason}").format(reason=type(error).__name__), _RETRAIN()
            ) from error
        return cls(_restricted(predictor, codebook), dict(manifest))

    def suggest_many(self, documents: Sequence[Document], top: int = 9, evidence: bool = False) -> list[Suggestions]:
        """Return the suggestions for each of these answers, in order."""
        x = self.predictor.features.transform(documents)
        return self.predictor.suggest_many(documents, x, top, evidence)


def content_hash(data: bytes) -> str:
    """Return the hash of a stored model, to keep beside it."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()
