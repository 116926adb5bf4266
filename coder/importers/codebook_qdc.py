"""Codebooks of REFI-QDA (.qdc), and those in its projects (.qdpx)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree.ElementTree import Element  # the type alone

from coder.domain.codebook import Codebook
from coder.domain.errors import InputError
from coder.domain.texts import _
from coder.importers.base import read_head
from coder.importers.foreign import ZIP
from coder.importers.refi_archive import opened, things_of
from coder.importers.refi_codes import code_items, codebook_of

NAME = "qdc"
LABEL = "REFI-QDA (.qdc, .qdpx)"
SUFFIXES = (".qdc", ".qdpx")


def read_codebook(path: Path, variable: str | None = None) -> Codebook:
    """Read a codebook; of a project of several questions that this program wrote, that of the question `variable`.

    Raises
    ------
    InputError : see `coder.importers.refi_archive`; or the file holds no codes, or those of several questions.
    """
    with _things(path) as things:
        items = [item for section, element in things if section == "CodeBook" for item in code_items(path, element)]
    questions = list(dict.fromkeys(item.question for item in items if item.question))
    if variable is not None and variable in questions:
        items = [item for item in items if item.question == variable]
    elif len(questions) > 1:
        raise InputError(
            _("{file} holds the codebooks of several questions").format(file=path),
            _("Say which one: --variable {names}.").format(names=", ".join(questions)),
        )
    codebook, _ids = codebook_of(items)
    if not codebook.codes:
        raise InputError(_("{file} holds no codes").format(file=path), _("Check that this is the right file."))
    return codebook


@contextmanager
def _things(path: Path) -> Iterator[Iterator[tuple[str, Element]]]:
    if read_head(path).startswith(ZIP):
        with opened(path) as archive:
            yield archive.things()
    else:
        with path.open("rb") as file:
            yield things_of(path, file)
