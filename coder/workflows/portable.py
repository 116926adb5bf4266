"""A trained model as one file that works without its project: for other computers, and for `coder score`.

The file is a zip of three parts: `model.skops` (what was learnt), `codebook.json` and `manifest.json`. No answer is in
it, and nothing in it is run when it is read.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.domain.codebook import Codebook
from coder.domain.errors import CoderError, InputError, MissingError, reason_of
from coder.domain.survey import Question
from coder.domain.texts import _
from coder.exporters.base import atomic
from coder.workflows.vectors import Encode, encoder_named

if TYPE_CHECKING:
    from coder.learning.stored import StoredModel

SUFFIX = ".coder-model"

FORMAT = 1
"""Raise it when the parts of the file change."""

MODEL, CODEBOOK, MANIFEST = "model.skops", "codebook.json", "manifest.json"

MOST_BYTES = {MODEL: 2**30, CODEBOOK: 2**24, MANIFEST: 2**24}
"""Unpacked size above which a part is not read: a zip of kilobytes can hold terabytes. A model of 100,000 answers is
150 MB."""

SAME_PARTS = {"scikit-learn": 2, "skops": 2, "numpy": 1, "scipy": 1}
"""How many numbers of the version of a library must be the same as when the model was made."""

_AGAIN = "coder train --save FILE"


@dataclass(frozen=True, slots=True)
class PortableModel:
    """What stands in the file; plain values, which can be handed to another process."""

    name: str
    """The file, for messages."""
    question: Question
    codebook: Codebook
    manifest: Mapping[str, Any]
    """That of the stored model."""
    language: str
    """The pipeline that analysed the answers it learnt from."""
    data: bytes
    seal: str
    """A hash of all of it."""

    def stored(self) -> StoredModel:
        """Return the model, ready to suggest.

        Raises
        ------
        InputError : what was learnt is damaged, or not data alone.
        MissingError : it was made with other libraries, another pipeline or another encoder than are here.
        """
        from coder.learning.stored import StoredModel

        self._check_libraries()
        encode = _encode(str(self.manifest.get("encoder") or ""))
        try:
            return StoredModel.from_bytes(self.data, self.manifest, self.codebook, encode)
        except CoderError as error:
            raise InputError(f"{self.name}: {error.message}", _again()) from error

    def _check_libraries(self) -> None:
        from coder import language

        known = self.manifest.get("libraries")
        then = known if isinstance(known, Mapping) else {}
        for library, parts in SAME_PARTS.items():
            made, here = str(then.get(library)), version(library)
            if made.split(".")[:parts] != here.split(".")[:parts]:
                raise self._other(f"{library} {made}", f"{library} {here}")
        if self.language != language.version():
            raise self._other(self.language, language.version())

    def _other(self, made: str, here: str) -> MissingError:
        return MissingError(
            _("{file} was made with {made}; on this computer is {here}").format(file=self.name, made=made, here=here),
            _("Install the same version, or make the file again on this computer: {command}.").format(command=_AGAIN),
        )


def save(path: Path, data: bytes, manifest: Mapping[str, Any], codebook: Codebook, question: Question) -> None:
    """Write a model to a file. Equal models are equal files.

    Parameters
    ----------
    data, manifest : of `StoredModel`.

    Raises
    ------
    UsageError : the file cannot be written.
    """
    from coder import language

    about = {
        "format": FORMAT,
        "question": {"question_id": question.question_id, "text": question.text},
        "language": language.version(),
        "model": dict(manifest),
    }
    book = codebook.to_json().encode()
    about["seal"] = _seal(about, book, data)
    with atomic(path) as handle, zipfile.ZipFile(handle, "w") as archive:
        for name, content in ((MANIFEST, _as_json(about)), (CODEBOOK, book), (MODEL, data)):
            archive.writestr(zipfile.ZipInfo(name), content)  # without the time of day


def open_model(path: Path) -> PortableModel:
    """Read a file that `save` wrote. It may come from anybody: sizes are limited, and nothing in it is run.

    Raises
    ------
    InputError : it cannot be read, is no such file, or was changed.
    """
    try:
        parts = _parts(path)
        about = json.loads(parts[MANIFEST])
        if about["format"] != FORMAT:
            raise InputError(
                _("{file} was made by another version of coder").format(file=path),
                _("Install that version, or make the file again: {command}.").format(command=_AGAIN),
            )
        seal = about.pop("seal")
        if seal != _seal(about, parts[CODEBOOK], parts[MODEL]):
            raise InputError(_("{file} was changed or damaged after it was made").format(file=path), _again())
        return PortableModel(
            name=str(path),
            question=Question(str(about["question"]["question_id"]), str(about["question"]["text"])),
            codebook=Codebook.from_json(parts[CODEBOOK].decode()),
            manifest=dict(about["model"]),
            language=str(about["language"]),
            data=parts[MODEL],
            seal=seal,
        )
    except CoderError:
        raise
    except OSError as error:
        raise InputError(
            _("{file} cannot be read: {reason}").format(file=path, reason=reason_of(error)),
            _("Check the name and the folder."),
        ) from error
    except Exception as error:  # a file made to do harm can fail in any way
        raise InputError(
            _("{file} is not a model").format(file=path),
            _("Make one from a project with codings: {command}.").format(command=_AGAIN),
        ) from error


def _parts(path: Path) -> dict[str, bytes]:
    if path.stat().st_size > sum(MOST_BYTES.values()):
        raise ValueError("too large")
    content = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if sorted(entry.filename for entry in entries) != sorted(MOST_BYTES):
            raise ValueError("other parts")
        if any(entry.file_size > MOST_BYTES[entry.filename] for entry in entries):
            raise ValueError("too large")
        return {entry.filename: archive.read(entry) for entry in entries}  # never more than `file_size` says


def _seal(about: Mapping[str, Any], codebook: bytes, data: bytes) -> str:
    """Return a hash of all parts. It tells a file that was damaged; it is no signature."""
    found = hashlib.blake2b(digest_size=16)
    for part in (_as_json(about), codebook, data):
        found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()


def _as_json(about: Mapping[str, Any]) -> bytes:
    return json.dumps(about, ensure_ascii=False, sort_keys=True, indent=1).encode()


def _encode(name: str) -> Encode | None:
    found = encoder_named(name)
    return None if found is None else lambda texts: found.unpack(found.encode(texts))


def _again() -> str:
    return _("Make it again: {command}.").format(command=_AGAIN)
