"""Sentence vectors of answers: from the project file where they are in it, else from the encoder."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from coder.domain.errors import MissingError
from coder.domain.folding import verbatim_hash
from coder.domain.texts import _
from coder.workflows.project import Progress, Project, no_progress

if TYPE_CHECKING:
    from coder.language import Encoder

AT_A_TIME = 2_000  # texts between two reports of progress, and in one transaction

Encode = Callable[[Sequence[str]], Any]


def encoder_in_use() -> Encoder | None:
    """Return the encoder that CODER_ENCODER names, by default the one that comes with coder; None for 'none'.

    Raises
    ------
    MissingError : it is not on this computer.
    """
    from coder import language

    return language.encoder(os.environ.get("CODER_ENCODER"))


def encoder_named(version: str) -> Encoder | None:
    """Return the encoder that a model learnt with; None for a model without.

    Raises
    ------
    MissingError : it is not the one in use.
    """
    if not version:
        return None
    found = encoder_in_use()
    if found is None or found.version != version:
        raise MissingError(
            _("The model was learnt with the encoder {name}, which is not the one in use").format(name=version),
            _("Set CODER_ENCODER to it, or train again: coder train."),
        )
    return found


def cached(project: Project, encoder: Encoder | None, progress: Progress = no_progress) -> Encode | None:
    """Return a function that gives the vectors of texts: each is read by the encoder once, and then kept."""
    if encoder is None:
        return None
    known: dict[str, bytes] = {}

    def encode(texts: Sequence[str]) -> Any:  # noqa: ANN401 - an array
        keys = [verbatim_hash(text) for text in texts]
        asked = [key for key in dict.fromkeys(keys) if key not in known]
        stored = project.vectors.get(asked, encoder.version) if asked else {}
        found = {key: vector for key, vector in stored.items() if encoder.fits(vector)}
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known and key not in found}
        found |= _encoded(project, encoder, missing, progress)
        if len(asked) < AT_A_TIME:  # phrases of a codebook, asked for again and again; answers are asked for once
            known.update(found)
        return encoder.unpack([found.get(key) or known[key] for key in keys])

    return encode


def _encoded(project: Project, encoder: Encoder, missing: dict[str, str], progress: Progress) -> dict[str, bytes]:
    what = _("Reading what the answers mean")
    found: dict[str, bytes] = {}
    pending = list(missing.items())
    for start in range(0, len(pending), AT_A_TIME):
        progress(what, start, len(pending))
        batch = pending[start : start + AT_A_TIME]
        vectors = dict(zip((key for key, _t in batch), encoder.encode([text for _k, text in batch]), strict=True))
        if not project.db.conn.in_transaction:
            with project.transaction():
                project.vectors.add(vectors, encoder.version)
        found |= vectors
    if pending:
        progress(what, len(pending), len(pending))
    return found
