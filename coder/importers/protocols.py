"""What the modules of formats and of survey tools offer."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from coder.domain.codebook import Codebook
from coder.domain.formats import Carries
from coder.domain.survey import SurveyTable
from coder.importers.base import ReadOptions


class Format(Protocol):
    """What every module of a format offers."""

    NAME: str
    LABEL: str
    """What people call it: 'Excel (.xlsx)'."""
    CARRIES: frozenset[Carries]

    def recognises(self, head: bytes, path: Path) -> bool:
        """Tell from the first bytes whether this module is the one to read the file, or to say what is wrong."""

    def read(self, path: Path, options: ReadOptions) -> SurveyTable:
        """Read the file; everything that is wrong with it is an InputError."""


class Source(Protocol):
    """What the module of a survey tool offers, whose exports are tables with habits of their own."""

    NAME: str
    LABEL: str
    CARRIES: frozenset[Carries]

    def recognises(self, table: SurveyTable) -> bool:
        """Tell from the header and the first rows whether the table comes from this tool."""

    def refined(self, table: SurveyTable) -> SurveyTable:
        """Return the table with one header, and with what the tool says of its columns and rows."""


class CodebookFormat(Protocol):
    """What the module of a format offers that holds codebooks."""

    NAME: str
    LABEL: str
    SUFFIXES: tuple[str, ...]

    def read_codebook(self, path: Path, variable: str | None) -> Codebook:
        """Read the codebook in a file; of several, the one of `variable`. What is wrong is an InputError."""
