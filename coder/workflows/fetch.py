"""Responses and structure of a survey, from a server into files that `coder ingest` reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from coder.domain.errors import UsageError
from coder.domain.texts import _
from coder.exporters.base import atomic

USER, PASSWORD = "CODER_LIMESURVEY_USER", "CODER_LIMESURVEY_PASSWORD"
"""Where name and password come from: a command line is seen by others and kept by the shell."""


@dataclass(frozen=True, slots=True)
class FetchReport:
    """Which files were written."""

    responses: str
    structure: str
    bytes: int
    """Of the responses."""


def fetch_limesurvey(url: str, survey: int, path: Path, environment: Mapping[str, str]) -> FetchReport:
    """Write the responses to a survey to `path`, and its structure beside it as .lss, where `ingest` looks for it.

    Raises
    ------
    InputError : the server cannot be reached or refuses.
    MissingError : the library that speaks with LimeSurvey is not installed.
    UsageError : the address is none, name or password are not set, or the files cannot be written.
    """
    from coder.importers.limesurvey_remote import fetch

    user, password = environment.get(USER, ""), environment.get(PASSWORD, "")
    if not user or not password:
        raise UsageError(
            _("The name and password for LimeSurvey are not set"),
            _("Set them in the environment: {user} and {password}.").format(user=USER, password=PASSWORD),
        )
    structure = path.with_suffix(".lss")
    if structure == path:
        raise UsageError(_("{file} would be both responses and structure").format(file=path), "-o responses.csv")
    found = fetch(url, survey, user, password)
    for target, content in ((structure, found.structure), (path, found.responses)):
        with atomic(target) as file:
            file.write(content)
    return FetchReport(str(path), str(structure), len(found.responses))
