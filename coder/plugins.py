"""Finds importers, exporters, writers of reports and suggesters by name, without importing them.

Ours are listed here; other packages add theirs with an entry point in the group ``coder.importers``,
``coder.sources``, ``coder.codebooks``, ``coder.exporters``, ``coder.reports`` or ``coder.suggesters`` that names a
module (or object) with the same functions.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Literal

from coder.domain.errors import MissingError
from coder.domain.texts import _

Kind = Literal["importers", "sources", "codebooks", "exporters", "reports", "suggesters"]

# In the order in which files are offered to them: what is recognised for sure comes first.
OURS: dict[Kind, dict[str, str]] = {
    "importers": {
        "spss": "coder.importers.spss",
        "stata": "coder.importers.stata",
        "sas": "coder.importers.sas",
        "rds": "coder.importers.rds",
        "parquet": "coder.importers.parquet",
        "qdpx": "coder.importers.refi",
        "ods": "coder.importers.open_document",
        "xlsx": "coder.importers.spreadsheet",
        "jsonl": "coder.importers.jsonlines",
        "csv": "coder.importers.delimited",
    },
    # Survey tools whose exports are recognised by their headers; the first that knows a table gets it.
    "sources": {
        "limesurvey": "coder.importers.limesurvey",
        "qualtrics": "coder.importers.qualtrics",
        "surveymonkey": "coder.importers.surveymonkey",
        "msforms": "coder.importers.microsoft_forms",
        "gforms": "coder.importers.google_forms",
    },
    # Codebooks of other kinds than our YAML, by the ending of the file.
    "codebooks": {
        "table": "coder.importers.codebook_table",
        "qdc": "coder.importers.codebook_qdc",
        "labels": "coder.importers.codebook_labels",
    },
    "exporters": {
        "csv": "coder.exporters.delimited",
        "xlsx": "coder.exporters.spreadsheet",
        "jsonl": "coder.exporters.jsonlines",
        "md": "coder.exporters.markdown",
        "html": "coder.exporters.html",
        "tex": "coder.exporters.latex",
        "parquet": "coder.exporters.parquet",
        "spss": "coder.exporters.spss",
        "triple-s": "coder.exporters.triple_s",
        "qdpx": "coder.exporters.refi",
    },
    # A report as a whole, by the ending of the file.
    "reports": {
        "html": "coder.exporters.report_html",
        "docx": "coder.exporters.report_docx",
        "pptx": "coder.exporters.report_pptx",
        "md": "coder.exporters.report_markdown",
    },
    "suggesters": {"ridge": "coder.learning.engine"},
}


def names(kind: Kind) -> tuple[str, ...]:
    """Return the names of all plugins of a kind: other packages' first, so that they can be more particular."""
    return tuple(dict.fromkeys([*(point.name for point in _of_others(kind)), *OURS[kind]]))


@cache
def _of_others(kind: Kind) -> tuple[EntryPoint, ...]:
    """Return what other packages add: looked up once, for that reads a file of each package that is installed."""
    return tuple(entry_points(group=f"coder.{kind}"))


def load(kind: Kind, name: str) -> Any:  # noqa: ANN401 - a module, or what a plugin makes of it
    """Return the plugin, imported.

    Raises
    ------
    MissingError : there is none of this name, or it cannot be imported.
    """
    for point in _of_others(kind):
        if point.name != name:
            continue
        try:
            return point.load()
        except ImportError as error:
            raise MissingError(
                _("The plugin {name} cannot be loaded: {reason}").format(name=name, reason=error),
                _("Install it again, or remove it."),
            ) from error
    if name not in OURS[kind]:
        raise MissingError(
            _("There is no plugin {name}").format(name=name),
            _("Known are: {names}.").format(names=", ".join(names(kind))),
        )
    return import_module(OURS[kind][name])
