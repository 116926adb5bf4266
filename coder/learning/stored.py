"""A model as bytes, and back: a skops file and a manifest. Never pickle: project files pass between people."""

from __future__ import annotations

import hashlib
import io
import platform
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import numpy as np

from coder.domain.codebook import Codebook
from coder.domain.coding import Suggestions
from coder.domain.errors import ProjectError
from coder.domain.texts import _
from coder.domain.words import Document
from coder.learning.features import TfidfFeatures
from coder.learning.matching import Matcher
from coder.learning.predictor import Predictor
from coder.learning.rows import Encode
from coder.learning.stack import BEFORE
from coder.learning.weights import Weights

FORMAT = 2
"""Raise it when the parts of a stored model change."""

LIBRARIES = ("numpy", "scipy", "scikit-learn", "skops")

MOST_BYTES = 1024**3
"""Unpacked size above which a model is not read: a packed file of kilobytes can hold terabytes. A model of 100,000
answers and 60 codes unpacks to some 150 MB."""


@dataclass(frozen=True, slots=True)
class StoredModel:
    """What was learned, without the answers it was learned from, and a manifest that says how it came about."""

    predictor: Predictor
    manifest: dict[str, Any]
    """Plain values: library versions, codebook version, hash of the codings it saw, held-out quality, hash of the
    bytes."""
    _data: bytes = field(repr=False)

    @classmethod
    def of(cls, predictor: Predictor, **facts: Any) -> StoredModel:  # noqa: ANN401 - any plain value
        """Pack what was learned; `facts` go into the manifest as they are.

        Raises
        ------
        TypeError : the features are of a kind that cannot be stored.
        """
        data = _packed(predictor)
        manifest = {
            "format": FORMAT,
            "model_id": predictor.model_id,
            "content_hash": _content_hash(data),
            "features": predictor.features.version,
            "encoder": predictor.features.encoder,
            "n_features": predictor.weights.n_features,
            "codes": list(predictor.matcher.codes),
            "libraries": {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}},
            **facts,
        }
        return cls(predictor, manifest, data)

    def to_bytes(self) -> bytes:
        """Return the model as a skops file."""
        return self._data

    @classmethod
    def from_bytes(
        cls, data: bytes, manifest: Mapping[str, Any], codebook: Codebook, encode: Encode | None = None
    ) -> StoredModel:
        """Read what `to_bytes` gave.

        Parameters
        ----------
        manifest : the manifest that was stored with it.
        codebook : the codes in use now. Codes that it no longer offers are not suggested; codes it gained since the
            model was learned cannot be.
        encode : the encoder that the manifest names (`encoder`), if it names one.

        Raises
        ------
        ProjectError : the bytes are not such a model, were changed, or hold more than data.
        """
        try:
            if manifest["format"] != FORMAT:
                raise ValueError("another format")
            if manifest["content_hash"] != _content_hash(data):
                raise ValueError("not the bytes that the manifest describes")
            if bool(manifest["encoder"]) != (encode is not None):
                raise ValueError("another encoder")
            predictor = _unpacked(data, str(manifest["model_id"]), encode, str(manifest["encoder"]))
            if list(predictor.matcher.codes) != list(manifest["codes"]):
                raise ValueError("not the codes that the manifest describes")
        except Exception as error:  # a file made to do harm can fail in any way
            raise ProjectError(
                _("the stored model cannot be used: {reason}").format(reason=error or type(error).__name__),
                _("Train it again from the codings, which are not affected."),
            ) from error
        return cls(predictor.only({code.code_id for code in codebook.usable}), dict(manifest), data)

    def suggest_many(self, documents: Sequence[Document], top: int = 9, evidence: bool = False) -> list[Suggestions]:
        """Return the suggestions for each of these answers, in order."""
        x = self.predictor.features.transform(documents)
        return self.predictor.suggest_many(documents, x, top, evidence)


def _content_hash(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _packed(learned: Predictor) -> bytes:
    import skops.io

    if not isinstance(learned.features, TfidfFeatures):
        raise TypeError("only TF-IDF features can be stored")
    words, characters = learned.features.vectorisers()
    # Most n-grams occur in answers that nobody coded; their weights are 0.
    weights = learned.weights.whole()
    used = np.flatnonzero(np.any(weights, axis=1))
    parts = {
        "words": words,
        "characters": characters,
        "matcher": learned.matcher.parts(),
        "exclusive": learned.exclusive,
        "used": used,
        "weights": weights[used],
        "level": learned.level,
        "coefficients": learned.coefficients,
        "odds": learned.odds,
        "cuts": learned.cuts,
    }
    return bytes(skops.io.dumps(parts, compression=zipfile.ZIP_DEFLATED))


def _unpacked(data: bytes, model_id: str, encode: Encode | None, encoder: str) -> Predictor:
    import skops.io

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
            raise ValueError("it is too large")
    untrusted = skops.io.get_untrusted_types(data=data)
    if untrusted:
        raise ValueError("it holds more than data: " + ", ".join(sorted(untrusted)))
    parts = skops.io.loads(data)
    features = TfidfFeatures.of(parts["words"], parts["characters"], encode, encoder)
    matcher = Matcher.from_parts(parts["matcher"])
    n_features, n_codes = features.n_sparse + matcher.n_dense, len(matcher.codes)
    used, values = parts["used"], _numbers(parts["weights"], len(parts["used"]), n_codes)
    weights = np.zeros((n_features, n_codes), dtype=np.float32)
    weights[used] = values
    exclusive = parts["exclusive"]
    if matcher.n_sparse != features.n_sparse or exclusive.dtype != bool or exclusive.shape != (n_codes,):
        raise ValueError("its parts do not fit each other")
    return Predictor(
        features=features,
        matcher=matcher,
        exclusive=exclusive,
        weights=Weights(weights),
        level=_numbers(parts["level"], n_codes),
        coefficients=_numbers(parts["coefficients"], len(BEFORE)),
        odds=_numbers(parts["odds"], n_codes),
        cuts=_numbers(parts["cuts"], n_codes),
        model_id=model_id,
    )


def _numbers(values: Any, *shape: int) -> Any:  # noqa: ANN401 - anything may come out of a file
    if not isinstance(values, np.ndarray) or values.shape != shape or values.dtype.kind != "f":
        raise ValueError("its parts do not fit each other")
    if not np.isfinite(values).all():
        raise ValueError("it holds numbers that are none")
    return values
